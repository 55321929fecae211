"""The draft words of every letter: each required part is there, none names a day that could be wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ehc_workflow.domain.case import Case, Letter, Notice, Reassessed, Trigger, WayBack
from ehc_workflow.domain.facts import Method, TriggerKind
from ehc_workflow.domain.notices import required_content
from ehc_workflow.service.letter_writing import TITLES, Writing
from ehc_workflow.service.letters import block_keys, draft_letter
from tests.support.casework import LETTER_SETTINGS

LETTERS = [letter for letter in Letter if letter not in (Letter.EXCEPTION, Letter.DELAY_UPDATE)]
"""The letter about a delay is made from the case it is about: S25 looks at it."""
A_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}")


def writing(
    *,
    settings: dict[str, object] | None = None,
    to_young_person: bool = False,
    kind: TriggerKind = TriggerKind.PARENTAL_REQUEST,
) -> Writing:
    received_on = date(2026, 1, 12)
    trigger = Trigger(
        id="t", kind=kind, received_on=received_on, logged_on=received_on, evidence="E-mail"
    )
    return Writing(
        case=Case(
            id="1",
            authority_id="a",
            team_id="t",
            child_id="c",
            reference="EHC-1",
            triggers=(trigger,),
        ),
        authority="Invented Shire",
        settings=LETTER_SETTINGS if settings is None else settings,
        given_name="Robin",
        name="Robin Example",
        addressee="Sam Example",
        to_young_person=to_young_person,
        reasons="The school's support meets this child's needs.",
    )


@pytest.mark.parametrize("letter", LETTERS)
def test_every_required_part_has_words(letter: Letter) -> None:
    drafted = {block.key: block for block in draft_letter(letter, writing())}
    for content in required_content(letter):
        assert drafted[content.key].text.strip(), content.key
        assert drafted[content.key].required_by == content.citation.place


@pytest.mark.parametrize("letter", LETTERS)
def test_every_part_has_a_heading(letter: Letter) -> None:
    assert set(block_keys(letter)) <= set(TITLES)


@pytest.mark.parametrize("letter", LETTERS)
def test_no_words_name_a_day_but_that_of_the_request(letter: Letter) -> None:
    text = " ".join(block.text for block in draft_letter(letter, writing()))
    assert set(A_DAY.findall(text)) == {"12 January 2026"}


@pytest.mark.parametrize("letter", LETTERS)
def test_a_young_person_is_spoken_to(letter: Letter) -> None:
    blocks = draft_letter(letter, writing(to_young_person=True))
    assert "Robin" not in " ".join(block.text for block in blocks)


def test_what_is_not_set_stays_empty() -> None:
    blocks = draft_letter(Letter.NO_PLAN, writing(settings={}))
    empty = {block.key for block in blocks if not block.text.strip()}
    assert empty == {
        "adviser",
        "authority_contact",
        "disagreement_resolution",
        "information_and_advice",
    }


def test_a_child_brought_to_attention_was_not_asked_for() -> None:
    blocks = draft_letter(Letter.CONSIDERING, writing(kind=TriggerKind.BROUGHT_TO_ATTENTION))
    assert "Robin’s needs were brought to our attention on 12 January 2026" in blocks[0].text


def test_the_final_letter_names_what_can_be_appealed() -> None:
    words = {block.key: block.text for block in draft_letter(Letter.FINAL_PLAN, writing())}
    for section in ("section B", "section F", "section I"):
        assert section in words["right_of_appeal"]
    assert "without a mediation certificate" in words["placement_only_appeal"]


def plan_to_come(**changes: Any) -> str:
    """What the letter that a plan will be made says of what happens next."""
    base = writing()
    changed = replace(base, case=replace(base.case, **changes))
    drafted = {block.key: block.text for block in draft_letter(Letter.PLAN_WILL_BE_MADE, changed)}
    return drafted["what_happens_next"]


def told(letter: Letter, day: date) -> Notice:
    return Notice(
        id="told", kind=letter, dated_on=day, sent_on=day, method=Method.EMAIL, addressee="parent"
    )


def test_the_time_for_the_final_plan_is_that_of_this_case() -> None:
    assert "within 20 weeks of the day we received the request" in plan_to_come()
    again = Reassessed(last_assessed_on=date(2024, 9, 2))
    assert "within 14 weeks of the day we told you that we would assess again" in plan_to_come(
        reassesses=again
    )
    ordered = WayBack(ref="order-1", began_on=date(2026, 3, 2))
    assessed = plan_to_come(way_back=ordered, notices=(told(Letter.WILL_ASSESS, date(2026, 3, 9)),))
    assert "final plan within 14 weeks of 2 March 2026" in assessed
    assert "draft of the plan within two weeks" not in assessed
    reconsidered = plan_to_come(
        way_back=ordered, notices=(told(Letter.WILL_ASSESS, date(2026, 1, 20)),)
    )
    assert "draft of the plan within two weeks of 2 March 2026" in reconsidered


def test_a_reassessment_is_told_as_one() -> None:
    again = replace(writing().case, reassesses=Reassessed(last_assessed_on=date(2024, 9, 2)))
    blocks = draft_letter(Letter.WILL_REASSESS, replace(writing(), case=again))
    text = " ".join(block.text for block in blocks)
    assert "the request to assess Robin’s education, health and care needs again" in text
    assert "within 14 weeks of the day this letter was sent" in text
    assert "the plan that there is stays as it is" in text


@pytest.mark.parametrize(
    ("kind", "began"),
    [
        (TriggerKind.HEALTH_BODY_NOTIFICATION, "We received the request to assess Robin’s"),
        (TriggerKind.IDENTIFIED_BY_AUTHORITY, "We have been looking at whether to assess Robin’s"),
    ],
)
def test_a_reassessment_says_whether_it_was_asked_for(kind: TriggerKind, began: str) -> None:
    base = writing().case
    again = replace(
        base,
        reassesses=Reassessed(last_assessed_on=date(2024, 9, 2)),
        triggers=(replace(base.triggers[0], kind=kind),),
    )
    blocks = draft_letter(Letter.WILL_REASSESS, replace(writing(), case=again))
    assert began in blocks[0].text


def test_a_reassessment_that_was_ordered_is_told_as_one_and_speaks_of_no_plan_to_be_refused() -> (
    None
):
    again = replace(
        writing().case,
        reassesses=Reassessed(last_assessed_on=date(2024, 9, 2)),
        way_back=WayBack(ref="order-1", began_on=date(2026, 3, 2)),
    )
    blocks = draft_letter(Letter.WILL_ASSESS, replace(writing(), case=again))
    text = " ".join(block.text for block in blocks)
    assert "needs again, as was ordered or agreed on 2 March 2026" in text
    assert "final plan within 14 weeks of 2 March 2026" in text
    assert "Until then the plan that there is stays as it is" in text
    assert "decide not to make a plan" not in text
