"""What a change of calendar, rules or targets would do to the open cases. Nothing is written.

A limit counted in weeks or months does not move for a bank holiday. What may move is `act_by`, the last working day for
it, and the few limits counted in working days or from the day a letter arrives. A new version of a rule moves a limit
that has begun only where the case is moved to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.case import Case, MovedLimit
from ehc_workflow.domain.deadlines import OPEN_STATUSES, Deadline, Status
from ehc_workflow.store import recount
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries.alerts_told import Key, Told, alerts_told

_LATE = (Status.BREACHED_OPEN, Status.MET_LATE)
Counted = Callable[[Case], Sequence[Deadline]]
"""How the deadlines of a case are counted: as now, or as they would be."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One deadline as it is and as it would be, and the alerts that named a day which would be another."""

    case_id: str
    reference: str
    before: Deadline
    after: Deadline
    told: tuple[Told, ...]
    becomes_late: bool
    no_longer_late: bool

    @property
    def due_moves(self) -> int:
        """Calendar days by which the last lawful day moves; minus is earlier."""
        return (self.after.due_on - self.before.due_on).days

    @property
    def act_by_moves(self) -> int:
        """Calendar days by which the last working day for it moves; minus is earlier."""
        return (self.after.act_by - self.before.act_by).days


@dataclass(frozen=True, slots=True)
class Impact:
    """How many open cases were looked at, every deadline still owed that moves, and the cases with a day that does."""

    cases: int
    moved: tuple[Moved, ...]
    touched: tuple[str, ...]

    @property
    def references(self) -> int:
        """How many cases have a deadline that moves."""
        return len({one.case_id for one in self.moved})


def impact(
    database: Database,
    today: date,
    now: Counted,
    then: Counted,
    on_case: Callable[[int], object] = lambda number: None,
) -> Impact:
    """What would move in the open cases; `on_case` hears how many more have been looked at."""
    case_ids = recount.open_cases(database)
    moved: list[Moved] = []
    touched: list[str] = []
    for batch in recount.batches(case_ids):
        with database.reading() as connection:
            told = alerts_told(connection, batch)
        for case in recount.cases_of(database, batch):
            as_is, as_would_be = now(case), then(case)
            if every_move(as_is, as_would_be):
                touched.append(case.id)
            moved += moved_in(case, as_is, as_would_be, today, told)
        on_case(len(batch))
    ordered = tuple(sorted(moved, key=lambda one: (one.reference, one.before.due_on)))
    return Impact(cases=len(case_ids), moved=ordered, touched=tuple(touched))


def moved_in(
    case: Case,
    now: Sequence[Deadline],
    then: Sequence[Deadline],
    today: date,
    told: dict[Key, list[Told]],
) -> Iterator[Moved]:
    """The deadlines of a case that are still owed and would move, or whose answer to "in time?" would be another."""
    after = {(each.code, each.ref): each for each in then}
    for before in now:
        moved = after[before.code, before.ref]
        was, would_be = before.status(today), moved.status(today)
        moves = (before.due_on, before.act_by) != (moved.due_on, moved.act_by)
        if (moves and was in OPEN_STATUSES) or (was in _LATE) != (would_be in _LATE):
            alerts = told.get((case.id, before.code, before.ref), ())
            yield Moved(
                case_id=case.id,
                reference=case.reference,
                before=before,
                after=moved,
                told=_wrongly_told(alerts, before, moves=moves),
                becomes_late=would_be in _LATE and was not in _LATE,
                no_longer_late=was in _LATE and would_be not in _LATE,
            )


def every_move(now: Sequence[Deadline], then: Sequence[Deadline]) -> tuple[MovedLimit, ...]:
    """Every day of a case that differs, owed or done, as its log keeps it: no date changes without an entry."""
    after = {(each.code, each.ref): each for each in then}
    return tuple(
        MovedLimit(
            code=before.code,
            ref=before.ref,
            was_due_on=before.due_on,
            due_on=moved.due_on,
            was_act_by=before.act_by,
            act_by=moved.act_by,
        )
        for before in now
        for moved in (after[before.code, before.ref],)
        if (before.due_on, before.act_by) != (moved.due_on, moved.act_by)
    )


def _wrongly_told(alerts: Sequence[Told], before: Deadline, *, moves: bool) -> tuple[Told, ...]:
    """The alerts that named the days as they stand now: an alert names both the last day and the working day."""
    return tuple(alert for alert in alerts if moves and alert.due_on == before.due_on)
