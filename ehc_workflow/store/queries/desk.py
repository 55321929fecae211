"""The desk of those who give advice: every request that a seat reaches, late and due first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.store.queries.search import matching
from ehc_workflow.store.tables.advice import (
    AdviceRequestRow,
    ContributionParagraph,
    ContributionRow,
)
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service
from ehc_workflow.store.tables.papers import PlanItemRow
from ehc_workflow.store.tables.people import ChildRow

PAGE = 25
DONE_LATELY = timedelta(days=28)
THIS_WEEK = timedelta(days=6)
NO_DAY = date(9999, 12, 31)
"""Where a request without a due day stands: after every one that has a day."""


class View(StrEnum):
    """One part of the desk."""

    TO_GIVE = "to_give"
    LATE = "late"
    THIS_WEEK = "this_week"
    RETURNED = "returned"
    NOT_CONFIRMED = "not_confirmed"
    NOT_KNOWN = "not_known"
    UNROUTED = "unrouted"
    TO_CHECK = "to_check"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class HealthArea:
    """An authority whose health advice a seat sees, but for what lies with the services of other health bodies."""

    authority_id: str
    not_services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskReach:
    """Areas whose health advice a seat sees, and single services within an authority."""

    health_of: tuple[HealthArea, ...]
    services: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether no request can be in it."""
        return not self.health_of and not self.services


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list, to go on from."""

    day: date
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One request as the desk lists it."""

    request_id: str
    assessment_id: str
    reference: str
    child: str
    date_of_birth: date
    item: AdviceItem
    service: str | None
    requested_on: date | None
    received_by_body_on: date | None
    due_on: date | None
    basis: str
    first_received_on: date | None
    returned_on: date | None
    accepted_on: date | None
    not_known_on: date | None
    last_chased_on: date | None
    closed: bool

    @property
    def is_waiting(self) -> bool:
        """Whether nothing has been given yet."""
        return not self.closed and self.first_received_on is None

    def days_late(self, today: date) -> int:
        """Days after the due day, to the day it was given or to today."""
        return days_late(self.due_on, self.first_received_on, closed=self.closed, today=today)

    def place(self, view: View) -> Place:
        """Where it stands in the list of this part."""
        day = self.accepted_on if view is View.DONE else self.due_on
        return Place(day or NO_DAY, self.request_id)


def days_late(
    due_on: date | None, first_received_on: date | None, *, closed: bool, today: date
) -> int:
    """Calendar days from a request's last day to the day it was given, or to today while it is owed; else 0."""
    if due_on is None or (closed and first_received_on is None):
        return 0
    return max(0, ((first_received_on or today) - due_on).days)


def counts(connection: Connection, reach: DeskReach, *, today: date) -> Mapping[View, int]:
    """How many requests each part of the desk holds, in one statement."""
    columns = [
        func.coalesce(func.sum(case((_in_view(view, today), 1), else_=0)), 0).label(view.value)
        for view in View
    ]
    statement = (
        select(*columns)
        .select_from(AdviceRequestRow)
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .where(_within(reach), _on_the_desk(today))
    )
    row = connection.execute(statement).one()
    return {view: int(row._mapping[view.value]) for view in View}


def lines(
    connection: Connection,
    reach: DeskReach,
    view: View,
    *,
    today: date,
    text: str = "",
    service_id: str = "",
    after: Place | None = None,
    before: Place | None = None,
) -> tuple[Line, ...]:
    """One page and one line more, by which the page knows that there is another."""
    statement = every_line().where(_within(reach), _in_view(view, today))
    if text.strip():
        statement = statement.where(matching(text))
    if service_id:
        statement = statement.where(AdviceRequestRow.service_id == service_id)
    key = AdviceRequestRow.accepted_on if view is View.DONE else AdviceRequestRow.due_on
    day, request_id = func.coalesce(key, NO_DAY), AdviceRequestRow.id
    newest_first = view is View.DONE
    if after is not None or before is not None:
        place = after or before
        assert place is not None
        here = tuple_(literal(place.day), literal(place.id))
        onwards = (after is not None) != newest_first
        there = tuple_(day, request_id)
        statement = statement.where(there > here if onwards else there < here)
    backwards = (before is not None) != newest_first
    order = (day.desc(), request_id.desc()) if backwards else (day, request_id)
    found = connection.execute(statement.order_by(*order).limit(PAGE + 1)).all()
    rows = [line_of(row) for row in found]
    return tuple(reversed(rows)) if before is not None else tuple(rows)


def services_asked(connection: Connection, reach: DeskReach) -> tuple[tuple[str, str], ...]:
    """The services that owe something within this reach, by name: id and name."""
    statement = (
        select(Service.id, Service.name)
        .join(AdviceRequestRow, AdviceRequestRow.service_id == Service.id)
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .where(_within(reach), not_(AdviceRequestRow.closed))
        .distinct()
        .order_by(Service.name)
    )
    return tuple((id_, name) for id_, name in connection.execute(statement))


def line(connection: Connection, request_id: str) -> Line | None:
    """One request, or None. Who may know of it is for the caller to ask."""
    row = connection.execute(every_line().where(AdviceRequestRow.id == request_id)).one_or_none()
    return line_of(row) if row else None


def every_line() -> Select[*tuple[Any, ...]]:
    """Every request there is, as lists show one: to be narrowed to what somebody may see."""
    return (
        select(
            AdviceRequestRow.id.label("request_id"),
            AdviceRequestRow.assessment_id,
            AssessmentRow.reference,
            (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
            ChildRow.date_of_birth,
            AdviceRequestRow.item,
            Service.name.label("service"),
            AdviceRequestRow.requested_on,
            AdviceRequestRow.received_by_body_on,
            AdviceRequestRow.due_on,
            AdviceRequestRow.basis,
            AdviceRequestRow.first_received_on,
            AdviceRequestRow.returned_on,
            AdviceRequestRow.accepted_on,
            AdviceRequestRow.not_known_on,
            AdviceRequestRow.last_chased_on,
            AdviceRequestRow.closed,
        )
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .outerjoin(Service, Service.id == AdviceRequestRow.service_id)
    )


def line_of(row: Any) -> Line:
    """A row of `every_line`."""
    values = dict(row._mapping)
    return Line(**{**values, "item": AdviceItem(values["item"])})


def _within(reach: DeskReach) -> ColumnElement[bool]:
    """What the desk reaches in cases where something is owed."""
    return and_(AssessmentRow.closed_on.is_(None), reached(reach))


def reached(reach: DeskReach) -> ColumnElement[bool]:
    """A health body has one desk for the authority; everybody else sees what their own service was asked."""
    parts = [
        *(_in_area(area) for area in reach.health_of),
        *(
            and_(AssessmentRow.authority_id == authority, AdviceRequestRow.service_id == service)
            for authority, service in reach.services
        ),
    ]
    return or_(*parts) if parts else false()


def _in_area(area: HealthArea) -> ColumnElement[bool]:
    """Health's requests of an authority; what nobody was given is seen by every desk."""
    row = AdviceRequestRow
    mine = and_(
        AssessmentRow.authority_id == area.authority_id,
        or_(row.item == AdviceItem.HEALTH.value, row.bound_by_reg_8),
    )
    if not area.not_services:
        return mine
    return and_(mine, or_(row.service_id.is_(None), row.service_id.not_in(area.not_services)))


def _on_the_desk(today: date) -> ColumnElement[bool]:
    return or_(not_(AdviceRequestRow.closed), AdviceRequestRow.accepted_on >= today - DONE_LATELY)


def _in_view(view: View, today: date) -> ColumnElement[bool]:
    row = AdviceRequestRow
    owed = and_(not_(row.closed), row.requested_on.is_not(None))
    nothing_yet = and_(owed, row.first_received_on.is_(None))
    to_write = and_(nothing_yet, row.not_known_on.is_(None))
    match view:
        case View.TO_GIVE:
            return or_(to_write, and_(owed, row.returned_on.is_not(None)))
        case View.LATE:
            return and_(nothing_yet, row.due_on < today)
        case View.THIS_WEEK:
            return and_(nothing_yet, row.due_on >= today, row.due_on <= today + THIS_WEEK)
        case View.RETURNED:
            return and_(owed, row.returned_on.is_not(None))
        case View.NOT_CONFIRMED:
            return and_(nothing_yet, row.received_by_body_on.is_(None))
        case View.NOT_KNOWN:
            return and_(owed, row.not_known_on.is_not(None))
        case View.UNROUTED:
            return and_(owed, row.service_id.is_(None))
        case View.TO_CHECK:
            return and_(owed, row.first_received_on.is_not(None), row.returned_on.is_(None))
        case View.DONE:
            return and_(row.closed, row.accepted_on >= today - DONE_LATELY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of advice as it was given."""

    kind: str
    text: str
    amount: str
    frequency: str
    by_whom: str
    until_when: str
    plan_section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One version of the advice on a request, in its exact words."""

    id: str
    version: int
    received_on: date
    author_name: str
    author_role: str
    how_seen: str
    paragraphs: tuple[Paragraph, ...]


def advice_given(connection: Connection, request_id: str) -> tuple[Given, ...]:
    """Every version that came in for a request, the newest first, in one statement."""
    statement = (
        select(
            ContributionRow.id,
            ContributionRow.version,
            ContributionRow.received_on,
            ContributionRow.author_name,
            ContributionRow.author_role,
            ContributionRow.how_seen,
            ContributionParagraph.kind,
            ContributionParagraph.text,
            ContributionParagraph.amount,
            ContributionParagraph.frequency,
            ContributionParagraph.by_whom,
            ContributionParagraph.until_when,
            ContributionParagraph.plan_section,
        )
        .outerjoin(
            ContributionParagraph, ContributionParagraph.contribution_id == ContributionRow.id
        )
        .where(ContributionRow.request_id == request_id)
        .order_by(ContributionRow.version.desc(), ContributionParagraph.number)
    )
    versions: dict[str, list[Any]] = {}
    for row in connection.execute(statement):
        versions.setdefault(row.id, []).append(row)
    return tuple(_given(rows) for rows in versions.values())


def _given(rows: list[Any]) -> Given:
    first = rows[0]
    return Given(
        id=first.id,
        version=first.version,
        received_on=first.received_on,
        author_name=first.author_name,
        author_role=first.author_role,
        how_seen=first.how_seen,
        paragraphs=tuple(
            Paragraph(
                kind=row.kind,
                text=row.text,
                amount=row.amount,
                frequency=row.frequency,
                by_whom=row.by_whom,
                until_when=row.until_when,
                plan_section=row.plan_section,
            )
            for row in rows
            if row.kind is not None
        ),
    )


def plan_sections(
    connection: Connection, assessment_id: str, *sections: str
) -> tuple[tuple[str, str], ...]:
    """What the newest plan text says in these sections: section and text of each item."""
    newest = (
        select(func.max(PlanItemRow.version))
        .where(PlanItemRow.assessment_id == assessment_id)
        .scalar_subquery()
    )
    statement = (
        select(PlanItemRow.section, PlanItemRow.text)
        .where(
            PlanItemRow.assessment_id == assessment_id,
            PlanItemRow.version == newest,
            PlanItemRow.section.in_(sections),
        )
        .order_by(PlanItemRow.section, PlanItemRow.number)
    )
    return tuple((section, words) for section, words in connection.execute(statement))
