"""Workers die by SIGKILL while they sweep and send: no alert is lost or doubled, no message lost or said in two ways.

`make crash` does the same hundreds of times; docs/benchmarks.md has what came of it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ehc_workflow.notify import Mail
from ehc_workflow.store.engine import open_database
from tests.support import crash, sqlite

KILLS = 24


def test_on_sqlite_nothing_is_lost_or_doubled(sqlite_url: str, tmp_path: Path) -> None:
    toll = crash.kill_workers(sqlite_url, tmp_path, KILLS, at_a_time=1, seed=11)
    assert toll.faults == []
    assert toll.kills == KILLS
    assert min(toll.at["job"], toll.at["send"]) > 0
    assert toll.alerts > 40
    assert toll.sends >= toll.messages > 50


def test_on_postgresql_two_at_a_time_neither(postgresql_url: str, tmp_path: Path) -> None:
    toll = crash.kill_workers(postgresql_url, tmp_path, KILLS, at_a_time=2, seed=12)
    assert toll.faults == []
    assert toll.kills == KILLS
    assert min(toll.at["job"], toll.at["send"]) > 0
    assert toll.alerts > 40
    assert toll.sends >= toll.messages > 50


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("DELETE FROM alert", "the alerts are not those"),
        ("UPDATE alert SET raised_on = '2026-01-01'", "the alerts are not those"),
        (
            "UPDATE alert SET raised_on = '2026-01-01' WHERE rung LIKE 'nobody%'",
            "before its people had their time",
        ),
        (
            "UPDATE alert SET unheeded_from = '2026-01-01' WHERE level = 'due_now'",
            "left where it was",
        ),
        ("UPDATE outbox_message SET sent_at = NULL WHERE key LIKE 'alert/%'", "never sent"),
        ("UPDATE outbox_message SET id = 'x' || id", "what was sent is not what the outbox held"),
    ],
)
def test_what_is_compared_can_fail(
    sqlite_template: Path, tmp_path: Path, spoil: str, says: str
) -> None:
    folder = tmp_path / "spoilt"
    folder.mkdir()
    database = open_database(sqlite.copy_of(sqlite_template, folder))
    crash.make_caseload(database)
    last = crash.FIRST + timedelta(days=5)  # a Monday: what waited since the first day goes up
    crash.worker_on(database, folder, noon(crash.FIRST), "one").look()
    crash.finish(database, folder, noon(last))
    toll = crash.Toll()
    crash.compare(database, folder, noon(last), toll)
    assert toll.faults == []
    with database.writing() as connection:
        connection.execute(text(spoil))
    again = crash.Toll()
    (folder / "quiet").rename(folder / "before")
    crash.compare(database, folder, noon(last), again)
    assert any(says in fault for fault in again.faults)
    key = next(line.split("\t")[0] for line in (folder / "sent").read_text().splitlines())
    crash.FileNotifier(folder / "sent").send(Mail(key=key, to=("a",), subject="b", body="c"))
    (folder / "quiet").rename(folder / "before that")
    crash.compare(database, folder, noon(last), again)
    assert "a message said different things under one key" in again.faults
    database.close()


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
