"""Messages that did not go, dealt with by a person: sent again under the same id, or set aside with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, or_, select, update

from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.papers import OutboxMessage


def send_again(
    connection: Connection,
    authority_ids: Iterable[str],
    ids: Iterable[str],
    *,
    by: str,
    now: datetime,
) -> int:
    """Let these messages go again, at once and with every try; how many there were.

    One keeps its id and its words. One that was set aside, or is waiting for its first try, is left as it is.
    """
    row = OutboxMessage
    statement = (
        update(row)
        .where(row.id.in_(list(ids)), _of(authority_ids), did_not_go(), row.set_aside_at.is_(None))
        .values(
            attempts=0,
            next_attempt_at=now,
            failed_at=None,
            sent_to=case((row.sent_at.is_(None), row.sent_to), else_=None),
            sent_at=None,
            delivered_at=None,
            bounced_at=None,
            check_at=None,
            error="",
            resent_at=now,
            resent_by=by,
        )
    )
    return int(connection.execute(statement).rowcount)


def set_aside(
    connection: Connection,
    authority_ids: Iterable[str],
    ids: Iterable[str],
    *,
    by: str,
    why: str,
    now: datetime,
) -> int:
    """Give these messages up, because a person says so and why; how many there were."""
    row = OutboxMessage
    mine = (row.id.in_(list(ids)), _of(authority_ids), did_not_go(), row.set_aside_at.is_(None))
    values = {"set_aside_at": now, "set_aside_by": by, "set_aside_why": why}
    unsent = and_(row.sent_at.is_(None), row.failed_at.is_(None))
    stops = update(row).where(*mine, unsent).values(failed_at=now, **values)
    stopped = connection.execute(stops).rowcount
    rest = connection.execute(update(row).where(*mine).values(**values)).rowcount
    return int(stopped + rest)


def did_not_go() -> ColumnElement[bool]:
    """Given up, come back, or waiting for another try."""
    row = OutboxMessage
    return or_(row.failed_at.is_not(None), row.bounced_at.is_not(None), waits_for_another_try())


def waits_for_another_try() -> ColumnElement[bool]:
    """Tried, and it says why it did not go: one that is on its way for the first time says nothing yet."""
    row = OutboxMessage
    return and_(row.sent_at.is_(None), row.failed_at.is_(None), row.error != "")


def _of(authority_ids: Iterable[str]) -> ColumnElement[bool]:
    """Messages of these authorities: about their cases, or about none."""
    row, theirs = OutboxMessage, sorted(authority_ids)
    cases = select(AssessmentRow.id).where(AssessmentRow.authority_id.in_(theirs))
    return or_(row.assessment_id.in_(cases), row.authority_id.in_(theirs))


def hurry(connection: Connection, why: str, now: datetime) -> None:
    """Let what waits for this reason go now."""
    row = OutboxMessage
    waits = and_(row.sent_at.is_(None), row.failed_at.is_(None), row.error == why)
    connection.execute(update(row).where(waits).values(next_attempt_at=now))
