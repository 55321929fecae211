"""What a reader of a plan would stumble over: each rule finds its example, and leaves a good line alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.domain.case import Source
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.plan_checks import About, findings, words_used
from ehc_workflow.domain.plan_items import SECTIONS
from ehc_workflow.domain.reading_age import reading_age
from ehc_workflow.rules.plan_criteria import Criterion, Grade, Met, grade_of

BY = date(2026, 11, 2)
SAM = About(given_name="Sam")
RESTS = (Source("advice", 1),)


def good_plan() -> tuple[PlanItem, ...]:
    """A plan in which nothing is to be found."""
    return (
        PlanItem(id="a", section="A", text="I like being outside.", sources=RESTS),
        PlanItem(id="b", section="B", text="Sam cannot yet follow two steps.", sources=RESTS),
        PlanItem(
            id="e",
            section="E",
            text="Sam follows two steps without help.",
            achieve_by=date(2027, 7, 20),
            meets=("b",),
            sources=RESTS,
        ),
        PlanItem(
            id="f",
            section="F",
            text="A language programme in a group of four.",
            amount="30 minutes",
            frequency="three times a week",
            by_whom="a teaching assistant",
            qualified="trained in this programme",
            meets=("e",),
            sources=RESTS,
        ),
        PlanItem(id="h1", section="H1", text="None identified.", sources=RESTS, none_found=True),
    )


def with_item(id: str, **changes: Any) -> tuple[PlanItem, ...]:
    return tuple(replace(item, **changes) if item.id == id else item for item in good_plan())


def says(items: tuple[PlanItem, ...], about: About = SAM) -> list[tuple[Criterion, str | None]]:
    return [(one.criterion, one.item_id) for one in findings(items, about)]


def test_nothing_is_found_in_a_good_plan() -> None:
    assert findings(good_plan(), SAM) == ()


@pytest.mark.parametrize(
    ("id", "changes", "criterion", "words"),
    [
        ("f", {"meets": ("h1",)}, Criterion.NEEDS, "no provision in section F"),
        ("e", {"achieve_by": None}, Criterion.OUTCOMES, "by when"),
        ("e", {"meets": ()}, Criterion.OUTCOMES, "for no need"),
        ("e", {"text": "Sam will receive therapy by July."}, Criterion.OUTCOMES, "what is given"),
        ("f", {"amount": ""}, Criterion.PROVISION, "how much"),
        ("f", {"frequency": ""}, Criterion.PROVISION, "how often"),
        ("f", {"by_whom": ""}, Criterion.PROVISION, "by whom"),
        ("f", {"qualified": "", "by_whom": "an adult"}, Criterion.PROVISION, "how qualified"),
        ("f", {"frequency": "as required"}, Criterion.PROVISION, "“as required”"),
        ("f", {"meets": ()}, Criterion.PROVISION, "for no outcome"),
        ("b", {"sources": ()}, Criterion.EVIDENCE, "rests on no advice"),
        (
            "b",
            {"text": "Sam will receive help twice a day."},
            Criterion.SECTIONS,
            "belongs to section F",
        ),
        ("a", {"sources": ()}, Criterion.VOICE, "rests on no views"),
        ("b", {"text": "Sam has SLCN and needs time."}, Criterion.PLAIN, "“slcn”"),
    ],
)
def test_each_rule_finds_its_example(
    id: str, changes: dict[str, Any], criterion: Criterion, words: str
) -> None:
    found = [one for one in findings(with_item(id, **changes), SAM) if one.criterion is criterion]
    assert any(words in one.says for one in found)


def test_a_need_written_as_provision_is_told_to_move() -> None:
    changed = with_item(
        "f", text="Sam finds it hard to listen.", amount="", frequency="", by_whom="a teacher"
    )
    assert (Criterion.SECTIONS, "f") in says(changed)


def test_therapy_in_section_g_is_asked_about() -> None:
    therapy = replace(good_plan()[3], id="g", section="G", text="Speech and language therapy.")
    assert (Criterion.SECTIONS, "g") in says((*good_plan(), therapy))


def test_a_health_need_is_met_by_health_provision() -> None:
    need = PlanItem(id="c", section="C", text="Sam has seizures.", sources=RESTS)
    assert (Criterion.NEEDS, "c") in says((*good_plan(), need))
    care = replace(good_plan()[3], id="g", section="G", text="A nurse visits.", meets=("c",))
    assert (Criterion.NEEDS, "c") not in says((*good_plan(), need, care))


def test_the_name_of_another_child_is_found_and_ones_own_is_not() -> None:
    about = About(given_name="Sam", other_names=frozenset({"Ruby", "Sam"}))
    changed = with_item("b", text="In class Ruby cannot yet follow two steps, and Sam neither.")
    found = [one.says for one in findings(changed, about)]
    assert any("“Ruby”" in one for one in found)
    assert not any("“Sam”" in one for one in found)


def test_the_pronoun_that_most_lines_do_not_use_is_found() -> None:
    items = with_item("b", text="He cannot yet follow two steps.")
    items = tuple(
        replace(item, text="He follows two steps.") if item.id == "e" else item for item in items
    )
    assert not any(one is Criterion.PLAIN for one, _ in says(items))
    odd = PlanItem(id="b2", section="B", text="She tires soon.", sources=RESTS)
    assert (Criterion.PLAIN, "b2") in says((*items, odd))


def test_lost_recommendations_are_counted() -> None:
    (one,) = [found for found in findings(good_plan(), replace(SAM, lost=2)) if not found.item_id]
    assert one.says.startswith("2 recommendations are")


def test_a_name_at_the_beginning_of_a_sentence_is_no_sign() -> None:
    (item,) = [one for one in good_plan() if one.id == "b"]
    said = replace(item, text="Rose early. Then Will slept; at noon May came. IT is used.")
    assert words_used([said]) == {"May", "Will"}


def test_long_words_in_long_sentences_are_for_older_readers() -> None:
    plain = "Sam can read a short book. Sam likes to be with one friend. Sam can sit and draw."
    heavy = (
        "The multidisciplinary consultation established considerable difficulties regarding organisational "
        "competencies, communicative reciprocity and environmental predictability."
    )
    young, old = reading_age(plain), reading_age(heavy)
    assert young is not None
    assert old is not None
    assert young < 9 < 16 < old
    assert reading_age("Too short to tell.") is None


@given(st.lists(st.sampled_from(Met), min_size=1).map(lambda each: dict(enumerate(each))))
def test_the_grade_follows_from_the_answers(answers: Any) -> None:
    grade = grade_of(answers)
    said = set(answers.values())
    assert (grade is Grade.GOOD) == (said == {Met.MET})
    assert (grade is Grade.NOT_GOOD_ENOUGH) == (Met.NOT_MET in said)


@given(
    st.lists(
        st.builds(
            PlanItem,
            id=st.sampled_from("abcdefgh"),
            section=st.sampled_from(SECTIONS),
            text=st.text(max_size=60),
            meets=st.lists(st.sampled_from("abcdefgh"), max_size=3).map(tuple),
            none_found=st.booleans(),
        ),
        max_size=8,
        unique_by=lambda item: item.id,
    )
)
def test_whatever_is_written_is_read_to_its_end(items: list[PlanItem]) -> None:
    """Items that meet each other in a circle, and any words, end in findings about items that are there."""
    ids = {item.id for item in items}
    assert {one.item_id for one in findings(items, SAM)} <= ids | {None}


def test_year_nine_before_the_final_plan_is_said_while_the_draft_can_still_hold_it() -> None:
    (found,) = findings(good_plan(), replace(SAM, year_9_by=BY))
    assert found.criterion is Criterion.PROVISION
    assert "2 November 2026, the last day for the final plan" in found.says
    assert "reg 12(3)" in found.says
    assert findings(good_plan(), SAM) == ()


def test_an_outcome_whose_day_is_over_is_found() -> None:
    on_the_day = replace(SAM, today=date(2027, 7, 20))
    assert findings(good_plan(), on_the_day) == ()
    (found,) = findings(good_plan(), replace(SAM, today=date(2027, 7, 21)))
    assert (found.criterion, found.item_id) == (Criterion.OUTCOMES, "e")
    assert found.says == "was to be reached by 20 July 2027: that day is over"
