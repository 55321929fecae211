"""S02 An incomplete request is still a request."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import MissingItem, State
from tests.builders import Journey
from tests.scenarios.looking import WEEK_6, limit

ASKED, CAME = date(2026, 1, 16), date(2026, 2, 9)
MISSING = ("the council's form", "the consent page", "the school's report")


@pytest.fixture
def incomplete(journey: Journey) -> Journey:
    journey.receive(evidence="A parent's letter").at(ASKED)
    for item in MISSING:
        journey.do(
            c.AskForMissing(
                assessment_id=journey.case_id,
                item_id=item,
                what=item,
                asked_of="the family",
                asked_on=ASKED,
            )
        )
    return journey


def test_the_decision_is_still_due_on_23_february(incomplete: Journey) -> None:
    incomplete.at(CAME)
    for item in MISSING:
        incomplete.do(
            c.ReceiveMissing(assessment_id=incomplete.case_id, item_id=item, received_on=CAME)
        )
    found = limit(incomplete, "decide_whether_to_assess")
    assert (found.due_on, found.status(date(2026, 2, 10))) == (WEEK_6, "running")


def test_there_is_no_state_that_stops_or_hides_the_clock(incomplete: Journey) -> None:
    assert incomplete.now.state is State.RECEIVED
    words = {word for state in State for word in state.value.split("_")}
    assert not words & {"paused", "pause", "hold", "awaiting", "invalid", "suspended"}


def test_missing_things_are_shown_with_who_was_asked_and_when(incomplete: Journey) -> None:
    assert incomplete.now.missing_items == tuple(
        MissingItem(id=item, asked_of="the family", asked_on=ASKED) for item in MISSING
    )


def test_the_case_can_be_decided_on_what_is_held(incomplete: Journey) -> None:
    incomplete.at(date(2026, 2, 10)).consider().decide_to_assess().tell_assessing()
    assert incomplete.now.state is State.ASSESSING
    assert limit(incomplete, "decide_whether_to_assess").status(WEEK_6) == "met"
