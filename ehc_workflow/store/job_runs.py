"""Which job ran for which London day: a row is the claim, so each runs once however many workers there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from ehc_workflow.store.tables.jobs import JobRun, WorkerRow
from ehc_workflow.store.upserts import insert_into

STALE = timedelta(minutes=2)
"""After so long without a sign its worker is taken for dead, and another takes the job over.

Longer than two signs and what the clocks of two machines may differ (`jobs.schedule.SKEW`) together: a worker whose
clock is ahead must not take another for dead that has just been seen.
"""
WORKERS_KEPT = timedelta(days=7)
"""So long a worker that died without a word is remembered."""


def claim(connection: Connection, name: str, day: date, *, worker: str, now: datetime) -> bool:
    """Take a job for a day, unless it is done or somebody alive is at it.

    A sign of life from the future is none: a demonstration's day begins again every midnight.
    """
    taken = {"started_at": now, "heartbeat_at": now, "worker": worker, "failed_at": None}
    given_up = or_(
        JobRun.heartbeat_at < now - STALE,
        JobRun.heartbeat_at > now + STALE,
        JobRun.failed_at.is_not(None),
    )
    statement = insert_into(connection, JobRun).values(
        name=name, day=day, rows=0, failures=0, attempts=1, **taken
    )
    upsert = statement.on_conflict_do_update(
        index_elements=[JobRun.name, JobRun.day],
        set_={**taken, "attempts": JobRun.attempts + 1},
        where=JobRun.finished_at.is_(None) & given_up,
    )
    return connection.execute(upsert.returning(JobRun.name)).first() is not None


def beat(connection: Connection, *, worker: str, now: datetime) -> None:
    """Say that this worker is alive, for itself and for every job it is at."""
    keep(connection, worker=worker, now=now)
    statement = insert_into(connection, WorkerRow).values(name=worker, started_at=now, seen_at=now)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[WorkerRow.name], set_={"seen_at": now})
    )
    connection.execute(delete(WorkerRow).where(WorkerRow.seen_at < now - WORKERS_KEPT))


def keep(connection: Connection, *, worker: str, now: datetime) -> None:
    """Say that somebody is alive at every job it has claimed, whether it is a worker or a person at a command line."""
    connection.execute(
        update(JobRun)
        .where(JobRun.worker == worker, JobRun.finished_at.is_(None), JobRun.failed_at.is_(None))
        .values(heartbeat_at=now)
    )


def leave(connection: Connection, worker: str) -> None:
    """Say that this worker has been stopped, which is not to be missing."""
    connection.execute(delete(WorkerRow).where(WorkerRow.name == worker))


def finish(
    connection: Connection,
    name: str,
    day: date,
    *,
    worker: str,
    now: datetime,
    rows: int,
    failures: int,
) -> bool:
    """Say that a job is done for the day; whether it was still this worker's to finish."""
    done = connection.execute(
        update(JobRun)
        .where(_held(name, day, worker))
        .values(finished_at=now, heartbeat_at=now, rows=rows, failures=failures, error="")
    )
    return done.rowcount == 1


def fail(
    connection: Connection, name: str, day: date, *, worker: str, now: datetime, error: str
) -> None:
    """Say that a job failed, and at what kind of thing: whoever looks next tries it again."""
    failed = update(JobRun).where(_held(name, day, worker)).values(failed_at=now, error=error)
    connection.execute(failed)


def release(connection: Connection, name: str, day: date, *, worker: str) -> None:
    """Give a job back that was cut short, so that whoever looks next takes it up at once."""
    connection.execute(delete(JobRun).where(_held(name, day, worker)))


def _held(name: str, day: date, worker: str) -> ColumnElement[bool]:
    mine = (JobRun.name == name) & (JobRun.day == day) & (JobRun.worker == worker)
    return mine & JobRun.finished_at.is_(None)


def last_days(connection: Connection) -> dict[str, date]:
    """The last day for which each job is done; a job that never ran is not among them."""
    statement = select(JobRun.name, func.max(JobRun.day).label("day")).where(
        JobRun.finished_at.is_not(None)
    )
    return {row.name: row.day for row in connection.execute(statement.group_by(JobRun.name))}


def last_finished_at(connection: Connection) -> datetime | None:
    """When anything was last finished, by the clock of then."""
    return connection.scalar(select(func.max(JobRun.finished_at)))


def strike_out_future(connection: Connection, today: date, now: datetime) -> int:
    """Forget the runs of days to come and those finished later than now; how many."""
    ahead = or_(JobRun.day > today, JobRun.finished_at > now)
    return connection.execute(delete(JobRun).where(ahead)).rowcount


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one job: done, failed, or still going on."""

    name: str
    day: date
    started_at: datetime
    heartbeat_at: datetime
    finished_at: datetime | None
    rows: int
    failures: int
    worker: str
    attempts: int
    failed_at: datetime | None
    error: str

    @property
    def took(self) -> timedelta | None:
        """How long it ran, where it is done."""
        return self.finished_at - self.started_at if self.finished_at else None


def runs_since(connection: Connection, day: date) -> list[Run]:
    """The runs of a day and of those after it, newest day first."""
    columns = (getattr(JobRun, name) for name in Run.__slots__)
    statement = select(*columns).where(JobRun.day >= day)
    newest = statement.order_by(JobRun.day.desc(), JobRun.started_at.desc(), JobRun.name)
    return [Run(*row) for row in connection.execute(newest)]


@dataclass(frozen=True, slots=True)
class AtWork:
    """A worker, and when it last said that it is alive."""

    name: str
    started_at: datetime
    seen_at: datetime

    def is_alive(self, now: datetime) -> bool:
        """Whether it was seen of late."""
        return abs(now - self.seen_at) <= STALE


def workers(connection: Connection) -> list[AtWork]:
    """Every worker that was not stopped, the one seen last first."""
    columns = (WorkerRow.name, WorkerRow.started_at, WorkerRow.seen_at)
    statement = select(*columns).order_by(WorkerRow.seen_at.desc(), WorkerRow.name)
    return [AtWork(*row) for row in connection.execute(statement)]
