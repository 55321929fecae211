"""A step's own way to the database: one short transaction on the driver's connection, nothing in between."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from ehc_workflow.store.rows import Rows

WAIT_SECONDS = 10


class Steps(Protocol):
    """What a kind of database does to be written to."""

    def turn(self) -> Any:
        """A context in which it is one's turn to write."""

    def step(self) -> Any:
        """A context with the `Rows` of one transaction: committed when it ends, undone when it raises."""

    def close(self) -> None:
        """Let go of what is held."""


class SqliteSteps:
    """SQLite has one writer at a time, and its way of waiting is to sleep and try again.

    So the writers of this process queue here, and steps share one connection that is kept open. Writers of other
    processes are waited for by the database itself.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._held: PoolProxiedConnection | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn among the writers of this process."""
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise sqlite3.OperationalError("database is locked")
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def step(self) -> Iterator[Rows]:
        """One transaction on the shared connection."""
        with self.turn():
            driver = self._driver()
            driver.execute("BEGIN IMMEDIATE")
            try:
                yield Rows.on(driver, "sqlite")
                driver.commit()
            except BaseException:
                driver.rollback()
                raise

    def _driver(self) -> sqlite3.Connection:
        if self._held is None:
            self._held = self._engine.raw_connection()
        driver = self._held.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver

    def close(self) -> None:
        """Let go of the shared connection."""
        with self.turn():
            if self._held is not None:
                self._held.close()
                self._held = None


class PostgresqlSteps:
    """PostgreSQL takes many writers; what costs there is each wait for an answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def turn(self) -> Iterator[None]:
        """It is always everybody's turn."""
        yield

    @contextmanager
    def step(self) -> Iterator[Rows]:
        """One transaction in two round trips: begin and load, write and commit.

        The commit is sent with the writes, before their answers are seen: any that fails undoes all. A case that moved
        on meanwhile cannot be overwritten, because it is held from its loading, and because the log's key is taken.
        """
        held = self._engine.raw_connection()
        try:
            driver: Any = held.driver_connection
            rows = Rows.on(driver, "postgresql")
            with rows.pipelined():
                yield rows
                driver.commit()
        finally:
            held.close()  # which undoes what was not committed

    def close(self) -> None:
        """Nothing is held."""
