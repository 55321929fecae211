"""A proof's days on a calendar: what each day is to the count. No day is worked out here."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ehc_workflow.domain.clocks.explanation import Proof, Step

_ONE_DAY = timedelta(days=1)
_WEEKS = Calendar()


class Mark(StrEnum):
    """What a day is to the count. Of several on one day the first in this order is shown."""

    DUE = "due"
    START = "start"
    ACT_BY = "act_by"
    COUNTED = "counted"
    PASSED_OVER = "passed_over"
    HOLIDAY = "holiday"
    CLOSED = "closed"


SAYS = {
    Mark.DUE: "last day",
    Mark.START: "start of the count",
    Mark.ACT_BY: "last working day for it",
    Mark.COUNTED: "counted",
    Mark.PASSED_OVER: "passed over",
    Mark.HOLIDAY: "bank holiday, which moves nothing",
    Mark.CLOSED: "setting closed",
}
SIGN = {
    Mark.DUE: "●",
    Mark.START: "▸",
    Mark.ACT_BY: "◆",
    Mark.COUNTED: "✓",
    Mark.PASSED_OVER: "–",
    Mark.HOLIDAY: "H",
    Mark.CLOSED: "c",
}
"""A sign for each mark, so that none is told by colour alone."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month, with what it is to the count, if anything."""

    day: date
    mark: Mark | None

    @property
    def sign(self) -> str:
        """Its sign on the calendar."""
        return SIGN[self.mark] if self.mark else ""


@dataclass(frozen=True, slots=True)
class Month:
    """One month in weeks from Monday to Sunday; None where a week's day is of another month."""

    first_day: date
    weeks: tuple[tuple[Day | None, ...], ...]


def marks(proof: Proof) -> dict[date, Mark]:
    """What each day of a proof is, in the order of the days."""
    clock = proof.clock
    return marked(
        proof.steps,
        due_on=clock.due_on,
        act_by=clock.act_by,
        holidays=[step.day for step in proof.holidays_met],
        closed=proof.closed_days,
    )


def marked(
    steps: Iterable[Step],
    *,
    due_on: date,
    act_by: date | None = None,
    holidays: Iterable[date] = (),
    closed: Iterable[tuple[date, date]] = (),
) -> dict[date, Mark]:
    """The same from the parts of a count: its steps, its last day, the day to act by, holidays met, days closed."""
    first, *rest = steps
    found: list[tuple[date, Mark]] = [(due_on, Mark.DUE), (first.day, Mark.START)]
    if act_by is not None:
        found.append((act_by, Mark.ACT_BY))
    found += [(step.day, Mark.COUNTED if step.counted else Mark.PASSED_OVER) for step in rest]
    found += [(day, Mark.HOLIDAY) for day in holidays]
    found += [(day, Mark.CLOSED) for days in closed for day in _each(*days)]
    order = list(Mark)
    kept: dict[date, Mark] = {}
    for day, mark in sorted(found, key=lambda one: (one[0], order.index(one[1]))):
        kept.setdefault(day, mark)
    return kept


def months(of: dict[date, Mark]) -> tuple[Month, ...]:
    """The months from the first marked day to the last."""
    return tuple(_months(of))


def _months(of: dict[date, Mark]) -> Iterator[Month]:
    first, last = min(of).replace(day=1), max(of)
    while first <= last:
        yield Month(
            first,
            tuple(
                tuple(Day(day, of.get(day)) if day.month == first.month else None for day in week)
                for week in _WEEKS.monthdatescalendar(first.year, first.month)
            ),
        )
        first = (first + 31 * _ONE_DAY).replace(day=1)


def _each(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _ONE_DAY
