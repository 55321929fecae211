"""S15 An old report may stand in only if three parties agree."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import blank_items
from ehc_workflow.domain.case import AdviceItem, ReplyKind, ReuseAgreement
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from tests.builders import DECISION_MAKER, HEALTH_ADMINISTRATOR, Journey
from tests.scenarios.looking import limit, words_of_last_entry

OT, WRITTEN = AdviceItem.OTHER, date(2024, 11, 4)
SAYS = (True, False, None)
NOT_ALL = [three for three in product(SAYS, repeat=3) if three != (True, True, True)]


@pytest.fixture
def assessing(journey: Journey) -> Journey:
    """Everything the law lists is asked for, given and accepted; occupational therapy is what is left."""
    journey.receive().at(date(2026, 1, 20)).consider()
    journey.at(date(2026, 2, 23)).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 3, 20))
    for item in journey.items():
        journey.give(item).accept(item)
    return journey


def already_held(
    journey: Journey, author: bool | None, authority: bool | None, family: bool | None
) -> None:
    journey.do(
        c.RecordReuse(
            assessment_id=journey.case_id,
            request_id=journey.request_id(OT),
            item=OT,
            advice_written_on=WRITTEN,
            purpose="For a claim about equipment at home",
            author=author,
            authority=authority,
            family=family,
        )
    )


def complete(journey: Journey) -> None:
    journey.do(
        c.CompleteAdvice(assessment_id=journey.case_id, completed_on=journey.today),
        DECISION_MAKER,
    )


def test_with_all_three_it_stands_in(assessing: Journey) -> None:
    already_held(assessing, True, True, True)
    assert blank_items(assessing.now, assessing.today) == ()
    complete(assessing)
    assert assessing.now.state == "deciding_plan"


@pytest.mark.parametrize("three", NOT_ALL)
def test_without_one_of_the_three_the_assessment_is_not_complete(
    assessing: Journey, three: tuple[bool | None, bool | None, bool | None]
) -> None:
    already_held(assessing, *three)
    assert [blank.item for blank in blank_items(assessing.now, assessing.today)] == [OT]
    with pytest.raises(TransitionRefusedError):
        complete(assessing)


def test_the_familys_no_turns_it_back_into_a_request_to_send_at_once(assessing: Journey) -> None:
    already_held(assessing, True, True, None)
    already_held(assessing, True, True, False)
    to_ask = limit(assessing, "ask_for_advice")
    assert to_ask.met_on is None
    assert to_ask.status(assessing.today) == "breached_open"
    assessing.ask(OT)
    request = assessing.now.advice_request(assessing.request_id(OT))
    assert request is not None
    assert request.is_asked
    assert blank_items(assessing.now, assessing.today) == ()
    assert limit(assessing, "advice_other", request.id).due_on == date(2026, 5, 1)


def test_what_is_agreed_by_all_three_must_not_be_sought_again(assessing: Journey) -> None:
    already_held(assessing, True, True, True)
    with pytest.raises(ImpossibleFactsError, match="must not be sought again"):
        assessing.ask(OT)


def test_its_age_and_what_it_was_written_for_are_kept(assessing: Journey) -> None:
    already_held(assessing, True, True, False)
    request = assessing.now.advice_request(assessing.request_id(OT))
    assert request is not None
    assert request.reuse is not None
    assert request.reuse.advice_written_on == WRITTEN
    assert words_of_last_entry(assessing) == {"purpose": "For a claim about equipment at home"}


def test_the_services_answer_that_a_report_will_do_opens_the_three_agreements(
    journey: Journey,
) -> None:
    journey.receive().at(date(2026, 1, 20)).consider()
    journey.at(date(2026, 2, 23)).decide_to_assess().tell_assessing().ask()
    request_id = journey.request_id(AdviceItem.HEALTH)
    journey.at(date(2026, 2, 27)).do(
        c.ReplyToRequest(
            assessment_id=journey.case_id,
            request_id=request_id,
            kind=ReplyKind.EXISTING_REPORT,
            replied_on=journey.today,
            advice_written_on=WRITTEN,
            purpose="A hearing review",
        ),
        HEALTH_ADMINISTRATOR,
    )
    request = journey.now.advice_request(request_id)
    assert request is not None
    assert request.reuse == ReuseAgreement(advice_written_on=WRITTEN, author=True)
    assert not request.is_answered
    assert limit(journey, "advice_health", request_id).met_on is None
