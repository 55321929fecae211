"""The process that keeps the timetable and sends what waits. Any number may run: each job still runs once a day."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from types import FrameType
from uuid import uuid4

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from ehc_workflow.clock import LONDON, Clock, FixedClock, SystemClock
from ehc_workflow.jobs import schedule
from ehc_workflow.jobs.deliver import deliver
from ehc_workflow.jobs.digest import make_digests
from ehc_workflow.jobs.outcomes import ask_outcomes
from ehc_workflow.jobs.schedule import (
    ASK_SECONDS,
    BEAT_SECONDS,
    CATCH_UP_DAYS,
    DELIVER_SECONDS,
    LOOK_SECONDS,
    SCAN_SECONDS,
    TELL_SECONDS,
    Daily,
    Doing,
    Done,
    is_quiet,
    is_set_back,
    owed,
    too_long_ago,
)
from ehc_workflow.jobs.words import set_back_words, too_long_ago_words
from ehc_workflow.notify import Carriers, Notifier
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.press import Press
from ehc_workflow.service.quarantine import scan_waiting
from ehc_workflow.store import job_runs
from ehc_workflow.store.engine import Database

_LOG = logging.getLogger(__name__)


def _own_name() -> str:
    return f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"


@dataclass(slots=True, kw_only=True)
class Worker:
    """One worker: its ticks are plain methods, which tests call without a scheduler."""

    database: Database
    notifier: Notifier
    clock: Clock
    address: str
    documents: Documents
    carriers: Carriers = field(default_factory=Carriers)
    catch_up_days: int = CATCH_UP_DAYS
    press: Press | None = None
    name: str = field(default_factory=_own_name)
    said: set[str] = field(default_factory=set)
    stopping: threading.Event = field(default_factory=threading.Event)

    def goes_on(self) -> bool:
        """Whether nobody has asked it to stop."""
        return not self.stopping.is_set()

    def beat(self) -> None:
        """Say that it is alive."""
        with self.database.writing() as connection:
            job_runs.beat(connection, worker=self.name, now=self.clock.now())

    def keep_claims(self) -> None:
        """Say that it is alive at the jobs it has claimed, and nothing of being a worker."""
        with self.database.writing() as connection:
            job_runs.keep(connection, worker=self.name, now=self.clock.now())

    def leave(self) -> None:
        """Say that it was stopped, so that nobody misses it."""
        with self.database.writing() as connection:
            job_runs.leave(connection, self.name)

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
        """Run what is owed, in order. A job that fails or is in other hands holds up those that may rely on it."""
        now, day = self.clock.now(), self.clock.today()
        with self.database.reading() as connection:
            last = job_runs.last_days(connection)
            last_at = job_runs.last_finished_at(connection)
        if is_set_back(now, day, last, last_at, day_stands_still=self.day_stands_still):
            self._say_once(logging.ERROR, set_back_words(now, last, last_at))
            return
        most = self.catch_up_days
        if left := too_long_ago(day, last, most_days=most):
            self._say_once(logging.ERROR, too_long_ago_words(left, most))
        runs = owed(now, day, last, most_days=most, day_stands_still=self.day_stands_still)
        self._run_in_order(runs)

    def _run_in_order(self, runs: Sequence[tuple[date, Daily]]) -> None:
        upto, failure = len(schedule.TIMETABLE), None
        for day, job in runs:
            place = schedule.TIMETABLE.index(job)
            if place >= upto or not self.goes_on() or not self._may_begin():
                continue
            try:
                done = self.ran(job, day)
            except Exception as error:
                done, failure = False, failure or error
            if not done:
                upto = place
        if failure is not None:
            raise failure

    @property
    def day_stands_still(self) -> bool:
        """Whether it keeps a demonstration's fixed day."""
        return isinstance(self.clock, FixedClock)

    def _may_begin(self) -> bool:
        """Making up for many days may last into the night, which begins no job."""
        return self.day_stands_still or not is_quiet(self.clock.now())

    def _say_once(self, level: int, words: str) -> None:
        if words not in self.said:
            self.said.add(words)
            _LOG.log(level, words)

    def ran(self, job: Daily, day: date) -> bool:
        """Whether the job is done for the day. One that somebody else is at is not, and neither is one cut short."""
        with self.database.writing() as connection:
            if not job_runs.claim(
                connection, job.name, day, worker=self.name, now=self.clock.now()
            ):
                return False
        _LOG.info("%s for %s begins", job.name, day)
        try:
            done = job.run(self._doing(day))
        except Exception as error:
            self._fail(job, day, error)
            raise
        if not self.goes_on():
            self._release(job, day)
            return False
        return self._finished(job, day, done)

    def _finished(self, job: Daily, day: date, done: Done) -> bool:
        with self.database.writing() as connection:
            was_ours = job_runs.finish(
                connection,
                job.name,
                day,
                worker=self.name,
                now=self.clock.now(),
                rows=done.rows,
                failures=done.failures,
            )
        how = "done" if was_ours else "taken over by another worker meanwhile"
        _LOG.info(
            "%s for %s %s: %d rows, %d failures", job.name, day, how, done.rows, done.failures
        )
        return was_ours

    def _doing(self, day: date) -> Doing:
        return Doing(
            database=self.database,
            day=day,
            today=self.clock.today(),
            now=self.clock.now(),
            press=self.press,
            goes_on=self.goes_on,
        )

    def _fail(self, job: Daily, day: date, error: Exception) -> None:
        """Write down that it failed, or it would look as if somebody were still at it."""
        _LOG.error("%s for %s failed (%s)", job.name, day, type(error).__name__)
        with suppress(SQLAlchemyError), self.database.writing() as connection:
            job_runs.fail(
                connection,
                job.name,
                day,
                worker=self.name,
                now=self.clock.now(),
                error=type(error).__name__,
            )

    def _release(self, job: Daily, day: date) -> None:
        with self.database.writing() as connection:
            job_runs.release(connection, job.name, day, worker=self.name)


def scheduled(worker: Worker) -> BackgroundScheduler:
    """A scheduler with the worker's ticks, not yet started."""
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
    with stopped_by_signals(worker):
        scheduler.start()
        # Waited for here, not in the handler: the scheduler may hold its own locks when the signal comes.
        worker.stopping.wait()
        scheduler.shutdown(wait=True)
        worker.leave()
    _LOG.info("worker %s stopped", worker.name)


def _guarded(tick: Callable[[], None]) -> Callable[[], None]:
    """A tick whose failure is logged, and does not end the worker: the next tick tries again."""

    def guarded() -> None:
        try:
            tick()
        except Exception:
            _LOG.exception("%s failed", tick.__name__)

    return guarded


@contextmanager
def stopped_by_signals(worker: Worker) -> Iterator[None]:
    """While the block lasts, SIGTERM and SIGINT ask the worker to stop, and cut nothing short."""

    def stop(number: int, frame: FrameType | None) -> None:
        worker.stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def keeping_claims(worker: Worker, *, every: float = BEAT_SECONDS) -> Iterator[None]:
    """While the block lasts, say every so many seconds that somebody is alive at what the worker has claimed."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(every):
            _guarded(worker.keep_claims)()

    keeper = threading.Thread(target=keep, name="keeps claims", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
