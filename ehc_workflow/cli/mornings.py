"""The mornings of a made-up year: a worker's real jobs at seven, and what they promise checked before anybody is up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sized
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ehc_workflow.clock import LONDON, MovedClock
from ehc_workflow.domain.risk import rungs_reached, rungs_to_raise
from ehc_workflow.jobs.worker import Worker
from ehc_workflow.notify import Mail
from ehc_workflow.rules.ladders import Level
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.documents import documents_for
from ehc_workflow.settings import Settings
from ehc_workflow.simulate.checks import Check
from ehc_workflow.store import health, job_runs
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import promises_kept
from ehc_workflow.store.queries.promises_kept import Cause, Owed
from ehc_workflow.store.rows import Rows

AT = time(7)
LONGEST_SILENCE = timedelta(days=14)
_ONE_DAY = timedelta(days=1)


class Letterbox:
    """Where messages end: it counts how often each key came."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()

    def send(self, mail: Mail) -> None:
        """Count it."""
        self.came[mail.key] += 1

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class Counts:
    """What the mornings came to. A silence is a stretch of days in which a late case's family heard nothing."""

    mornings: int = 0
    runs: int = 0
    failures: int = 0
    limits_passed: int = 0
    ladders: int = 0
    steps_raised: int = 0
    messages_sent: int = 0
    messages_given_up: int = 0
    late_cases: int = 0
    silences: int = 0
    longest_silence_days: int = 0

    def __str__(self) -> str:
        """In words."""
        said = (
            f"{self.mornings:,} mornings, {self.runs:,} runs of jobs, {self.failures:,} failures.",
            f"{self.limits_passed:,} limits passed;",
            f"{self.steps_raised:,} steps of {self.ladders:,} ladders raised;",
            f"{self.messages_sent:,} messages sent, {self.messages_given_up:,} given up.",
            f"{self.late_cases:,} cases late with the family;",
            f"{self.silences:,} silences of more than {LONGEST_SILENCE.days} days,",
            f"the longest {self.longest_silence_days:,} days.",
        )
        return " ".join(said)


@dataclass(slots=True)
class Mornings:
    """Runs the jobs of each day and looks, from the facts, whether anything was left out or done twice.

    `hears_of_lateness` is whether families are told of lateness by themselves: until then a silence is counted and not
    held against anybody.
    """

    database: Database
    settings: Settings
    hears_of_lateness: bool = False
    counts: Counts = field(default_factory=Counts)
    box: Letterbox = field(default_factory=Letterbox)
    _passed: set[Cause] = field(default_factory=set)
    _without_alert: set[Cause] = field(default_factory=set)
    _not_on_its_day: set[tuple[Cause, str]] = field(default_factory=set)
    _late: set[str] = field(default_factory=set)
    _silent: set[tuple[str, date]] = field(default_factory=set)
    _twice: int = 0
    _left_waiting: int = 0
    _did_not_run: list[date] = field(default_factory=list)
    _worker: Worker | None = None

    def __call__(self, database: Database, day: date) -> None:
        """One morning: the jobs, then what waits to be sent, then the questions."""
        worker = self._worker or self._hired()
        clock = worker.clock
        assert isinstance(clock, MovedClock)
        clock.moment = datetime.combine(day, AT, tzinfo=LONDON)
        worker.beat()
        worker.look()
        worker.send()
        self.counts.mornings += 1
        self.ask(day)

    def _hired(self) -> Worker:
        self._worker = Worker(
            database=self.database,
            notifier=self.box,
            clock=MovedClock(datetime.now(LONDON)),
            address=self.settings.address,
            documents=documents_for(self.settings, self.database),
            name="mornings",
        )
        return self._worker

    def ask(self, day: date) -> None:
        """What is owed, what was raised for it and what went, as of a morning on which the jobs have run."""
        now = datetime.combine(day, AT, tzinfo=LONDON)
        with self.database.reading() as connection:
            runs = job_runs.runs_since(connection, day)
            waiting = health.outbox(connection, now)
            rows = Rows(connection)
            policy = self.database.counting.policy(rows)
            owed, raised = promises_kept.owed(rows), promises_kept.raised(rows)
            heard = promises_kept.last_heard(rows)
            self._twice = promises_kept.raised_twice(rows)
        self._count_runs(day, runs)
        self._left_waiting += waiting.waiting
        self.counts.messages_given_up = waiting.given_up
        self.counts.messages_sent = self.box.came.total()
        self.counts.ladders = len(raised)
        self.counts.steps_raised = sum(map(len, raised.values()))
        for one in owed:
            self._ask_for_ladder(one, day, raised.get(one.cause, {}), policy)
            self._ask_for_silence(one, day, heard)

    def _count_runs(self, day: date, runs: list[job_runs.Run]) -> None:
        done = [run for run in runs if run.day == day and run.finished_at is not None]
        self.counts.runs += len(done)
        self.counts.failures += sum(run.failures for run in done)
        if not done:
            self._did_not_run.append(day)

    def _ask_for_ladder(self, one: Owed, day: date, raised: dict[str, str], policy: Policy) -> None:
        deadline, ladders = one.deadline, policy.ladders_of(one.authority_id)
        if day > deadline.due_on:
            self._passed.add(one.cause)
            self.counts.limits_passed = len(self._passed)
            if Level.LATE.value not in raised.values():
                self._without_alert.add(one.cause)
        last = {rung.code for rung, _ in rungs_to_raise(deadline, day, policy.calendar, ladders)}
        today = rungs_reached(deadline, day - _ONE_DAY, day, policy.calendar, ladders)
        for rung, _ in today:
            if rung.code in last and rung.code not in raised:
                self._not_on_its_day.add((one.cause, rung.code))

    def _ask_for_silence(self, one: Owed, day: date, heard: dict[str, date]) -> None:
        if not one.is_late_with_family(day):
            return
        case_id, due_on = one.assessment_id, one.deadline.due_on
        self._late.add(case_id)
        self.counts.late_cases = len(self._late)
        since = max(heard.get(case_id, due_on), due_on)
        days = day - since
        self.counts.longest_silence_days = max(self.counts.longest_silence_days, days.days)
        if days > LONGEST_SILENCE:
            self._silent.add((case_id, since))
            self.counts.silences = len(self._silent)

    def checks(self) -> list[Check]:
        """What was promised, and whether it was kept."""
        again = sum(1 for count in self.box.came.values() if count > 1)
        silence = not self._silent
        return [
            _check(1, "every morning's jobs ran", self._did_not_run, "mornings without"),
            _check(
                2,
                "no limit passed without an alert that it is late",
                self._without_alert,
                "limits without",
            ),
            _check(
                3, "each step of a ladder was raised on its day", self._not_on_its_day, "steps not"
            ),
            _check(4, "no cause and threshold twice", range(self._twice), "twice"),
            _check(5, "no message twice", range(again), "twice"),
            _check(
                6, "nothing was left waiting", range(self._left_waiting), "left on some morning"
            ),
            Check(
                number=7,
                says=f"no late case with more than {LONGEST_SILENCE.days} days' silence towards the family",
                found=f"{len(self._silent):,} silences",
                passed=silence if self.hears_of_lateness else None,
            ),
        ]


def _check(number: int, says: str, wrong: Sized, what: str) -> Check:
    count = len(wrong)
    return Check(number=number, says=says, found=f"{count:,} {what}", passed=count == 0)
