"""Which job ran for which London day: a row is the claim, so each runs once however many workers there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ehc_workflow.store.tables.papers import JobRun

WORKER = "worker"
"""The name under which workers say, in rows of their own, that they are alive."""
STALE = timedelta(seconds=90)
"""After so long without a sign its worker is taken for dead, and another takes the job over."""


def claim(connection: Connection, name: str, day: date, *, worker: str, now: datetime) -> bool:
    """Take a job for a day, unless it is done or somebody alive is at it.

    A sign of life from the future is none: a demonstration's day begins again every midnight.
    """
    taken = {"started_at": now, "heartbeat_at": now, "worker": worker}
    given_up = or_(JobRun.heartbeat_at < now - STALE, JobRun.heartbeat_at > now + STALE)
    return _put(connection, name, day, taken, JobRun.finished_at.is_(None) & given_up)


def beat(connection: Connection, day: date, *, worker: str, now: datetime) -> None:
    """Say that this worker is alive, for itself and for every job it is at."""
    taken = {"started_at": now, "heartbeat_at": now, "worker": worker}
    _put(connection, WORKER, day, taken, None)
    connection.execute(
        update(JobRun)
        .where(JobRun.worker == worker, JobRun.finished_at.is_(None), JobRun.name != WORKER)
        .values(heartbeat_at=now)
    )


def _put(
    connection: Connection,
    name: str,
    day: date,
    taken: dict[str, object],
    where: ColumnElement[bool] | None,
) -> bool:
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = build(JobRun).values(name=name, day=day, rows=0, failures=0, **taken)
    upsert = statement.on_conflict_do_update(
        index_elements=[JobRun.name, JobRun.day], set_=taken, where=where
    )
    return connection.execute(upsert.returning(JobRun.name)).first() is not None


def finish(
    connection: Connection,
    name: str,
    day: date,
    *,
    worker: str,
    now: datetime,
    rows: int,
    failures: int,
) -> None:
    """Say that a job is done for the day, unless somebody else has taken it over meanwhile."""
    connection.execute(
        update(JobRun)
        .where(JobRun.name == name, JobRun.day == day, JobRun.worker == worker)
        .values(finished_at=now, heartbeat_at=now, rows=rows, failures=failures)
    )


def release(connection: Connection, name: str, day: date, *, worker: str) -> None:
    """Give a job back that was cut short, so that whoever looks next takes it up at once."""
    connection.execute(
        delete(JobRun).where(
            JobRun.name == name,
            JobRun.day == day,
            JobRun.worker == worker,
            JobRun.finished_at.is_(None),
        )
    )


def finished(connection: Connection, day: date) -> frozenset[str]:
    """The jobs that are done for a day."""
    done = (JobRun.day == day) & JobRun.finished_at.is_not(None)
    return frozenset(connection.scalars(select(JobRun.name).where(done)))


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one job, for a page or a report."""

    name: str
    day: date
    started_at: datetime
    finished_at: datetime | None
    rows: int
    failures: int
    worker: str


def last_runs(connection: Connection, *, limit: int = 30) -> list[Run]:
    """The latest runs of the daily jobs, newest day first."""
    statement = (
        select(
            JobRun.name,
            JobRun.day,
            JobRun.started_at,
            JobRun.finished_at,
            JobRun.rows,
            JobRun.failures,
            JobRun.worker,
        )
        .where(JobRun.name != WORKER)
        .order_by(JobRun.day.desc(), JobRun.started_at.desc())
        .limit(limit)
    )
    return [Run(*row) for row in connection.execute(statement)]
