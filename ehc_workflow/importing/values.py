"""Cells to values: what people type into spreadsheets, read the way they mean it, or refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

Value = TypeVar("Value")

_NUMBERS = re.compile(r"(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_NAMED = re.compile(r"(\d{1,2})[ \-]([A-Za-z]+)[ \-,]*(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES_OF_MONTHS = [
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
]
_BROKEN = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


def words(cell: str) -> str:
    """Text as typed. A formula is refused: what a spreadsheet shows is not what its file holds."""
    if cell.startswith(("=", "@")) or cell[:2] in ("+=", "-=") or cell.upper() in _BROKEN:
        raise ValueError(
            f"holds a formula or a broken one ({_short(cell)}); save the values instead"
        )
    return cell


def phone(cell: str) -> str:
    """A telephone number as dialled, a leading + included."""
    return words(cell)


def day(cell: str) -> date | None:
    """A day, day first (3/4/2026 is 3 April) or ISO; empty is None."""
    cell = words(cell)
    if not cell:
        return None
    if found := _NUMBERS.fullmatch(cell):
        return _from_numbers(cell, *found.groups())
    if found := _NAMED.fullmatch(cell):
        month = _month(found[2])
        if month:
            return _real(cell, int(found[3]), month, int(found[1]))
    raise ValueError(f"is not a date ({_short(cell)}); write it like 12/01/2026 or 2026-01-12")


def _from_numbers(cell: str, first: str, month: str, last: str) -> date:
    if len(first) == 4:
        return _real(cell, int(first), int(month), int(last))
    if len(last) != 4:
        raise ValueError(f"needs a year of four digits ({_short(cell)})")
    if int(month) > 12 >= int(first):
        raise ValueError(
            f"puts the month first ({_short(cell)}); write the day first, like 12/01/2026"
        )
    return _real(cell, int(last), int(month), int(first))


def _month(name: str) -> int | None:
    short = name.casefold()
    if short in _NAMES_OF_MONTHS:
        return _NAMES_OF_MONTHS.index(short) + 1
    short = "sep" if short == "sept" else short
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _real(cell: str, year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError(f"is not a real date ({_short(cell)})") from None


def yes_or_no(cell: str) -> bool:
    """Yes or no in the ways people write it; empty is no."""
    answer = words(cell).casefold()
    if answer in ("yes", "y", "true", "1", "x"):
        return True
    if answer in ("", "no", "n", "false", "0"):
        return False
    raise ValueError(f"is neither yes nor no ({_short(cell)})")


def one_of(known: Mapping[str, Value]) -> Callable[[str], Value | None]:
    """One of a list of names, capitals and underlines not mattering; empty is None."""

    def read(cell: str) -> Value | None:
        name = " ".join(words(cell).casefold().replace("_", " ").split())
        if not name:
            return None
        if name not in known:
            raise ValueError(f"is none of {', '.join(known)} ({_short(cell)})")
        return known[name]

    return read


def _short(cell: str) -> str:
    return cell if len(cell) <= 30 else f"{cell[:27]}…"
