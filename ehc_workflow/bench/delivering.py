"""Sending what waits, beside the bare driver's two transactions for each message: taken, and written down as gone.

Nobody is sent anything: the notifier forgets. What is measured is what the product adds to a mail server's time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

from ehc_workflow.bench.measure import Work
from ehc_workflow.bench.transitions import SERVICE
from ehc_workflow.clock import FixedClock
from ehc_workflow.jobs.deliver import deliver
from ehc_workflow.notify import Mail
from ehc_workflow.service.messages import Message
from ehc_workflow.store import organisation, outbox
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

AT_ONCE = 50
"""Messages in one piece of work, for both sides."""
_NOW = datetime(2026, 10, 5, 8, tzinfo=UTC)
_PARAMS = '{"reference": "EHC-ABCDE-12345", "request_id": "r", "duty": "Give health advice"}'
_WAITING = "sent_at IS NULL AND failed_at IS NULL"


class _Nobody:
    """A notifier that forgets."""

    def send(self, mail: Mail) -> None:
        """Forget it."""

    def close(self) -> None:
        """Nothing is open."""


def product(database: Database) -> Iterator[Work]:
    """`deliver` on so many messages to a service's own address."""
    clock = FixedClock(_NOW.date(), at=time(10))
    with database.writing() as connection:
        organisation.change_service(connection, SERVICE, email="service@example.invalid")
    for _ in count():
        with database.writing() as connection:
            outbox.add(Rows(connection), None, [_message() for _ in range(AT_ONCE)], _NOW)

        def run() -> None:
            sent = deliver(database, _Nobody(), clock, "https://ehc.example.invalid").sent
            if sent != AT_ONCE:
                raise AssertionError(f"{sent} of {AT_ONCE} messages went.")

        yield run


_numbers = count()


def _message() -> Message:
    params: dict[str, Any] = {
        "reference": "EHC-ABCDE-12345",
        "assessment_id": "bench-case",
        "request_id": "bench-request",
        "duty": "Give health advice",
        "back_by": "2026-11-16",
    }
    key = f"bench/{next(_numbers)}"
    return Message(key=key, recipient=f"service:{SERVICE}", template="advice_asked", params=params)


def limit(database: Database) -> Iterator[Work]:
    """The bare driver: find the oldest that waits and take it, one transaction; write that it went, another."""
    raw = database.engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        lite = database.dialect == "sqlite"
        mark, cursor = "?" if lite else "%s", connection.cursor()
        begin: Callable[[], object] = (
            (lambda: cursor.execute("BEGIN IMMEDIATE")) if lite else (lambda: None)
        )
        _make_bare_outbox(cursor)
        connection.commit()
        lock = "" if lite else " FOR UPDATE SKIP LOCKED"
        find = (
            f"SELECT id, params FROM bare_outbox WHERE {_WAITING} AND next_attempt_at <= {mark} "
            f"ORDER BY next_attempt_at, id LIMIT 1{lock}"
        )
        take = f"UPDATE bare_outbox SET attempts = attempts + 1, next_attempt_at = {mark} WHERE id = {mark}"
        went = f"UPDATE bare_outbox SET sent_at = {mark} WHERE id = {mark}"
        now, later = _NOW.isoformat(), (_NOW + timedelta(minutes=2)).isoformat()

        def run() -> None:
            for _ in range(AT_ONCE):
                begin()
                number = cursor.execute(find, (now,)).fetchone()[0]
                cursor.execute(take, (later, number))
                connection.commit()
                begin()
                cursor.execute(went, (now, number))
                connection.commit()

        for _ in count():
            begin()
            cursor.executemany(
                f"INSERT INTO bare_outbox (key, params, next_attempt_at, attempts) VALUES ({mark}, {mark}, {mark}, 0)",
                [(f"bare/{next(_numbers)}", _PARAMS, now) for _ in range(AT_ONCE)],
            )
            connection.commit()
            yield run
    finally:
        with suppress(Exception):
            raw.rollback()
        raw.close()


def _make_bare_outbox(cursor: Any) -> None:
    serial = (
        "INTEGER PRIMARY KEY" if "sqlite" in type(cursor).__module__ else "BIGSERIAL PRIMARY KEY"
    )
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS bare_outbox (id {serial}, key TEXT UNIQUE, params TEXT, "
        "next_attempt_at TEXT, attempts INTEGER, sent_at TEXT, failed_at TEXT)"
    )
    cursor.execute(
        f"CREATE INDEX IF NOT EXISTS bare_outbox_waiting ON bare_outbox (next_attempt_at, id) WHERE {_WAITING}"
    )
