"""Teams, services and health bodies: who works together, and who owes advice at which shared address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.organisation import ChangeKind, email_address
from ehc_workflow.domain.services import SchoolType, ServiceKind
from ehc_workflow.service.organisation_changes import By, note, wrong
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.organisation import ServiceOnFile
from ehc_workflow.store.queries import services as queue

NO_SERVICE = "There is no such service, or it is not yours to look after."


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDetails:
    """A service as it is known by name: `email` is its shared inbox, `lead_email` who hears when it stays late."""

    name: str
    kind: ServiceKind
    email: str | None = None
    lead_email: str | None = None
    health_body: str | None = None
    school_type: SchoolType | None = None


def add_team(database: Database, name: str, *, authority_id: str, by: By) -> str:
    """Make a team; its id."""
    name = name.strip() or wrong("/name", "Enter the team’s name.")
    if not by.looks_after(authority_id):
        raise NotFoundError("There is no such authority, or it is not yours to look after.")
    with database.writing() as connection:
        if name in (known for _, known in organisation.teams(connection, authority_id)):
            wrong("/name", f"There is a team {name} already.")
        team_id = new_id()
        organisation.add_team(connection, team_id=team_id, authority_id=authority_id, name=name)
        note(connection, by, ChangeKind.TEAM_MADE, team_id, name=name)
    return team_id


def set_health_body(database: Database, name: str, executive_email: str | None, *, by: By) -> None:
    """Make a health body, or say anew where its executive lead is reached."""
    name = name.strip() or wrong("/name", "Enter the health body’s name.")
    address = email_address(executive_email, "/executive_email") if executive_email else None
    with database.writing() as connection:
        before = organisation.health_bodies(connection).get(name)
        others = organisation.authorities_of_body(connection, name)
        if not all(by.looks_after(one) for one in others):
            wrong("/name", "Another authority relies on this health body: change it together.")
        organisation.set_health_body(connection, name, address)
        note(connection, by, ChangeKind.BODY_SET, name, executive_email=[before, address])


def add_service(
    database: Database, details: ServiceDetails, *, authority_ids: frozenset[str], by: By
) -> str:
    """Make a service that works for these authorities; its id."""
    details = _checked(details)
    with database.writing() as connection:
        _refuse_strangers(authority_ids, by)
        _refuse_taken_name(connection, details.name, authority_ids)
        service_id = new_id()
        organisation.add_service(
            connection,
            service_id=service_id,
            kind=details.kind,
            name=details.name,
            authority_ids=sorted(authority_ids),
            email=details.email,
            lead_email=details.lead_email,
            health_body=details.health_body,
            school_type=details.school_type,
        )
        note(connection, by, ChangeKind.SERVICE_MADE, service_id, name=details.name)
    return service_id


def set_service(database: Database, details: ServiceDetails, *, authority_id: str, by: By) -> str:
    """Make a service of this name, or change what is given here of the one that works for the authority; its id."""
    works_for = frozenset({authority_id})
    with database.reading() as connection:
        service_id = organisation.service_named(connection, details.name, works_for)
        known = organisation.service(connection, service_id) if service_id else None
    if known is None:
        return add_service(database, details, authority_ids=works_for, by=by)
    if known.kind is not details.kind:
        wrong("/kind", f"{known.name} is there already, and its kind is {known.kind.value}.")
    kept = ServiceDetails(
        name=known.name,
        kind=known.kind,
        email=details.email or known.email,
        lead_email=details.lead_email or known.lead_email,
        health_body=details.health_body or known.health_body,
        school_type=details.school_type or known.school_type,
    )
    change_service(database, known.id, kept, authority_ids=known.authority_ids, by=by)
    return known.id


def work_for(database: Database, service_id: str, authority_id: str, *, by: By) -> None:
    """Let a service work for one authority more."""
    with database.writing() as connection:
        known = looked_after(connection, service_id, by)
        works_for = known.authority_ids | {authority_id}
        if works_for == known.authority_ids:
            return
        _refuse_taken_name(connection, known.name, works_for, but=service_id)
        organisation.work_for(connection, service_id, works_for)
        both = [sorted(known.authority_ids), sorted(works_for)]
        note(connection, by, ChangeKind.SERVICE_CHANGED, service_id, authority_ids=both)


def change_service(
    database: Database,
    service_id: str,
    details: ServiceDetails,
    *,
    authority_ids: frozenset[str],
    by: By,
) -> None:
    """Change what is known of a service. Its kind stays; another address has to be confirmed again.

    `authority_ids` are those it is to work for of the ones that whoever changes it looks after; others stay.
    """
    details = _checked(details)
    with database.writing() as connection:
        known = looked_after(connection, service_id, by)
        _refuse_strangers(authority_ids, by)
        others = frozenset(one for one in known.authority_ids if not by.looks_after(one))
        works_for = authority_ids | others
        if not works_for:
            wrong("/authority_ids", "Choose an authority, or close the service.")
        _refuse_taken_name(connection, details.name, works_for, but=service_id)
        _refuse_leaving_work(connection, known, works_for)
        values: dict[str, Any] = {
            "name": details.name,
            "email": details.email,
            "lead_email": details.lead_email,
            "health_body": details.health_body,
            "school_type": details.school_type.value if details.school_type else None,
        }
        changed = _changed(known, values)
        if "email" in changed:
            values["confirmed_on"] = None
        if works_for != known.authority_ids:
            changed["authority_ids"] = [sorted(known.authority_ids), sorted(works_for)]
        if not changed:
            return
        if others and changed.keys() & _RELIED_ON:
            wrong(
                "/name",
                "Another authority relies on this service: its name, addresses and health body are changed together, "
                "at the command line.",
            )
        if details.health_body and details.health_body not in organisation.health_bodies(
            connection
        ):
            wrong("/health_body", "Choose a health body from the list, or add it first.")
        organisation.change_service(connection, service_id, **values)
        organisation.work_for(connection, service_id, works_for)
        note(connection, by, ChangeKind.SERVICE_CHANGED, service_id, **changed)


def confirm_addresses(database: Database, service_id: str, *, by: By) -> None:
    """Keep that somebody confirmed today where the service is written to."""
    with database.writing() as connection:
        known = looked_after(connection, service_id, by)
        if not known.email:
            wrong("/email", f"{known.name} has no address yet: give it one, then confirm it.")
        if known.confirmed_on == by.today:
            return
        organisation.change_service(connection, service_id, confirmed_on=by.today)
        note(connection, by, ChangeKind.ADDRESSES_CONFIRMED, service_id, email=known.email)


_RELIED_ON = frozenset({"name", "email", "lead_email", "health_body"})
"""What decides who is written to and which desk sees a request: of a shared service no one authority's to change."""


def looked_after(connection: Connection, service_id: str, by: By) -> ServiceOnFile:
    """A service that is theirs to change, or `NotFoundError`."""
    known = organisation.service(connection, service_id)
    if known is None or not any(by.looks_after(one) for one in known.authority_ids):
        raise NotFoundError(NO_SERVICE)
    return known


def _checked(details: ServiceDetails) -> ServiceDetails:
    """The details with their addresses in one form. Only health has a body, only a setting a type."""
    if details.health_body and details.kind is not ServiceKind.HEALTH:
        wrong("/health_body", "Only a health service belongs to a health body.")
    if details.school_type and details.kind is not ServiceKind.SETTING:
        wrong("/school_type", "Only a setting has a type of school.")
    return ServiceDetails(
        name=details.name.strip() or wrong("/name", "Enter the service’s name."),
        kind=details.kind,
        email=email_address(details.email) if details.email else None,
        lead_email=email_address(details.lead_email, "/lead_email") if details.lead_email else None,
        health_body=details.health_body or None,
        school_type=details.school_type,
    )


def _changed(known: ServiceOnFile, values: dict[str, Any]) -> dict[str, Any]:
    """What differs, each with what was there before and after."""
    before = known._asdict()
    return {name: [before[name], after] for name, after in values.items() if before[name] != after}


def _refuse_strangers(authority_ids: frozenset[str], by: By) -> None:
    if not all(by.looks_after(one) for one in authority_ids):
        wrong("/authority_ids", "Choose authorities that you look after.")


def _refuse_taken_name(
    connection: Connection, name: str, authority_ids: frozenset[str], *, but: str = ""
) -> None:
    taken = organisation.service_named(connection, name, authority_ids)
    if taken is not None and taken != but:
        wrong("/name", f"There is a service {name} already: open it in the list to change it.")


def _refuse_leaving_work(
    connection: Connection, known: ServiceOnFile, works_for: frozenset[str]
) -> None:
    """An authority is not left while the service still owes it something."""
    left = known.authority_ids - works_for
    owed = len(queue.open_requests(connection, known.id, left)) if left else 0
    if owed:
        wrong(
            "/authority_ids",
            f"{owed} open {'request lies' if owed == 1 else 'requests lie'} with {known.name} for an authority that "
            "it would leave: send them to another service first.",
        )
