"""Each job once a London day, whoever dies meanwhile; and the recount that proves what is kept for speed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from ehc_workflow.clock import LONDON, MovedClock
from ehc_workflow.documents.folder import Folder
from ehc_workflow.jobs import schedule
from ehc_workflow.jobs.recount import recount
from ehc_workflow.jobs.schedule import TIMETABLE, Daily, Doing, Done, due, is_quiet
from ehc_workflow.jobs.seal import seal
from ehc_workflow.jobs.sweep import dry_run, sweep
from ehc_workflow.jobs.worker import Worker
from ehc_workflow.notify import MemoryNotifier
from ehc_workflow.service.documents import Documents
from ehc_workflow.store import job_runs
from ehc_workflow.store.engine import Database, open_database
from tests.builders import MONDAY, Journey, found_authority

EVERY_JOB = {"receipts", "notices", "family letters", "sweep", "recount", "seal", "forget drafts"}
DAY = MONDAY + timedelta(weeks=9)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime.combine(day, time_of_day(hour, minute), tzinfo=LONDON).astimezone(UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def worker(database: Database, name: str, clock: MovedClock) -> Worker:
    return Worker(
        database=database,
        notifier=MemoryNotifier(),
        clock=clock,
        address="https://ehc.example.invalid",
        documents=Documents(database, Folder(Path("nowhere"), 1)),
        name=name,
    )


def rows(database: Database, sql: str) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(text(sql)).all())


def write(database: Database, sql: str) -> None:
    with database.writing() as connection:
        connection.execute(text(sql))


def finished(database: Database, day: date = DAY) -> frozenset[str]:
    with database.reading() as connection:
        runs = job_runs.runs_since(connection, day)
    return frozenset(run.name for run in runs if run.day == day and run.finished_at)


def daily(name: str, run: Callable[[Doing], Done]) -> Daily:
    return Daily(
        name=name,
        does="What a test wants",
        at=time_of_day(6),
        run=run,
        makes_up=True,
        because="a test says so",
    )


# --- the timetable ----------------------------------------------------------------------------------------------------


def test_no_daily_job_is_set_for_the_hours_that_come_twice() -> None:
    for job in TIMETABLE:
        assert schedule.QUIET_UNTIL <= job.at < schedule.QUIET_FROM


def test_jobs_stand_in_the_order_of_their_hours() -> None:
    assert [job.at for job in TIMETABLE] == sorted(job.at for job in TIMETABLE)


@pytest.mark.parametrize(
    ("moment", "names"),
    [
        (at(5, 59), []),
        (at(6), ["receipts", "notices", "family letters", "sweep"]),
        (at(6, 20), ["receipts", "notices", "family letters", "sweep", "recount"]),
        (
            at(22, 59),
            ["receipts", "notices", "family letters", "sweep", "recount", "seal", "forget drafts"],
        ),
        (at(23), []),
        (at(2, 59), []),
        (
            datetime(2026, 7, 1, 5, 0, tzinfo=UTC),
            ["receipts", "notices", "family letters", "sweep"],
        ),  # 06:00 by summer time
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), []),  # 01:30, the first of two
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), []),  # 01:30 again
    ],
)
def test_what_is_due_goes_by_the_clocks_of_london(moment: datetime, names: list[str]) -> None:
    assert [job.name for job in due(moment)] == names


def test_a_day_that_stands_still_has_no_morning_to_wait_for() -> None:
    assert due(at(2), day_stands_still=True) == TIMETABLE
    assert is_quiet(at(2))


# --- one run a day ----------------------------------------------------------------------------------------------------


def test_at_start_a_worker_does_what_today_lacks_once(database: Database) -> None:
    Journey(database).receive()
    clock = MovedClock(at(7))
    worker(database, "one", clock).look()
    assert finished(database) == EVERY_JOB
    before = rows(database, "SELECT count(*) FROM alert")
    worker(database, "two", clock).look()
    runs = rows(database, "SELECT name, worker FROM job_run ORDER BY name")
    assert runs == [(name, "one") for name in sorted(EVERY_JOB)]
    assert rows(database, "SELECT count(*) FROM alert") == before == [(3,)]
    clock.moment += timedelta(days=1)
    worker(database, "two", clock).look()
    assert finished(database, DAY + timedelta(days=1)) == EVERY_JOB


def test_a_claim_holds_while_its_worker_lives_and_not_after(database: Database) -> None:
    def claimed(name: str, now: datetime) -> bool:
        with database.writing() as connection:
            return job_runs.claim(connection, "sweep", DAY, worker=name, now=now)

    assert claimed("one", at(6))
    assert not claimed("two", at(6, 1))
    with database.writing() as connection:
        job_runs.beat(connection, worker="one", now=at(6, 2))
    assert not claimed("two", at(6, 3))
    assert claimed("two", at(6, 5))  # no sign of life for more than two minutes
    with database.writing() as connection:
        finish = {"worker": "one", "now": at(6, 6), "rows": 1, "failures": 0}
        job_runs.finish(connection, "sweep", DAY, **finish)  # type: ignore[arg-type]  # a row of values
    assert finished(database) == frozenset()  # it is no longer its own to finish
    with database.writing() as connection:
        finish["worker"] = "two"
        job_runs.finish(connection, "sweep", DAY, **finish)  # type: ignore[arg-type]  # a row of values
    assert finished(database) == {"sweep"}
    assert not claimed("three", at(20))


def test_two_machines_with_clocks_apart_do_not_take_each_other_for_dead(
    database: Database,
) -> None:
    """As far apart as two clocks may be, and a sign of life that is nearly two beats old."""
    beats = timedelta(seconds=2 * schedule.BEAT_SECONDS)
    assert schedule.SKEW + beats <= job_runs.STALE
    for day, skew in ((DAY, schedule.SKEW), (DAY + timedelta(days=1), -schedule.SKEW)):
        with database.writing() as connection:
            begun = {"worker": "one", "now": at(6, day=day)}
            assert job_runs.claim(connection, "sweep", day, **begun)  # type: ignore[arg-type]  # a row of values
            theirs = at(6, day=day) + beats + skew
            assert not job_runs.claim(connection, "sweep", day, worker="two", now=theirs)


def test_a_job_that_fails_is_tried_again_and_holds_up_those_after_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def fails_once(doing: Doing) -> Done:
        tries.append("first")
        if len(tries) == 1:
            raise RuntimeError("the disk is full")
        return Done(rows=1)

    table = (
        daily("first", fails_once),
        daily("second", lambda doing: Done(rows=2)),
    )
    monkeypatch.setattr(schedule, "TIMETABLE", table)
    at_work = worker(database, "one", MovedClock(at(7)))
    with pytest.raises(RuntimeError):
        at_work.look()
    assert finished(database) == frozenset()
    said = rows(database, "SELECT name, attempts, error FROM job_run WHERE failed_at IS NOT NULL")
    assert said == [("first", 1, "RuntimeError")]  # its kind, and none of its words
    at_work.look()
    assert finished(database) == {"first", "second"}
    assert rows(database, "SELECT attempts, error FROM job_run WHERE name = 'first'") == [(2, "")]


def test_a_job_that_is_stopped_is_given_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = worker(database, "one", MovedClock(at(7)))

    def stopped(doing: Doing) -> Done:
        at_work.stopping.set()
        return Done(rows=0)

    table = (daily("first", stopped),)
    monkeypatch.setattr(schedule, "TIMETABLE", table)
    at_work.look()
    assert rows(database, "SELECT name FROM job_run") == []


def test_a_beat_is_seen(database: Database) -> None:
    at_work = worker(database, "one", MovedClock(at(7)))
    at_work.beat()
    at_work.clock.moment += timedelta(minutes=5)  # type: ignore[attr-defined]  # the test's own clock
    at_work.beat()
    one, now = worker(database, "two", MovedClock(at(7, 5))), at(7, 5)
    one.beat()
    with database.reading() as connection:
        found = job_runs.workers(connection)
    assert [(each.name, each.is_alive(now)) for each in found] == [("one", True), ("two", True)]
    assert not found[0].is_alive(now + job_runs.STALE + timedelta(seconds=1))
    at_work.leave()
    assert rows(database, "SELECT name FROM worker") == [("two",)]
    one.clock.moment += timedelta(days=8)  # type: ignore[attr-defined]  # the test's own clock
    at_work.beat()
    one.beat()
    assert rows(database, "SELECT name FROM worker") == [("two",)]  # nobody misses "one" any more


# --- the process itself -----------------------------------------------------------------------------------------------


def started(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ehc_workflow", "worker"],
        env={**os.environ, "EHC_DATABASE_URL": url, "EHC_TODAY": DAY.isoformat()},
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until(true: Any, seconds: float = 40) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_killed_in_the_middle_another_worker_finishes_the_day(
    database: Database, database_url: str
) -> None:
    for _ in range(20):
        Journey(database).receive().consider().decide_to_assess().tell_assessing().ask()
    want = dry_run(database, DAY, at(6)).raised
    for wait in (0.0, 0.05, 0.15):
        process = started(database_url)
        assert wait_until(lambda: rows(database, "SELECT 1 FROM job_run")), "no claim was seen"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        # The dead worker's claim grows stale at once, so that the test need not wait for it.
        write(database, "UPDATE job_run SET heartbeat_at = '2020-01-01 00:00:00'")
    process = started(database_url)
    assert wait_until(lambda: finished(database) == EVERY_JOB)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0
    found = rows(database, "SELECT assessment_id, code, ref, due_on, rung FROM alert")
    assert len(found) == len(set(map(tuple, found))) == want
    sent = rows(database, "SELECT count(*), count(DISTINCT key) FROM outbox_message")[0]
    assert sent[0] == sent[1]


def test_sigterm_stops_it_cleanly(database: Database, database_url: str) -> None:
    process = started(database_url)
    assert wait_until(lambda: rows(database, "SELECT 1 FROM worker"))
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "stopped" in said
    assert "Traceback" not in said


# --- the recount ------------------------------------------------------------------------------------------------------


def test_the_recount_finds_nothing_after_any_journey(database: Database) -> None:
    start = MONDAY
    whole = Journey(database).to_final()
    others = [
        Journey(database).receive(),
        Journey(database).receive().consider(),
        Journey(database).receive().consider().decide_to_assess(),
        Journey(database).receive().consider().decide_to_assess().tell_assessing().ask(),
        Journey(database).at(start + timedelta(weeks=8)).receive(received_on=start),
    ]
    for weeks in range(8, 30):
        day = start + timedelta(weeks=weeks, days=weeks % 7)
        before = recount(database, day)
        sweep(database, day, at(6, day=day))
        after = recount(database, day)
        assert (before.differing, after.differing) == ((), ()), day
        assert after.cases == len(others)
    assert whole.case is not None


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE deadline SET due_on = '2026-12-24' WHERE code = 'final_plan'",
        "UPDATE deadline SET status = 'void', level = 'on_track', changes_on = NULL WHERE code = 'final_plan'",
        "UPDATE deadline SET level = 'late', risk_order = 0 WHERE code = 'final_plan'",
        "UPDATE deadline SET changes_on = '2027-01-01' WHERE code = 'final_plan'",
        "DELETE FROM deadline WHERE code = 'final_plan'",
        "UPDATE deadline SET ref = 'ghost' WHERE code = 'final_plan'",
        "UPDATE assessment SET risk_level = 'on_track', risk_order = 99, risk_code = '', risk_due_on = NULL",
        "UPDATE assessment SET next_due_on = '2020-01-01'",
    ],
)
def test_the_recount_mends_what_differs_and_says_so(database: Database, spoil: str) -> None:
    journey = Journey(database).receive()
    day = MONDAY + timedelta(weeks=1)
    sweep(database, day, at(6, day=day))
    columns = "code, ref, due_on, status, level, risk_order, changes_on"
    true = f"SELECT {columns} FROM deadline WHERE status <> 'void' ORDER BY code"
    rated = "SELECT risk_level, risk_order, risk_code, risk_due_on, next_due_on FROM assessment"
    before = (rows(database, true), rows(database, rated))
    write(database, spoil)
    report = recount(database, day)
    assert report.differing == (journey.case_id,)
    assert report.mended >= 1
    assert (rows(database, true), rows(database, rated)) == before
    sweep(database, day, at(6, day=day))
    assert recount(database, day).differing == ()


def test_what_the_recount_mends_is_raised_by_the_next_sweep(database: Database) -> None:
    Journey(database).receive()
    write(database, "DELETE FROM deadline")
    recount(database, DAY)
    assert sweep(database, DAY, at(6)).raised == 3


# --- the seal ---------------------------------------------------------------------------------------------------------


def test_a_day_is_sealed_once(database: Database) -> None:
    Journey(database).receive().consider()
    first = seal(database, DAY)
    assert first is not None
    assert (first.cases, first.entries) == (1, 3)
    assert seal(database, DAY) is None
    assert seal(database, DAY - timedelta(days=1)) is None
    Journey(database).receive()
    second = seal(database, DAY + timedelta(days=1))
    assert second is not None
    assert (second.cases, second.entries) == (2, 4)
    assert rows(database, "SELECT count(*) FROM log_seal") == [(2,)]
