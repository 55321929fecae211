"""Authorities, their teams and the services they ask."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from ehc_workflow.store.tables.organisation import Authority, Service, Team


def add_authority(connection: Connection, *, authority_id: str, name: str, dfe_number: str) -> None:
    """Write a new local authority."""
    connection.execute(
        insert(Authority).values(id=authority_id, name=name, dfe_number=dfe_number, settings={})
    )


def authorities(connection: Connection) -> list[tuple[str, str]]:
    """Every local authority: id and name."""
    found = connection.execute(select(Authority.id, Authority.name).order_by(Authority.name))
    return [(row[0], row[1]) for row in found]


def teams(connection: Connection, authority_id: str) -> list[tuple[str, str]]:
    """An authority's teams: id and name."""
    mine = Team.authority_id == authority_id
    found = connection.execute(select(Team.id, Team.name).where(mine).order_by(Team.name))
    return [(row[0], row[1]) for row in found]


def services(connection: Connection) -> list[tuple[str, str]]:
    """Every service: id and name."""
    found = connection.execute(select(Service.id, Service.name).order_by(Service.name))
    return [(row[0], row[1]) for row in found]
