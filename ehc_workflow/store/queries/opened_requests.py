"""Requests for advice that those who owe it have opened, though nothing on file says yet that they have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, not_, select

from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import RecordView


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedRequest:
    """One request whose receipt is not on file, with the moment it was first opened by those who owe it."""

    assessment_id: str
    request_id: str
    requested_on: date
    opened_at: datetime


def opened_requests(connection: Connection) -> tuple[OpenedRequest, ...]:
    """Every one of them, in one statement. Few at any time: each is put on file the morning after."""
    row = AdviceRequestRow
    statement = (
        select(
            row.assessment_id,
            row.id.label("request_id"),
            row.requested_on,
            func.min(RecordView.at).label("opened_at"),
        )
        .join(RecordView, RecordView.request_id == row.id)
        .where(
            not_(row.closed),
            row.requested_on.is_not(None),
            row.received_by_body_on.is_(None),
            row.first_received_on.is_(None),
        )
        .group_by(row.assessment_id, row.id, row.requested_on)
        .order_by(row.id)
    )
    return tuple(OpenedRequest(**dict(found._mapping)) for found in connection.execute(statement))
