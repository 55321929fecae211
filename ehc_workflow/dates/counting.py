"""The last day of a period under each way of counting that the law uses.

Days are London calendar days (`date`); there are no hours here, so clock changes cannot matter. "After" leaves the day
of the event out (it is day 0); "beginning with" counts it (it is day 1). Nothing moves for a weekend unless the
function's name says working day.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES

_ONE_DAY = timedelta(days=1)
_HOLIDAYS = ENGLAND_AND_WALES.days


def days_after(day: date, number: int) -> date:
    """The last day of a period of so many days after an event; the day of the event is day 0."""
    return day + timedelta(days=number)


def days_before(day: date, number: int) -> date:
    """The day so many calendar days earlier."""
    return day - timedelta(days=number)


def weeks_after(day: date, number: int) -> date:
    """The same weekday so many weeks on: a week is seven calendar days, holidays included."""
    return day + timedelta(weeks=number)


def months_after(day: date, number: int) -> date:
    """The corresponding date so many months on; where that month has no such day, its last day."""
    year, month = _month_on(day, number)
    return date(year, month, min(day.day, _length_of_month(year, month)))


def days_beginning_with(first_day: date, number: int) -> date:
    """The last day of a period in which the first day given is day 1."""
    return first_day + timedelta(days=number - 1)


def months_beginning_with(first_day: date, number: int) -> date:
    """The day before the corresponding date; where that month has no such day, its last day."""
    year, month = _month_on(first_day, number)
    if first_day.day > _length_of_month(year, month):
        return date(year, month, _length_of_month(year, month))
    return date(year, month, first_day.day) - _ONE_DAY


def is_working_day(day: date, holidays: Set[date] = _HOLIDAYS) -> bool:
    """Monday to Friday, and none of the bank holidays (Good Friday and Christmas Day are among them)."""
    return day.weekday() < 5 and day not in holidays


def first_working_day_on_or_after(day: date, holidays: Set[date] = _HOLIDAYS) -> date:
    """The day itself if it is a working day, otherwise the next one."""
    while day.weekday() >= 5 or day in holidays:
        day += _ONE_DAY
    return day


def last_working_day_on_or_before(day: date, holidays: Set[date] = _HOLIDAYS) -> date:
    """The day itself if it is a working day, otherwise the one before."""
    while day.weekday() >= 5 or day in holidays:
        day -= _ONE_DAY
    return day


def next_working_day(day: date, holidays: Set[date] = _HOLIDAYS) -> date:
    """The first working day after this day, whatever this day is."""
    return first_working_day_on_or_after(day + _ONE_DAY, holidays)


def working_days_after(day: date, number: int, holidays: Set[date] = _HOLIDAYS) -> date:
    """The last of so many working days after an event; the day of the event is day 0, working or not."""
    for _ in range(number):
        day = next_working_day(day, holidays)
    return day


def working_days_before(day: date, number: int, holidays: Set[date] = _HOLIDAYS) -> date:
    """Counting back from a day, the working day before it being the first."""
    for _ in range(number):
        day = last_working_day_on_or_before(day - _ONE_DAY, holidays)
    return day


def working_days_beginning_with(
    first_day: date, number: int, holidays: Set[date] = _HOLIDAYS
) -> date:
    """The last of so many working days; the first day given is day 1, or the next working day if it is none."""
    return working_days_after(
        first_working_day_on_or_after(first_day, holidays), number - 1, holidays
    )


def _month_on(day: date, number: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + number, 12)
    return day.year + years, month + 1


def _length_of_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
