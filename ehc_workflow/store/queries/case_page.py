"""One case as a page shows it: the stored picture, the names it points at, what is filed, in four statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, and_, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from ehc_workflow.domain.case import Case, Person
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.papers import NOT_GIVEN
from ehc_workflow.store.cases import decode
from ehc_workflow.store.seats import held_on
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import AlertRow
from ehc_workflow.store.tables.organisation import Authority, Service, ServiceAuthority, Team
from ehc_workflow.store.tables.papers import DocumentRow
from ehc_workflow.store.tables.people import ChildRow, ContactRow


class LanguageNeeds(Protocol):
    """What is recorded of the language and format in which a family is spoken to."""

    @property
    def language(self) -> str | None:
        """The language, where it was recorded."""

    @property
    def interpreter_needed(self) -> bool | None:
        """Whether an interpreter is needed."""

    @property
    def format_needs(self) -> str | None:
        """Such as large print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """Who the case is about."""

    id: str
    given_name: str
    family_name: str
    date_of_birth: date
    upn: str
    nhs_number: str
    vision_impaired: bool
    hearing_impaired: bool
    language: str | None
    interpreter_needed: bool | None
    format_needs: str | None

    @property
    def name(self) -> str:
        """The name in full."""
        return f"{self.given_name} {self.family_name}"

    def age_on(self, day: date) -> int:
        """Whole years."""
        born = self.date_of_birth
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One case with its child and its place at work."""

    case: Case
    child: Child
    authority: str
    authority_settings: Mapping[str, Any]
    team: str
    caseworker: str | None
    plan_writer: str | None


def case_file(connection: Connection, assessment_id: str) -> CaseFile:
    """One case, or `NotFoundError`. Who may see it is for the caller to ask."""
    caseworker, plan_writer = aliased(SeatRow), aliased(SeatRow)
    statement = (
        select(
            AssessmentRow.facts,
            ChildRow.id,
            ChildRow.given_name,
            ChildRow.family_name,
            ChildRow.date_of_birth,
            ChildRow.upn,
            ChildRow.nhs_number,
            ChildRow.vision_impaired,
            ChildRow.hearing_impaired,
            ChildRow.language,
            ChildRow.interpreter_needed,
            ChildRow.format_needs,
            Authority.name.label("authority"),
            Authority.settings,
            Team.name.label("team"),
            caseworker.name.label("caseworker"),
            plan_writer.name.label("plan_writer"),
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .join(Authority, Authority.id == AssessmentRow.authority_id)
        .join(Team, Team.id == AssessmentRow.team_id)
        .outerjoin(caseworker, caseworker.id == AssessmentRow.caseworker_seat_id)
        .outerjoin(plan_writer, plan_writer.id == AssessmentRow.plan_writer_seat_id)
        .where(AssessmentRow.id == assessment_id)
    )
    row: Any = connection.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError("There is no such case, or it is not yours to know of.")
    return _case_file(row)


def _case_file(row: Any) -> CaseFile:
    person = Person(
        date_of_birth=row.date_of_birth,
        vision_impaired=row.vision_impaired,
        hearing_impaired=row.hearing_impaired,
    )
    return CaseFile(
        case=replace(decode(row.facts), person=person),
        child=Child(
            id=row.id,
            given_name=row.given_name,
            family_name=row.family_name,
            date_of_birth=row.date_of_birth,
            upn=row.upn,
            nhs_number=row.nhs_number,
            vision_impaired=row.vision_impaired,
            hearing_impaired=row.hearing_impaired,
            language=row.language,
            interpreter_needed=row.interpreter_needed,
            format_needs=row.format_needs,
        ),
        authority=row.authority,
        authority_settings=row.settings or {},
        team=row.team,
        caseworker=row.caseworker,
        plan_writer=row.plan_writer,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownContact:
    """Someone who can be written to, by name."""

    id: str
    name: str
    kind: str
    email: str
    phone: str
    address: str
    preferred_method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Who and what the ids of one case stand for."""

    contacts: Mapping[str, KnownContact]
    services: Mapping[str, str]
    people: Mapping[str, str]
    seats: Mapping[str, str] = field(default_factory=dict)

    def seat(self, seat_id: str) -> str:
        """The name of a seat of a service that was asked."""
        return self.seats.get(seat_id) or "a seat of another service"

    def service(self, service_id: str | None) -> str:
        """The name of a service or setting."""
        return self.services.get(service_id or "", "") or "No service named"

    def contact(self, contact_id: str) -> str:
        """The name of a contact."""
        known = self.contacts.get(contact_id)
        return known.name if known else "A contact no longer on file"

    def person(self, user_id: str | None) -> str:
        """The name of somebody who acted."""
        if user_id == "system":
            return "The engine"
        return self.people.get(user_id or "", "") or "Somebody no longer on file"


def names(connection: Connection, case: Case, actor_ids: Iterable[str] = ()) -> Names:
    """The names that the case's ids and these people's stand for, in one statement."""
    people = {*actor_ids, *_deciders(case)}
    rows: Any = connection.execute(
        union_all(
            select(
                literal("contact").label("what"),
                ContactRow.id,
                ContactRow.name,
                ContactRow.kind,
                ContactRow.email,
                ContactRow.phone,
                ContactRow.address,
                ContactRow.preferred_method,
            ).where(ContactRow.assessment_id == case.id),
            select(literal("service"), Service.id, Service.name, *[null()] * 5).where(
                Service.id.in_(_services_of(case))
            ),
            select(literal("person"), UserAccount.id, UserAccount.name, *[null()] * 5).where(
                UserAccount.id.in_(sorted(people))
            ),
            select(literal("seat"), SeatRow.id, SeatRow.name, *[null()] * 5).where(
                SeatRow.service_id.in_(_services_allocating(case))
            ),
        )
    ).all()
    return Names(
        contacts={row[1]: _contact(row) for row in rows if row[0] == "contact"},
        services={row[1]: row[2] for row in rows if row[0] == "service"},
        people={row[1]: row[2] for row in rows if row[0] == "person"},
        seats={row[1]: row[2] for row in rows if row[0] == "seat"},
    )


def _contact(row: Any) -> KnownContact:
    return KnownContact(
        id=row[1],
        name=row[2],
        kind=row[3],
        email=row[4],
        phone=row[5],
        address=row[6],
        preferred_method=Method(row[7]),
    )


def _services_of(case: Case) -> list[str]:
    found = {
        case.setting_id,
        *(request.service_id for request in case.advice),
        *(asked.setting_id for asked in case.consultations),
        *(said.setting_id for said in case.representations),
        case.placement.setting_id if case.placement else None,
    }
    return sorted(service for service in found if service)


def _services_allocating(case: Case) -> list[str]:
    """Services of which some seat has been given work on this case: only their seats are spoken of."""
    return sorted({r.service_id for r in case.advice if r.allocated_seat_id and r.service_id})


def _deciders(case: Case) -> set[str]:
    decided = (case.assess_decision, case.plan_decision, case.placement, *case.exceptions)
    approved = (claim.late_claim_approved_by for claim in case.exceptions)
    return {*(one.decided_by for one in decided if one is not None), *filter(None, approved)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One document on a case."""

    id: str
    name: str
    kind: str
    size: int
    request_id: str | None
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One rung of a ladder that was climbed by the engine: never mistaken for a person's chase."""

    code: str
    ref: str
    rung: str
    raised_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What is filed on a case, and what the engine raised for it."""

    documents: tuple[Filed, ...]
    reminders: tuple[Reminder, ...]


def papers(connection: Connection, assessment_id: str) -> Papers:
    """Documents and alerts of one case, in one statement."""
    documents = select(
        literal("document").label("what"),
        DocumentRow.id,
        DocumentRow.name,
        DocumentRow.kind,
        DocumentRow.size,
        DocumentRow.request_id,
        DocumentRow.added_at.label("at"),
        UserAccount.name.label("who"),
        # A column's type is that of the first part: without it SQLite would give the day back as text.
        type_coerce(null(), AlertRow.raised_on.type).label("on"),
    ).outerjoin(UserAccount, UserAccount.id == DocumentRow.added_by)
    alerts = select(
        literal("alert"),
        AlertRow.id,
        AlertRow.code,
        AlertRow.rung,
        literal(0),
        AlertRow.ref,
        null(),
        null(),
        AlertRow.raised_on,
    )
    rows: Any = connection.execute(
        union_all(
            documents.where(
                DocumentRow.assessment_id == assessment_id,
                DocumentRow.kind.not_in(NOT_GIVEN),
                DocumentRow.sealed_at.is_(None),
            ),
            alerts.where(AlertRow.assessment_id == assessment_id),
        )
    ).all()
    filed = [
        Filed(
            id=r[1],
            name=r[2],
            kind=r[3],
            size=r[4],
            request_id=r[5],
            added_at=r[6],
            added_by=r[7] or "",
        )
        for r in rows
        if r[0] == "document"
    ]
    raised = [
        Reminder(code=r[2], rung=r[3], ref=r[5], raised_on=r[8]) for r in rows if r[0] == "alert"
    ]
    return Papers(
        documents=tuple(sorted(filed, key=lambda one: one.added_at)),
        reminders=tuple(sorted(raised, key=lambda one: one.raised_on)),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One row to choose from: its id, what it is called, and what it is."""

    id: str
    name: str
    kind: str


def services_of_authority(connection: Connection, authority_id: str) -> tuple[Choice, ...]:
    """The services and settings that an authority can ask, by name; an address nobody confirmed is said with it."""
    statement = (
        select(Service.id, Service.name, Service.kind, Service.confirmed_on)
        .join(ServiceAuthority, ServiceAuthority.service_id == Service.id)
        .where(ServiceAuthority.authority_id == authority_id, Service.closed_on.is_(None))
        .order_by(Service.name)
    )
    return tuple(
        Choice(service_id, name if confirmed_on else f"{name} (address never confirmed)", kind)
        for service_id, name, kind, confirmed_on in connection.execute(statement)
    )


def seats_of_authority(
    connection: Connection, authority_id: str, *, day: date
) -> tuple[Choice, ...]:
    """The seats that can hold a case or write a plan, each with who sits in it on the day; vacant ones too."""
    held = and_(SeatHolding.seat_id == SeatRow.id, held_on(day))
    statement = (
        select(SeatRow.id, SeatRow.name, SeatRow.role, UserAccount.name)
        .outerjoin(SeatHolding, held)
        .outerjoin(UserAccount, UserAccount.id == SeatHolding.user_id)
        .where(
            SeatRow.authority_id == authority_id,
            SeatRow.role.in_(("caseworker", "plan_writer")),
            SeatRow.closed_on.is_(None),
        )
        .order_by(SeatRow.name, SeatRow.id)
    )
    return tuple(
        Choice(seat_id, f"{name}: {holder or 'vacant'}", role)
        for seat_id, name, role, holder in connection.execute(statement)
    )
