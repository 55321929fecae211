"""Mornings of a fake clock: the sweep runs at six, and what waits goes out at nine, when quiet hours are over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ehc_workflow.clock import FixedClock
from ehc_workflow.jobs.deliver import deliver
from ehc_workflow.jobs.sweep import RaisedAlert, sweep
from ehc_workflow.notify import MemoryNotifier
from ehc_workflow.store.engine import Database

ADDRESS = "https://ehc.example.invalid"


@dataclass
class Mornings:
    """The nightly jobs of one installation, day by day."""

    database: Database
    notifier: MemoryNotifier = field(default_factory=MemoryNotifier)

    def until(self, first: date, last: date) -> Iterator[tuple[date, RaisedAlert]]:
        """Every alert raised from one morning to another, with its day."""
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for alert in self.run(day):
                yield day, alert

    def run(self, day: date) -> tuple[RaisedAlert, ...]:
        """One morning."""
        clock = FixedClock(day, at=time(6))
        now: datetime = clock.now()
        alerts = sweep(self.database, day, now).alerts
        deliver(self.database, self.notifier, FixedClock(day, at=time(9)), ADDRESS)
        return alerts
