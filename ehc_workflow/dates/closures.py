"""Closures of a setting: what is one, how long, and the days from one week before each end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ehc_workflow.dates.words import in_words

LONGEST_DAYS = 366
"""Calendar days of one closure. More is a wrong year: a setting that closes for good is no closure."""
_WEEK = timedelta(weeks=1)


def why_no_closure(first_closed_day: date, reopening_day: date) -> str:
    """Why these days are no closure, to go on from "The day it opens again"; empty where they are one."""
    if reopening_day <= first_closed_day:
        return f"{in_words(reopening_day)} is not after the first closed day, {in_words(first_closed_day)}"
    days = (reopening_day - first_closed_day).days
    return (
        f"is {days} days after the first closed day; look at the years"
        if days > LONGEST_DAYS
        else ""
    )


@dataclass(frozen=True, slots=True)
class ClosureWindow:
    """The days within which a request to the setting matters, both ends included."""

    first_day: date
    last_day: date
    closed_days: int

    def holds(self, day: date) -> bool:
        """Whether this day lies in the window."""
        return self.first_day <= day <= self.last_day

    def on_boundary(self, day: date) -> bool:
        """Whether this day is the first or the last of the window."""
        return day in (self.first_day, self.last_day)


def closure_window(first_closed_day: date, reopening_day: date) -> ClosureWindow:
    """From one week before the first closed day to one week before the setting opens again."""
    return ClosureWindow(
        first_day=first_closed_day - _WEEK,
        last_day=reopening_day - _WEEK,
        closed_days=(reopening_day - first_closed_day).days,
    )
