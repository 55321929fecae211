"""The desk of those who give advice: every request that a seat reaches, late and due first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from ehc_workflow.domain.case import AdviceItem, ReplyKind
from ehc_workflow.store.author_questions import Question, waiting_at
from ehc_workflow.store.queries.desk_reach import DeskReach, reached
from ehc_workflow.store.queries.search import matching
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service
from ehc_workflow.store.tables.papers import AuthorQuestionRow
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
    TO_SIGN_OFF = "to_sign_off"
    DONE = "done"


DAY_OF = {
    View.DONE: "accepted_on",
    View.UNROUTED: "requested_on",
    View.TO_SIGN_OFF: "sign_off_from",
}
"""The day by which a part is listed, where it is not the due day."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list, to go on from."""

    day: date
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One request as the desk lists it. `together` names the other services whose newest advice is the same, signed."""

    request_id: str
    assessment_id: str
    authority_id: str
    reference: str
    child: str
    date_of_birth: date
    item: AdviceItem
    service_id: str | None
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
    standing_reply: ReplyKind | None
    planned_for: date | None
    sign_off_from: date | None
    to_sign_from: date | None
    together: str
    closed: bool

    @property
    def days_planned_late(self) -> int:
        """Days after the due day on which the new assessment is planned, or 0."""
        if self.planned_for is None or self.due_on is None:
            return 0
        return max(0, (self.planned_for - self.due_on).days)

    @property
    def is_waiting(self) -> bool:
        """Whether nothing has been given yet."""
        return not self.closed and self.first_received_on is None

    def days_late(self, today: date) -> int:
        """Days after the due day, to the day it was given or to today."""
        return days_late(self.due_on, self.first_received_on, closed=self.closed, today=today)

    def place(self, view: View) -> Place:
        """Where it stands in the list of this part."""
        day: date | None = getattr(self, DAY_OF.get(view, "due_on"))
        return Place(day or NO_DAY, self.request_id)


def days_late(
    due_on: date | None, first_received_on: date | None, *, closed: bool, today: date
) -> int:
    """Calendar days from a request's last day to the day it was given, or to today while it is owed; else 0."""
    if due_on is None or (closed and first_received_on is None):
        return 0
    return max(0, ((first_received_on or today) - due_on).days)


def counts(connection: Connection, reach: DeskReach, *, today: date) -> Mapping[View, int]:
    """How many requests each part of the desk holds, in one statement.

    What is on the desk is looked through once, by its index; what was accepted lately is counted by the days.
    """
    conditions = _in_views(today, reach)

    def counted(*columns: Any) -> Select[*tuple[Any, ...]]:
        return (
            select(*columns)
            .select_from(AdviceRequestRow)
            .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
            .where(_within(reach))
        )

    columns = [
        counted(func.count()).where(conditions[view]).scalar_subquery().label(view.value)
        if view is View.DONE
        else func.coalesce(func.sum(case((conditions[view], 1), else_=0)), 0).label(view.value)
        for view in View
    ]
    on_desk = or_(not_(AdviceRequestRow.closed), AdviceRequestRow.sign_off_from.is_not(None))
    row = connection.execute(counted(*columns).where(on_desk)).one()
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
    statement = every_line().where(_within(reach), _in_views(today, reach)[view])
    if text.strip():
        statement = statement.where(matching(text))
    if service_id:
        statement = statement.where(AdviceRequestRow.service_id == service_id)
    key = getattr(AdviceRequestRow, DAY_OF.get(view, "due_on"))
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


def questions_waiting(connection: Connection, reach: DeskReach) -> tuple[Question, ...]:
    """What the authors within this reach were asked back and have not answered, the oldest first, a page of it."""
    waits = (
        select(AdviceRequestRow.id)
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .where(_within(reach))
    )
    return waiting_at(connection, AuthorQuestionRow.request_id.in_(waits), PAGE)


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


def lines_of(
    connection: Connection, request_ids: Iterable[str], reach: DeskReach | None = None
) -> Mapping[str, Line]:
    """These requests by id, in one statement; those within reach, where one is given."""
    statement = every_line().where(AdviceRequestRow.id.in_(sorted(set(request_ids))))
    if reach is not None:
        statement = statement.where(reached(reach))
    return {row.request_id: line_of(row) for row in connection.execute(statement)}


def every_line() -> Select[*tuple[Any, ...]]:
    """Every request there is, as lists show one: to be narrowed to what somebody may see."""
    return (
        select(
            AdviceRequestRow.id.label("request_id"),
            AdviceRequestRow.assessment_id,
            AssessmentRow.authority_id,
            AssessmentRow.reference,
            (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
            ChildRow.date_of_birth,
            AdviceRequestRow.item,
            AdviceRequestRow.service_id,
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
            AdviceRequestRow.standing_reply,
            AdviceRequestRow.planned_for,
            AdviceRequestRow.sign_off_from,
            AdviceRequestRow.to_sign_from,
            func.coalesce(_together(), "").label("together"),
            AdviceRequestRow.closed,
        )
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .outerjoin(Service, Service.id == AdviceRequestRow.service_id)
    )


def _together() -> ScalarSelect[str]:
    """The names of the services that signed the newest advice of a request too, each on a request of its own."""
    row, other, service = AdviceRequestRow, aliased(AdviceRequestRow), aliased(Service)
    name = func.coalesce(service.name, func.replace(other.item, "_", " "))
    return (
        select(func.aggregate_strings(name, ", "))
        .select_from(other)
        .outerjoin(service, service.id == other.service_id)
        .where(
            or_(
                other.joint_with_id == row.id,
                other.id == row.joint_with_id,
                and_(other.joint_with_id == row.joint_with_id, other.id != row.id),
            )
        )
        .correlate(row)
        .scalar_subquery()
    )


def line_of(row: Any) -> Line:
    """A row of `every_line`."""
    values = dict(row._mapping)
    reply = values["standing_reply"]
    values |= {
        "item": AdviceItem(values["item"]),
        "standing_reply": ReplyKind(reply) if reply else None,
    }
    return Line(**values)


def _within(reach: DeskReach) -> ColumnElement[bool]:
    """What the desk reaches in cases where something is owed."""
    return and_(AssessmentRow.closed_on.is_(None), reached(reach))


def _in_views(today: date, reach: DeskReach) -> Mapping[View, ColumnElement[bool]]:
    """What makes a request belong to each part of the desk. Joint advice is checked once, where its words stand."""
    row, holder = AdviceRequestRow, aliased(AdviceRequestRow)
    read_there = exists().where(
        holder.id == row.joint_with_id,
        not_(holder.closed),
        reached(reach, holder),
    )
    owed = and_(not_(row.closed), row.requested_on.is_not(None))
    nothing_yet = and_(owed, row.first_received_on.is_(None))
    returned = and_(owed, row.returned_on.is_not(None))
    to_write = and_(nothing_yet, row.not_known_on.is_(None))
    soon = row.due_on.between(today, today + THIS_WEEK)
    return {
        View.TO_GIVE: or_(to_write, returned),
        View.LATE: and_(nothing_yet, row.due_on < today),
        View.THIS_WEEK: and_(nothing_yet, soon),
        View.RETURNED: returned,
        View.NOT_CONFIRMED: and_(nothing_yet, row.received_by_body_on.is_(None)),
        View.NOT_KNOWN: and_(owed, row.not_known_on.is_not(None)),
        View.UNROUTED: and_(owed, row.service_id.is_(None)),
        View.TO_CHECK: and_(
            owed,
            row.first_received_on.is_not(None),
            row.returned_on.is_(None),
            not_(and_(row.joint_with_id.is_not(None), read_there)),
        ),
        View.TO_SIGN_OFF: row.sign_off_from.is_not(None),
        View.DONE: and_(row.closed, row.accepted_on >= today - DONE_LATELY),
    }
