"""How the jobs stand: what ran, what comes next, what is overdue and what was left out, for whoever keeps watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from ehc_workflow.clock import LONDON
from ehc_workflow.jobs import schedule
from ehc_workflow.jobs.schedule import Daily, is_set_back, missed
from ehc_workflow.jobs.words import set_back_words
from ehc_workflow.store import job_runs
from ehc_workflow.store.job_runs import AtWork, Run

LATE_BY = timedelta(hours=2)
"""A job that is not done so long after its hour is overdue."""
LOOKS_BACK = timedelta(days=92)
"""So far back a day that was left out is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """One job: `last` is its last finished run, `unfinished` one that goes on or failed.

    `owed` are missed days that will be made up for, `left_out` past days that were run on no day at all.
    """

    job: Daily
    last: Run | None
    unfinished: Run | None
    next_at: datetime
    owed: tuple[date, ...]
    left_out: tuple[date, ...]
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All jobs and workers; `set_back` is a sentence where the clock is behind what was run."""

    jobs: tuple[JobState, ...]
    runs: tuple[Run, ...]
    workers: tuple[AtWork, ...]
    alive: int
    set_back: str | None

    @property
    def is_overdue(self) -> bool:
        """Whether any job is overdue."""
        return any(job.is_overdue for job in self.jobs)


def state_of(
    connection: Connection,
    now: datetime,
    today: date,
    *,
    most_days: int,
    day_stands_still: bool = False,
) -> State:
    """How the jobs stand at a moment, in four small reads."""
    last = job_runs.last_days(connection)
    last_at = job_runs.last_finished_at(connection)
    runs = job_runs.runs_since(connection, today - LOOKS_BACK)
    workers = tuple(job_runs.workers(connection))
    back = is_set_back(now, today, last, last_at, day_stands_still=day_stands_still)
    jobs = tuple(
        _job_state(job, last.get(job.name), runs, now, today, most_days)
        for job in schedule.TIMETABLE
    )
    return State(
        jobs=jobs,
        runs=tuple(runs),
        workers=workers,
        alive=sum(worker.is_alive(now) for worker in workers),
        set_back=set_back_words(now, last, last_at) if back else None,
    )


def _job_state(
    job: Daily, last: date | None, runs: Sequence[Run], now: datetime, today: date, most_days: int
) -> JobState:
    mine = [run for run in runs if run.name == job.name]
    done = [run for run in mine if run.finished_at is not None]
    late = missed(job, today, last)
    owed = tuple(day for day in late if (today - day).days <= most_days)
    lost = tuple(day for day in late if (today - day).days > most_days)
    hour = _moment(today, job)
    is_done = last is not None and last >= today
    return JobState(
        job=job,
        last=done[0] if done else None,
        unfinished=next((run for run in mine if run.finished_at is None), None),
        next_at=_moment(today + timedelta(days=1), job) if is_done else hour,
        owed=owed,
        left_out=(*_gaps([run.day for run in done]), *lost),
        is_overdue=not is_done and (bool(owed) or now >= hour + LATE_BY),
    )


def _moment(day: date, job: Daily) -> datetime:
    return datetime.combine(day, job.at, tzinfo=LONDON)


def _gaps(days: Sequence[date]) -> list[date]:
    """The days between the first and the last of these that are not among them."""
    if not days:
        return []
    known, first = set(days), min(days)
    between = (first + timedelta(days=after) for after in range((max(days) - first).days))
    return [day for day in between if day not in known]
