"""Closures of a setting: how long, and the days from one week before each end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_WEEK = timedelta(weeks=1)


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
