"""Both figures of timeliness: final plans sent within 20 weeks, with exception cases and without them.

The Department for Education publishes two versions. The second takes a case with an exception on any of its limits out
of the plans sent *and* out of those in time; it does not give it a longer limit. Only the 20 weeks of reg 13(2) count
here: how plans that follow an order or an agreement are to be counted was not found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ehc_workflow.store.queries.timeliness import SentOn


@dataclass(frozen=True, slots=True)
class Figure:
    """Plans sent, and how many of them within the limit."""

    plans: int = 0
    in_time: int = 0

    @property
    def percent(self) -> float | None:
        """The share in time, to one decimal place; none where nothing was sent."""
        return round(100 * self.in_time / self.plans, 1) if self.plans else None

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.plans + other.plans, self.in_time + other.in_time)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Both figures of one stretch of days."""

    with_exceptions: Figure = Figure()
    without_exceptions: Figure = Figure()

    def __add__(self, other: Timeliness) -> Timeliness:
        return Timeliness(
            self.with_exceptions + other.with_exceptions,
            self.without_exceptions + other.without_exceptions,
        )


def of_day(sent: SentOn) -> Timeliness:
    """Both figures of one day."""
    return Timeliness(
        Figure(sent.plans, sent.in_time),
        Figure(sent.plans - sent.excepted, sent.in_time - sent.excepted_in_time),
    )


def by_month(sent: Iterable[SentOn]) -> dict[date, Timeliness]:
    """Both figures of each month in which a plan went, by its first day, in order."""
    months: defaultdict[date, Timeliness] = defaultdict(Timeliness)
    for each in sent:
        months[each.day.replace(day=1)] += of_day(each)
    return dict(sorted(months.items()))


def in_all(months: dict[date, Timeliness]) -> Timeliness:
    """Both figures of all the months together: sums of plans, never of percentages."""
    return sum(months.values(), Timeliness())
