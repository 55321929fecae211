"""Documents that lay under the wrong child and are sealed, and who had opened one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from ehc_workflow.store.queries.reach import Reach, within
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow, RecordView
from ehc_workflow.store.tables.papers import DocumentRow

_MOST = 500


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed document, for the list of them."""

    id: str
    name: str
    reference: str
    sealed_at: datetime | None
    sealed_by: str


@dataclass(frozen=True, slots=True)
class Opener:
    """Somebody who opened a document or looked at a page of it: from when to when, and how often."""

    name: str
    first_at: datetime
    last_at: datetime
    times: int


def sealed_documents(connection: Connection, reach: Reach) -> tuple[Sealed, ...]:
    """The sealed documents of the cases within reach, the newest first."""
    statement = (
        select(
            DocumentRow.id,
            DocumentRow.name,
            AssessmentRow.reference,
            DocumentRow.sealed_at,
            func.coalesce(UserAccount.name, DocumentRow.sealed_by),
        )
        .join(AssessmentRow, AssessmentRow.id == DocumentRow.assessment_id)
        .outerjoin(UserAccount, UserAccount.id == DocumentRow.sealed_by)
        .where(DocumentRow.sealed_at.is_not(None), within(reach))
        .order_by(DocumentRow.sealed_at.desc(), DocumentRow.id)
        .limit(_MOST)
    )
    return tuple(Sealed(*row) for row in connection.execute(statement))


def who_opened(connection: Connection, assessment_id: str, document_id: str) -> tuple[Opener, ...]:
    """Everybody who opened a document of a case, whoever was first at the top."""
    whole = f"document {document_id}"
    first_at = func.min(RecordView.at).label("first_at")
    statement = (
        select(
            func.coalesce(UserAccount.name, RecordView.user_id),
            first_at,
            func.max(RecordView.at),
            func.count(),
        )
        .outerjoin(UserAccount, UserAccount.id == RecordView.user_id)
        .where(
            RecordView.assessment_id == assessment_id,
            or_(
                RecordView.part == whole,
                RecordView.part.startswith(f"{whole} page ", autoescape=True),
            ),
        )
        .group_by(RecordView.user_id, UserAccount.name)
        .order_by(first_at, RecordView.user_id)
    )
    return tuple(Opener(*row) for row in connection.execute(statement))
