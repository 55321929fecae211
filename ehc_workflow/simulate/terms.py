"""When the invented schools are open. One pattern for every year: made up, but shaped like a real school year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from ehc_workflow.dates.bank_holidays import easter_sunday

_WEEK = timedelta(weeks=1)


def _weekday_on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def summer_closure(year: int) -> tuple[date, date]:
    """A Wednesday in late July, and the Tuesday in September six weeks on when schools open again."""
    first = _weekday_on_or_after(date(year, 7, 22), 2)
    return first, first + timedelta(days=41)


@lru_cache(maxsize=64)
def closures(year: int) -> tuple[tuple[date, date], ...]:
    """Every closure that begins in this calendar year: the first closed day, and the day of opening again."""
    easter = easter_sunday(year)
    half_terms = (
        _weekday_on_or_after(date(year, 2, 12), 0),
        _weekday_on_or_after(date(year, 5, 25), 0),
        _weekday_on_or_after(date(year, 10, 24), 0),
    )
    christmas = (
        _weekday_on_or_after(date(year, 12, 18), 5),
        _weekday_on_or_after(date(year + 1, 1, 3), 0),
    )
    found = [(first, first + _WEEK) for first in half_terms]
    found += [(easter - timedelta(days=8), easter + timedelta(days=8))]
    found += [summer_closure(year), christmas]
    return tuple(sorted(found))


def is_closed(day: date) -> bool:
    """Whether the invented schools are closed for a holiday on this day."""
    return any(
        first <= day < reopening
        for year in (day.year - 1, day.year)
        for first, reopening in closures(year)
    )


def ends_within_two_weeks(day: date) -> bool:
    """Whether a long holiday begins in the two weeks after this day."""
    return not is_closed(day) and any(
        first - 2 * _WEEK <= day < first for first, _ in _long(day.year)
    )


def began_within_a_week(day: date) -> bool:
    """Whether a long holiday ended in the week before this day."""
    return any(
        reopening <= day < reopening + _WEEK
        for year in (day.year - 1, day.year)
        for _, reopening in _long(year)
    )


def _long(year: int) -> tuple[tuple[date, date], ...]:
    return tuple((first, last) for first, last in closures(year) if last - first > 1.5 * _WEEK)
