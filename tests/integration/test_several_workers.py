"""Several workers: on PostgreSQL they share the work and take over from one that is cut off; SQLite takes one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.jobs.schedule import TIMETABLE
from ehc_workflow.store import outbox
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.rows import Rows
from tests.builders import SERVICES
from tests.integration.test_jobs import wait_until
from tests.support import crash
from tests.support.partition import Line

MORNING = datetime.combine(crash.FIRST, datetime.min.time(), tzinfo=UTC).replace(hour=8)


class Reminder:
    """A message to a service."""

    template = "advice_asked"
    recipient = f"service:{SERVICES[AdviceItem.HEALTH]}"

    def __init__(self, key: str) -> None:
        self.key = key
        self.params: dict[str, object] = {
            "reference": "EHC-ABCDE-12345",
            "request_id": "r",
            "duty": "Give health advice",
            "back_by": "2026-04-20",
            "assessment_id": "case-1",
        }


def put(database: Database, *keys: str) -> None:
    with database.writing() as connection:
        outbox.add(Rows(connection), None, [Reminder(key) for key in keys], MORNING)


def count(database: Database, sql: str) -> int:
    with database.reading() as connection:
        return int(connection.execute(text(sql)).scalar_one())


def sent(database: Database, folder: Path) -> list[tuple[str, str]]:
    """The key of each message that left, and the process that sent it."""
    file = folder / "sent"
    lines = file.read_text().splitlines() if file.exists() else []
    with database.reading() as connection:
        known = connection.execute(text("SELECT id, key FROM outbox_message")).all()
    keys: dict[str, str] = {row[0]: row[1] for row in known}
    return [(keys[line.split("\t")[0]], line.split("\t")[2]) for line in lines]


WAITING = "SELECT count(*) FROM outbox_message WHERE sent_at IS NULL"
DONE = "SELECT count(*) FROM job_run WHERE finished_at IS NOT NULL"


@pytest.mark.parametrize("workers", [2, 3])
def test_workers_share_what_is_to_be_sent_and_send_nothing_twice(
    postgresql_url: str, tmp_path: Path, workers: int
) -> None:
    database = open_database(postgresql_url)
    crash.make_caseload(database)
    with ExitStack() as stack:
        pids = [
            stack.enter_context(crash.living(postgresql_url, tmp_path, MORNING))
            for _ in range(workers)
        ]
        put(database, *(f"shared/{number}" for number in range(400)))
        assert wait_until(lambda: not count(database, WAITING))
        assert wait_until(lambda: count(database, DONE) == len(TIMETABLE))
    keys = [key for key, _ in sent(database, tmp_path)]
    assert len(keys) == len(set(keys))
    # What people left to their digest was sent to nobody.
    assert len(keys) == count(database, "SELECT count(*) FROM outbox_message WHERE sent_to <> ''")
    by = Counter(pid for key, pid in sent(database, tmp_path) if key.startswith("shared/"))
    assert {int(pid) for pid in by} == set(pids)
    assert min(by.values()) > 400 / workers / 4  # each did its part, though no equal one
    runs = "SELECT count(*) FROM job_run WHERE attempts > 1"
    assert count(database, runs) == 0  # nobody took a job from one that lives
    assert crash.left_in(database) == crash.undisturbed(tmp_path, crash.FIRST)
    database.close()


@pytest.mark.parametrize(
    ("cut_after", "back"), [(30, Line.mend), (75, Line.drop), (160, Line.mend)]
)
def test_one_that_is_cut_off_is_taken_over_and_comes_back(
    postgresql_url: str, tmp_path: Path, cut_after: int, back: Callable[[Line], None]
) -> None:
    """Its line is cut in the middle of its work; the server lets go of what it held in two seconds here."""
    database = open_database(postgresql_url)
    crash.make_caseload(database)
    line = Line(postgresql_url, cut_after=cut_after)
    with crash.living(line.url, tmp_path, MORNING) as cut_off:
        assert line.was_cut.wait(30)
        before = count(database, DONE)
        later = MORNING + timedelta(minutes=5)
        with crash.living(postgresql_url, tmp_path, later):
            assert wait_until(lambda: count(database, DONE) == len(TIMETABLE), 60)
            assert wait_until(lambda: not count(database, WAITING), 60)
        assert before < len(TIMETABLE)
        assert crash.left_in(database) == crash.undisturbed(tmp_path, crash.FIRST)
        keys = [key for key, _ in sent(database, tmp_path)]
        assert len(keys) - len(set(keys)) <= 1  # at most the one that it had in hand
        back(line)
        put(database, "after/all")
        assert wait_until(lambda: ("after/all", str(cut_off)) in sent(database, tmp_path), 60)
    keys = [key for key, _ in sent(database, tmp_path)]
    assert len(keys) - len(set(keys)) <= 1
    assert count(database, DONE) == len(TIMETABLE)
    assert crash.left_in(database) == crash.undisturbed(tmp_path / "again", crash.FIRST)
    line.close()
    database.close()


def started(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ehc_workflow", "worker"],
        env={**os.environ, "EHC_DATABASE_URL": url, "EHC_TODAY": crash.FIRST.isoformat()},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_sqlite_takes_one_worker_and_says_so(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    first = started(sqlite_url)
    assert wait_until(lambda: count(database, "SELECT count(*) FROM worker"))
    second = started(sqlite_url)
    _, said = second.communicate(timeout=60)
    assert second.returncode == 1
    assert "A worker is at work on this SQLite file already, and it takes one." in said
    first.send_signal(signal.SIGKILL)
    first.communicate()
    third = started(sqlite_url)  # a dead one stands in nobody's way
    assert wait_until(lambda: count(database, "SELECT count(*) FROM worker") == 2)
    time.sleep(0.1)
    third.send_signal(signal.SIGTERM)
    third.communicate(timeout=30)
    assert third.returncode == 0
    assert count(database, "SELECT count(*) FROM worker") == 1
    database.close()
