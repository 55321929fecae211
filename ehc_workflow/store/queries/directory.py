"""What an authority has already: its teams, settings, services and seats by name, and the children it knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, select

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.facts import Setting
from ehc_workflow.domain.services import SchoolType, ServiceKind, setting_of
from ehc_workflow.store import organisation
from ehc_workflow.store.seats import held_on
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service, ServiceAuthority
from ehc_workflow.store.tables.people import ChildRow

Value = TypeVar("Value")

AT_ONCE = 500
"""Values of one IN list: both databases take them in one round trip."""


@dataclass(frozen=True, slots=True)
class NamedService:
    """A service or setting by the name people know it by."""

    id: str
    name: str
    kind: ServiceKind
    setting: Setting


@dataclass(frozen=True, slots=True)
class NamedSeat:
    """A caseworker's seat, and whoever holds it on the day."""

    id: str
    name: str
    holder: str | None
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """An authority's names on one day."""

    authority_id: str
    teams: tuple[tuple[str, str], ...]
    services: tuple[NamedService, ...]
    caseworkers: tuple[NamedSeat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case as an import needs to know it: whose it is, since when, and which arrivals it has."""

    id: str
    reference: str
    child_id: str
    received_on: date
    closed_on: date | None
    trigger_ids: frozenset[str]
    arrivals: frozenset[tuple[date, str]]

    def shows(self, trigger_id: str, received_on: date, kind: str) -> bool:
        """Whether this arrival is on file: by its id, even if its day was corrected since, or by day and kind."""
        return trigger_id in self.trigger_ids or (received_on, kind) in self.arrivals


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownChild:
    """A child or young person on file."""

    id: str
    given_name: str
    family_name: str
    date_of_birth: date
    upn: str
    nhs_number: str
    vision_impaired: bool
    hearing_impaired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Children and cases on file that a file may speak of."""

    children: tuple[KnownChild, ...]
    cases: tuple[KnownCase, ...]


class _Trigger(msgspec.Struct):
    id: str
    received_on: date
    kind: str


class _Arrivals(msgspec.Struct):
    triggers: tuple[_Trigger, ...] = ()


_ARRIVALS = msgspec.json.Decoder(_Arrivals)


def directory(connection: Connection, authority_id: str, *, day: date) -> Directory:
    """An authority's names, in three statements."""
    return Directory(
        authority_id=authority_id,
        teams=tuple(organisation.teams(connection, authority_id)),
        services=_services(connection, authority_id),
        caseworkers=_caseworkers(connection, authority_id, day),
    )


def _services(connection: Connection, authority_id: str) -> tuple[NamedService, ...]:
    statement = (
        select(Service.id, Service.name, Service.kind, Service.school_type)
        .join(ServiceAuthority, ServiceAuthority.service_id == Service.id)
        .where(ServiceAuthority.authority_id == authority_id)
        .order_by(Service.name, Service.id)
    )
    return tuple(
        NamedService(row[0], row[1], ServiceKind(row[2]), setting_of(_school_type(row[3])))
        for row in connection.execute(statement)
    )


def _school_type(name: str | None) -> SchoolType | None:
    return SchoolType(name) if name else None


def _caseworkers(connection: Connection, authority_id: str, day: date) -> tuple[NamedSeat, ...]:
    held = and_(SeatHolding.seat_id == SeatRow.id, held_on(day))
    statement = (
        select(SeatRow.id, SeatRow.name, UserAccount.name, UserAccount.email)
        .outerjoin(SeatHolding, held)
        .outerjoin(UserAccount, UserAccount.id == SeatHolding.user_id)
        .where(SeatRow.authority_id == authority_id, SeatRow.role == Role.CASEWORKER.value)
        .order_by(SeatRow.name, SeatRow.id)
    )
    return tuple(NamedSeat(*row) for row in connection.execute(statement))


def known(
    connection: Connection, authority_id: str, *, born: Collection[date], case_ids: Collection[str]
) -> Known:
    """The children born on these days with all their cases, and the cases of these ids with their children."""
    mine = ChildRow.authority_id == authority_id
    children = {
        child.id: child
        for days in _batches(sorted(born))
        for child in _children(connection, and_(mine, ChildRow.date_of_birth.in_(days)))
    }
    cases = {
        case.id: case
        for column, wanted in ((AssessmentRow.child_id, children), (AssessmentRow.id, case_ids))
        for ids in _batches(sorted(wanted))
        for case in _cases(
            connection, and_(AssessmentRow.authority_id == authority_id, column.in_(ids))
        )
    }
    for ids in _batches(sorted({case.child_id for case in cases.values()} - children.keys())):
        children |= {child.id: child for child in _children(connection, ChildRow.id.in_(ids))}
    return Known(children=tuple(children.values()), cases=tuple(cases.values()))


def _children(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[KnownChild]:
    statement = select(
        ChildRow.id,
        ChildRow.given_name,
        ChildRow.family_name,
        ChildRow.date_of_birth,
        ChildRow.upn,
        ChildRow.nhs_number,
        ChildRow.vision_impaired,
        ChildRow.hearing_impaired,
    ).where(wanted)
    for row in connection.execute(statement):
        yield KnownChild(**row._mapping)


def _cases(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[KnownCase]:
    statement = select(
        AssessmentRow.id,
        AssessmentRow.reference,
        AssessmentRow.child_id,
        AssessmentRow.received_on,
        AssessmentRow.closed_on,
        AssessmentRow.facts,
    ).where(wanted)
    for row in connection.execute(statement):
        triggers = _ARRIVALS.decode(row.facts).triggers
        yield KnownCase(
            id=row.id,
            reference=row.reference,
            child_id=row.child_id,
            received_on=row.received_on,
            closed_on=row.closed_on,
            trigger_ids=frozenset(trigger.id for trigger in triggers),
            arrivals=frozenset((trigger.received_on, trigger.kind) for trigger in triggers),
        )


def _batches(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
