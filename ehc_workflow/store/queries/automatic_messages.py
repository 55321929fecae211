"""What the engine itself sent about a case's deadlines: when, how, to whom. None of it is a chase by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from ehc_workflow.store.tables.papers import OutboxMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticMessage:
    """One message of one rung. `sent_at` is empty while it waits, or where it was given up with `error`."""

    code: str
    ref: str
    rung: str
    channel: str
    recipient: str
    sent_to: str | None
    sent_at: datetime | None
    error: str

    @property
    def is_automatic(self) -> bool:
        """Always: a person's chase is an entry of the log."""
        return True


def automatic_messages(
    connection: Connection, assessment_id: str, *, ref: str | None = None
) -> tuple[AutomaticMessage, ...]:
    """The messages that alerts of a case sent, oldest first; or those about one request for advice."""
    statement = (
        select(
            OutboxMessage.params,
            OutboxMessage.channel,
            OutboxMessage.recipient,
            OutboxMessage.sent_to,
            OutboxMessage.sent_at,
            OutboxMessage.error,
        )
        .where(OutboxMessage.assessment_id == assessment_id, OutboxMessage.key.startswith("alert/"))
        .order_by(OutboxMessage.created_at, OutboxMessage.key)
    )
    return tuple(
        AutomaticMessage(
            code=row.params["code"],
            ref=row.params["ref"],
            rung=row.params["rung"],
            channel=row.channel,
            recipient=row.recipient,
            sent_to=row.sent_to,
            sent_at=row.sent_at,
            error=row.error,
        )
        for row in connection.execute(statement)
        if ref is None or row.params["ref"] == ref
    )
