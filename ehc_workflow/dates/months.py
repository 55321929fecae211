"""A month as people write it, `2026-06`, and its days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def days_of_month(month: str) -> tuple[date, date]:
    """The first and the last day of a month written as `2026-06`; `ValueError` for anything else."""
    first = date.fromisoformat(f"{month}-01")
    return first, last_of_month(first)


def last_of_month(day: date) -> date:
    """The last day of the month that a day is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])
