"""Days as people write them: day first, with the month as a number or a name, or as ISO has it."""

from __future__ import annotations

import re
from datetime import date

MONTHS = [
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
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s/.,-]+([a-z]+|\d{1,2})[\s/.,-]+(\d{4})", re.IGNORECASE
)


def read_day(written: str) -> date:
    """Read one day, or raise ValueError. A year of two digits is refused: it might be either century."""
    text = written.strip()
    if iso := ISO.fullmatch(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if day_first := DAY_FIRST.fullmatch(text):
        return date(int(day_first[3]), read_month(day_first[2]), int(day_first[1]))
    raise ValueError(f"{written!r} is not a day.")


def read_month(written: str) -> int:
    """Read a month's number or its English name, short or whole."""
    text = written.strip().lower()
    if text.isdecimal():
        return int(text)
    found = [
        number for number, name in enumerate(MONTHS, start=1) if name.startswith(text.rstrip("."))
    ]
    if len(text) >= 3 and found:
        return found[0]
    raise ValueError(f"{written!r} is not a month.")
