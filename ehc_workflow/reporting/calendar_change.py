"""What another list of bank holidays would do to the open cases: worked out beside what is stored; nothing is written.

A limit counted in weeks or months does not move for a bank holiday. What may move is `act_by`, the last working day for
it, and the few limits counted in working days or from the day a letter arrives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ehc_workflow.dates.bank_holidays import BankHolidays
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.deadlines import OPEN_STATUSES, Deadline, Status, deadlines
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.store import recount
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries.alerts_told import Key, Told, alerts_told

_LATE = (Status.BREACHED_OPEN, Status.MET_LATE)


@dataclass(frozen=True, slots=True)
class Moved:
    """One deadline under both calendars, and the alerts that named a day which would be another."""

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
class CalendarChange:
    """Two calendars compared: the days between them, and what would move in how many open cases."""

    known_until: tuple[date, date]
    added: tuple[date, ...]
    taken_away: tuple[date, ...]
    cases: int
    moved: tuple[Moved, ...]


def calendar_change(
    database: Database, today: date, policy: Policy, calendar: BankHolidays
) -> CalendarChange:
    """What would change if this calendar took the place of the policy's own."""
    case_ids = recount.open_cases(database)
    moved: list[Moved] = []
    changed = replace(policy, calendar=calendar)
    for batch in recount.batches(case_ids):
        with database.reading() as connection:
            told = alerts_told(connection, batch)
        for case in recount.cases_of(database, batch):
            moved += _moved(case, policy, changed, today, told)
    known = policy.calendar
    return CalendarChange(
        known_until=(known.known_until, calendar.known_until),
        added=tuple(sorted(calendar.days - known.days)),
        taken_away=tuple(sorted(known.days - calendar.days)),
        cases=len(case_ids),
        moved=tuple(sorted(moved, key=lambda one: (one.reference, one.before.due_on))),
    )


def _moved(
    case: Case,
    policy: Policy,
    changed: Policy,
    today: date,
    told: dict[Key, list[Told]],
) -> Iterator[Moved]:
    """The deadlines of a case that are still owed and would move, or whose answer to "in time?" would be another."""
    after = {(each.code, each.ref): each for each in deadlines(case, changed)}
    for before in deadlines(case, policy):
        then = after[before.code, before.ref]
        was, would_be = before.status(today), then.status(today)
        moves = (before.due_on, before.act_by) != (then.due_on, then.act_by)
        if (moves and was in OPEN_STATUSES) or (was in _LATE) != (would_be in _LATE):
            alerts = told.get((case.id, before.code, before.ref), ())
            yield Moved(
                reference=case.reference,
                before=before,
                after=then,
                told=_wrongly_told(alerts, before, moves=moves),
                becomes_late=would_be in _LATE and was not in _LATE,
                no_longer_late=was in _LATE and would_be not in _LATE,
            )


def _wrongly_told(alerts: Sequence[Told], before: Deadline, *, moves: bool) -> tuple[Told, ...]:
    """The alerts that named the days as they stand now: an alert names both the last day and the working day."""
    return tuple(alert for alert in alerts if moves and alert.due_on == before.due_on)
