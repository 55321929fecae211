"""A worker that was off makes up for what it missed; neither a clock set back nor a hand runs anything twice."""

from __future__ import annotations

import json
import logging
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from ehc_workflow.cli import ehc
from ehc_workflow.clock import LONDON, MovedClock
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.jobs import schedule
from ehc_workflow.jobs.by_hand import JobRefusedError, run_by_hand
from ehc_workflow.jobs.schedule import (
    TIMETABLE,
    Doing,
    Done,
    is_set_back,
    owed,
    stretches,
    too_long_ago,
)
from ehc_workflow.jobs.state import state_of
from ehc_workflow.jobs.worker import Worker, keeping_claims, stopped_by_signals
from ehc_workflow.store import job_runs
from ehc_workflow.store.engine import Database, open_database
from tests.builders import MONDAY, Journey, found_authority
from tests.integration.test_jobs import DAY, EVERY_JOB, at, rows, worker
from tests.support import sqlite

MAKES_UP = [job.name for job in TIMETABLE if job.makes_up]
ONE_DAY = timedelta(days=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def days_ago(number: int) -> date:
    return DAY - timedelta(days=number)


def runs(database: Database) -> list[tuple[str, str]]:
    """Day and name of every finished run, in the order in which they were finished."""
    found = rows(
        database,
        "SELECT day, name FROM job_run WHERE finished_at IS NOT NULL ORDER BY started_at, finished_at, day",
    )
    return [(str(day), name) for day, name in found]


# --- what is owed, as a pure question ---------------------------------------------------------------------------------


def test_a_new_installation_has_nothing_to_make_up() -> None:
    assert owed(at(7), DAY, {}, most_days=31) == tuple((DAY, job) for job in TIMETABLE)


def test_after_three_days_off_each_day_comes_in_order_and_some_jobs_only_today() -> None:
    last = dict.fromkeys(EVERY_JOB, days_ago(4))
    found = [((DAY - day).days, job.name) for day, job in owed(at(7), DAY, last, most_days=31)]
    assert found == [(n, name) for n in (3, 2, 1) for name in MAKES_UP] + [
        (0, job.name) for job in TIMETABLE
    ]


def test_one_that_died_in_the_middle_of_a_morning_goes_on_there() -> None:
    last = dict.fromkeys(EVERY_JOB, days_ago(2)) | {
        name: days_ago(1) for name in ("receipts", "notices", "sweep")
    }
    found = [((DAY - day).days, job.name) for day, job in owed(at(5), DAY, last, most_days=31)]
    assert found == [(1, "seal")]  # today's hours have not come, the missed day's have


def test_no_more_days_are_made_up_for_than_the_setting_says() -> None:
    last = {"sweep": days_ago(40)}
    sweeps = [
        (DAY - day).days for day, job in owed(at(7), DAY, last, most_days=31) if job.name == "sweep"
    ]
    assert sweeps == [*range(31, 0, -1), 0]
    assert too_long_ago(DAY, last, most_days=31) == tuple(days_ago(n) for n in range(39, 31, -1))
    assert too_long_ago(DAY, last, most_days=39) == ()


def test_every_job_says_whether_and_why() -> None:
    assert {job.name: job.makes_up for job in TIMETABLE}.items() >= {
        "sweep": True,
        "seal": True,
        "forget drafts": False,
        "recount": False,
    }.items()
    assert all(job.because and not job.because.endswith(".") and job.does for job in TIMETABLE)


def test_days_are_told_as_stretches() -> None:
    days = (days_ago(9), days_ago(5), days_ago(4), days_ago(3))
    assert list(stretches(days)) == [(days[0], days[0]), (days[1], days[3])]
    assert list(stretches(())) == []


@pytest.mark.parametrize(
    ("now", "last", "finished_at", "stands_still", "expected"),
    [
        (at(7), {"sweep": DAY}, at(6), False, False),
        (at(7), {"sweep": DAY + ONE_DAY}, None, False, True),  # a day too early
        (at(7), {"sweep": DAY}, at(8), False, True),  # an hour too early
        (at(7), {"sweep": DAY}, at(7, 1), False, False),  # two machines, two clocks
        (at(7), {"sweep": DAY}, at(8), True, False),  # a fixed day begins again at midnight
        (at(7), {"sweep": DAY + ONE_DAY}, at(8), True, True),
        (at(7), {}, None, False, False),
    ],
)
def test_a_clock_that_was_set_back_is_known(
    now: datetime,
    last: dict[str, date],
    finished_at: datetime | None,
    stands_still: bool,
    expected: bool,
) -> None:
    assert is_set_back(now, DAY, last, finished_at, day_stands_still=stands_still) is expected


# --- three days off ---------------------------------------------------------------------------------------------------


ALERTS = f"""
SELECT a.code, a.due_on, a.rung, a.level, a.audience, a.raised_on, a.cleared_on FROM alert a
WHERE a.rung NOT LIKE '{CLIMBED}%'
"""


def alerts(database: Database) -> list[tuple[str, ...]]:
    """The steps of ladders. What nobody took up goes up later after days without a worker: people had no time."""
    return sorted(tuple(map(str, row)) for row in rows(database, ALERTS))


def caseload(database: Database) -> None:
    """Cases whose ladders have a rung on most days of the weeks that are looked at."""
    for number in range(12):
        start = MONDAY + timedelta(days=number)
        journey = Journey(database).at(start).receive(received_on=start)
        if number % 3:
            journey.consider().decide_to_assess().tell_assessing().ask()


def live(database: Database, days: range, off: frozenset[int] = frozenset()) -> Worker:
    """A worker's mornings, but for the days on which it is off."""
    clock = MovedClock(at(7))
    one = worker(database, "one", clock)
    for number in days:
        if number not in off:
            clock.moment = at(7, day=MONDAY + timedelta(days=number))
            one.look()
    return one


def test_made_up_days_leave_the_steps_that_the_mornings_would_have_left(
    database: Database, sqlite_template: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = open_database(sqlite.copy_of(sqlite_template, tmp_path / "other"))
    found_authority(other)
    caseload(database)
    caseload(other)
    off = frozenset({29, 30, 31, 43, 44, 45, 46, 47, 48})
    live(database, range(20, 56), off=off)
    live(other, range(20, 56))
    assert alerts(database) == alerts(other)
    assert len(alerts(other)) > 60
    other.close()


def test_what_was_missed_is_told_once_each_and_in_words_that_are_true_now(
    database: Database,
) -> None:
    Journey(database).receive().consider()
    due_on = date(2026, 2, 23)
    live(database, range(10, 27))
    before = len(rows(database, "SELECT 1 FROM outbox_message WHERE key LIKE 'alert/%'"))
    clock = MovedClock(at(7, day=due_on + timedelta(days=4)))  # off since 7 February
    worker(database, "one", clock).look()
    limit = "code = 'decide_whether_to_assess'"
    kept = rows(database, f"SELECT rung, raised_on FROM alert WHERE {limit} ORDER BY raised_on")
    assert [(rung, str(day)) for rung, day in kept] == [
        ("at_risk", "2026-02-09"),
        ("close", "2026-02-16"),
        ("due_now", "2026-02-23"),
        ("overdue", "2026-02-24"),
    ]
    sent = rows(database, "SELECT recipient, params FROM outbox_message WHERE key LIKE 'alert/%'")
    assert before == 0
    told = [
        (recipient, params if isinstance(params, dict) else json.loads(params))
        for recipient, params in sent
    ]
    of_limit = [(to, words) for to, words in told if words["code"].startswith("decide")]
    assert len({recipient for recipient, _ in of_limit}) == len(of_limit) >= 2
    for _, words in of_limit:
        assert words["rung"] == "overdue"
        assert "It is 4 days late" in words["reason"]


def went_up(database: Database) -> list[tuple[str, str]]:
    """What nobody took up of the limit itself, with the day on which it went up."""
    sql = f"""
    SELECT rung, raised_on FROM alert WHERE rung LIKE '{CLIMBED}%' AND code = 'decide_whether_to_assess'
    """
    return [(rung, str(day)) for rung, day in rows(database, sql)]


def test_nothing_climbs_before_people_had_their_time_to_see_it(database: Database) -> None:
    Journey(database).receive().consider()
    live(database, range(10, 41))
    thursday = 45  # the limit passed on Monday, and no worker ran since the Saturday before
    one = live(database, range(thursday, thursday + 1))
    assert went_up(database) == []
    assert isinstance(one.clock, MovedClock)
    one.clock.moment = at(7, day=MONDAY + timedelta(days=thursday + 1))
    one.look()
    assert went_up(database) == [(f"{CLIMBED}head_of_service", "2026-02-27")]


def test_what_waited_before_a_worker_was_off_goes_up_when_one_runs_again(
    database: Database,
) -> None:
    Journey(database).receive().consider()
    live(database, range(10, 44))
    assert went_up(database) == []  # late since this morning, and everybody can see it
    live(database, range(46, 47))
    assert went_up(database) == [(f"{CLIMBED}head_of_service", "2026-02-27")]


def test_a_morning_interrupted_for_minutes_lets_things_climb_as_if_it_had_not_been(
    database: Database,
) -> None:
    Journey(database).receive().consider()
    live(database, range(10, 44))
    clock = MovedClock(at(7, day=MONDAY + timedelta(days=44)))
    stopped = worker(database, "stopped", clock)
    stopped.stopping.set()
    stopped.look()
    clock.moment += timedelta(minutes=20)
    worker(database, "next", clock).look()
    assert went_up(database) == [(f"{CLIMBED}head_of_service", "2026-02-25")]


def test_runs_come_in_the_order_of_days_and_of_the_timetable(database: Database) -> None:
    one = live(database, range(10, 11))
    one.clock.moment = at(7, day=MONDAY + timedelta(days=14))  # type: ignore[attr-defined]  # the test's own clock
    seen: list[tuple[date, date, str]] = []

    def watched(job: schedule.Daily) -> schedule.Daily:
        def run(doing: Doing) -> Done:
            seen.append((doing.day, doing.today, job.name))
            return job.run(doing)

        return replace(job, run=run)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schedule, "TIMETABLE", tuple(map(watched, TIMETABLE)))
        one.look()
    today = MONDAY + timedelta(days=14)
    want = [(MONDAY + timedelta(days=n), today, name) for n in (11, 12, 13) for name in MAKES_UP]
    assert seen == [*want, *((today, today, job.name) for job in TIMETABLE)]
    sealed = rows(database, "SELECT day FROM log_seal ORDER BY day")
    assert [str(day) for (day,) in sealed] == [
        (MONDAY + timedelta(days=n)).isoformat() for n in range(10, 15)
    ]


def test_a_missed_job_that_fails_holds_up_itself_and_what_relies_on_it_and_nothing_else(
    database: Database,
) -> None:
    one = live(database, range(10, 11))
    one.clock.moment = at(7, day=MONDAY + timedelta(days=13))  # type: ignore[attr-defined]  # the test's own clock

    def fails(doing: Doing) -> Done:
        raise RuntimeError("the seal cannot be written")

    broken = tuple(replace(job, run=fails) if job.name == "seal" else job for job in TIMETABLE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schedule, "TIMETABLE", broken)
        with pytest.raises(RuntimeError, match="cannot be written"):
            one.look()
    with database.reading() as connection:
        last = job_runs.last_days(connection)
    lived = MONDAY + timedelta(days=10)
    assert last == {
        "receipts": lived + 3 * ONE_DAY,
        "notices": lived + 3 * ONE_DAY,
        "family letters": lived + 3 * ONE_DAY,
        "sweep": lived + 3 * ONE_DAY,
        "recount": lived + 3 * ONE_DAY,
        "seal": lived,
        "forget drafts": lived,
    }
    one.look()
    with database.reading() as connection:
        assert set(job_runs.last_days(connection).values()) == {lived + 3 * ONE_DAY}


def test_more_than_the_bound_is_said_in_the_log_and_stays_to_be_seen(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    one = live(database, range(10, 11))
    today = MONDAY + timedelta(days=60)
    one.clock.moment = at(7, day=today)  # type: ignore[attr-defined]  # the test's own clock
    with caplog.at_level(logging.ERROR):
        one.look()
        one.look()
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 1
    assert "No job ran for 23 January 2026 to 9 February 2026 (18 days)" in said[0]
    with database.reading() as connection:
        state = state_of(connection, at(8, day=today), today, most_days=31)
    left = {each.job.name: len(each.left_out) for each in state.jobs}
    assert left == {
        "receipts": 18,
        "notices": 18,
        "sweep": 18,
        "seal": 18,
        "family letters": 49,
        "recount": 49,
        "forget drafts": 49,
    }
    assert not state.is_overdue


# --- the clock --------------------------------------------------------------------------------------------------------


def test_a_clock_set_back_runs_nothing_twice_and_is_said_once(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    Journey(database).receive()
    clock = MovedClock(at(7))
    one = worker(database, "one", clock)
    one.look()
    before = runs(database)
    with caplog.at_level(logging.ERROR):
        for moment in (at(8, day=days_ago(30)), at(6, 30), at(7, day=days_ago(1))):
            clock.moment = moment
            one.look()
            one.look()
    assert runs(database) == before
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 3  # once for each time it was set back
    assert said[0].startswith("The clock says 08:00 on ")
    assert "ehc job trust-clock" in said[0]
    with database.reading() as connection:
        state = state_of(connection, clock.now(), clock.today(), most_days=31)
    assert state.set_back == said[-1]
    clock.moment = at(7, day=DAY + ONE_DAY)
    one.look()
    assert len(runs(database)) == 2 * len(before)


def test_a_clock_that_was_ahead_can_be_trusted_again(database: Database) -> None:
    Journey(database).receive()
    clock = MovedClock(at(7, day=DAY + timedelta(days=300)))
    one = worker(database, "one", clock)
    one.look()
    told = alerts(database)
    clock.moment = at(7)
    one.look()
    assert {day for day, _ in runs(database)} == {str(DAY + timedelta(days=300))}
    with database.writing() as connection:
        assert job_runs.strike_out_future(connection, clock.today(), clock.now()) == len(EVERY_JOB)
    one.look()
    assert {day for day, _ in runs(database)} == {str(DAY)}
    for number in range(1, 4):
        clock.moment = at(7, day=DAY + timedelta(days=number))
        one.look()
    keys = [key[:3] for key in alerts(database)]
    assert len(keys) == len(set(keys))
    assert {key[:3] for key in told} <= set(keys)


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_nights_of_the_clock_changes_run_each_job_once(
    database: Database, sunday: date
) -> None:
    """A worker that looks every half minute of the night is too slow a test: every ten minutes shows the same."""
    clock = MovedClock(at(12, day=sunday - ONE_DAY))
    one = worker(database, "one", clock)
    one.look()
    begun: dict[str, list[datetime]] = {}
    first = datetime.combine(sunday - ONE_DAY, datetime.min.time(), tzinfo=UTC) + timedelta(
        hours=22
    )
    for step in range(6 * 12):
        clock.moment = first + timedelta(minutes=10 * step)
        seen = set(runs(database))
        one.look()
        for run in set(runs(database)) - seen:
            begun.setdefault(run[0], []).append(clock.moment.astimezone(LONDON))
    assert list(begun) == [sunday.isoformat()]
    moments = begun[sunday.isoformat()]
    assert len(moments) == len(TIMETABLE)
    assert min(moments).strftime("%H:%M") == "06:00"
    assert all(not schedule.is_quiet(moment) for moment in moments)


def test_making_up_for_days_stops_for_the_night(database: Database) -> None:
    one = live(database, range(10, 11))
    clock = one.clock
    assert isinstance(clock, MovedClock)
    clock.moment = at(22, 59, day=MONDAY + timedelta(days=20))

    def slow(doing: Doing) -> Done:
        clock.moment += timedelta(minutes=2)
        return Done(rows=0)

    table = tuple(replace(job, run=slow) for job in TIMETABLE)
    before = len(runs(database))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schedule, "TIMETABLE", table)
        one.look()
        assert len(runs(database)) == before + 1
        one.look()
        assert len(runs(database)) == before + 1


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_by_hand_a_job_runs_once_under_the_same_claim(database: Database) -> None:
    one = worker(database, "one", MovedClock(at(7)))
    assert run_by_hand(one, "sweep", DAY).worker == "one"
    with pytest.raises(JobRefusedError, match=r"is done for .*, by one\. A job runs once a day"):
        run_by_hand(worker(database, "two", MovedClock(at(7))), "sweep", DAY)
    with database.writing() as connection:
        job_runs.claim(connection, "seal", DAY, worker="far away", now=at(7))
    with pytest.raises(JobRefusedError, match="worker far away is at it"):
        run_by_hand(one, "seal", DAY)


def test_by_hand_a_long_job_keeps_its_claim_alive(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, seen = MovedClock(at(7)), threading.Event()
    keep, every = Worker.keep_claims, partial(keeping_claims, every=0.01)

    def kept(worker: Worker) -> None:
        keep(worker)
        seen.set()

    def long(doing: Doing) -> Done:
        clock.moment += 3 * job_runs.STALE
        for _ in range(2):  # the second one began after the clock had moved
            seen.clear()
            assert seen.wait(30)
        with database.writing() as connection:
            now = clock.moment
            taken = job_runs.claim(connection, "sweep", DAY, worker="two", now=now)
        return Done(rows=int(taken))

    table = tuple(replace(job, run=long) for job in TIMETABLE if job.name == "sweep")
    monkeypatch.setattr(schedule, "TIMETABLE", table)
    monkeypatch.setattr(Worker, "keep_claims", kept)
    monkeypatch.setattr("ehc_workflow.jobs.by_hand.keeping_claims", every)
    run = run_by_hand(worker(database, "one", clock), "sweep", DAY)
    assert (run.worker, run.rows, run.attempts) == ("one", 0, 1)
    assert (
        rows(database, "SELECT name FROM worker") == []
    )  # somebody at a command line is no worker


def test_by_hand_an_interrupted_job_is_given_back_and_says_so(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(doing: Doing) -> Done:
        signal.raise_signal(signal.SIGINT)
        assert not doing.goes_on()
        return Done(rows=3)

    table = tuple(replace(job, run=interrupted) for job in TIMETABLE if job.name == "sweep")
    monkeypatch.setattr(schedule, "TIMETABLE", table)
    before = signal.getsignal(signal.SIGINT)
    one = worker(database, "one", MovedClock(at(7)))
    says = "was stopped on the way: what is done is kept"
    with pytest.raises(JobRefusedError, match=says), stopped_by_signals(one):
        run_by_hand(one, "sweep", DAY)
    assert rows(database, "SELECT * FROM job_run") == []
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("name", "day", "moment", "says"),
    [
        ("sweep", DAY + ONE_DAY, at(7), "has not come"),
        ("sweep", DAY, at(23, 30), "between 23:00 and 03:00"),
        ("sweep", days_ago(3), at(7), "an earlier day would put back"),
        ("recount", days_ago(1), at(7), "is run for today only"),
        ("sweep", DAY, at(7), "was missed for .*: run it for that day first"),
        ("sweep", days_ago(1), at(7, day=days_ago(5)), "has not come"),
    ],
)
def test_by_hand_what_cannot_be_is_refused_with_a_sentence(
    database: Database, name: str, day: date, moment: datetime, says: str
) -> None:
    with database.writing() as connection:
        job_runs.claim(connection, "sweep", days_ago(2), worker="one", now=at(6, day=days_ago(2)))
        done = {"worker": "one", "now": at(6, day=days_ago(2)), "rows": 0, "failures": 0}
        job_runs.finish(connection, "sweep", days_ago(2), **done)  # type: ignore[arg-type]  # a row of values
    before = rows(database, "SELECT * FROM job_run")
    with pytest.raises(JobRefusedError, match=says):
        run_by_hand(worker(database, "two", MovedClock(moment)), name, day)
    assert rows(database, "SELECT * FROM job_run") == before


def test_by_hand_a_set_back_clock_is_said(database: Database) -> None:
    clock = MovedClock(at(7))
    one = worker(database, "one", clock)
    one.look()
    clock.moment = at(7, day=days_ago(2))
    with pytest.raises(JobRefusedError, match="No job runs until the clock has passed that"):
        run_by_hand(one, "forget drafts", days_ago(2))


def test_the_command_line_runs_lists_and_refuses(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    monkeypatch.setenv("EHC_TODAY", DAY.isoformat())
    run = CliRunner().invoke
    done = run(ehc, ["job", "run", "sweep"])
    assert (done.exit_code, done.stdout) == (
        0,
        "sweep for Monday 16 March 2026: 0 rows, 0 failures.\n",
    )
    again = run(ehc, ["job", "run", "sweep"])
    assert again.exit_code == 1
    assert "A job runs once a day." in again.stderr
    ahead = run(ehc, ["job", "run", "sweep", "--day", "2026-03-17"])
    assert ahead.exit_code == 1
    assert "Tuesday 17 March 2026 has not come" in ahead.stderr
    assert run(ehc, ["job", "run", "sweeps"]).exit_code == 2
    told = json.loads(run(ehc, ["job", "list", "--json"]).stdout)
    of_sweep = next(job for job in told["jobs"] if job["name"] == "sweep")
    assert (of_sweep["last_day"], of_sweep["rows"], of_sweep["overdue"]) == ("2026-03-16", 0, False)
    assert "sweep: for Monday 16 March 2026 at" in run(ehc, ["job", "list"]).stdout
    assert run(ehc, ["job", "trust-clock"]).stdout.startswith("0 runs")
