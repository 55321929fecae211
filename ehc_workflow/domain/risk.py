"""How near a deadline is to being missed: a level with its reason, and the day on which that stops being true.

The rungs of a deadline's ladder say from which day it is at risk, due now or late, and whom to tell. A standing holds
until `changes_on`; the sweep looks only at deadlines whose day has come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ehc_workflow.dates.counting import days_after, working_days_before
from ehc_workflow.domain.deadlines import Deadline, Kind, Status
from ehc_workflow.rules.ladders import LADDERS, Level, Rung


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deadline stands: `order` sorts by legal risk, smallest first; None for `changes_on` means for good."""

    status: Status
    level: Level
    order: int
    changes_on: date | None


@dataclass(frozen=True, slots=True)
class Rating:
    """How a case stands: the standing of its worst open deadline, which is the reason."""

    level: Level
    order: int
    code: str
    ref: str
    due_on: date | None
    next_due_on: date | None


NOTHING_OPEN = Rating(Level.ON_TRACK, 99, "", "", None, None)

_ORDER = {
    (Level.LATE, Kind.STATUTORY): 0,
    (Level.DUE_NOW, Kind.STATUTORY): 1,
    (Level.LATE, Kind.GUIDANCE): 2,
    (Level.LATE, Kind.LOCAL): 3,
    (Level.AT_RISK, Kind.STATUTORY): 4,
    (Level.DUE_NOW, Kind.GUIDANCE): 5,
    (Level.DUE_NOW, Kind.LOCAL): 6,
    (Level.AT_RISK, Kind.GUIDANCE): 7,
    (Level.AT_RISK, Kind.LOCAL): 8,
}
_CALM = 20


def rung_on(deadline: Deadline, rung: Rung) -> date:
    """The day this rung is reached: working days back from `act_by`, or calendar days on from `due_on`."""
    if rung.days < 0:
        return working_days_before(deadline.act_by, -rung.days)
    return deadline.act_by if rung.days == 0 else days_after(deadline.due_on, rung.days)


def standing(deadline: Deadline, today: date) -> Standing:
    """How this deadline stands at the end of this London day."""
    status = deadline.status(today)
    ladder = LADDERS.get(deadline.code, ()) if deadline.kind is not Kind.FAMILY else ()
    if status is Status.DISAPPLIED_ASAP:
        return Standing(status, Level.AT_RISK, _ORDER[Level.AT_RISK, Kind.STATUTORY], None)
    if status not in (Status.RUNNING, Status.BREACHED_OPEN) or not ladder:
        return Standing(status, Level.ON_TRACK, _CALM, None)
    level, ahead = Level.ON_TRACK, None
    for rung in ladder:
        day = rung_on(deadline, rung)
        if day > today:
            ahead = day
            break
        level = rung.level
    return Standing(status, level, _ORDER.get((level, deadline.kind), _CALM), ahead)


def rungs_reached(
    deadline: Deadline, after: date | None, until: date
) -> tuple[tuple[Rung, date], ...]:
    """The rungs reached after one day (None: ever) and up to another, in order, each with its day."""
    reached = ((rung, rung_on(deadline, rung)) for rung in LADDERS.get(deadline.code, ()))
    return tuple(
        (rung, day) for rung, day in reached if day <= until and (after is None or day > after)
    )


def rating(standings: Iterable[tuple[Deadline, Standing]]) -> Rating:
    """The rating of a case from its deadlines, worst first, earlier day first."""
    worst: tuple[int, date, Deadline, Standing] | None = None
    next_due_on: date | None = None
    for deadline, at in standings:
        if at.status not in (Status.RUNNING, Status.BREACHED_OPEN, Status.DISAPPLIED_ASAP):
            continue
        if deadline.kind is Kind.FAMILY:
            continue
        if next_due_on is None or deadline.due_on < next_due_on:
            next_due_on = deadline.due_on
        key = (at.order, deadline.due_on, deadline, at)
        if worst is None or key[:2] < worst[:2]:
            worst = key
    if worst is None:
        return NOTHING_OPEN
    order, due_on, deadline, at = worst
    return Rating(at.level, order, deadline.code, deadline.ref, due_on, next_due_on)
