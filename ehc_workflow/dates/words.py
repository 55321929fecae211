"""Days in plain English, the same on every machine whatever its language."""

from __future__ import annotations

from datetime import date

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def in_words(day: date) -> str:
    """12 January 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def with_weekday(day: date) -> str:
    """Monday 12 January 2026."""
    return f"{weekday(day)} {in_words(day)}"


def weekday(day: date) -> str:
    """Monday."""
    return _WEEKDAYS[day.weekday()]
