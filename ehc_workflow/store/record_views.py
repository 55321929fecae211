"""Who looked at which child's record: one row for each view, kept apart from the log of what was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from ehc_workflow.store.ids import new_id
from ehc_workflow.store.tables.accounts import UserAccount
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


def last_viewed_by_another(
    connection: Connection, assessment_id: str, part: str, *, user_id: str, since: datetime
) -> tuple[str, datetime] | None:
    """Who else saw this part last since then, by name, and when: two people may be at one piece of work."""
    statement = (
        select(UserAccount.name, RecordView.at)
        .join(UserAccount, UserAccount.id == RecordView.user_id)
        .where(
            RecordView.assessment_id == assessment_id,
            RecordView.part == part,
            RecordView.user_id != user_id,
            RecordView.at >= since,
        )
        .order_by(RecordView.at.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return (row.name, row.at) if row else None
