"""The mornings of a made-up year: a worker's real jobs at seven, the digests at eight, and their promises checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sized
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ehc_workflow.clock import LONDON, MovedClock
from ehc_workflow.dates.counting import is_working_day
from ehc_workflow.domain.risk import rungs_reached, rungs_to_raise
from ehc_workflow.jobs.digest import GET_ONE
from ehc_workflow.jobs.worker import Worker
from ehc_workflow.notify import Mail
from ehc_workflow.rules.alert_policy import DEFAULT_ALERT_POLICY
from ehc_workflow.rules.ladders import Level
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.documents import documents_for
from ehc_workflow.settings import Settings
from ehc_workflow.simulate.checks import Check
from ehc_workflow.store import digests, health, job_runs
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import promises_kept
from ehc_workflow.store.queries.promises_kept import Cause, Owed
from ehc_workflow.store.rows import Rows

AT = time(7)
DIGESTS_AT = time(8)
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
    rows_of: dict[str, int] = field(default_factory=dict)
    failures: int = 0
    limits_passed: int = 0
    ladders: int = 0
    steps_raised: int = 0
    went_up: int = 0
    digests: int = 0
    messages_sent: int = 0
    messages_given_up: int = 0
    late_cases: int = 0
    silences: int = 0
    longest_silence_days: int = 0

    def __str__(self) -> str:
        """In words."""
        said = (
            f"{self.mornings:,} mornings, {self.runs:,} runs of jobs, {self.failures:,} failures;",
            "rows of each: "
            + ", ".join(f"{name} {count:,}" for name, count in self.rows_of.items())
            + ".",
            f"{self.limits_passed:,} limits passed;",
            f"{self.steps_raised:,} steps of {self.ladders:,} ladders raised,",
            f"{self.went_up:,} of them because nobody took an alert up;",
            f"{self.messages_sent:,} messages sent, {self.digests:,} of them digests,",
            f"{self.messages_given_up:,} given up.",
            f"{self.late_cases:,} cases late with the family;",
            f"{self.silences:,} silences of more than {LONGEST_SILENCE.days} days,",
            f"the longest {self.longest_silence_days:,} days.",
        )
        return " ".join(said)


@dataclass(slots=True)
class Mornings:
    """Runs the jobs of each day and looks, from the facts, whether anything was left out or done twice."""

    database: Database
    settings: Settings
    counts: Counts = field(default_factory=Counts)
    box: Letterbox = field(default_factory=Letterbox)
    _passed: set[Cause] = field(default_factory=set)
    _without_alert: set[Cause] = field(default_factory=set)
    _not_on_its_day: set[tuple[Cause, str]] = field(default_factory=set)
    _late: set[str] = field(default_factory=set)
    _silent: dict[tuple[str, date], str] = field(default_factory=dict)
    _without_digest: list[str] = field(default_factory=list)
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
        clock.moment = datetime.combine(day, DIGESTS_AT, tzinfo=LONDON)
        worker.tell()
        worker.send()
        worker.ask()
        worker.scan()
        self._ask_for_digests(day)

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
            planned = promises_kept.planned(rows)
            self.counts.went_up = promises_kept.went_up(rows)
            heard = promises_kept.last_heard(rows)
            self._twice = promises_kept.raised_twice(rows)
        self._count_runs(day, runs)
        self._left_waiting += waiting.waiting
        self.counts.messages_given_up = waiting.given_up
        self.counts.ladders = len(raised)
        self.counts.steps_raised = sum(map(len, raised.values()))
        for one in owed:
            is_planned = planned.get(one.cause, date.min) >= day
            self._ask_for_ladder(one, day, raised.get(one.cause, {}), policy, is_planned=is_planned)
            self._ask_for_silence(one, day, heard)

    def _count_runs(self, day: date, runs: list[job_runs.Run]) -> None:
        done = [run for run in runs if run.day == day and run.finished_at is not None]
        self.counts.runs += len(done)
        self.counts.failures += sum(run.failures for run in done)
        for run in reversed(done):
            self.counts.rows_of[run.name] = self.counts.rows_of.get(run.name, 0) + run.rows
        if not done:
            self._did_not_run.append(day)

    def _ask_for_digests(self, day: date) -> None:
        """Whoever has alerts that wait gets one digest on a working day, and nobody gets two."""
        with self.database.reading() as connection:
            rows = Rows(connection)
            works = is_working_day(day, self.database.counting.policy(rows).calendar.days)
            policies, written = ALERTS.of_all(rows), promises_kept.digests_of(rows, day)
            people = [
                person.id
                for person in digests.everybody_told(connection, day)
                if person.told_by(policies.get(person.authority_id, DEFAULT_ALERT_POLICY))
                in GET_ONE
            ]
            wait = digests.summaries(connection, people, day) if works else {}
        self.counts.messages_sent = self.box.came.total()
        self.counts.digests += sum(written.values())
        wrong = {one for one, count in written.items() if count > 1 or not works}
        self._without_digest += sorted(wrong | wait.keys() - written.keys())

    def _ask_for_ladder(
        self, one: Owed, day: date, raised: dict[str, str], policy: Policy, *, is_planned: bool
    ) -> None:
        deadline, ladders = one.deadline, policy.ladders_of(one.authority_id)
        if day > deadline.due_on:
            self._passed.add(one.cause)
            self.counts.limits_passed = len(self._passed)
            if Level.LATE.value not in raised.values():
                self._without_alert.add(one.cause)
        last = {rung.code for rung, _ in rungs_to_raise(deadline, day, policy.calendar, ladders)}
        today = rungs_reached(deadline, day - _ONE_DAY, day, policy.calendar, ladders)
        for rung, _ in today:
            is_left_out = rung.unless_planned and is_planned
            if rung.code in last and rung.code not in raised and not is_left_out:
                self._not_on_its_day.add((one.cause, rung.code))

    def _ask_for_silence(self, one: Owed, day: date, heard: dict[str, date]) -> None:
        if not one.is_late_with_family(day):
            return
        case_id, due_on = one.assessment_id, one.deadline.due_on
        self._late.add(case_id)
        self.counts.late_cases = len(self._late)
        last = heard.get(case_id)
        since = max(last or due_on, due_on)
        days = day - since
        self.counts.longest_silence_days = max(self.counts.longest_silence_days, days.days)
        if days > LONGEST_SILENCE:
            self._silent.setdefault(
                (case_id, since), f"{one.deadline.code}, {_before(last, due_on)}"
            )
            self.counts.silences = len(self._silent)

    def checks(self) -> list[Check]:
        """What was promised, and whether it was kept."""
        again = sum(1 for count in self.box.came.values() if count > 1)
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
                found=_by_cause(self._silent.values()),
                passed=not self._silent,
            ),
            _check(
                8,
                "one digest a working day for everybody whose alerts wait, and no more",
                self._without_digest,
                "without or too many",
            ),
        ]


def _before(last: date | None, due_on: date) -> str:
    """What came before a silence: the family was told of the delay in time, afterwards, or of nothing at all."""
    if last is None:
        return "never heard anything"
    return (
        "heard last before the limit passed" if last <= due_on else "heard last when it had passed"
    )


def _by_cause(silences: Collection[str]) -> str:
    """How many silences there were, and of which limit after what."""
    count = f"{len(silences):,} silences"
    causes = Counter(silences).most_common()
    return count + "".join(f"; {number:,} of {cause}" for cause, number in causes)


def _check(number: int, says: str, wrong: Sized, what: str) -> Check:
    count = len(wrong)
    return Check(number=number, says=says, found=f"{count:,} {what}", passed=count == 0)
