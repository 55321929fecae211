"""Messages that did not go: for those who keep the installation running."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from ehc_workflow.store.dead_letters import did_not_go, waits_for_another_try
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.papers import OutboxMessage

PAGE = 25


class Part(StrEnum):
    """One part of what did not go."""

    GIVEN_UP = "given_up"
    CAME_BACK = "came_back"
    TRIED = "tried"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list, to go on from."""

    created_at: datetime
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedMessage:
    """A message that was given up, came back, or is still tried after failing. About no case, it has no reference.

    `error` is why it did not go, `detail` why it came back. The attempts are those since it was last sent again.
    """

    id: str
    reference: str | None
    template: str
    channel: str
    recipient: str
    created_at: datetime
    attempts: int
    first_attempt_at: datetime | None
    last_attempt_at: datetime | None
    failed_at: datetime | None
    bounced_at: datetime | None
    next_attempt_at: datetime
    error: str
    detail: str
    resent_at: datetime | None
    resent_by: str | None
    set_aside_at: datetime | None
    set_aside_by: str | None
    set_aside_why: str | None

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(self.created_at, self.id)

    @property
    def why(self) -> str:
        """Why it did not arrive."""
        return self.detail if self.bounced_at else self.error

    @property
    def recipient_kind(self) -> str:
        """Whom it was for, without saying which."""
        return self.recipient.partition(":")[0]


def failed_messages(
    connection: Connection,
    authority_ids: Iterable[str],
    *,
    part: Part = Part.GIVEN_UP,
    search: str = "",
    after: Place | None = None,
) -> tuple[FailedMessage, ...]:
    """One page and one message more of one part, the newest first: of these authorities."""
    row = OutboxMessage
    statement = _messages().where(_of(authority_ids), _in(part), _matching(search))
    if after is not None:
        here = tuple_(literal(after.created_at, row.created_at.type), literal(after.id))
        statement = statement.where(tuple_(row.created_at, row.id) < here)
    ordered = statement.order_by(row.created_at.desc(), row.id.desc()).limit(PAGE + 1)
    return tuple(FailedMessage(**found._mapping) for found in connection.execute(ordered))


def chosen_messages(
    connection: Connection, authority_ids: Iterable[str], ids: Iterable[str]
) -> tuple[FailedMessage, ...]:
    """Those of these messages that can be sent again or set aside, the newest first."""
    row = OutboxMessage
    mine = (_of(authority_ids), row.id.in_(list(ids)), did_not_go(), row.set_aside_at.is_(None))
    ordered = _messages().where(*mine).order_by(row.created_at.desc(), row.id.desc())
    return tuple(FailedMessage(**found._mapping) for found in connection.execute(ordered))


def counts(connection: Connection, authority_ids: Iterable[str]) -> dict[Part, int]:
    """How many each part holds, in one statement."""
    columns = [func.coalesce(func.sum(case((_in(part), 1), else_=0)), 0) for part in Part]
    statement = (
        select(*columns)
        .select_from(OutboxMessage)
        .outerjoin(AssessmentRow, AssessmentRow.id == OutboxMessage.assessment_id)
        .where(_of(authority_ids), did_not_go())
    )
    return dict(zip(Part, map(int, connection.execute(statement).one()), strict=True))


def _messages() -> Select[*tuple[Any, ...]]:
    row = OutboxMessage
    return select(
        row.id,
        AssessmentRow.reference,
        row.template,
        row.channel,
        row.recipient,
        row.created_at,
        row.attempts,
        row.first_attempt_at,
        row.last_attempt_at,
        row.failed_at,
        row.bounced_at,
        row.next_attempt_at,
        row.error,
        row.delivery_detail.label("detail"),
        row.resent_at,
        row.resent_by,
        row.set_aside_at,
        row.set_aside_by,
        row.set_aside_why,
    ).outerjoin(AssessmentRow, AssessmentRow.id == row.assessment_id)


def _of(authority_ids: Iterable[str]) -> ColumnElement[bool]:
    """Of these authorities, as `_messages` joins the case that a message is about."""
    whose = func.coalesce(AssessmentRow.authority_id, OutboxMessage.authority_id)
    return whose.in_(sorted(authority_ids))


def _in(part: Part) -> ColumnElement[bool]:
    row = OutboxMessage
    open_ = row.set_aside_at.is_(None)
    match part:
        case Part.GIVEN_UP:
            return and_(open_, row.failed_at.is_not(None))
        case Part.CAME_BACK:
            return and_(open_, row.failed_at.is_(None), row.bounced_at.is_not(None))
        case Part.TRIED:
            return and_(open_, waits_for_another_try())
        case Part.SET_ASIDE:
            return row.set_aside_at.is_not(None)


def _matching(search: str) -> ColumnElement[bool]:
    """The beginning of a reference, or a part of what the message is, whom it was for or why it did not go."""
    plain = search.strip().casefold()
    if not plain:
        return literal(True)
    escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    row = OutboxMessage
    named = func.replace(row.template, "_", " ")
    kind = func.replace(row.recipient, "_", " ")
    return or_(
        AssessmentRow.reference.like(f"{escaped.upper()}%", escape="\\"),
        named.like(f"%{escaped}%", escape="\\"),
        kind.like(f"{escaped}%", escape="\\"),
        func.lower(row.error).like(f"%{escaped}%", escape="\\"),
        func.lower(row.delivery_detail).like(f"%{escaped}%", escape="\\"),
    )
