"""The sweep: whoever has to know of a deadline hears of it on the day, and of the same cause never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ehc_workflow.domain.risk import rungs_to_raise, standing
from ehc_workflow.rules.ladders import Level
from ehc_workflow.service.alert_words import alert_messages, duty_of, reason
from ehc_workflow.store import sweep as store
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

CHUNK = 5_000
"""Deadlines in one transaction: short enough that nobody at a desk waits for it."""


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    """One alert that this sweep raised, as the command line prints it. It names no child."""

    reference: str
    code: str
    duty: str
    rung: str
    level: Level
    due_on: date
    reason: str
    audience: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What a sweep did: how many deadlines it looked at, and the alerts it raised and cleared."""

    as_of: date
    looked_at: int
    cleared: int
    alerts: tuple[RaisedAlert, ...]

    @property
    def raised(self) -> int:
        """How many alerts were raised now."""
        return len(self.alerts)


def sweep(
    database: Database,
    as_of: date,
    now: datetime,
    *,
    chunk: int = CHUNK,
    after_chunk: Callable[[], object] = lambda: None,
    goes_on: Callable[[], bool] = lambda: True,
) -> SweepReport:
    """Look at every deadline whose day has come and write what follows. Interrupted anywhere, it is simply run again.

    `after_chunk` is called when a chunk has been committed; once `goes_on` says no, the rest is left for the next run.
    """
    done: list[store.Outcome] = []
    while goes_on():
        with database.writing() as connection:
            outcomes = _sweep_chunk(Rows(connection), as_of, now, chunk)
        if not outcomes:
            break
        done += outcomes
        after_chunk()
    return _report(as_of, done)


class _NotMeantError(Exception):
    """Undoes the transaction of a dry run."""


def dry_run(database: Database, as_of: date, now: datetime) -> SweepReport:
    """What a sweep would do: it does it, and undoes it."""
    done: list[store.Outcome] = []
    try:
        with database.writing() as connection:
            rows = Rows(connection)
            while outcomes := _sweep_chunk(rows, as_of, now, CHUNK):
                done += outcomes
            raise _NotMeantError
    except _NotMeantError:
        return _report(as_of, done)


def _sweep_chunk(rows: Rows, as_of: date, now: datetime, limit: int) -> list[store.Outcome]:
    found = store.find(rows, as_of, limit=limit, hold=True)
    if not found:
        return []
    raised = store.raised_before(rows, found)
    outcomes = [outcome_of(one, raised.get(one.key, ()), as_of) for one in found]
    store.record(rows, outcomes, as_of=as_of, now=now)
    return outcomes


def outcome_of(found: store.Found, raised: Sequence[store.Raised], as_of: date) -> store.Outcome:
    """What has to be raised, cleared or put back for one deadline on this day: pure, the same however often asked."""
    deadline = found.deadline
    same_day = {one.rung: one for one in raised if one.due_on == deadline.due_on}
    wanted = rungs_to_raise(deadline, as_of)
    standing_on = {one.id for one in same_day.values()} if wanted else set()
    return store.Outcome(
        found=found,
        standing=standing(deadline, as_of),
        raised=tuple(
            store.NewAlert(
                due_on=deadline.due_on,
                rung=rung.code,
                level=rung.level,
                audience=",".join(audience),
                messages=alert_messages(found, rung, audience, as_of),
            )
            for rung, audience in wanted
            if rung.code not in same_day
        ),
        cleared=tuple(one.id for one in raised if one.standing and one.id not in standing_on),
        restored=tuple(one.id for one in raised if not one.standing and one.id in standing_on),
    )


def _report(as_of: date, outcomes: Iterable[store.Outcome]) -> SweepReport:
    done = list(outcomes)
    return SweepReport(
        as_of=as_of,
        looked_at=len(done),
        cleared=sum(len(one.cleared) for one in done),
        alerts=tuple(alert for one in done for alert in _alerts(one, as_of)),
    )


def _alerts(one: store.Outcome, as_of: date) -> Iterator[RaisedAlert]:
    deadline = one.found.deadline
    for new in one.raised:
        yield RaisedAlert(
            reference=one.found.reference,
            code=deadline.code,
            duty=duty_of(deadline.code, deadline.rule_version),
            rung=new.rung,
            level=new.level,
            due_on=new.due_on,
            reason=reason(deadline, as_of),
            audience=tuple(new.audience.split(",")),
        )
