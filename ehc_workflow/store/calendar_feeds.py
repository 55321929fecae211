"""Calendar addresses, each with whoever made it, and what is owed within their reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.calendars import Owed, PlannedVisit, Whose
from ehc_workflow.domain.deadlines import OPEN_STATUSES, Kind, Owner
from ehc_workflow.store.queries.desk_reach import DeskReach, reached
from ehc_workflow.store.seats import SEAT_COLUMNS, actor_from, with_seats
from ehc_workflow.store.sweep import DEADLINE_COLUMNS, deadline_of
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.advice import AdviceRequestRow, VisitRow
from ehc_workflow.store.tables.calendar_feeds import CalendarFeedRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import DeadlineRow

MOST = 2000
"""How much one calendar shows, the earliest days first."""
AHEAD, BEHIND = timedelta(days=400), timedelta(days=90)
"""How far a calendar shows what is to come, and what is late: older work stands on the lists of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFeed:
    """One address as its maker sees it: never the address itself."""

    id: str
    whose: Whose
    place_id: str | None
    made_at: datetime
    last_read_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An address that holds, with whom it reads for on the day."""

    feed: CalendarFeed
    actor: Actor


_COLUMNS = tuple(getattr(CalendarFeedRow, name) for name in CalendarFeed.__slots__)


def _feed(values: dict[str, object]) -> CalendarFeed:
    kept = {name: values[name] for name in CalendarFeed.__slots__}
    return CalendarFeed(**{**kept, "whose": Whose(str(kept["whose"]))})  # type: ignore[arg-type]


def add(connection: Connection, new: CalendarFeed, *, user_id: str, token_hash: str) -> None:
    """Keep a new address."""
    values = {name: getattr(new, name) for name in CalendarFeed.__slots__}
    kept = {**values, "whose": new.whose.value, "user_id": user_id, "token_hash": token_hash}
    connection.execute(insert(CalendarFeedRow).values(kept))


def feeds_of(connection: Connection, user_id: str) -> tuple[CalendarFeed, ...]:
    """Every address a person made, the newest first."""
    statement = (
        select(*_COLUMNS)
        .where(CalendarFeedRow.user_id == user_id)
        .order_by(CalendarFeedRow.made_at.desc(), CalendarFeedRow.id)
    )
    return tuple(_feed(dict(row._mapping)) for row in connection.execute(statement))


def revoke_all(connection: Connection, user_id: str, *, at: datetime) -> int:
    """End every address of a person; say how many held."""
    changed = connection.execute(
        update(CalendarFeedRow)
        .where(CalendarFeedRow.user_id == user_id, CalendarFeedRow.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    return changed.rowcount


def revoke(connection: Connection, feed_id: str, *, user_id: str, at: datetime) -> bool:
    """End one's own address; false where there is none that still holds."""
    changed = connection.execute(
        update(CalendarFeedRow)
        .where(
            CalendarFeedRow.id == feed_id,
            CalendarFeedRow.user_id == user_id,
            CalendarFeedRow.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )
    return changed.rowcount == 1


_BY_TOKEN = with_seats(
    select(*_COLUMNS, UserAccount.id.label("user_id"), UserAccount.name, *SEAT_COLUMNS)
    .join(UserAccount, UserAccount.id == CalendarFeedRow.user_id)
    .where(
        CalendarFeedRow.token_hash == bindparam("token_hash"),
        CalendarFeedRow.revoked_at.is_(None),
        UserAccount.active,
    )
)


def by_token(connection: Connection, token_hash: str, *, day: date) -> Read | None:
    """The address that holds, with the seats of its maker on this day; nobody's for a leaver."""
    rows = connection.execute(_BY_TOKEN, {"token_hash": token_hash, "day": day}).all()
    if not rows:
        return None
    return Read(feed=_feed(dict(rows[0]._mapping)), actor=actor_from(rows))


def note_read(connection: Connection, feed_id: str, *, at: datetime) -> None:
    """Note that a calendar program was there."""
    mine = CalendarFeedRow.id == feed_id
    connection.execute(update(CalendarFeedRow).where(mine).values(last_read_at=at))


def owed_in(connection: Connection, scope: ColumnElement[bool], *, today: date) -> tuple[Owed, ...]:
    """What is owed of these cases from `BEHIND` to `AHEAD`, the family's own time left out: one statement."""
    statement = _owed(today).where(scope)
    return _read(connection, statement)


def owed_by_desk(connection: Connection, reach: DeskReach, *, today: date) -> tuple[Owed, ...]:
    """What services of this reach still owe: one statement."""
    owes = DeadlineRow.owner.in_((Owner.SERVICE.value, Owner.DCO.value))
    statement = (
        _owed(today)
        .outerjoin(
            AdviceRequestRow,
            and_(
                AdviceRequestRow.id == DeadlineRow.ref,
                AdviceRequestRow.assessment_id == DeadlineRow.assessment_id,
            ),
        )
        .where(owes, or_(reached(reach), *_of_services(reach)))
    )
    return _read(connection, statement)


def _of_services(reach: DeskReach) -> Iterable[ColumnElement[bool]]:
    """What is owed by a service and is no advice, such as a setting's answer to a consultation."""
    return (
        and_(AssessmentRow.authority_id == authority, DeadlineRow.service_id == service)
        for authority, service in reach.services
    )


def _owed(today: date) -> Select[Any]:
    return (
        select(
            AssessmentRow.id,
            AssessmentRow.reference,
            AssessmentRow.version,
            *(getattr(DeadlineRow, name) for name in DEADLINE_COLUMNS),
        )
        .join(DeadlineRow, DeadlineRow.assessment_id == AssessmentRow.id)
        .where(
            DeadlineRow.status.in_(sorted(OPEN_STATUSES)),
            DeadlineRow.kind != Kind.FAMILY.value,
            DeadlineRow.due_on.between(today - BEHIND, today + AHEAD),
        )
        .order_by(DeadlineRow.due_on, AssessmentRow.id, DeadlineRow.code, DeadlineRow.ref)
        .limit(MOST)
    )


def visits_in(
    connection: Connection, scope: ColumnElement[bool], *, today: date
) -> tuple[PlannedVisit, ...]:
    """The visits that are still to be in these cases, the earliest first: one statement."""
    statement = (
        select(
            AssessmentRow.id.label("assessment_id"),
            AssessmentRow.reference,
            AssessmentRow.version,
            VisitRow.request_id,
            VisitRow.number,
            VisitRow.visit_on,
            VisitRow.at,
        )
        .join(AdviceRequestRow, AdviceRequestRow.assessment_id == AssessmentRow.id)
        .join(VisitRow, VisitRow.request_id == AdviceRequestRow.id)
        .where(VisitRow.ended.is_(None), VisitRow.visit_on.between(today, today + AHEAD), scope)
        .order_by(VisitRow.visit_on, VisitRow.request_id, VisitRow.number)
        .limit(MOST)
    )
    return tuple(PlannedVisit(**found._mapping) for found in connection.execute(statement))


def visits_by_desk(
    connection: Connection, reach: DeskReach, *, today: date
) -> tuple[PlannedVisit, ...]:
    """The visits that services of this reach make."""
    return visits_in(connection, reached(reach), today=today)


def _read(connection: Connection, statement: Select[Any]) -> tuple[Owed, ...]:
    return tuple(
        Owed(
            assessment_id=case_id,
            reference=reference,
            version=version,
            deadline=deadline_of(columns),
        )
        for case_id, reference, version, *columns in connection.execute(statement)
    )
