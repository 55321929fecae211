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
    case,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Authority, Service, ServiceAuthority, Team


def sat_on(day: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Whether somebody sits in the seat on a day, as its holder or as cover."""
    return and_(
        SeatHolding.first_day <= day,
        or_(SeatHolding.last_day.is_(None), SeatHolding.last_day >= day),
    )


def held_on(day: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Whether it is the holder who sits there on a day: cover makes no seat any less vacant."""
    return and_(sat_on(day), not_(SeatHolding.stands_in))


def _not_services() -> ColumnElement[str]:
    """For a health desk that belongs to a body: the services of other bodies in the authority, in one text."""
    own, other = aliased(Service), aliased(Service)
    body = (
        select(own.health_body).where(own.id == SeatRow.service_id).correlate(SeatRow)
    ).scalar_subquery()
    services = (
        select(func.aggregate_strings(other.id, " "))
        .join(ServiceAuthority, ServiceAuthority.service_id == other.id)
        .where(
            ServiceAuthority.authority_id == SeatRow.authority_id,
            other.health_body != body,
        )
        .correlate(SeatRow)
        .scalar_subquery()
    )
    # Behind a condition, so that no other role waits for it.
    return case((SeatRow.role.in_((Role.DCO.value, Role.HEALTH_ADMINISTRATOR.value)), services))


SEAT_COLUMNS = (
    SeatRow.id.label("seat_id"),
    SeatRow.role,
    SeatRow.authority_id,
    SeatRow.team_id,
    SeatRow.service_id,
    SeatRow.assessment_id,
    _not_services().label("not_services"),
    SeatRow.request_id,
)


def _seat(row: Row[*tuple[object, ...]]) -> Seat:
    return Seat(
        id=row.seat_id,
        role=Role(row.role),
        authority_id=row.authority_id,
        team_id=row.team_id,
        service_id=row.service_id,
        assessment_id=row.assessment_id,
        not_services=frozenset((row.not_services or "").split()),
        request_id=row.request_id,
    )


def actor_from(rows: Sequence[Row[*tuple[object, ...]]]) -> Actor:
    """One person from as many rows as they sit in seats; a person without a seat has one row without one."""
    seats = {row.seat_id: _seat(row) for row in rows if row.seat_id is not None}
    return Actor(id=rows[0].user_id, name=rows[0].name, seats=tuple(seats.values()))


_DAY: ColumnElement[date] = bindparam("day", type_=SeatHolding.first_day.type)


def with_seats(
    statement: Select[*tuple[object, ...]], which: ColumnElement[bool] | None = None
) -> Select[*tuple[object, ...]]:
    """Join to a statement on accounts the seats they sit in on the bound day, own and covered, or `which` of them."""
    held = and_(SeatHolding.user_id == UserAccount.id, sat_on(_DAY))
    return (
        statement.outerjoin(SeatHolding, held if which is None else and_(held, which))
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
    """Every seat that is not closed, vacant ones too, with its holder on a day."""
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
        .outerjoin(SeatHolding, and_(SeatHolding.seat_id == SeatRow.id, held_on(_DAY)))
        .outerjoin(UserAccount, UserAccount.id == SeatHolding.user_id)
        .where(SeatRow.closed_on.is_(None), SeatRow.role != Role.INVITED.value)
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
        not_(SeatHolding.stands_in),
        or_(SeatHolding.last_day.is_(None), SeatHolding.last_day >= day),
    )
    statement = (
        select(SeatRow.id)
        .where(
            SeatRow.role == like.role.value,
            SeatRow.authority_id == like.authority_id,
            SeatRow.team_id.is_not_distinct_from(like.team_id),
            SeatRow.service_id.is_not_distinct_from(like.service_id),
            SeatRow.assessment_id.is_not_distinct_from(like.assessment_id),
            SeatRow.closed_on.is_(None),
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


@dataclass(frozen=True, slots=True)
class SeatOnFile:
    """A seat as it is kept, whoever sits in it."""

    id: str
    role: Role
    name: str
    authority_id: str
    team_id: str | None
    service_id: str | None
    closed_on: date | None


def seat(connection: Connection, seat_id: str) -> SeatOnFile | None:
    """One seat."""
    row = connection.execute(select(SeatRow.__table__).where(SeatRow.id == seat_id)).first()
    if row is None:
        return None
    return SeatOnFile(
        id=row.id,
        role=Role(row.role),
        name=row.name,
        authority_id=row.authority_id,
        team_id=row.team_id,
        service_id=row.service_id,
        closed_on=row.closed_on,
    )


def named(connection: Connection, name: str) -> list[tuple[str, str]]:
    """The seat of this name, or where several have it each under its id: id, and what to call it by."""
    which = or_(SeatRow.name == name, SeatRow.id == name)
    found = list(connection.scalars(select(SeatRow.id).where(which).order_by(SeatRow.id)))
    return [(found[0], name)] if len(found) == 1 else [(seat_id, seat_id) for seat_id in found]


def set_closed(connection: Connection, seat_id: str, closed_on: date | None) -> None:
    """Close a seat, or open it again."""
    connection.execute(update(SeatRow).where(SeatRow.id == seat_id).values(closed_on=closed_on))


def open_cases(connection: Connection, seat_id: str) -> int:
    """How many open cases lie with a caseworker's or plan writer's seat."""
    held = or_(
        AssessmentRow.caseworker_seat_id == seat_id, AssessmentRow.plan_writer_seat_id == seat_id
    )
    statement = select(func.count()).where(held, AssessmentRow.closed_on.is_(None))
    return connection.scalar(statement) or 0


def requests_given(connection: Connection, seat_id: str) -> int:
    """How many open requests its service gave to a seat."""
    given = AdviceRequestRow.allocated_seat_id == seat_id
    statement = select(func.count()).where(given, not_(AdviceRequestRow.closed))
    return connection.scalar(statement) or 0


def example_sign_ins(connection: Connection, *, day: date) -> list[tuple[str, str, str]]:
    """One address for each role that somebody holds: role, address, name. For demonstrations."""
    first = (
        select(SeatRow.role, func.min(UserAccount.email).label("email"))
        .join(SeatHolding, SeatHolding.seat_id == SeatRow.id)
        .join(UserAccount, UserAccount.id == SeatHolding.user_id)
        .where(held_on(_DAY), UserAccount.active, UserAccount.password_hash.is_not(None))
        .group_by(SeatRow.role)
        .subquery()
    )
    statement = select(first.c.role, first.c.email, UserAccount.name).join(
        UserAccount, UserAccount.email == first.c.email
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(statement, {"day": day})]
