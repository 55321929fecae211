"""The only caller of now(): deadlines are days in London, moments are kept in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the time. The core is given a moment and a day and never asks for them."""

    def now(self) -> datetime:
        """The moment, in UTC."""

    def today(self) -> date:
        """The day in London, which statutory days are counted in."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day in London."""
        return self.now().astimezone(LONDON).date()


class FixedClock:
    """A day that stands still while its hours run, for demonstrations and journeys through a case.

    `day` may be moved; with `at`, the time of day stands still too.
    """

    def __init__(self, day: date, *, at: time | None = None) -> None:
        self.day = day
        self.at = at

    def now(self) -> datetime:
        """The moment on the fixed day, in UTC."""
        at = self.at or datetime.now(LONDON).time()
        return datetime.combine(self.day, at, tzinfo=LONDON).astimezone(UTC)

    def today(self) -> date:
        """The fixed day."""
        return self.day


class MovedClock:
    """A clock that is put where it is wanted, for a year lived in minutes: unlike a fixed day, its mornings come."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was put at, in UTC."""
        return self.moment.astimezone(UTC)

    def today(self) -> date:
        """Its day in London."""
        return self.moment.astimezone(LONDON).date()


def clock_for(today: date | None) -> Clock:
    """The machine's clock, or one held at a given day."""
    return FixedClock(today) if today else SystemClock()
