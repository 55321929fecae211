"""Days on which people work: what a drawn length of time comes to in a calendar."""

from __future__ import annotations

from datetime import date, timedelta

from ehc_workflow.dates.counting import (
    first_working_day_on_or_after as working,
)
from ehc_workflow.dates.counting import (
    last_working_day_on_or_before as working_before,
)
from ehc_workflow.dates.counting import (
    working_days_after,
    working_days_before,
)

__all__ = [
    "after",
    "near",
    "working",
    "working_before",
    "working_days_after",
    "working_days_before",
]


def near(day: date, length: float) -> date:
    """The working day nearest to so many days on, so that many stages do not add up to more than was drawn."""
    drawn = day + timedelta(days=round(length))
    before, behind = working_before(drawn), working(drawn)
    return before if drawn - before < behind - drawn else behind


def after(day: date, length: float) -> date:
    """The working day so many days on, or the first one after it."""
    return working(day + timedelta(days=round(length)))
