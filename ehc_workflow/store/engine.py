"""The database as one value: SQLite or PostgreSQL, each set up so that nothing is lost and nobody waits long."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from ehc_workflow.store.counting import CountingRules
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.steps import PostgresqlSteps, SqliteSteps, Steps

IDLE_SECONDS = 5
ABANDONED_SECONDS = 30
"""After so long without a word within a transaction PostgreSQL ends it: whoever was cut off holds up nobody longer."""


@dataclass(frozen=True, slots=True)
class Database:
    """Three ways in: `writing` is one transaction, `stepping` a quick one, `reading` is none and holds up nobody.

    `counting` knows what dates are counted by here.
    """

    engine: Engine
    reader: Engine
    steps: Steps
    counting: CountingRules = field(default_factory=CountingRules)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed when the block ends, undone when it raises."""
        with self.steps.turn(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def stepping(self) -> Iterator[Rows]:
        """The same for the few rows of one step, on the driver's own connection."""
        with self.steps.step() as rows:
            yield rows

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that can only read; each statement sees what is committed by then."""
        with self.reader.connect() as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self.steps.close()
        self.engine.dispose()
        self.reader.dispose()


def open_database(url: str, *, durable: bool = True) -> Database:
    """Open the database that the settings name. `durable=False` is for data that can be made again."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed, durable=durable)
    return _open_postgresql(parsed)


# Parameters are hidden in every error's text: it may end in a log, and they may name a child.


def _open_sqlite(url: URL, *, durable: bool) -> Database:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    writer = create_engine(url, hide_parameters=True, pool_size=10, max_overflow=10)
    reader = create_engine(url, hide_parameters=True, pool_size=20, max_overflow=20)
    synchronous = "FULL" if durable else "NORMAL"
    event.listen(writer, "connect", _sqlite_pragmas(synchronous, query_only=False))
    event.listen(reader, "connect", _sqlite_pragmas(synchronous, query_only=True))
    event.listen(writer, "begin", _begin_immediate)
    return Database(writer, reader, SqliteSteps(writer))


def _sqlite_pragmas(synchronous: str, *, query_only: bool) -> Any:
    def connected(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        # The driver must not open transactions by itself: its own plain BEGIN takes the write
        # lock late, and two sessions that read and then write would lose each other's update.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 10000")
        # NORMAL may lose the last commits when the power fails; a notice may already have gone out.
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute(f"PRAGMA query_only = {'ON' if query_only else 'OFF'}")

    return connected


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _open_postgresql(url: URL) -> Database:
    writer = create_engine(
        url, hide_parameters=True, pool_size=10, max_overflow=10, connect_args=_postgresql_args()
    )
    # AUTOCOMMIT saves a BEGIN and a ROLLBACK, two round trips of three, for every read.
    reader = create_engine(
        url,
        hide_parameters=True,
        pool_size=20,
        max_overflow=20,
        isolation_level="AUTOCOMMIT",
        connect_args=_postgresql_args(" -c default_transaction_read_only=on"),
    )
    for engine in (writer, reader):
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", _still_there)
    return Database(writer, reader, PostgresqlSteps(writer))


def _postgresql_args(options: str = "") -> dict[str, Any]:
    """Notice a dead server in seconds, and let no statement hold a lock for ever."""
    return {
        "connect_timeout": 5,
        "keepalives": 1,
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        "options": "-c timezone=UTC -c statement_timeout=60000 -c lock_timeout=10000"
        f" -c idle_in_transaction_session_timeout={1000 * ABANDONED_SECONDS}{options}",
    }


def _note_use(connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["used_at"] = time.monotonic()


def _still_there(connection: Any, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
    """Ask a connection that has lain idle whether it still lives: asking every time costs a round trip a page."""
    if time.monotonic() - entry.info.get("used_at", time.monotonic()) < IDLE_SECONDS:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError("The connection was lost while it lay idle.") from error
