"""Who sits in which seat from when to when: as its holder, or as cover while the holder is absent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from ehc_workflow.domain.actors import Role
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person in a seat, now or from a later day; `stands_in` is cover."""

    seat_id: str
    user_id: str
    name: str
    email: str
    first_day: date
    last_day: date | None
    stands_in: bool


def sitting(connection: Connection, seat_ids: Collection[str], *, day: date) -> tuple[Sitting, ...]:
    """Who sits in these seats on a day or will later, holders first."""
    statement = (
        select(
            SeatHolding.seat_id,
            SeatHolding.user_id,
            UserAccount.name,
            UserAccount.email,
            SeatHolding.first_day,
            SeatHolding.last_day,
            SeatHolding.stands_in,
        )
        .join(UserAccount, UserAccount.id == SeatHolding.user_id)
        .where(SeatHolding.seat_id.in_(seat_ids), _not_over(day))
        .order_by(SeatHolding.stands_in, SeatHolding.first_day, SeatHolding.id)
    )
    return tuple(Sitting(*row) for row in connection.execute(statement))


def hold_seat(
    connection: Connection, *, holding_id: str, seat_id: str, user_id: str, first_day: date
) -> None:
    """Give a seat to a person from a day on."""
    connection.execute(
        insert(SeatHolding).values(
            id=holding_id, seat_id=seat_id, user_id=user_id, first_day=first_day, last_day=None
        )
    )


def cover_seat(
    connection: Connection,
    *,
    holding_id: str,
    seat_id: str,
    user_id: str,
    first_day: date,
    last_day: date,
) -> None:
    """Let a person sit in a seat from day to day while its holder is absent."""
    connection.execute(
        insert(SeatHolding).values(
            id=holding_id,
            seat_id=seat_id,
            user_id=user_id,
            first_day=first_day,
            last_day=last_day,
            stands_in=True,
        )
    )


def overlaps(
    connection: Connection, seat_id: str, user_id: str, first_day: date, last_day: date
) -> bool:
    """Whether a person sits in a seat on some day of these already."""
    statement = select(SeatHolding.id).where(
        SeatHolding.seat_id == seat_id,
        SeatHolding.user_id == user_id,
        SeatHolding.first_day <= last_day,
        _not_over(first_day),
    )
    return connection.execute(statement.limit(1)).first() is not None


def seats_of(
    connection: Connection, user_id: str, *, role: Role | None, after: date
) -> tuple[str, ...]:
    """The seats in which a person sits after a day, as holder or cover; of one role or of all."""
    statement = (
        select(SeatRow.id)
        .join(SeatHolding, SeatHolding.seat_id == SeatRow.id)
        .where(SeatHolding.user_id == user_id, _goes_on(after))
        .distinct()
        .order_by(SeatRow.id)
    )
    if role is not None:
        statement = statement.where(SeatRow.role == role.value)
    return tuple(connection.scalars(statement))


def leave_seat(connection: Connection, user_id: str, seat_id: str, *, last_day: date) -> None:
    """End what a person is to a seat. What began later never was."""
    _end(connection, and_(SeatHolding.user_id == user_id, SeatHolding.seat_id == seat_id), last_day)


def end_cover(connection: Connection, seat_id: str, user_id: str, *, last_day: date) -> int:
    """End a person's cover of a seat; say how much of it was left."""
    mine = and_(SeatHolding.user_id == user_id, SeatHolding.seat_id == seat_id)
    return _end(connection, and_(mine, SeatHolding.stands_in), last_day)


def leave_service(connection: Connection, service_id: str, *, last_day: date) -> None:
    """End what everybody is to the seats of a service."""
    its_seats = select(SeatRow.id).where(SeatRow.service_id == service_id)
    _end(connection, SeatHolding.seat_id.in_(its_seats), last_day)


def _end(connection: Connection, which: ColumnElement[bool], last_day: date) -> int:
    which = and_(which, _goes_on(last_day))
    undone = connection.execute(delete(SeatHolding).where(which, SeatHolding.first_day > last_day))
    ended = connection.execute(update(SeatHolding).where(which).values(last_day=last_day))
    return undone.rowcount + ended.rowcount


def _not_over(day: date) -> ColumnElement[bool]:
    return or_(SeatHolding.last_day.is_(None), SeatHolding.last_day >= day)


def _goes_on(day: date) -> ColumnElement[bool]:
    return or_(SeatHolding.last_day.is_(None), SeatHolding.last_day > day)
