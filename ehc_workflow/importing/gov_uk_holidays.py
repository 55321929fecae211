"""The file bank-holidays.json that GOV.UK publishes, or the part of it for England and Wales: read, or refused.

It holds, for each of three divisions, a list of events with a title and an ISO date. Only England and Wales counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ehc_workflow.dates.bank_holidays import BankHolidays, as_published
from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.importing.values import short

DIVISION = "england-and-wales"
OTHER_DIVISIONS = ("scotland", "northern-ireland")
LEAST_IN_A_YEAR = 8
"""England and Wales have had eight bank holidays in every year since 1978, and more in some."""


class BankHolidayFileError(EhcError):
    """The file is no list of the bank holidays of England and Wales."""

    def __init__(self, *faults: str) -> None:
        """`faults` are whole sentences, one for each thing that is wrong."""
        super().__init__(" ".join(faults) or None)
        self.faults = faults


def read_bank_holidays(content: bytes, known: BankHolidays, source: str) -> BankHolidays:
    """The calendar as it would be with this file, which must know every year that `known` does not forecast."""
    events = _events(_json(content))
    faults: list[str] = []
    days = [_day(number, event, faults) for number, event in enumerate(events, start=1)]
    found = [day for day in days if day is not None]
    faults += _twice(found)
    if not faults:
        faults += _years_missing(found, known)
    if faults:
        raise BankHolidayFileError(*faults)
    return as_published(frozenset(found), known, source)


def _json(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BankHolidayFileError(
            "This file is not JSON: save bank-holidays.json from GOV.UK as it is."
        ) from None
    if not isinstance(found, dict):
        raise BankHolidayFileError("This file does not look like GOV.UK's bank-holidays.json.")
    return found


def _events(found: Mapping[str, Any]) -> list[Any]:
    """The events of England and Wales: from a file of all divisions, or of one."""
    division = found.get(DIVISION, found if "division" in found else None)
    named = division.get("division", DIVISION) if isinstance(division, dict) else None
    others = [name for name in OTHER_DIVISIONS if name in found or name == named]
    if others and named != DIVISION:
        listed = " and ".join(name.replace("-", " ").title() for name in others)
        raise BankHolidayFileError(
            f"This file is of {listed} only; the bank holidays that count are those of England and Wales."
        )
    if not isinstance(division, dict) or named != DIVISION:
        raise BankHolidayFileError(
            f"This file has no list '{DIVISION}', as GOV.UK's bank-holidays.json has."
        )
    events = division.get("events")
    if not isinstance(events, list) or not events:
        raise BankHolidayFileError("The list of England and Wales has no events in it.")
    return events


def _day(number: int, event: object, faults: list[str]) -> date | None:
    """The day of one event, or none with the fault added. A weekend is no bank holiday: its substitute day is."""
    written = event.get("date") if isinstance(event, dict) else None
    title = event.get("title") if isinstance(event, dict) else None
    name = f"Event {number} ({short(str(title))})" if title else f"Event {number}"
    try:
        day = date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        day = None
    if day is None:
        shown = f"'{short(str(written))}' is no date like 2026-12-25" if written else "has no date"
        faults.append(f"{name}: {shown}.")
    elif day.weekday() >= 5:
        faults.append(f"{name}: {in_words(day)} is at a weekend; the substitute day is wanted.")
        return None
    return day


def _twice(days: list[date]) -> Iterator[str]:
    for day, times in sorted(Counter(days).items()):
        if times > 1:
            yield f"{in_words(day)} stands in the list {times} times."


def _years_missing(days: list[date], known: BankHolidays) -> Iterator[str]:
    """A list that stops early or has gaps would take holidays away without anybody having said so."""
    counts = Counter(day.year for day in days)
    last = known.known_until.year
    if max(counts) < last:
        yield f"The list ends with {max(counts)}, and the holidays up to {last} are known already."
    for year in range(min(counts), max(counts) + 1):
        if counts[year] < LEAST_IN_A_YEAR:
            yield (
                f"The list has {counts[year]} days in {year}, and England and Wales have at least "
                f"{LEAST_IN_A_YEAR}: the year is not complete."
            )
