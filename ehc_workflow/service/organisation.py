"""Teams and services of an authority: who works together, and who owes it advice at which shared address."""

from __future__ import annotations

from dataclasses import dataclass

from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.services import SchoolType, ServiceKind
from ehc_workflow.service.accounts import pick
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDetails:
    """A service as it is known by name: `email` is its shared inbox, `lead_email` who hears when it stays late."""

    name: str
    kind: ServiceKind
    email: str | None = None
    lead_email: str | None = None
    health_body: str | None = None
    school_type: SchoolType | None = None


def add_team(database: Database, name: str, *, authority: str | None) -> str:
    """Make a team of the authority named, or of the only one; its id."""
    with database.writing() as connection:
        authority_id = pick("authority", organisation.authorities(connection), authority)
        if name in (known for _, known in organisation.teams(connection, authority_id)):
            _wrong("/name", f"There is a team {name} already.")
        team_id = new_id()
        organisation.add_team(connection, team_id=team_id, authority_id=authority_id, name=name)
    return team_id


def set_service(database: Database, details: ServiceDetails, *, authority: str | None) -> str:
    """Make a service of this name, or give the one of this name new addresses; its id."""
    with database.writing() as connection:
        authority_id = pick("authority", organisation.authorities(connection), authority)
        known = {name: service_id for service_id, name in organisation.services(connection)}
        service_id = known.get(details.name)
        if service_id is not None:
            organisation.set_addresses(
                connection,
                service_id=service_id,
                email=details.email,
                lead_email=details.lead_email,
            )
            return service_id
        service_id = new_id()
        organisation.add_service(
            connection,
            service_id=service_id,
            kind=details.kind,
            name=details.name,
            authority_ids=[authority_id],
            email=details.email,
            lead_email=details.lead_email,
            health_body=details.health_body,
            school_type=details.school_type,
        )
    return service_id


def _wrong(pointer: str, detail: str) -> None:
    raise ImpossibleFactsError(Impossible(pointer, detail))
