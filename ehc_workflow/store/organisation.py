"""Authorities, their teams and the services they ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.services import SchoolType, ServiceKind
from ehc_workflow.store.tables.organisation import (
    Authority,
    HealthBody,
    Service,
    ServiceAuthority,
    SettingClosure,
    Team,
)


def add_authority(
    connection: Connection,
    *,
    authority_id: str,
    name: str,
    dfe_number: str,
    settings: Mapping[str, Any] | None = None,
) -> None:
    """Write a new local authority. `settings` holds what its letters say of whom to turn to."""
    connection.execute(
        insert(Authority).values(
            id=authority_id, name=name, dfe_number=dfe_number, settings=dict(settings or {})
        )
    )


def authorities(connection: Connection) -> list[tuple[str, str]]:
    """Every local authority: id and name."""
    found = connection.execute(select(Authority.id, Authority.name).order_by(Authority.name))
    return [(row[0], row[1]) for row in found]


def authority_settings(connection: Connection, authority_id: str) -> tuple[str, Mapping[str, Any]]:
    """The name of an authority and its settings; raises `NotFoundError`."""
    statement = select(Authority.name, Authority.settings).where(Authority.id == authority_id)
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError("There is no such authority.")
    return row.name, row.settings or {}


def teams(connection: Connection, authority_id: str) -> list[tuple[str, str]]:
    """An authority's teams: id and name."""
    mine = Team.authority_id == authority_id
    found = connection.execute(select(Team.id, Team.name).where(mine).order_by(Team.name))
    return [(row[0], row[1]) for row in found]


def services(connection: Connection) -> list[tuple[str, str]]:
    """Every service, closed ones too: id and name."""
    found = connection.execute(select(Service.id, Service.name).order_by(Service.name))
    return [(row[0], row[1]) for row in found]


def add_team(connection: Connection, *, team_id: str, authority_id: str, name: str) -> None:
    """Write a new team of an authority."""
    connection.execute(insert(Team).values(id=team_id, authority_id=authority_id, name=name))


def add_service(
    connection: Connection,
    *,
    service_id: str,
    kind: ServiceKind,
    name: str,
    authority_ids: Sequence[str],
    email: str | None = None,
    lead_email: str | None = None,
    health_body: str | None = None,
    school_type: SchoolType | None = None,
    confirmed_on: date | None = None,
) -> None:
    """Write a new service with the authorities it works for."""
    if health_body is not None and health_body not in health_bodies(connection):
        set_health_body(connection, health_body, None)
    connection.execute(
        insert(Service).values(
            id=service_id,
            kind=kind.value,
            name=name,
            email=email,
            lead_email=lead_email,
            health_body=health_body,
            school_type=school_type.value if school_type else None,
            confirmed_on=confirmed_on,
        )
    )
    connection.execute(
        insert(ServiceAuthority),
        [{"service_id": service_id, "authority_id": authority} for authority in authority_ids],
    )


def dfe_numbers(connection: Connection) -> frozenset[str]:
    """Every DfE number that is taken."""
    return frozenset(connection.scalars(select(Authority.dfe_number)))


class ClosureOnFile(NamedTuple):
    """When a setting is closed: `reopening_day` is the first day on which it is open again. Who said so, and when."""

    first_closed_day: date
    reopening_day: date
    recorded_by: str | None = None
    recorded_on: date | None = None


def add_closures(
    connection: Connection,
    service_id: str,
    closures: Sequence[tuple[date, date]],
    *,
    recorded_by: str,
    recorded_on: date,
) -> None:
    """Write when a setting is closed: each closure's first closed day and the day it opens again."""
    connection.execute(
        insert(SettingClosure),
        [
            {
                "service_id": service_id,
                "first_closed_day": first,
                "reopening_day": reopening,
                "recorded_by": recorded_by,
                "recorded_on": recorded_on,
            }
            for first, reopening in closures
        ],
    )


def closures(connection: Connection, authority_id: str) -> dict[str, list[ClosureOnFile]]:
    """The closures of an authority's settings by their ids, in the order of their days."""
    mine = ServiceAuthority.authority_id == authority_id
    found = connection.execute(
        select(
            SettingClosure.service_id,
            SettingClosure.first_closed_day,
            SettingClosure.reopening_day,
            SettingClosure.recorded_by,
            SettingClosure.recorded_on,
        )
        .join(ServiceAuthority, ServiceAuthority.service_id == SettingClosure.service_id)
        .where(mine)
        .order_by(SettingClosure.service_id, SettingClosure.first_closed_day)
    )
    by_setting: dict[str, list[ClosureOnFile]] = {}
    for service_id, first, reopening, who, on in found:
        by_setting.setdefault(service_id, []).append(ClosureOnFile(first, reopening, who, on))
    return by_setting


def closures_of(connection: Connection, service_id: str) -> tuple[ClosureOnFile, ...]:
    """The closures of one setting in the order of their days."""
    found = connection.execute(
        select(
            SettingClosure.first_closed_day,
            SettingClosure.reopening_day,
            SettingClosure.recorded_by,
            SettingClosure.recorded_on,
        )
        .where(SettingClosure.service_id == service_id)
        .order_by(SettingClosure.first_closed_day)
    )
    return tuple(ClosureOnFile(*row) for row in found)


def remove_closure(connection: Connection, service_id: str, first_closed_day: date) -> None:
    """Take away the closure of a setting that begins on this day."""
    connection.execute(
        delete(SettingClosure).where(
            SettingClosure.service_id == service_id,
            SettingClosure.first_closed_day == first_closed_day,
        )
    )


class ServiceOnFile(NamedTuple):
    """A service as it is kept, with the authorities it works for."""

    id: str
    kind: ServiceKind
    name: str
    email: str | None
    lead_email: str | None
    health_body: str | None
    school_type: SchoolType | None
    confirmed_on: date | None
    closed_on: date | None
    authority_ids: frozenset[str]


def service(connection: Connection, service_id: str) -> ServiceOnFile | None:
    """One service."""
    row = connection.execute(select(Service.__table__).where(Service.id == service_id)).first()
    if row is None:
        return None
    works_for = select(ServiceAuthority.authority_id).where(
        ServiceAuthority.service_id == service_id
    )
    return ServiceOnFile(
        id=row.id,
        kind=ServiceKind(row.kind),
        name=row.name,
        email=row.email,
        lead_email=row.lead_email,
        health_body=row.health_body,
        school_type=SchoolType(row.school_type) if row.school_type else None,
        confirmed_on=row.confirmed_on,
        closed_on=row.closed_on,
        authority_ids=frozenset(connection.scalars(works_for)),
    )


def service_named(connection: Connection, name: str, authority_ids: Collection[str]) -> str | None:
    """The service of this name that works for one of these authorities: its id."""
    statement = (
        select(Service.id)
        .join(ServiceAuthority, ServiceAuthority.service_id == Service.id)
        .where(Service.name == name, ServiceAuthority.authority_id.in_(authority_ids))
        .order_by(Service.id)
        .limit(1)
    )
    return connection.scalar(statement)


def like(connection: Connection, known: ServiceOnFile) -> list[tuple[str, str]]:
    """The other open services of this kind that work for all the same authorities: id and name."""
    works = (
        select(func.count())
        .where(
            ServiceAuthority.service_id == Service.id,
            ServiceAuthority.authority_id.in_(known.authority_ids),
        )
        .scalar_subquery()
    )
    statement = (
        select(Service.id, Service.name)
        .where(
            Service.kind == known.kind.value,
            Service.id != known.id,
            Service.closed_on.is_(None),
            works == len(known.authority_ids),
        )
        .order_by(Service.name)
    )
    return [(row.id, row.name) for row in connection.execute(statement)]


def change_service(connection: Connection, service_id: str, **values: Any) -> None:
    """Change columns of a service."""
    connection.execute(update(Service).where(Service.id == service_id).values(**values))


def work_for(connection: Connection, service_id: str, authority_ids: frozenset[str]) -> None:
    """Set the authorities that a service works for."""
    mine = ServiceAuthority.service_id == service_id
    there = frozenset(connection.scalars(select(ServiceAuthority.authority_id).where(mine)))
    gone = ServiceAuthority.authority_id.in_(there - authority_ids)
    connection.execute(delete(ServiceAuthority).where(mine, gone))
    for authority_id in sorted(authority_ids - there):
        connection.execute(
            insert(ServiceAuthority).values(service_id=service_id, authority_id=authority_id)
        )


def health_bodies(connection: Connection) -> dict[str, str | None]:
    """Every health body by name, with the address of its executive lead."""
    statement = select(HealthBody.name, HealthBody.executive_email).order_by(HealthBody.name)
    return {row.name: row.executive_email for row in connection.execute(statement)}


def authorities_of_body(connection: Connection, name: str) -> frozenset[str]:
    """The authorities that some service of this health body works for."""
    statement = (
        select(ServiceAuthority.authority_id)
        .join(Service, Service.id == ServiceAuthority.service_id)
        .where(Service.health_body == name)
    )
    return frozenset(connection.scalars(statement))


def set_health_body(connection: Connection, name: str, executive_email: str | None) -> None:
    """Make a health body, or give the one of this name another executive lead."""
    mine = HealthBody.name == name
    changed = connection.execute(
        update(HealthBody).where(mine).values(executive_email=executive_email)
    )
    if not changed.rowcount:
        connection.execute(insert(HealthBody).values(name=name, executive_email=executive_email))
