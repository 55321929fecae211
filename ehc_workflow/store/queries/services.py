"""The services that owe advice as those who look after them see them: queue, seats, addresses, vacancies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    distinct,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.store.holdings import Sitting, sitting
from ehc_workflow.store.seats import held_on, sat_on
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service, ServiceAuthority, Team

PAGE = 50


class Show(StrEnum):
    """Which services a list holds."""

    OPEN = "open"
    VACANT = "vacant"
    UNCONFIRMED = "unconfirmed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ServicesSeen:
    """The authorities whose services somebody sees; a health desk sees health's, without those of other bodies."""

    authority_ids: tuple[str, ...]
    only_health: bool = False
    not_services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """One service: what waits for it, what of that is late, and who there is to do it."""

    id: str
    name: str
    kind: ServiceKind
    health_body: str | None
    email: str | None
    confirmed_on: date | None
    closed_on: date | None
    waiting: int
    late: int
    seats: int
    held: int
    covered: int

    @property
    def vacant(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One seat with everybody in it; `cases` are the open ones that lie with it."""

    id: str
    name: str
    role: Role
    authority_id: str
    closed_on: date | None
    cases: int
    sitting: tuple[Sitting, ...]

    def holder(self, today: date) -> Sitting | None:
        """Who holds it today, if anybody does."""
        held = (one for one in self.sitting if not one.stands_in and one.first_day <= today)
        return next(held, None)

    @property
    def cover(self) -> tuple[Sitting, ...]:
        """Who covers it, today or from a later day."""
        return tuple(one for one in self.sitting if one.stands_in)


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that a service still owes an answer to."""

    id: str
    assessment_id: str
    can_be_sent_on: bool


def service_lines(
    connection: Connection,
    seen: ServicesSeen,
    show: Show,
    *,
    today: date,
    text: str = "",
    kind: ServiceKind | None = None,
    after: tuple[str, str] | None = None,
) -> tuple[ServiceLine, ...]:
    """One page of services by name and one line more, by which the page knows that there is another."""
    statement = _lines(seen, today).where(_in(seen), _shown(seen, show, today))
    if text.strip():
        statement = statement.where(Service.name.icontains(text.strip(), autoescape=True))
    if kind is not None:
        statement = statement.where(Service.kind == kind.value)
    if after is not None:
        name, service_id = literal(after[0]), literal(after[1])
        statement = statement.where(tuple_(Service.name, Service.id) > tuple_(name, service_id))
    found = connection.execute(statement.order_by(Service.name, Service.id).limit(PAGE + 1))
    return tuple(_line(row) for row in found)


def service_line(
    connection: Connection, seen: ServicesSeen, service_id: str, *, today: date
) -> ServiceLine | None:
    """One service, if it is seen."""
    statement = _lines(seen, today).where(_in(seen), Service.id == service_id)
    row = connection.execute(statement).one_or_none()
    return _line(row) if row else None


def vacancies(connection: Connection, seen: ServicesSeen, *, today: date) -> int:
    """How many services have requests waiting and nobody in a seat."""
    statement = select(func.count()).select_from(Service)
    return connection.scalar(statement.where(_in(seen), _shown(seen, Show.VACANT, today))) or 0


def _lines(seen: ServicesSeen, today: date) -> Select[*tuple[Any, ...]]:
    here = SeatRow.authority_id.in_(seen.authority_ids)
    seats = (
        select(func.count())
        .where(SeatRow.service_id == Service.id, SeatRow.closed_on.is_(None), here)
        .scalar_subquery()
    )
    return select(
        Service.id,
        Service.name,
        Service.kind,
        Service.health_body,
        Service.email,
        Service.confirmed_on,
        Service.closed_on,
        _count(_waiting(seen)).label("waiting"),
        _count(and_(_waiting(seen), AdviceRequestRow.due_on < today)).label("late"),
        seats.label("seats"),
        _seated(held_on(today), here).label("held"),
        _seated(and_(sat_on(today), SeatHolding.stands_in), here).label("covered"),
    )


def _line(row: Any) -> ServiceLine:
    values = dict(row._mapping)
    return ServiceLine(**{**values, "kind": ServiceKind(values["kind"])})


def _in(seen: ServicesSeen) -> ColumnElement[bool]:
    works = exists().where(
        ServiceAuthority.service_id == Service.id,
        ServiceAuthority.authority_id.in_(seen.authority_ids),
    )
    if not seen.authority_ids:
        return false()
    if not seen.only_health:
        return works
    health = Service.kind == ServiceKind.HEALTH.value
    return and_(works, health, Service.id.not_in(seen.not_services))


def _shown(seen: ServicesSeen, show: Show, today: date) -> ColumnElement[bool]:
    if show is Show.CLOSED:
        return Service.closed_on.is_not(None)
    is_open = Service.closed_on.is_(None)
    if show is Show.UNCONFIRMED:
        return and_(is_open, Service.confirmed_on.is_(None))
    if show is Show.VACANT:
        owes = select(AdviceRequestRow.id).join(
            AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id
        )
        someone = select(SeatHolding.id).join(SeatRow, SeatRow.id == SeatHolding.seat_id)
        return and_(
            is_open,
            owes.where(_waiting(seen)).exists(),
            not_(someone.where(SeatRow.service_id == Service.id, held_on(today)).exists()),
        )
    return is_open


def _waiting(seen: ServicesSeen) -> ColumnElement[bool]:
    """What waits for the service's advice, in the authorities that are seen."""
    row = AdviceRequestRow
    return and_(
        row.service_id == Service.id,
        row.accepted_on.is_(None),
        not_(row.closed),
        row.requested_on.is_not(None),
        or_(row.first_received_on.is_(None), row.returned_on.is_not(None)),
        AssessmentRow.authority_id.in_(seen.authority_ids),
    )


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(AdviceRequestRow)
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .where(which)
        .scalar_subquery()
    )


def _seated(when: ColumnElement[bool], here: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count(distinct(SeatHolding.seat_id)))
        .join(SeatRow, SeatRow.id == SeatHolding.seat_id)
        .where(SeatRow.service_id == Service.id, here, when)
        .scalar_subquery()
    )


def authority_ids_of(connection: Connection, service_id: str) -> frozenset[str]:
    """The authorities that a service works for."""
    mine = ServiceAuthority.service_id == service_id
    return frozenset(connection.scalars(select(ServiceAuthority.authority_id).where(mine)))


def seats_of_service(
    connection: Connection, service_id: str, authority_ids: Collection[str], *, today: date
) -> tuple[SeatLine, ...]:
    """The seats of a service in these authorities, closed ones last."""
    here = and_(SeatRow.service_id == service_id, SeatRow.authority_id.in_(authority_ids))
    return _seat_lines(connection, here, today)


def seats_of_team(
    connection: Connection, authority_id: str, team_id: str | None, *, today: date
) -> tuple[SeatLine, ...]:
    """The seats of a team, or with none those that serve the whole authority, closed ones last."""
    of_the_authority = (Role.FAMILY.value, Role.ADMINISTRATOR.value)
    here = and_(
        SeatRow.authority_id == authority_id,
        SeatRow.team_id.is_not_distinct_from(team_id),
        SeatRow.service_id.is_(None),
        SeatRow.role.not_in(of_the_authority),
    )
    return _seat_lines(connection, here, today)


def seat_line(connection: Connection, seat_id: str, *, today: date) -> SeatLine | None:
    """One seat."""
    return next(iter(_seat_lines(connection, SeatRow.id == seat_id, today)), None)


def _seat_lines(
    connection: Connection, which: ColumnElement[bool], today: date
) -> tuple[SeatLine, ...]:
    lies_with = or_(
        AssessmentRow.caseworker_seat_id == SeatRow.id,
        AssessmentRow.plan_writer_seat_id == SeatRow.id,
    )
    cases = (
        select(func.count()).where(lies_with, AssessmentRow.closed_on.is_(None)).scalar_subquery()
    )
    statement = (
        select(
            SeatRow.id,
            SeatRow.name,
            SeatRow.role,
            SeatRow.authority_id,
            SeatRow.closed_on,
            cases.label("cases"),
        )
        .where(which)
        .order_by(SeatRow.closed_on.is_not(None), SeatRow.role, SeatRow.name, SeatRow.id)
    )
    rows = connection.execute(statement).all()
    everybody = sitting(connection, [row.id for row in rows], day=today)
    return tuple(
        SeatLine(
            id=row.id,
            name=row.name,
            role=Role(row.role),
            authority_id=row.authority_id,
            closed_on=row.closed_on,
            cases=row.cases,
            sitting=tuple(one for one in everybody if one.seat_id == row.id),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team, or with no id the whole authority, with its seats."""

    authority_id: str
    id: str | None
    name: str
    seats: int
    held: int

    @property
    def vacant(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.held


def team_lines(connection: Connection, authority_id: str, *, today: date) -> tuple[TeamLine, ...]:
    """An authority's teams by name, then the seats that serve the whole authority."""
    statement = (
        select(
            SeatRow.team_id,
            func.count(distinct(SeatRow.id)),
            func.count(distinct(SeatHolding.seat_id)),
        )
        .outerjoin(SeatHolding, and_(SeatHolding.seat_id == SeatRow.id, held_on(today)))
        .where(
            SeatRow.authority_id == authority_id,
            SeatRow.service_id.is_(None),
            SeatRow.closed_on.is_(None),
            SeatRow.role.not_in((Role.FAMILY.value, Role.ADMINISTRATOR.value)),
        )
        .group_by(SeatRow.team_id)
    )
    counted = {team: (seats, held) for team, seats, held in connection.execute(statement)}
    teams = select(Team.id, Team.name).where(Team.authority_id == authority_id)
    named = [*connection.execute(teams.order_by(Team.name)), (None, "The whole authority")]
    return tuple(
        TeamLine(authority_id, team_id, name, *counted.get(team_id, (0, 0)))
        for team_id, name in named
    )


def open_requests(
    connection: Connection, service_id: str, authority_ids: Collection[str]
) -> tuple[OpenRequest, ...]:
    """What a service still owes these authorities; what has been given or answered cannot be sent on as it is."""
    row = AdviceRequestRow
    blank = and_(
        row.first_received_on.is_(None),
        row.not_known_on.is_(None),
        row.item != AdviceItem.FAMILY.value,
    )
    statement = (
        select(row.id, row.assessment_id, blank)
        .join(AssessmentRow, AssessmentRow.id == row.assessment_id)
        .where(
            row.service_id == service_id,
            row.requested_on.is_not(None),
            not_(row.closed),
            AssessmentRow.authority_id.in_(authority_ids),
        )
        .order_by(row.id)
    )
    return tuple(OpenRequest(*found) for found in connection.execute(statement))
