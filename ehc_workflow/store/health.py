"""What a database tells of its own state, in a few narrow reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, text

from ehc_workflow.store.tables.jobs import WorkerRow
from ehc_workflow.store.tables.papers import IS_GIVEN_UP, IS_WAITING, OutboxMessage


def schema_revision(connection: Connection) -> str | None:
    """The migration the database is at, by the connection at hand: no second one is opened for a probe."""
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def scheduler_seen_at(connection: Connection) -> datetime | None:
    """When a worker last gave a sign of life."""
    return connection.scalar(select(func.max(WorkerRow.seen_at)))


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many messages are due and not gone, since when the oldest has been, and how many were given up.

    What a person set aside needs nobody any more and is in none of them.
    """

    waiting: int
    oldest_at: datetime | None
    given_up: int


def outbox(connection: Connection, now: datetime) -> Outbox:
    """How the outbox stands, in one read of what has not gone."""
    due = and_(IS_WAITING, OutboxMessage.next_attempt_at <= now)
    messages = select(func.count()).select_from(OutboxMessage)
    statement = select(
        messages.where(due).scalar_subquery(),
        select(func.min(OutboxMessage.created_at)).where(due).scalar_subquery(),
        messages.where(IS_GIVEN_UP, OutboxMessage.set_aside_at.is_(None)).scalar_subquery(),
    )
    return Outbox(*connection.execute(statement).one())
