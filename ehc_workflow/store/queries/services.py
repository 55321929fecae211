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

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.store.seats import held_on, sat_on
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service, ServiceAuthority

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
