"""A rung that sends nothing or may be left out takes no message from anybody, and nobody is told twice in one go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES
from ehc_workflow.domain.case import State
from ehc_workflow.domain.deadlines import Deadline, deadlines
from ehc_workflow.domain.risk import rungs_to_raise
from ehc_workflow.jobs.sweep import View, outcome_of, view_of
from ehc_workflow.rules.ladders import Audience, Ladders, Level, Rung, Way
from ehc_workflow.store.sweep import Found, Raised
from tests.unit.domain.places import at

MANAGER = (Audience.TEAM_MANAGER,)
OVERDUE = Rung("overdue", 1, MANAGER)
WEEK_LATE = Rung("week", 7, MANAGER)
SILENT = Rung("week", 7, MANAGER, way=Way.IN_APP)
PLANNED = Rung("week", 7, MANAGER, unless_planned=True)


def week_16() -> Deadline:
    (found,) = [one for one in deadlines(at(State.RECEIVED).now) if one.code == "decide_no_plan"]
    return found


def days_late(days: int) -> date:
    return week_16().due_on + timedelta(days=days)


def seen(later: Rung, as_of: date, told_on: date | None = None) -> View:
    ladders = Ladders({"decide_no_plan": (OVERDUE, later)})
    return view_of(week_16(), as_of, ENGLAND_AND_WALES, ladders, told_on)


def found() -> Found:
    return Found("case", "EHC-1", "authority", "team", None, week_16())


def told(view: View, *raised: Raised) -> Iterator[tuple[str, str]]:
    for new in outcome_of(found(), raised, view).raised:
        for message in new.messages:
            yield new.rung, message.recipient


@pytest.mark.parametrize("later", [SILENT, PLANNED])
def test_made_up_for_what_may_send_nothing_takes_no_message_away(later: Rung) -> None:
    made_up = seen(later, days_late(1), told_on=days_late(8))
    assert list(told(made_up)) == [("overdue", "team_managers:team")]
    assert "It is 8 days late" in made_up.words


def test_made_up_for_whoever_surely_hears_of_a_later_one_is_not_sent_the_earlier() -> None:
    assert list(told(seen(WEEK_LATE, days_late(1), told_on=days_late(8)))) == []
    assert list(told(seen(WEEK_LATE, days_late(1), told_on=days_late(6)))) == [
        ("overdue", "team_managers:team")
    ]


@pytest.mark.parametrize("later", [SILENT, PLANNED, WEEK_LATE])
def test_first_seen_late_everybody_is_told_once(later: Rung) -> None:
    (to,) = told(seen(later, days_late(8)))
    assert to == ("overdue" if later is SILENT else "week", "team_managers:team")


def test_two_steps_that_lead_to_one_recipient_are_one_message() -> None:
    """Nobody has the case: what is the caseworker's goes to the team's managers, who have a step of their own."""
    caseworkers = Rung("overdue", 1, (Audience.CASEWORKER,))
    ladders = Ladders({"decide_no_plan": (caseworkers, WEEK_LATE)})
    view = view_of(week_16(), days_late(8), ENGLAND_AND_WALES, ladders)
    assert len(view.wanted) == 2
    assert list(told(view)) == [("week", "team_managers:team")]


def test_one_that_is_left_out_for_a_plan_leaves_the_message_before_it() -> None:
    reached = rungs_to_raise(
        week_16(), days_late(8), ladders=Ladders({"decide_no_plan": (OVERDUE, PLANNED)})
    )
    assert [rung for rung, _ in reached] == [OVERDUE, PLANNED]
    plan = Raised(
        id="alert",
        due_on=week_16().due_on,
        rung="due_now",
        level=Level.DUE_NOW,
        standing=True,
        acknowledged_at=None,
        acknowledged_by=None,
        recovery_on=days_late(20),
        snoozed_until=None,
        delegated_to=None,
    )
    assert list(told(seen(PLANNED, days_late(8)), plan)) == [("overdue", "team_managers:team")]


def test_an_alert_waits_from_the_day_on_which_it_can_be_seen() -> None:
    (made_up,) = outcome_of(found(), (), seen(WEEK_LATE, days_late(1), told_on=days_late(4))).raised
    assert made_up.unheeded_from == days_late(4)
    (in_time,) = outcome_of(found(), (), seen(WEEK_LATE, days_late(1))).raised
    assert in_time.unheeded_from == days_late(1)
