"""An edited log is found: changed, deleted, inserted or moved, each by name, whatever else was edited with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ehc_workflow.jobs.seal import seal
from ehc_workflow.service.verify import verify
from ehc_workflow.store import append_only, log, migrate
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.log import Entry
from tests.builders import MONDAY, Journey, found_authority

CASE = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Two whole cases, and a third that is only begun."""
    opened = open_database(database_url)
    found_authority(opened)
    Journey(opened, case_id=CASE).to_final()
    Journey(opened, case_id=OTHER).to_final()
    Journey(opened).receive()
    yield opened
    opened.close()


def tamper(database: Database, *statements: str, **values: object) -> None:
    """What somebody with the run of the database could do: triggers first, then whatever they like."""
    with database.writing() as connection:
        for table in append_only.PROTECTED:
            append_only.unprotect(connection, table)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            connection.execute(text(statement), {"id": CASE, **values})


def first_fault(database: Database) -> tuple[str | None, int | None]:
    found = verify(database)
    assert not found.is_whole
    fault = found.faults[0]
    assert fault.what.endswith(".")
    return fault.assessment_id, fault.seq


def entries(database: Database, case_id: str = CASE) -> list[Entry]:
    names = ", ".join(log.COLUMNS)
    with database.reading() as connection:
        found = connection.execute(
            text(f"SELECT {names} FROM log_entry WHERE assessment_id = :id ORDER BY seq"),
            {"id": case_id},
        )
        return [_entry(dict(row._mapping)) for row in found]


def _entry(columns: dict[str, Any]) -> Entry:
    from datetime import UTC, datetime

    if isinstance(columns["at"], str):
        columns["at"] = datetime.fromisoformat(columns["at"]).replace(tzinfo=UTC)
    return Entry(**{**columns, "imported": bool(columns["imported"])})


def test_a_true_record_is_whole(database: Database) -> None:
    seal(database, MONDAY)
    found = verify(database)
    assert found.faults == ()
    assert (found.cases, found.seals) == (3, 1)
    assert found.entries > 50


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET payload = '{}'",
        "DELETE FROM log_entry",
        "DELETE FROM log_entry WHERE seq = 2",
        "UPDATE log_seal SET cases = 0",
        "DELETE FROM log_seal",
    ],
)
def test_the_database_itself_refuses(database: Database, statement: str) -> None:
    seal(database, MONDAY)
    with pytest.raises(DBAPIError, match=append_only.REFUSAL), database.writing() as connection:
        connection.execute(text(statement))
    assert verify(database).is_whole


@pytest.mark.parametrize(
    "column",
    ["actor_id = 'someone'", "kind = 'views_received'", "to_state = 'drafting'", "citation = 'reg 99'",
     "payload = '{}'", "prose = '{\"reasons\":\"\"}'", "at = '2020-01-01 00:00:00+00:00'", "from_state = 'x'",
     "command_key = 'k'"],
)  # fmt: skip
def test_a_changed_entry_is_named(database: Database, column: str) -> None:
    if database.dialect == "sqlite":
        column = column.replace("+00:00", ".000000")
    tamper(database, f"UPDATE log_entry SET {column} WHERE assessment_id = :id AND seq = 4")
    assert first_fault(database) == (CASE, 4)


def test_a_changed_entry_with_its_own_hash_made_again_is_found(database: Database) -> None:
    from dataclasses import replace

    forged = replace(entries(database)[3], actor_id="someone else", hash="").chained()
    tamper(
        database,
        "UPDATE log_entry SET actor_id = :actor, hash = :hash WHERE assessment_id = :id AND seq = 4",
        actor=forged.actor_id,
        hash=forged.hash,
    )
    assert first_fault(database) == (CASE, 5)


@pytest.mark.parametrize("seq", [1, 4])
def test_a_deleted_entry_is_named(database: Database, seq: int) -> None:
    tamper(
        database,
        "DELETE FROM log_text WHERE assessment_id = :id AND seq = :seq",
        "DELETE FROM log_entry WHERE assessment_id = :id AND seq = :seq",
        seq=seq,
    )
    assert first_fault(database) == (CASE, seq)


def test_the_last_entry_deleted_is_named(database: Database) -> None:
    last = entries(database)[-1].seq
    tamper(database, "DELETE FROM log_entry WHERE assessment_id = :id AND seq = :seq", seq=last)
    assert first_fault(database) == (CASE, last)


def test_the_last_entry_deleted_with_the_case_row_put_right_is_found_by_the_seal(
    database: Database,
) -> None:
    seal(database, MONDAY)
    *_, before, last = entries(database)
    tamper(
        database,
        "DELETE FROM log_entry WHERE assessment_id = :id AND seq = :seq",
        "UPDATE assessment SET version = :version, head = :head WHERE id = :id",
        seq=last.seq,
        version=before.seq,
        head=before.hash,
    )
    assert first_fault(database) == (CASE, last.seq)


def test_reordered_entries_are_named(database: Database) -> None:
    tamper(
        database,
        "UPDATE log_entry SET seq = 1000 WHERE assessment_id = :id AND seq = 4",
        "UPDATE log_entry SET seq = 4 WHERE assessment_id = :id AND seq = 5",
        "UPDATE log_entry SET seq = 5 WHERE assessment_id = :id AND seq = 1000",
    )
    assert first_fault(database) == (CASE, 4)


def test_an_inserted_entry_is_named(database: Database) -> None:
    names = [name for name in log.COLUMNS if name not in ("seq", "command_key")]
    last = entries(database)[-1].seq
    copied = ", ".join(names)
    tamper(
        database,
        f"INSERT INTO log_entry (seq, {copied}) SELECT :seq, {copied} FROM log_entry "
        "WHERE assessment_id = :id AND seq = 3",
        seq=last + 1,
    )
    assert first_fault(database) == (CASE, last + 1)


def test_an_entry_inserted_with_a_proper_hash_is_found(database: Database) -> None:
    from dataclasses import replace

    last = entries(database)[-1]
    forged = replace(
        last, seq=last.seq + 1, previous=last.hash, command_key=None, hash="", prose="{}"
    ).chained()
    names = ", ".join(log.COLUMNS)
    marks = ", ".join(f":{name}" for name in log.COLUMNS)
    values = {name: getattr(forged, name) for name in log.COLUMNS}
    if database.dialect == "sqlite":
        values["at"] = forged.at.strftime("%Y-%m-%d %H:%M:%S.%f")
    tamper(database, f"INSERT INTO log_entry ({names}) VALUES ({marks})", **values)
    assert first_fault(database) == (CASE, last.seq + 1)


TABLES_OF_A_CASE = (
    "alert",
    "deadline",
    "log_text",
    "notice",
    "plan_item",
    "contribution_paragraph",
    "family_views",
    "contribution",
    "document",
    "advice_request",
    "contact",
    "outbox_message",
    "log_entry",
)


def vanish(database: Database, *, keep: tuple[str, ...] = ()) -> None:
    """Take a whole case away."""
    of_advice = "contribution_id IN (SELECT id FROM contribution WHERE assessment_id = :id)"
    of_case = {"contribution_paragraph": of_advice, "family_views": of_advice}
    tables = [table for table in TABLES_OF_A_CASE if table not in keep]
    tamper(
        database,
        *(
            f"DELETE FROM {name} WHERE {of_case.get(name, 'assessment_id = :id')}"
            for name in tables
        ),
        "DELETE FROM assessment WHERE id = :id",
    )


def test_a_whole_case_that_vanished_is_found_by_the_seal(database: Database) -> None:
    seal(database, MONDAY)
    vanish(database)
    assert first_fault(database) == (CASE, 1)


def test_a_case_that_left_its_log_behind_is_found(database: Database) -> None:
    vanish(database, keep=("log_entry",))
    assert first_fault(database) == (CASE, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM sealed_head WHERE assessment_id = :id",
        "UPDATE sealed_head SET version = 1, head = '0' WHERE assessment_id <> :id",
        "UPDATE log_seal SET entries = entries - 1",
        "DELETE FROM log_seal WHERE day = '2026-01-12'",
    ],
)
def test_edited_seals_are_found(database: Database, statement: str) -> None:
    seal(database, MONDAY)
    seal(database, MONDAY + timedelta(days=1))
    tamper(database, statement)
    assert not verify(database).is_whole


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_text SET body = 'Something else.' WHERE assessment_id = :id",
        "DELETE FROM log_text WHERE assessment_id = :id",
        "INSERT INTO log_text (assessment_id, seq, field, body) VALUES (:id, 1, 'aside', 'Put in.')",
        "UPDATE contribution_paragraph SET amount = 'none'",
        "UPDATE contribution_paragraph SET until_when = 'never'",
        "UPDATE contribution SET how_seen = 'In passing.' WHERE assessment_id = :id",
        "UPDATE contribution SET author_name = 'Somebody else' WHERE assessment_id = :id",
        "UPDATE plan_item SET text = 'Something else.' WHERE assessment_id = :id",
        "DELETE FROM plan_item WHERE assessment_id = :id AND section = 'F'",
        'UPDATE notice SET blocks = \'[["reasons", "other words"]]\' WHERE assessment_id = :id',
        "UPDATE assessment SET facts = replace(facts, '2026-01-12', '2026-01-11') WHERE id = :id",
        "UPDATE assessment SET version = version + 1 WHERE id = :id",
        "UPDATE assessment SET head = 'x' WHERE id = :id",
    ],
)
def test_whatever_the_log_vouches_for_is_checked(database: Database, statement: str) -> None:
    tamper(database, statement)
    found = verify(database)
    assert found.faults[0].assessment_id == CASE
    assert found.faults[0].seq is not None


def test_advice_given_before_more_could_be_said_of_it_stays_good(
    database: Database, database_url: str
) -> None:
    """The columns go and come again: what stands in the log then was written by a program that never knew them.

    How the family's views were had goes with them, and that it is gone is found.
    """
    migrate.downgrade(database_url, "0007")
    migrate.upgrade(database_url)
    views = [one.seq for one in entries(database) if '"voice":"' in one.payload]
    assert len(views) == 2
    assert {fault.seq for fault in verify(database).faults} == {views[0]}  # of each case the first


def test_an_entry_that_cannot_be_read_is_a_fault_and_no_crash(database: Database) -> None:
    from dataclasses import replace

    forged = replace(entries(database)[-1], kind="no_such_event", hash="").chained()
    tamper(
        database,
        "UPDATE log_entry SET kind = :kind, hash = :hash WHERE assessment_id = :id AND seq = :seq",
        "UPDATE assessment SET head = :hash WHERE id = :id",
        kind=forged.kind,
        hash=forged.hash,
        seq=forged.seq,
    )
    assert first_fault(database) == (CASE, forged.seq)


# --- the command line ------------------------------------------------------------------------------------------------


def run(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ehc_workflow", "audit", "verify", *arguments],
        env={**os.environ, "EHC_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_says_whether_and_where(database: Database, database_url: str) -> None:
    whole = run(database_url, "--json")
    assert whole.returncode == 0, whole.stderr
    assert json.loads(whole.stdout)["ok"] is True
    tamper(database, "UPDATE log_entry SET actor_id = 'x' WHERE assessment_id = :id AND seq = 4")
    broken = run(database_url, "--json")
    told = json.loads(broken.stdout)
    assert broken.returncode == 1
    assert told["ok"] is False
    assert told["first_bad"] == {
        "assessment_id": CASE,
        "seq": 4,
        "what": "This entry was changed.",
    }
    assert f"Case {CASE}, entry 4: This entry was changed." in run(database_url).stdout
