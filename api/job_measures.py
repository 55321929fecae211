"""What `/metrics` tells of the jobs, the workers and the outbox: read from the database when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import State as AppState

from ehc_workflow.clock import Clock, FixedClock
from ehc_workflow.jobs.state import JobState, State, state_of
from ehc_workflow.settings import Settings
from ehc_workflow.store import health
from ehc_workflow.store.engine import Database
from ehc_workflow.store.health import Outbox


def jobs_now(database: Database, clock: Clock, settings: Settings) -> State:
    """How the jobs stand at this moment."""
    with database.reading() as connection:
        return state_of(
            connection,
            clock.now(),
            clock.today(),
            most_days=settings.catch_up_days,
            day_stands_still=isinstance(clock, FixedClock),
        )


class JobMeasures(Collector):
    """The jobs as gauges. While the database is away it tells nothing, and the rest of `/metrics` still answers."""

    def __init__(self, app: AppState) -> None:
        """`app` holds the database, the clock and the settings."""
        self._app = app

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge, as of now."""
        app = self._app
        with suppress(SQLAlchemyError):
            state = jobs_now(app.database, app.clock, app.settings)
            now = app.clock.now()
            with app.database.reading() as connection:
                outbox = health.outbox(connection, now)
            yield from _of_jobs(state)
            yield from _of_the_rest(state, outbox, now)


_OF_A_JOB: tuple[tuple[str, str, Callable[[JobState], float | None]], ...] = (
    (
        "last_success_timestamp_seconds",
        "When the job was last finished",
        lambda job: job.last.finished_at.timestamp() if job.last and job.last.finished_at else None,
    ),
    (
        "duration_seconds",
        "How long its last finished run took",
        lambda job: (
            job.last.took.total_seconds() if job.last and job.last.took is not None else None
        ),
    ),
    ("rows", "Rows its last finished run wrote", lambda job: job.last.rows if job.last else None),
    (
        "failures",
        "Failures that its last finished run counted",
        lambda job: job.last.failures if job.last else None,
    ),
    ("overdue", "1 while it is overdue", lambda job: job.is_overdue),
    ("days_to_make_up", "Missed days that are still made up for", lambda job: len(job.owed)),
    ("days_left_out", "Days of the last 92 run on no day at all", lambda job: len(job.left_out)),
)


def _of_jobs(state: State) -> Iterator[GaugeMetricFamily]:
    for name, says, value_of in _OF_A_JOB:
        family = GaugeMetricFamily(f"ehc_job_{name}", says, labels=["job"])
        for job in state.jobs:
            if (value := value_of(job)) is not None:
                family.add_metric([job.job.name], float(value))
        yield family


def _of_the_rest(state: State, outbox: Outbox, now: datetime) -> Iterator[GaugeMetricFamily]:
    waited = (now - outbox.oldest_at).total_seconds() if outbox.oldest_at else 0.0
    for name, says, value in (
        ("ehc_workers_alive", "Workers seen in the last two minutes", state.alive),
        ("ehc_clock_set_back", "1 while the clock is behind what was run", bool(state.set_back)),
        ("ehc_outbox_waiting", "Messages that are due and have not gone", outbox.waiting),
        ("ehc_outbox_oldest_seconds", "How old the oldest of these is", max(0.0, waited)),
        ("ehc_outbox_given_up", "Messages that were given up", outbox.given_up),
    ):
        yield GaugeMetricFamily(name, says, value=float(value))
