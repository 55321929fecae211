"""Messages that did not go: for those who keep the installation running."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.papers import OutboxMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedMessage:
    """A message that was given up, or is still tried after failing."""

    id: str
    reference: str
    template: str
    recipient: str
    created_at: datetime
    attempts: int
    failed_at: datetime | None
    next_attempt_at: datetime
    error: str


def failed_messages(
    connection: Connection, authority_ids: Iterable[str]
) -> tuple[FailedMessage, ...]:
    """The newest messages of these authorities' cases that did not go, those given up first."""
    statement = (
        select(
            OutboxMessage.id,
            AssessmentRow.reference,
            OutboxMessage.template,
            OutboxMessage.recipient,
            OutboxMessage.created_at,
            OutboxMessage.attempts,
            OutboxMessage.failed_at,
            OutboxMessage.next_attempt_at,
            OutboxMessage.error,
        )
        .join(AssessmentRow, AssessmentRow.id == OutboxMessage.assessment_id)
        .where(
            AssessmentRow.authority_id.in_(sorted(authority_ids)),
            OutboxMessage.sent_at.is_(None),
            or_(OutboxMessage.failed_at.is_not(None), OutboxMessage.attempts > 0),
        )
        .order_by(
            OutboxMessage.failed_at.is_(None), OutboxMessage.created_at.desc(), OutboxMessage.id
        )
        .limit(100)
    )
    return tuple(FailedMessage(**dict(row._mapping)) for row in connection.execute(statement))
