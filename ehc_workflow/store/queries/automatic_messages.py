"""What the engine itself sent about a case: when, how, to whom. None of it is a chase by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from ehc_workflow.store.tables.cases import RecordView
from ehc_workflow.store.tables.papers import OutboxMessage

_PLANS = frozenset({"plan_for_setting", "plan_for_health_body"})
_TO_CONTRIBUTORS = frozenset({"service", "service_lead", "dco", "executive_lead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticMessage:
    """One message. `sent_at` is empty while it waits, or where it was given up with `error`.

    `delivered_at` and `bounced_at` are what its provider said of it later, `delivery_detail` why it came back.

    `code`, `ref` and `rung` name the deadline and the step of its ladder; they are empty for one that asks or returns.
    """

    template: str
    code: str
    ref: str
    rung: str
    channel: str
    recipient: str
    created_at: datetime
    sent_to: str | None
    sent_at: datetime | None
    failed_at: datetime | None
    delivered_at: datetime | None
    bounced_at: datetime | None
    delivery_detail: str
    error: str


def automatic_messages(
    connection: Connection, assessment_id: str, *, ref: str | None = None
) -> tuple[AutomaticMessage, ...]:
    """The messages that alerts of a case sent, oldest first; or those about one request for advice."""
    return tuple(
        message
        for message, params in _messages(connection, assessment_id)
        if "rung" in params and ref in (None, message.ref)
    )


def messages_to_contributors(
    connection: Connection, assessment_id: str, request_id: str
) -> tuple[AutomaticMessage, ...]:
    """What those who owe one piece of advice were sent, oldest first: asked, reminded, returned, put before a lead."""
    return tuple(
        message
        for message, params in _messages(connection, assessment_id)
        if request_id in (params.get("request_id"), params.get("ref"))
        and message.recipient.partition(":")[0] in _TO_CONTRIBUTORS
    )


def consultation_letters(connection: Connection, assessment_id: str) -> dict[str, AutomaticMessage]:
    """What told each consulted setting that it is asked, and what became of it, by its consultation."""
    return {
        params["consultation_id"]: message
        for message, params in _messages(connection, assessment_id)
        if message.template == "consultation_sent"
    }


def plans_for_others(
    connection: Connection, assessment_id: str
) -> dict[str, list[AutomaticMessage]]:
    """What told the named setting and the health body that a plan is there to read, by the plan's notice."""
    found: dict[str, list[AutomaticMessage]] = {}
    for message, params in _messages(connection, assessment_id):
        if message.template in _PLANS:
            found.setdefault(params["notice_id"], []).append(message)
    return found


def first_opened_at(connection: Connection, request_id: str) -> datetime | None:
    """The moment at which one of those who owe it first opened a request, if anybody has."""
    mine = select(func.min(RecordView.at)).where(RecordView.request_id == request_id)
    return connection.scalar(mine)


def _messages(
    connection: Connection, assessment_id: str
) -> Iterator[tuple[AutomaticMessage, dict[str, Any]]]:
    statement = (
        select(
            OutboxMessage.template,
            OutboxMessage.params,
            OutboxMessage.channel,
            OutboxMessage.recipient,
            OutboxMessage.created_at,
            OutboxMessage.sent_to,
            OutboxMessage.sent_at,
            OutboxMessage.failed_at,
            OutboxMessage.delivered_at,
            OutboxMessage.bounced_at,
            OutboxMessage.delivery_detail,
            OutboxMessage.error,
        )
        .where(
            OutboxMessage.assessment_id == assessment_id,
            OutboxMessage.recipient.not_like("webhook:%"),  # a copy for another system tells nobody
        )
        .order_by(OutboxMessage.created_at, OutboxMessage.key)
    )
    for row in connection.execute(statement):
        values = dict(row._mapping)
        params = values.pop("params")
        named = {name: params.get(name, "") for name in ("code", "ref", "rung")}
        yield AutomaticMessage(**values, **named), params
