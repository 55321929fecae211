"""`ehc job`: how the daily jobs stand, and one of them by hand."""

from __future__ import annotations

import json
from datetime import datetime

import click

from ehc_workflow.clock import LONDON
from ehc_workflow.dates.words import with_weekday
from ehc_workflow.jobs.__main__ import opened_worker
from ehc_workflow.jobs.by_hand import run_by_hand
from ehc_workflow.jobs.schedule import TIMETABLE
from ehc_workflow.jobs.state import JobState, State, state_of
from ehc_workflow.jobs.words import days_in_words
from ehc_workflow.jobs.worker import stopped_by_signals
from ehc_workflow.settings import load_settings
from ehc_workflow.store import job_runs


@click.group(name="job")
def command() -> None:
    """Say how the daily jobs stand; run one by hand.

    The worker runs them by itself. This is for whoever keeps the installation running.
    """


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def list_jobs(as_json: bool) -> None:
    """Say for each job when it last ran and what it did, when it runs next, and what was missed.

    Exit status 1 when a job is overdue or the clock was set back.
    """
    with opened_worker(load_settings()) as worker, worker.database.reading() as connection:
        state = state_of(
            connection,
            worker.clock.now(),
            worker.clock.today(),
            most_days=worker.catch_up_days,
            day_stands_still=worker.day_stands_still,
        )
    click.echo(json.dumps(as_data(state)) if as_json else _in_words(state))
    if state.is_overdue or state.set_back:
        raise click.exceptions.Exit(1)


def as_data(state: State) -> dict[str, object]:
    """The state as JSON knows it: moments in UTC, days as dates, seconds as a number."""
    return {
        "workers_alive": state.alive,
        "set_back": state.set_back,
        "jobs": [_job_as_data(each) for each in state.jobs],
    }


def _job_as_data(each: JobState) -> dict[str, object]:
    last = each.last
    return {
        "name": each.job.name,
        "overdue": each.is_overdue,
        "next_at": each.next_at.isoformat(),
        "last_day": last.day.isoformat() if last else None,
        "finished_at": last.finished_at.isoformat() if last and last.finished_at else None,
        "seconds": last.took.total_seconds() if last and last.took is not None else None,
        "rows": last.rows if last else None,
        "failures": last.failures if last else None,
        "worker": last.worker if last else None,
        "failed": each.unfinished.error if each.unfinished and each.unfinished.failed_at else None,
        "to_make_up": [day.isoformat() for day in each.owed],
        "left_out": [day.isoformat() for day in each.left_out],
    }


def _in_words(state: State) -> str:
    lines = [state.set_back] if state.set_back else []
    lines += [_line(each) for each in state.jobs]
    count = state.alive or "no"
    lines.append(f"{count} worker{'' if state.alive == 1 else 's'} alive.")
    return "\n".join(lines)


def _line(each: JobState) -> str:
    said = [f"{each.job.name}: {'OVERDUE, ' if each.is_overdue else ''}{_last(each)}"]
    if each.unfinished and each.unfinished.failed_at:
        said.append(f"failed for {each.unfinished.day} ({each.unfinished.error}), tried again")
    if each.owed:
        said.append(f"to make up {days_in_words(each.owed)}")
    if each.left_out:
        said.append(f"left out {days_in_words(each.left_out)}")
    said.append(f"next {each.next_at:%H:%M} on {with_weekday(each.next_at.date())}")
    return "; ".join(said) + "."


def _last(each: JobState) -> str:
    run = each.last
    if run is None or run.finished_at is None or run.took is None:
        return "has never run"
    return (
        f"for {with_weekday(run.day)} at {run.finished_at.astimezone(LONDON):%H:%M}, {run.rows} rows, "
        f"{run.failures} failures, {run.took.total_seconds():.1f} seconds, by {run.worker}"
    )


@command.command(name="run")
@click.argument("name", type=click.Choice([job.name for job in TIMETABLE]))
@click.option(
    "--day",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="Today, or a missed day; today if not given.",
)
def run_job(name: str, day: datetime | None) -> None:
    """Run the job NAME for one London day, under the same claim as a worker: once a day, whoever runs it.

    A day to come is refused, and so is one that is done, or one before a day that is done. Ctrl-C stops it after what
    it has in hand. Exit status 1 when it was refused or stopped, or when part of its work failed.
    """
    with opened_worker(load_settings()) as worker, stopped_by_signals(worker):
        run = run_by_hand(worker, name, day.date() if day else worker.clock.today())
    click.echo(f"{name} for {with_weekday(run.day)}: {run.rows} rows, {run.failures} failures.")
    if run.failures:
        raise click.exceptions.Exit(1)


@command.command(name="trust-clock")
def trust_clock() -> None:
    """Say that the clock is right now, after it was ahead: runs of days and hours to come are forgotten.

    The jobs of today then run, and what was told too early is not told again.
    """
    with opened_worker(load_settings()) as worker, worker.database.writing() as connection:
        count = job_runs.strike_out_future(connection, worker.clock.today(), worker.clock.now())
    click.echo(f"{count} run{'' if count == 1 else 's'} of days and hours to come forgotten.")
