"""What was asked in a month, beside what became of the message that told of it and whether it arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, literal, select

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.store.queries.desk_reach import DeskReach, reached
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service
from ehc_workflow.store.tables.papers import OutboxMessage

TEMPLATE = "advice_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAndTold:
    """One request with the last message that told the service which owes it; without one, `told_at` is None."""

    request_id: str
    assessment_id: str
    reference: str
    item: AdviceItem
    service: str
    requested_on: date
    received_by_body_on: date | None
    first_received_on: date | None
    closed: bool
    told_at: datetime | None
    sent_at: datetime | None
    failed_at: datetime | None
    bounced_at: datetime | None = None


def asked_and_told(
    connection: Connection, reach: DeskReach, *, first_day: date, last_day: date
) -> tuple[AskedAndTold, ...]:
    """Everything asked of services from the first day to the last, both included, in one statement; by service."""
    message = and_(
        OutboxMessage.assessment_id == AdviceRequestRow.assessment_id,
        OutboxMessage.template == TEMPLATE,
        OutboxMessage.params["request_id"].as_string() == AdviceRequestRow.id,
        OutboxMessage.recipient == literal("service:") + AdviceRequestRow.service_id,
    )
    statement = (
        select(
            AdviceRequestRow.id.label("request_id"),
            AdviceRequestRow.assessment_id,
            AssessmentRow.reference,
            AdviceRequestRow.item,
            Service.name.label("service"),
            AdviceRequestRow.requested_on,
            AdviceRequestRow.received_by_body_on,
            AdviceRequestRow.first_received_on,
            AdviceRequestRow.closed,
            OutboxMessage.created_at.label("told_at"),
            OutboxMessage.sent_at,
            OutboxMessage.failed_at,
            OutboxMessage.bounced_at,
        )
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .outerjoin(Service, Service.id == AdviceRequestRow.service_id)
        .outerjoin(OutboxMessage, message)
        .where(
            reached(reach),
            AdviceRequestRow.item != AdviceItem.FAMILY.value,
            AdviceRequestRow.requested_on.between(first_day, last_day),
        )
        .order_by(
            Service.name,
            AdviceRequestRow.requested_on,
            AssessmentRow.reference,
            AdviceRequestRow.id,
            OutboxMessage.created_at,
        )
    )
    return tuple(_last_of_each(connection.execute(statement).all()))


def _last_of_each(rows: Any) -> Iterator[AskedAndTold]:
    """A request that was sent on has a message for each service it was sent to: the last to its own one counts."""
    for _, messages in groupby(rows, key=lambda row: row.request_id):
        *_, last = messages
        values = dict(last._mapping)
        values |= {"item": AdviceItem(last.item), "service": last.service or ""}
        yield AskedAndTold(**values)
