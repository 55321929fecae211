"""Files that came by another road and are on no case yet, and which of them became what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.papers import Desk, Scan
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.papers import ArrivalRow

PAGE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """An inbox: of an authority's team or of all of it, or of one health service."""

    authority_id: str
    desk: Desk
    team_id: str | None = None
    service_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One file in an inbox, or what it was before it was filed."""

    id: str
    authority_id: str
    desk: Desk
    team_id: str | None
    service_id: str | None
    sha256: str
    name: str
    media_type: str
    size: int
    added_by: str
    added_at: datetime
    scan: Scan
    scanned_at: datetime | None = None
    document_id: str | None = None
    filed_at: datetime | None = None
    filed_by: str | None = None
    adder: str = ""


_KEPT = tuple(name for name in Arrival.__slots__ if name != "adder")


def _select() -> Select[Any]:
    columns = [getattr(ArrivalRow, name) for name in _KEPT]
    adder = func.coalesce(UserAccount.name, "").label("adder")
    return select(*columns, adder).outerjoin(UserAccount, UserAccount.id == ArrivalRow.added_by)


def _arrival(row: Any) -> Arrival:
    values = dict(row._mapping)
    return Arrival(**{**values, "desk": Desk(values["desk"]), "scan": Scan(values["scan"])})


def _within(places: Iterable[Place]) -> ColumnElement[bool]:
    parts = [
        and_(
            ArrivalRow.authority_id == place.authority_id,
            ArrivalRow.desk == place.desk.value,
            ArrivalRow.service_id.is_not_distinct_from(place.service_id),
            *(
                [or_(ArrivalRow.team_id.is_(None), ArrivalRow.team_id == place.team_id)]
                if place.team_id is not None
                else []
            ),
        )
        for place in places
    ]
    return or_(*parts) if parts else false()


def arrival(connection: Connection, arrival_id: str, places: Iterable[Place]) -> Arrival:
    """One file of these inboxes, filed or not, or `NotFoundError`."""
    mine = _select().where(ArrivalRow.id == arrival_id, _within(places))
    row = connection.execute(mine).one_or_none()
    if row is None:
        raise NotFoundError("There is no such file in your inbox.")
    return _arrival(row)


def in_inbox(connection: Connection, places: Iterable[Place]) -> tuple[Arrival, ...]:
    """What waits to be filed, the oldest first, and one more than a page shows."""
    statement = (
        _select()
        .where(ArrivalRow.filed_at.is_(None), _within(places))
        .order_by(ArrivalRow.added_at, ArrivalRow.id)
        .limit(PAGE + 1)
    )
    return tuple(_arrival(row) for row in connection.execute(statement))


def filed_lately(
    connection: Connection, places: Iterable[Place], user_id: str, *, since: datetime
) -> tuple[Arrival, ...]:
    """What this person filed since a moment, the last first."""
    statement = (
        _select()
        .where(ArrivalRow.filed_by == user_id, ArrivalRow.filed_at >= since, _within(places))
        .order_by(ArrivalRow.filed_at.desc(), ArrivalRow.id)
        .limit(PAGE)
    )
    return tuple(_arrival(row) for row in connection.execute(statement))


def add_arrival(connection: Connection, new: Arrival) -> None:
    """Write what is known of a file that came."""
    values = {name: getattr(new, name) for name in _KEPT}
    kept = {**values, "desk": new.desk.value, "scan": new.scan.value}
    connection.execute(insert(ArrivalRow).values(kept))


def is_waiting(connection: Connection, place: Place, sha256: str) -> bool:
    """Whether this very file waits in this inbox already."""
    same = select(ArrivalRow.id).where(
        ArrivalRow.sha256 == sha256,
        ArrivalRow.filed_at.is_(None),
        ArrivalRow.authority_id == place.authority_id,
        ArrivalRow.desk == place.desk.value,
        ArrivalRow.service_id.is_not_distinct_from(place.service_id),
    )
    return connection.scalar(same.limit(1)) is not None


def claim(
    connection: Connection, arrival_id: str, document_id: str, *, by: str, at: datetime
) -> bool:
    """Say what a file became; false where somebody else was first."""
    changed = connection.execute(
        update(ArrivalRow)
        .where(ArrivalRow.id == arrival_id, ArrivalRow.filed_at.is_(None))
        .values(document_id=document_id, filed_by=by, filed_at=at)
    )
    return changed.rowcount == 1


def remove_arrival(connection: Connection, arrival_id: str) -> bool:
    """Strike a file that waits; false where it was filed meanwhile."""
    gone = connection.execute(
        delete(ArrivalRow).where(ArrivalRow.id == arrival_id, ArrivalRow.filed_at.is_(None))
    )
    return gone.rowcount == 1
