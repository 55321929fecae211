"""The process that keeps the timetable and sends what waits. Any number may run: each job still runs once a day."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import FrameType
from uuid import uuid4

from apscheduler.schedulers.background import BackgroundScheduler

from ehc_workflow.clock import LONDON, Clock, FixedClock, SystemClock
from ehc_workflow.jobs.deliver import deliver
from ehc_workflow.jobs.digest import make_digests
from ehc_workflow.jobs.outcomes import ask_outcomes
from ehc_workflow.jobs.schedule import (
    ASK_SECONDS,
    BEAT_SECONDS,
    DELIVER_SECONDS,
    LOOK_SECONDS,
    SCAN_SECONDS,
    TELL_SECONDS,
    Daily,
    Doing,
    due,
)
from ehc_workflow.notify import Carriers, Notifier
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.quarantine import scan_waiting
from ehc_workflow.store import job_runs
from ehc_workflow.store.engine import Database

_LOG = logging.getLogger(__name__)


def _own_name() -> str:
    return f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"


@dataclass(slots=True, kw_only=True)
class Worker:
    """One worker: its five ticks are plain methods, which tests call without a scheduler."""

    database: Database
    notifier: Notifier
    clock: Clock
    address: str
    documents: Documents
    carriers: Carriers = field(default_factory=Carriers)
    name: str = field(default_factory=_own_name)
    stopping: threading.Event = field(default_factory=threading.Event)

    def goes_on(self) -> bool:
        """Whether nobody has asked it to stop."""
        return not self.stopping.is_set()

    def beat(self) -> None:
        """Say that it is alive."""
        with self.database.writing() as connection:
            job_runs.beat(connection, self.clock.today(), worker=self.name, now=self.clock.now())

    def send(self) -> None:
        """Send what waits."""
        report = deliver(
            self.database,
            self.notifier,
            self.clock,
            self.address,
            carriers=self.carriers,
            goes_on=self.goes_on,
        )
        if report.sent or report.put_off or report.given_up:
            _LOG.info(
                "messages: %d sent, %d put off, %d given up",
                report.sent,
                report.put_off,
                report.given_up,
            )

    def tell(self) -> None:
        """Write the digest of everybody whose hour has come."""
        made = make_digests(self.database, self.clock, goes_on=self.goes_on)
        if made:
            _LOG.info("digests: %d", made)

    def ask(self) -> None:
        """Ask what became of messages that a provider took."""
        if self.carriers.asked is None:
            return
        report = ask_outcomes(self.database, self.carriers.asked, self.clock, goes_on=self.goes_on)
        if report.delivered or report.came_back:
            _LOG.info(
                "messages sent: %d delivered, %d came back", report.delivered, report.came_back
            )

    def scan(self) -> None:
        """Show the virus scanner the files that wait for its answer."""
        report = scan_waiting(self.documents, self.clock.now(), goes_on=self.goes_on)
        if report.clean or report.infected:
            _LOG.info(
                "waiting files: %d clean, %d with a virus, deleted", report.clean, report.infected
            )

    def look(self) -> None:
        """Run what today still lacks, in the timetable's order; a job that fails is tried again at the next look."""
        day = self.clock.today()
        with self.database.reading() as connection:
            done = job_runs.finished(connection, day)
        for job in due(self.clock.now(), day_stands_still=isinstance(self.clock, FixedClock)):
            if job.name not in done and self.goes_on() and not self._ran(job, day):
                return  # those after it may rely on it

    def _ran(self, job: Daily, day: date) -> bool:
        """Whether the job is done for the day. One that somebody else is at is not, and neither is one cut short."""
        with self.database.writing() as connection:
            if not job_runs.claim(
                connection, job.name, day, worker=self.name, now=self.clock.now()
            ):
                return False
        _LOG.info("%s for %s begins", job.name, day)
        try:
            done = job.run(self._doing(day))
        except Exception:
            self._release(job, day)  # or it would look as if somebody were still at it
            raise
        if not self.goes_on():
            self._release(job, day)
            return False
        with self.database.writing() as connection:
            job_runs.finish(
                connection,
                job.name,
                day,
                worker=self.name,
                now=self.clock.now(),
                rows=done.rows,
                failures=done.failures,
            )
        _LOG.info("%s for %s: %d rows, %d failures", job.name, day, done.rows, done.failures)
        return True

    def _doing(self, day: date) -> Doing:
        return Doing(database=self.database, day=day, now=self.clock.now(), goes_on=self.goes_on)

    def _release(self, job: Daily, day: date) -> None:
        with self.database.writing() as connection:
            job_runs.release(connection, job.name, day, worker=self.name)


def scheduled(worker: Worker) -> BackgroundScheduler:
    """A scheduler with the worker's five ticks, not yet started."""
    scheduler = BackgroundScheduler(
        timezone=LONDON,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    at_once = SystemClock().now()
    for tick, seconds in (
        (worker.beat, BEAT_SECONDS),
        (worker.send, DELIVER_SECONDS),
        (worker.tell, TELL_SECONDS),
        (worker.ask, ASK_SECONDS),
        (worker.look, LOOK_SECONDS),
        (worker.scan, SCAN_SECONDS),
    ):
        scheduler.add_job(
            _guarded(tick), "interval", seconds=seconds, id=tick.__name__, next_run_time=at_once
        )
    return scheduler


def run(worker: Worker) -> None:
    """Keep the timetable until SIGTERM or SIGINT, then finish what is in hand and stop."""
    scheduler = scheduled(worker)
    _stop_on_signals(worker.stopping)
    scheduler.start()
    # Waited for here, not in the handler: the scheduler may hold its own locks when the signal comes.
    worker.stopping.wait()
    scheduler.shutdown(wait=True)
    _LOG.info("worker %s stopped", worker.name)


def _guarded(tick: Callable[[], None]) -> Callable[[], None]:
    """A tick whose failure is logged, and does not end the worker: the next tick tries again."""

    def guarded() -> None:
        try:
            tick()
        except Exception:
            _LOG.exception("%s failed", tick.__name__)

    return guarded


def _stop_on_signals(stopping: threading.Event) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
