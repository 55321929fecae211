"""Notices that wait to be opened: which of them somebody of the family did open, and which did not get through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, String, and_, case, func, literal, not_, or_, select, tuple_
from sqlalchemy import cast as as_type

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.deadlines import OPEN_STATUSES
from ehc_workflow.domain.events import (
    AmendedPlanSent,
    DraftServed,
    FamilyUpdated,
    FinalPlanSent,
    NoticeSent,
)
from ehc_workflow.domain.facts import Method
from ehc_workflow.store.log import event_of
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow
from ehc_workflow.store.tables.cases import LogEntry, RecordView
from ehc_workflow.store.tables.deadlines import IS_WAITED_FOR_BY_A_FAMILY, DeadlineRow
from ehc_workflow.store.tables.papers import OutboxMessage
from ehc_workflow.store.tables.people import ContactRow

_SENT = (NoticeSent, DraftServed, FinalPlanSent, AmendedPlanSent, FamilyUpdated)
_CHUNK = 400
_OFFLINE = [
    method.value for method in (Method.FIRST_CLASS_POST, Method.SECOND_CLASS_POST, Method.HAND)
]
_WAITS = and_(
    DeadlineRow.code == "reach_family",
    IS_WAITED_FOR_BY_A_FAMILY,
    DeadlineRow.status.in_([status.value for status in OPEN_STATUSES]),
)
FAILED_BEFORE = "system/record_notice_failed/"
"""What the key of the entry begins with by which the engine put a failure on file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A notice that somebody of the family opened, with the moment of the first time."""

    assessment_id: str
    notice_id: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """A notice that did not get through; `offline`: whoever it went to does not use electronic means."""

    assessment_id: str
    notice_id: str
    failed_at: datetime
    offline: bool


def opened(connection: Connection) -> tuple[Opened, ...]:
    """Notices that wait and were opened since. Few at any time: each is put on file the morning after."""
    waits = select(DeadlineRow.assessment_id, DeadlineRow.ref).where(_WAITS)
    waiting = {(row.assessment_id, row.ref) for row in connection.execute(waits)}
    looked = (
        select(RecordView.assessment_id, RecordView.part, func.min(RecordView.at).label("at"))
        .join(SeatHolding, SeatHolding.user_id == RecordView.user_id)
        .join(
            SeatRow,
            and_(
                SeatRow.id == SeatHolding.seat_id,
                SeatRow.role == Role.FAMILY.value,
                SeatRow.assessment_id == RecordView.assessment_id,
            ),
        )
        .where(
            RecordView.part.like("letter %"),
            RecordView.assessment_id.in_(select(DeadlineRow.assessment_id).where(_WAITS)),
        )
        .group_by(RecordView.assessment_id, RecordView.part)
    )
    first = {
        (row.assessment_id, int(row.part.removeprefix("letter "))): row.at
        for row in connection.execute(looked)
    }
    found = _notices(connection, sorted(first))
    return tuple(
        Opened(case_id, notice_id, first[case_id, seq])
        for (case_id, seq), notice_id in sorted(found.items())
        if (case_id, notice_id) in waiting
    )


def _notices(connection: Connection, places: list[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The notices that these entries of the log sent."""
    found = {}
    for begin in range(0, len(places), _CHUNK):
        some = places[begin : begin + _CHUNK]
        statement = select(
            LogEntry.assessment_id, LogEntry.seq, LogEntry.kind, LogEntry.payload
        ).where(tuple_(LogEntry.assessment_id, LogEntry.seq).in_(some))
        for row in connection.execute(statement):
            event = event_of(row.kind, row.payload)
            if isinstance(event, _SENT):
                found[row.assessment_id, row.seq] = event.notice.id
    return found


def failed(connection: Connection) -> tuple[Failed, ...]:
    """Notices that wait and did not arrive, or whose addressee prefers paper, and that are not on file as such yet."""
    about = DeadlineRow.assessment_id + "/" + DeadlineRow.ref
    known = select(LogEntry.seq).where(LogEntry.command_key == literal(FAILED_BEFORE) + about)
    # What a person set aside was told another way: that is no failure of the letter.
    given_up = and_(OutboxMessage.failed_at.is_not(None), OutboxMessage.set_aside_at.is_(None))
    came_back = or_(given_up, OutboxMessage.bounced_at.is_not(None))
    statement = (
        select(
            DeadlineRow.assessment_id,
            DeadlineRow.ref,
            func.min(
                func.coalesce(
                    OutboxMessage.failed_at, OutboxMessage.bounced_at, OutboxMessage.created_at
                )
            ).label("at"),
            func.max(case((came_back, 0), else_=1)).label("offline"),
        )
        .join(OutboxMessage, OutboxMessage.assessment_id == DeadlineRow.assessment_id)
        .join(
            ContactRow,
            OutboxMessage.recipient == literal("contact:") + as_type(ContactRow.id, String),
        )
        .where(
            _WAITS,
            OutboxMessage.template == "letter_waiting",
            OutboxMessage.key == about + "/" + ContactRow.id,
            or_(came_back, ContactRow.preferred_method.in_(_OFFLINE)),
            not_(known.exists()),
        )
        .group_by(DeadlineRow.assessment_id, DeadlineRow.ref)
        .order_by(DeadlineRow.assessment_id, DeadlineRow.ref)
    )
    return tuple(
        Failed(row.assessment_id, row.ref, row.at, bool(row.offline))
        for row in connection.execute(statement)
    )
