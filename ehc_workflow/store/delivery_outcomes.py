"""What became of messages after they went: delivered, or brought back, as their provider or a mail server says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from ehc_workflow.store.tables.papers import IS_TO_CHECK, OutboxMessage

ASKED = "advice_asked"
FIRST_CHECK = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=12)
LAST_CHECK = timedelta(days=7)
"""A provider forgets a message after a week."""


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A message whose provider is asked what became of it."""

    id: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOutcome:
    """A message whose end is known: delivered, brought back (`bounced_at`), or never sent (`failed_at`).

    `detail` says why it did not arrive, in a sentence without an address. `key` is that of its cause, `params` hold the
    ids of what it is about.
    """

    id: str
    key: str
    assessment_id: str | None
    recipient: str
    template: str
    params: dict[str, Any]
    channel: str
    sent_at: datetime | None
    delivered_at: datetime | None
    bounced_at: datetime | None
    failed_at: datetime | None
    detail: str

    @property
    def is_known(self) -> bool:
        """Whether it has an end yet."""
        return bool(self.delivered_at or self.bounced_at or self.failed_at)

    @property
    def has_arrived(self) -> bool:
        """Whether it is known to have come where it was sent."""
        return self.delivered_at is not None and not (self.bounced_at or self.failed_at)


def of_requests(connection: Connection, requests: Mapping[str, str]) -> dict[str, DeliveryOutcome]:
    """What became of the last message that asked for advice, by request; `requests` name the case of each.

    A request whose message has no known end is left out.
    """
    row = OutboxMessage
    statement = (
        _outcomes()
        .where(row.assessment_id.in_(sorted(set(requests.values()))), row.template == ASKED)
        .where(row.recipient.like("service:%"))
        .order_by(row.created_at, row.id)
    )
    last: dict[str, DeliveryOutcome] = {}
    for each in connection.execute(statement):
        outcome = DeliveryOutcome(**each._mapping)
        last[str(outcome.params.get("request_id"))] = outcome
    return {
        request_id: last[request_id]
        for request_id in requests
        if request_id in last and last[request_id].is_known
    }


def _outcomes() -> Select[*tuple[Any, ...]]:
    row = OutboxMessage
    detail = func.coalesce(func.nullif(row.delivery_detail, ""), row.error).label("detail")
    return select(
        row.id,
        row.key,
        row.assessment_id,
        row.recipient,
        row.template,
        row.params,
        row.channel,
        row.sent_at,
        row.delivered_at,
        row.bounced_at,
        row.failed_at,
        detail,
    )


def has_to_check(connection: Connection, now: datetime) -> bool:
    """Whether any provider is to be asked about a message."""
    statement = select(OutboxMessage.id).where(IS_TO_CHECK, OutboxMessage.check_at <= now)
    return connection.execute(statement.limit(1)).first() is not None


def take_to_check(connection: Connection, now: datetime) -> ToCheck | None:
    """Take the message whose provider is to be asked first. Each wait is as long as the message is old, in limits."""
    row = OutboxMessage
    statement = (
        select(row.id, row.sent_at)
        .where(IS_TO_CHECK, row.check_at <= now)
        .order_by(row.check_at, row.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = connection.execute(statement).first()
    if found is None:
        return None
    age = now - (found.sent_at or now)
    wait = min(max(age, FIRST_CHECK), LONGEST_WAIT)
    check_at = now + wait if age < LAST_CHECK else None
    connection.execute(update(row).where(row.id == found.id).values(check_at=check_at))
    return ToCheck(found.id, found.sent_at)


def put_off_check(connection: Connection, message_id: str, until: datetime) -> None:
    """Ask about a message at this moment instead."""
    mine = update(OutboxMessage).where(OutboxMessage.id == message_id)
    connection.execute(mine.values(check_at=until))


def mark_delivered(
    connection: Connection, message_id: str, now: datetime, *, detail: str = ""
) -> bool:
    """Keep that a message came where it was sent. What is known to have come back stays so."""
    return _settle(connection, message_id, delivered_at=now, delivery_detail=detail, check_at=None)


def mark_bounced(connection: Connection, message_id: str, now: datetime, *, detail: str) -> bool:
    """Keep that a message came back, and why: a sentence without an address. Told twice, the first stays."""
    return _settle(connection, message_id, bounced_at=now, delivery_detail=detail, check_at=None)


def mark_handed_over(connection: Connection, message_id: str, *, detail: str) -> None:
    """Keep that a provider says no more about a message, and with what last word."""
    mine = update(OutboxMessage).where(OutboxMessage.id == message_id)
    connection.execute(mine.values(delivery_detail=detail, check_at=None))


def _settle(connection: Connection, message_id: str, **values: Any) -> bool:
    """Whether there is such a message that went and has not come back."""
    row = OutboxMessage
    went = (row.id == message_id, row.sent_at.is_not(None), row.bounced_at.is_(None))
    return bool(connection.execute(update(row).where(*went).values(**values)).rowcount)
