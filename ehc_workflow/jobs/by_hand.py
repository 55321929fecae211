"""A job run by hand: the same claim as a worker's, kept alive like one, and a sentence where it cannot be run."""

from __future__ import annotations

from datetime import date, timedelta

from ehc_workflow.dates.words import with_weekday
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.jobs import schedule
from ehc_workflow.jobs.schedule import Daily, is_quiet, is_set_back, missed
from ehc_workflow.jobs.words import set_back_words
from ehc_workflow.jobs.worker import Worker, keeping_claims
from ehc_workflow.store import job_runs
from ehc_workflow.store.job_runs import Run


class JobRefusedError(EhcError):
    """This job cannot be run now."""


def run_by_hand(worker: Worker, name: str, day: date) -> Run:
    """Run one job for one day under a worker's claim. JobRefusedError says why it cannot be, and what to do.

    Asked to stop meanwhile, it gives the job back after what it has in hand: run again, it goes on from there.
    """
    job = next(job for job in schedule.TIMETABLE if job.name == name)
    _refuse_what_cannot_be(worker, job, day)
    with keeping_claims(worker):
        ran = worker.ran(job, day)
    if not ran:
        raise JobRefusedError(_why_not_ran(worker, job, day))
    run = _run(worker, job, day)
    assert run is not None
    return run


def _refuse_what_cannot_be(worker: Worker, job: Daily, day: date) -> None:
    now, today = worker.clock.now(), worker.clock.today()
    with worker.database.reading() as connection:
        days = job_runs.last_days(connection)
        last_at = job_runs.last_finished_at(connection)
    last, still = days.get(job.name), worker.day_stands_still
    if day > today:
        raise JobRefusedError(
            f"{with_weekday(day)} has not come: a job is run for today or a missed day. Today is {with_weekday(today)}."
        )
    if is_set_back(now, today, days, last_at, day_stands_still=still):
        raise JobRefusedError(set_back_words(now, days, last_at))
    if is_quiet(now) and not still:
        raise JobRefusedError("No job begins between 23:00 and 03:00. Run it in the morning.")
    if last is not None and day < last:
        raise JobRefusedError(
            f"'{job.name}' is done for {with_weekday(last)}: an earlier day would put back what is said since."
        )
    if day < today and not job.makes_up:
        raise JobRefusedError(f"'{job.name}' is run for today only: {job.because}.")
    before = [one for one in missed(job, today, last) if one < day]
    if before:
        first = max(before[0], today - timedelta(days=worker.catch_up_days))
        if first < day:
            raise JobRefusedError(
                f"'{job.name}' was missed for {with_weekday(first)}: run it for that day first, or let a worker do it."
            )


def _why_not_ran(worker: Worker, job: Daily, day: date) -> str:
    run = _run(worker, job, day)
    if run is not None and run.finished_at is not None:
        return (
            f"'{job.name}' is done for {with_weekday(day)}, by {run.worker}. A job runs once a day."
        )
    if run is None:
        return (
            f"'{job.name}' for {with_weekday(day)} was stopped on the way: what is done is kept. "
            "Run it again, or let a worker do the rest."
        )
    return (
        f"'{job.name}' was not run for {with_weekday(day)}: worker {run.worker} is at it. "
        "Look again in three minutes: ehc job list"
    )


def _run(worker: Worker, job: Daily, day: date) -> Run | None:
    with worker.database.reading() as connection:
        runs = job_runs.runs_since(connection, day)
    return next((run for run in runs if (run.name, run.day) == (job.name, day)), None)
