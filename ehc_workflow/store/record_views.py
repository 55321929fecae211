"""Who looked at which child's record: one row for each view, kept apart from the log of what was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from ehc_workflow.store.ids import new_id
from ehc_workflow.store.tables.cases import RecordView


def note_view(
    connection: Connection,
    *,
    assessment_id: str,
    user_id: str,
    part: str,
    at: datetime,
    request_id: str | None = None,
) -> None:
    """Note that somebody saw a part of a child's record; those who owe advice, which request."""
    connection.execute(
        insert(RecordView).values(
            id=new_id(),
            assessment_id=assessment_id,
            user_id=user_id,
            part=part,
            at=at,
            request_id=request_id,
        )
    )
