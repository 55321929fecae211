"""Standing, rungs and rating as days pass and nothing happens: they only worsen, on the day said, and none is lost."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.dates.counting import last_working_day_on_or_before
from ehc_workflow.domain.case import State
from ehc_workflow.domain.deadlines import Deadline, Kind, Owner, Status, deadlines
from ehc_workflow.domain.risk import (
    NOTHING_OPEN,
    rating,
    rungs_reached,
    rungs_to_raise,
    standing,
)
from ehc_workflow.rules.ladders import LADDERS, LEVELS, Level
from tests.unit.domain.places import LAWFUL, at
from tests.unit.domain.test_every_state_and_trigger import OPEN

DAY = timedelta(days=1)
FIRST, LAST = date(2015, 1, 1), date(2036, 1, 1)
DAYS = st.dates(FIRST, LAST)


@st.composite
def owed(draw: st.DrawFn) -> Deadline:
    """Something still owed: any code there is, due on any day."""
    code = draw(st.sampled_from([*LADDERS, "draft_window", "appeal"]))
    kind = (
        Kind.FAMILY if code not in LADDERS else draw(st.sampled_from((Kind.STATUTORY, Kind.LOCAL)))
    )
    due_on = draw(DAYS)
    return Deadline(
        code=code,
        ref="",
        kind=kind,
        owner=Owner.CASEWORKER,
        starts_on=due_on - draw(st.integers(0, 140)) * DAY,
        due_on=due_on,
        act_by=last_working_day_on_or_before(due_on),
        provision="design",
        rule_version="",
        disapplied_by=draw(st.sampled_from((None, "exception")))
        if kind is Kind.STATUTORY
        else None,
    )


@given(owed(), DAYS, st.integers(0, 90))
def test_while_nothing_happens_a_level_never_goes_back(
    owing: Deadline, today: date, days: int
) -> None:
    levels = [standing(owing, today), standing(owing, today + days * DAY)]
    assert LEVELS.index(levels[0].level) <= LEVELS.index(levels[1].level)


@given(owed(), st.integers(-90, 60))
def test_what_stands_stands_until_the_day_it_names_and_not_a_day_longer(
    owing: Deadline, off: int
) -> None:
    today = owing.due_on + off * DAY
    now = standing(owing, today)
    until = now.changes_on or today + 400 * DAY
    assert until > today
    passing = (today + n * DAY for n in range((until - today).days))
    assert all(standing(owing, day) == now for day in passing)
    if now.changes_on is not None:
        assert standing(owing, now.changes_on) != now


@given(owed(), DAYS, st.integers(0, 60), st.integers(0, 60))
def test_rungs_of_two_stretches_are_those_of_the_whole(
    owing: Deadline, after: date, first: int, second: int
) -> None:
    middle, until = after + first * DAY, after + (first + second) * DAY
    parts = rungs_reached(owing, after, middle) + rungs_reached(owing, middle, until)
    assert parts == rungs_reached(owing, after, until)
    assert rungs_reached(owing, None, until)[-len(parts) or len(parts) :][: len(parts)] == parts


@given(owed())
def test_rungs_come_in_the_order_of_their_days_and_of_their_levels(owing: Deadline) -> None:
    reached = rungs_reached(owing, None, date.max)
    rungs, days = [rung for rung, _ in reached], [day for _, day in reached]
    assert days == sorted(days)
    assert [LEVELS.index(rung.level) for rung in rungs] == sorted(
        LEVELS.index(rung.level) for rung in rungs
    )


@given(owed(), DAYS)
def test_nobody_is_raised_anything_twice_over_or_about_what_is_not_owed(
    owing: Deadline, today: date
) -> None:
    told = rungs_to_raise(owing, today)
    audiences = [audience for _, to in told for audience in to]
    assert len(audiences) == len(set(audiences))
    if owing.kind is Kind.FAMILY or owing.disapplied_by is not None:
        assert told == ()


def test_late_is_late_from_the_day_after_and_due_now_from_the_working_day_to_act_by() -> None:
    (week_16,) = [d for d in deadlines(at(State.RECEIVED).now) if d.code == "decide_no_plan"]
    levels = {
        date(2026, 4, 16): Level.ON_TRACK,
        date(2026, 4, 17): Level.AT_RISK,
        date(2026, 4, 30): Level.AT_RISK,
        date(2026, 5, 1): Level.DUE_NOW,
        date(2026, 5, 4): Level.DUE_NOW,
        date(2026, 5, 5): Level.LATE,
    }
    assert {day: standing(week_16, day).level for day in levels} == levels


def test_a_case_is_rated_by_its_worst_deadline_and_by_the_law_before_anything_else() -> None:
    course = at(State.ASSESSING)
    today = date(2026, 5, 20)
    rated = rating((owing, standing(owing, today)) for owing in deadlines(course.now))
    assert (rated.level, rated.code) == (Level.LATE, "advice_health")
    assert rated.next_due_on == min(
        owing.due_on for owing in deadlines(course.now) if owing.met_on is None
    )


def test_a_case_that_owes_nothing_has_no_rating() -> None:
    course = at(State.ASSESSING)
    course.do(LAWFUL["move_out"](course))
    today = date(2027, 5, 20)
    standings = ((owing, standing(owing, today)) for owing in deadlines(course.now))
    assert rating(standings) == NOTHING_OPEN


def test_everything_an_open_case_owes_has_a_ladder_or_is_the_familys_own_time() -> None:
    for state in OPEN:
        for owing in deadlines(at(state).now):
            assert owing.kind is Kind.FAMILY or LADDERS[owing.code], owing.code
            assert owing.status(date(2026, 1, 12)) in Status
