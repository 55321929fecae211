"""What each authority chose about letters that the engine writes itself, and the cases in which one may be due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from ehc_workflow.domain.deadlines import OPEN_STATUSES
from ehc_workflow.rules.family_letters import DEFAULT_FAMILY_LETTERS, FamilyLetters
from ehc_workflow.store.authority_settings import Choice
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import IS_WAITED_FOR_BY_A_FAMILY, DeadlineRow

FAMILY_LETTERS: Choice[FamilyLetters] = Choice("family_letters", DEFAULT_FAMILY_LETTERS)
FIRST, NEXT = "tell_family_of_delay", "update_family"


class Waits(NamedTuple):
    """A case whose family is owed a letter about a delay by now, or nearly."""

    assessment_id: str
    authority_id: str


def waiting(
    connection: Connection,
    today: date,
    *,
    days_before: int,
    authority_id: str = "",
    most: int | None = None,
) -> tuple[Waits, ...]:
    """The cases in which a letter about a delay may be due, who has waited longest before the rest.

    Only a first letter goes so many days before its day; the next one goes on it.
    """
    first_until = today + timedelta(days=days_before)
    statement = (
        select(DeadlineRow.assessment_id, AssessmentRow.authority_id)
        .join(AssessmentRow, AssessmentRow.id == DeadlineRow.assessment_id)
        .where(
            IS_WAITED_FOR_BY_A_FAMILY,
            DeadlineRow.status.in_(sorted(OPEN_STATUSES)),
            or_(
                and_(DeadlineRow.code == FIRST, DeadlineRow.due_on <= first_until),
                and_(DeadlineRow.code == NEXT, DeadlineRow.due_on <= today),
            ),
        )
        .group_by(DeadlineRow.assessment_id, AssessmentRow.authority_id)
        .order_by(func.min(DeadlineRow.due_on), DeadlineRow.assessment_id)
    )
    if authority_id:
        statement = statement.where(AssessmentRow.authority_id == authority_id)
    if most is not None:
        statement = statement.limit(most)
    return tuple(Waits(*row) for row in connection.execute(statement))
