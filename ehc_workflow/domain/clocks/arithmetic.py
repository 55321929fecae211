"""From a rule's period to a day: the only place where the law's wording meets the calendar."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta

from ehc_workflow.dates import counting
from ehc_workflow.domain.errors import RuleBookError
from ehc_workflow.rules.local_policy import InternalTarget, Policy
from ehc_workflow.rules.model import Counting, Period, TribunalTime, TribunalTimeKind

_WEEK = timedelta(weeks=1)


def last_day(period: Period, start: date, holidays: Set[date]) -> date:
    """The last day of a period that starts on this day, in the way the period is counted."""
    way = period.counting
    if way is Counting.WEEKS_AFTER:
        return start + _WEEK * period.number
    if way is Counting.DAYS_AFTER:
        return counting.days_after(start, period.number)
    if way is Counting.DAYS_BEGINNING_WITH:
        return counting.days_beginning_with(start, period.number)
    if way is Counting.MONTHS_AFTER:
        return counting.months_after(start, period.number)
    if way is Counting.WORKING_DAYS_AFTER:
        return counting.working_days_after(start, period.number, holidays)
    return _rarer(period, start, holidays)


def _rarer(period: Period, start: date, holidays: Set[date]) -> date:
    way = period.counting
    if way is Counting.DAYS_BEFORE:
        return counting.days_before(start, period.number)
    if way is Counting.MONTHS_BEGINNING_WITH:
        return counting.months_beginning_with(start, period.number)
    if way is Counting.WORKING_DAYS_BEGINNING_WITH:
        return counting.working_days_beginning_with(start, period.number, holidays)
    if way is Counting.WORKING_DAYS_BEFORE:
        return counting.working_days_before(start, period.number, holidays)
    if way is Counting.THE_DAY_ITSELF:
        return start
    raise RuleBookError(f"A period counted as '{way}' has no last day of its own.")


def act_by(due_on: date, policy: Policy) -> date:
    """The day by which to act so that a limit is kept in working time."""
    if policy.internal_target is InternalTarget.LEGAL_DAY:
        return due_on
    return counting.last_working_day_on_or_before(due_on, policy.calendar.days)


def tribunal_end(rule: TribunalTime, start: date, ends_on: date, holidays: Set[date]) -> date:
    """Where rule 12 puts the end of time that ends on this day: it looks at that day before anything moves."""
    if rule.kind is TribunalTimeKind.DAYS_LEFT_OUT:
        return counting.first_working_day_on_or_after(_with_days_left_out(start, ends_on), holidays)
    if ends_on.month == 8:
        return counting.next_working_day(date(ends_on.year, 8, 31), holidays)
    if in_christmas_block(ends_on):
        new_year = date(ends_on.year + (ends_on.month == 12), 1, 1)
        return counting.next_working_day(new_year, holidays)
    return counting.first_working_day_on_or_after(ends_on, holidays)


def in_christmas_block(day: date) -> bool:
    """From 25 December to 1 January, both included."""
    return (day.month == 12 and day.day >= 25) or (day.month == 1 and day.day == 1)


def _with_days_left_out(start: date, ends_on: date) -> date:
    """One more day for each day after the start that is not counted, until as many counted days have gone by."""
    to_count = (ends_on - start).days
    day = start
    while to_count:
        day += timedelta(days=1)
        if day.month != 8 and not in_christmas_block(day):
            to_count -= 1
    return day
