"""Days as people write them into spreadsheets: day first or ISO, with names of months, never month first."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ehc_workflow.dates.words import in_words
from ehc_workflow.importing.values import short

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +)?"
_ISO = re.compile(rf"(\d{{4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}}){_TIME}")
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})[/.\- ](\d{{1,2}})[/.\- ](\d{{2}}|\d{{4}}){_TIME}", re.I
)
_NAMED = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[ \-/.]*([a-z]+)\.?[ \-/,.]*(\d{{2}}|\d{{4}}){_TIME}",
    re.I,
)
_MONTH_NAMED_FIRST = re.compile(
    rf"{_WEEKDAY}([a-z]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})", re.I
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DAY_ZERO = date(1899, 12, 30)
"""Spreadsheets number the days from here."""

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORTEST_NAME = 3


def day(cell: str) -> date:
    """A day: 3/4/2026 is 3 April. A time of day beside it is passed over; a year of two digits is of this century."""
    if found := _ISO.fullmatch(cell):
        return _real(cell, found[1], int(found[2]), found[3])
    if found := _DAY_FIRST.fullmatch(cell):
        return _day_first(cell, *found.groups())
    if found := _NAMED.fullmatch(cell):
        return _real(cell, found[3], _month(cell, found[2]), found[1])
    if found := _MONTH_NAMED_FIRST.fullmatch(cell):
        return _real(cell, found[3], _month(cell, found[1]), found[2])
    if _SERIAL.fullmatch(cell):
        meant = _DAY_ZERO + timedelta(days=int(float(cell)))
        raise ValueError(
            f"holds a spreadsheet's own number for a day ({cell}, which is {in_words(meant)}); "
            "format the column as a date and save again"
        )
    raise ValueError(f"is not a date ({short(cell)}); write it like 12/01/2026 or 2026-01-12")


def _day_first(cell: str, number: str, month: str, year: str) -> date:
    if int(month) > 12 >= int(number) > 0:
        raise ValueError(
            f"puts the month first ({short(cell)}); write the day first, like 12/01/2026, and look "
            "at every other date of this column, because some of them may be turned round unseen"
        )
    return _real(cell, year, int(month), number)


def _month(cell: str, name: str) -> int:
    name = name.casefold()
    for number, month in enumerate(_MONTHS, start=1):
        if len(name) >= _SHORTEST_NAME and month.startswith(name):
            return number
    raise ValueError(f"names no month ({short(cell)})")


def _real(cell: str, year: str, month: int, number: str) -> date:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, int(number))
    except ValueError:
        raise ValueError(f"is not a real date ({short(cell)})") from None
