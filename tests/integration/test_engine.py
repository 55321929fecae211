"""Both kinds of database are set up so that nothing is lost, reads hold up nobody, and a read cannot write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.tables import metadata
from ehc_workflow.store.tables.accounts import UserAccount


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of each kind."""
    with closing(open_database(database_url)) as database:
        yield database


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A migrated SQLite database."""
    with closing(open_database(sqlite_url)) as database:
        yield database


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    """A migrated PostgreSQL database."""
    with closing(open_database(postgresql_url)) as database:
        yield database


def add_user(connection: Connection, name: str, at: datetime) -> None:
    row = {"id": name, "email": f"{name}@example.invalid", "name": name, "created_at": at}
    connection.execute(insert(UserAccount).values(**row))


NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_sqlite_is_durable_and_keeps_its_word(sqlite_database: Database) -> None:
    database = sqlite_database
    wanted = {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 10000,
        "synchronous": 2,
        "query_only": 0,
    }
    with database.writing() as connection:
        for pragma, value in wanted.items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    with database.reading() as connection:
        for pragma, value in {**wanted, "query_only": 1}.items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_postgresql_waits_for_nobody_for_ever(postgresql_database: Database) -> None:
    database = postgresql_database
    with database.reading() as connection:
        for name in ("statement_timeout", "lock_timeout"):
            assert connection.exec_driver_sql(f"SHOW {name}").scalar() != "0"
        assert connection.exec_driver_sql("SHOW timezone").scalar() == "UTC"


def test_what_a_block_wrote_is_there_or_not_at_all(database: Database) -> None:
    with database.writing() as connection:
        add_user(connection, "kept", NOON)
    with suppress(ZeroDivisionError), database.writing() as connection:
        add_user(connection, "lost", NOON)
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.scalars(select(UserAccount.id)).all() == ["kept"]


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read.?only"), database.reading() as connection:
        add_user(connection, "sneaked in", NOON)


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.writing() as writer:
        add_user(writer, "later", NOON)
        with database.reading() as reader:
            assert reader.scalars(select(UserAccount.id)).all() == []


def test_two_that_read_and_then_write_lose_nothing(sqlite_database: Database) -> None:
    database = sqlite_database
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def count() -> None:
        for _ in range(25):
            with database.writing() as connection:
                n = connection.scalar(text("SELECT n FROM counter"))
                connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.scalar(text("SELECT n FROM counter")) == 100


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(
            text("INSERT INTO team (id, authority_id, name) VALUES ('t', 'none', 'North')")
        )


def test_a_moment_comes_back_in_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 13, 30, tzinfo=timezone(timedelta(hours=1)))
    with database.writing() as connection:
        add_user(connection, "one", summer)
    with database.reading() as connection:
        found = connection.scalar(select(UserAccount.created_at))
    assert found == summer
    assert found is not None
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="time zone"), database.writing() as connection:
        add_user(connection, "one", naive)


def test_an_address_has_one_account_and_lower_case(database: Database) -> None:
    with database.writing() as connection:
        add_user(connection, "one", NOON)
    same = {"id": "2", "email": "one@example.invalid", "name": "two", "created_at": NOON}
    for email in ("one@example.invalid", "TWO@example.invalid"):
        with pytest.raises(IntegrityError), database.writing() as connection:
            connection.execute(insert(UserAccount).values(**{**same, "email": email}))


def test_an_error_does_not_quote_what_was_written(database: Database) -> None:
    with database.writing() as connection:
        add_user(connection, "somebody", NOON)
    with pytest.raises(IntegrityError) as refused, database.writing() as connection:
        add_user(connection, "somebody", NOON)
    assert "@example.invalid" not in str(refused.value)


def test_a_connection_lost_while_idle_is_replaced(postgresql_database: Database) -> None:
    database = postgresql_database
    with database.reading() as connection:
        lost = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        held = connection.connection
        entry = held._connection_record
        assert entry is not None
    with database.writing() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({lost})")
    entry.info["used_at"] -= 60
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'folder' / 'ehc.db'}"
    with closing(open_database(url)) as database, database.reading() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_every_constraint_has_a_name_of_ours() -> None:
    for table in metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, (table.name, constraint)
            assert len(str(constraint.name)) <= 63, constraint.name
