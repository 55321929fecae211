"""Refusals to assess, or to assess again, told in some time, each with its decision and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, select, text

from ehc_workflow.domain.case import AssessDecision, State
from ehc_workflow.domain.events import AssessmentDecided
from ehc_workflow.store.log import event_of
from ehc_workflow.store.queries.reach import Reach, within
from ehc_workflow.store.tables.cases import AssessmentRow, LogEntry
from ehc_workflow.store.tables.papers import IS_A_REFUSAL, NoticeRow

# In the very words of the index, which is used for no others.
_IS_A_REFUSAL = text(f"notice.{IS_A_REFUSAL.text}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal that was told. It is reversed when an order, a concession or an agreement took its place."""

    assessment_id: str
    told_on: date
    decision: AssessDecision
    is_reversed: bool


def refusals(
    connection: Connection, reach: Reach, *, first_day: date, last_day: date
) -> tuple[Refusal, ...]:
    """The refusals told in these days, in one statement; a case leaves its refusal only by a reversal."""
    statement = (
        select(
            NoticeRow.assessment_id,
            NoticeRow.sent_on,
            AssessmentRow.state,
            LogEntry.kind,
            LogEntry.payload,
        )
        .join(AssessmentRow, AssessmentRow.id == NoticeRow.assessment_id)
        .join(
            LogEntry,
            and_(LogEntry.assessment_id == NoticeRow.assessment_id, LogEntry.seq < NoticeRow.seq),
        )
        .where(
            _IS_A_REFUSAL,
            within(reach),
            NoticeRow.sent_on.between(first_day, last_day),
            LogEntry.kind == AssessmentDecided.kind,
        )
        .order_by(NoticeRow.sent_on, NoticeRow.assessment_id, LogEntry.seq)
    )
    found: dict[str, Refusal] = {}
    for row in connection.execute(statement):  # of several decisions on one case the last was told
        event = event_of(row.kind, row.payload)
        if isinstance(event, AssessmentDecided):
            found[row.assessment_id] = Refusal(
                row.assessment_id,
                row.sent_on,
                event.decision,
                row.state != State.REFUSED_TO_ASSESS.value,
            )
    return tuple(found.values())
