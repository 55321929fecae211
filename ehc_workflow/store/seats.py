"""Seats and who holds them: a person acts through the seats held on the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Authority, Service, Team


def _held_on(day: ColumnElement[date]) -> ColumnElement[bool]:
    return and_(
        SeatHolding.first_day <= day,
        or_(SeatHolding.last_day.is_(None), SeatHolding.last_day >= day),
    )


SEAT_COLUMNS = (
    SeatRow.id.label("seat_id"),
    SeatRow.role,
    SeatRow.authority_id,
    SeatRow.team_id,
    SeatRow.service_id,
    SeatRow.assessment_id,
)


def _seat(row: Row[*tuple[object, ...]]) -> Seat:
    return Seat(
        id=row.seat_id,
        role=Role(row.role),
        authority_id=row.authority_id,
        team_id=row.team_id,
        service_id=row.service_id,
        assessment_id=row.assessment_id,
    )


def actor_from(rows: Sequence[Row[*tuple[object, ...]]]) -> Actor:
    """One person from as many rows as they hold seats; a person without a seat has one row without one."""
    return Actor(
        id=rows[0].user_id,
        name=rows[0].name,
        seats=tuple(_seat(row) for row in rows if row.seat_id is not None),
    )


_DAY: ColumnElement[date] = bindparam("day", type_=SeatHolding.first_day.type)


def with_seats(statement: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
    """Join to a statement on accounts the seats held on the bound day."""
    return (
        statement.outerjoin(
            SeatHolding, and_(SeatHolding.user_id == UserAccount.id, _held_on(_DAY))
        )
        .outerjoin(SeatRow, SeatRow.id == SeatHolding.seat_id)
        .outerjoin(Authority, Authority.id == SeatRow.authority_id)
        .order_by(SeatHolding.first_day, SeatRow.id)
    )


_ACTOR_BY_EMAIL = with_seats(
    select(UserAccount.id.label("user_id"), UserAccount.name, *SEAT_COLUMNS).where(
        UserAccount.email == bindparam("email"), UserAccount.active
    )
)


def actor_by_email(connection: Connection, email: str, *, day: date) -> Actor | None:
    """Who an active account acts as on a day."""
    rows = connection.execute(_ACTOR_BY_EMAIL, {"email": email, "day": day}).all()
    return actor_from(rows) if rows else None


@dataclass(frozen=True, slots=True)
class SeatListing:
    """A seat in words, with who holds it on the day."""

    id: str
    role: str
    name: str
    authority: str
    team: str | None
    service: str | None
    email: str | None
    holder: str | None


def seats(connection: Connection, *, day: date) -> list[SeatListing]:
    """Every seat, vacant ones too, with its holder on a day."""
    statement = (
        select(
            SeatRow.id,
            SeatRow.role,
            SeatRow.name,
            Authority.name,
            Team.name,
            Service.name,
            UserAccount.email,
            UserAccount.name,
        )
        .join(Authority, Authority.id == SeatRow.authority_id)
        .outerjoin(Team, Team.id == SeatRow.team_id)
        .outerjoin(Service, Service.id == SeatRow.service_id)
        .outerjoin(SeatHolding, and_(SeatHolding.seat_id == SeatRow.id, _held_on(_DAY)))
        .outerjoin(UserAccount, UserAccount.id == SeatHolding.user_id)
        .order_by(Authority.name, SeatRow.role, SeatRow.name, SeatRow.id)
    )
    return [SeatListing(*row) for row in connection.execute(statement, {"day": day})]


def add_seat(connection: Connection, seat: Seat, *, name: str) -> None:
    """Write a new seat, vacant."""
    connection.execute(
        insert(SeatRow).values(
            id=seat.id,
            role=seat.role.value,
            name=name,
            authority_id=seat.authority_id,
            team_id=seat.team_id,
            service_id=seat.service_id,
            assessment_id=seat.assessment_id,
        )
    )


def vacant_seat(connection: Connection, like: Seat, *, name: str | None, day: date) -> str | None:
    """A seat that nobody holds on the day and that serves what `like` serves: a new holder takes over its work."""
    taken = select(SeatHolding.seat_id).where(
        or_(SeatHolding.last_day.is_(None), SeatHolding.last_day >= day)
    )
    statement = (
        select(SeatRow.id)
        .where(
            SeatRow.role == like.role.value,
            SeatRow.authority_id == like.authority_id,
            SeatRow.team_id.is_not_distinct_from(like.team_id),
            SeatRow.service_id.is_not_distinct_from(like.service_id),
            SeatRow.assessment_id.is_not_distinct_from(like.assessment_id),
            SeatRow.id.not_in(taken),
        )
        .order_by(SeatRow.name, SeatRow.id)
        .limit(1)
    )
    if name is not None:
        statement = statement.where(SeatRow.name == name)
    return connection.scalar(statement)


def assessment_id(connection: Connection, reference: str) -> str | None:
    """The case of a reference, for the seat of its family."""
    mine = AssessmentRow.reference == reference
    return connection.scalar(select(AssessmentRow.id).where(mine))


def hold_seat(
    connection: Connection, *, holding_id: str, seat_id: str, user_id: str, first_day: date
) -> None:
    """Give a seat to a person from a day on."""
    connection.execute(
        insert(SeatHolding).values(
            id=holding_id, seat_id=seat_id, user_id=user_id, first_day=first_day, last_day=None
        )
    )


def leave_seats(connection: Connection, user_id: str, *, role: Role | None, last_day: date) -> int:
    """End a person's holdings, all or those of one role; say how many ended. One that began later never was."""
    mine = and_(SeatHolding.user_id == user_id, SeatHolding.last_day.is_(None))
    if role is not None:
        of_role = select(SeatRow.id).where(SeatRow.role == role.value)
        mine = and_(mine, SeatHolding.seat_id.in_(of_role))
    undone = connection.execute(delete(SeatHolding).where(mine, SeatHolding.first_day > last_day))
    ended = connection.execute(update(SeatHolding).where(mine).values(last_day=last_day))
    return undone.rowcount + ended.rowcount


def example_sign_ins(connection: Connection, *, day: date) -> list[tuple[str, str, str]]:
    """One address for each role that somebody holds: role, address, name. For demonstrations."""
    first = (
        select(SeatRow.role, func.min(UserAccount.email).label("email"))
        .join(SeatHolding, SeatHolding.seat_id == SeatRow.id)
        .join(UserAccount, UserAccount.id == SeatHolding.user_id)
        .where(_held_on(_DAY), UserAccount.active, UserAccount.password_hash.is_not(None))
        .group_by(SeatRow.role)
        .subquery()
    )
    statement = select(first.c.role, first.c.email, UserAccount.name).join(
        UserAccount, UserAccount.email == first.c.email
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(statement, {"day": day})]
