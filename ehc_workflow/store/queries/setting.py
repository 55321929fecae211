"""What a school or other setting sees of its children and young people: what it owes, what it gave, what came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
    union,
    union_all,
)

from ehc_workflow.domain.case import State
from ehc_workflow.domain.deadlines import OPEN_STATUSES, Status
from ehc_workflow.store.cases import decode
from ehc_workflow.store.queries.desk import NO_DAY, Line, Place, every_line, line_of
from ehc_workflow.store.queries.search import matching
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import DeadlineRow
from ehc_workflow.store.tables.organisation import Service
from ehc_workflow.store.tables.people import ChildRow

PAGE = 50
WHEN_IT_CAME_IS_UNKNOWN = NO_DAY - timedelta(days=1)
"""Where a request without a due day stands: after what has one, before those of whom nothing is owed."""
REPLY = "school_reply"
NAMED_LATELY = timedelta(days=28)
"""How long a final plan stands on the first page of the setting that it names."""

Services = Sequence[tuple[str, str]]
"""The settings of somebody's seats, each with the authority the seat is of: authority and service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """One consultation of the setting on a draft plan."""

    assessment_id: str
    consultation_id: str
    consulted_on: date
    due_on: date
    provision: str
    replied_on: date | None
    status: Status

    @property
    def is_open(self) -> bool:
        """Whether an answer is still looked for."""
        return self.status in OPEN_STATUSES

    def days_late(self, today: date) -> int:
        """Days after the day to reply by, to the reply or to today while one is looked for."""
        until = self.replied_on or (today if self.is_open else self.due_on)
        return max(0, (until - self.due_on).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One child or young person of a setting. `stage` is empty where the setting is only consulted or asked."""

    assessment_id: str
    reference: str
    child: str
    date_of_birth: date
    stage: State | None
    owed_on: date
    requests: tuple[Line, ...]
    consultations: tuple[Consulted, ...]

    @property
    def owes(self) -> bool:
        """Whether the setting owes something."""
        return self.owed_on != NO_DAY

    @property
    def gave(self) -> bool:
        """Whether there is something to say of what the setting gave, or what became of the asking."""
        return any(
            line.first_received_on or line.not_known_on or line.closed for line in self.requests
        ) or any(not one.is_open for one in self.consultations)

    @property
    def place(self) -> Place:
        """Where the child stands in the list."""
        return Place(self.owed_on, self.assessment_id)


def children(
    connection: Connection,
    services: Services,
    *,
    text: str = "",
    after: Place | None = None,
) -> tuple[Known, ...]:
    """One page and one more, what is owed first on top, in three statements.

    The settings' own children are listed from the day the head was told that an assessment is considered, reg 4(2).
    """
    owed = _owed(services)
    owed_on = func.coalesce(owed.c.owed_on, NO_DAY)
    statement = (
        select(
            AssessmentRow.id,
            AssessmentRow.reference,
            (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
            ChildRow.date_of_birth,
            AssessmentRow.state,
            AssessmentRow.setting_id,
            owed_on.label("owed_on"),
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .outerjoin(owed, owed.c.assessment_id == AssessmentRow.id)
        .where(AssessmentRow.id.in_(_ids(services)), AssessmentRow.closed_on.is_(None))
        .order_by(owed_on, AssessmentRow.id)
        .limit(PAGE + 1)
    )
    if text.strip():
        statement = statement.where(matching(text))
    if after is not None:
        here = tuple_(literal(after.day), literal(after.id))
        statement = statement.where(tuple_(owed_on, AssessmentRow.id) > here)
    return _with_what_is_owed(connection, services, connection.execute(statement).all())


def _with_what_is_owed(
    connection: Connection, services: Services, rows: Sequence[Any]
) -> tuple[Known, ...]:
    ids = [row.id for row in rows]
    requests: dict[str, list[Line]] = defaultdict(list)
    asked = every_line().where(_asked(services), AssessmentRow.id.in_(ids))
    for found in connection.execute(asked.order_by(AdviceRequestRow.requested_on)):
        line = line_of(found)
        requests[line.assessment_id].append(line)
    consulted = consultations(connection, services, ids)
    mine = {service for _, service in services}
    return tuple(
        Known(
            assessment_id=row.id,
            reference=row.reference,
            child=row.child,
            date_of_birth=row.date_of_birth,
            stage=State(row.state) if row.setting_id in mine else None,
            owed_on=row.owed_on,
            requests=tuple(requests[row.id]),
            consultations=consulted.get(row.id, ()),
        )
        for row in rows
    )


def addresses_of(connection: Connection, setting_ids: Collection[str]) -> dict[str, str]:
    """The e-mail address on file of each of these settings, empty where there is none; without one in no statement."""
    if not setting_ids:
        return {}
    statement = select(Service.id, Service.email).where(Service.id.in_(setting_ids))
    return {each: email or "" for each, email in connection.execute(statement)}


def consultations(
    connection: Connection, services: Services, assessment_ids: Sequence[str]
) -> Mapping[str, tuple[Consulted, ...]]:
    """The consultations of these settings in these cases, by case, the oldest first."""
    statement = (
        select(
            DeadlineRow.assessment_id,
            DeadlineRow.ref.label("consultation_id"),
            DeadlineRow.starts_on.label("consulted_on"),
            DeadlineRow.due_on,
            DeadlineRow.provision,
            DeadlineRow.met_on.label("replied_on"),
            DeadlineRow.status,
        )
        .join(AssessmentRow, _DEADLINE)
        .where(_consulted(services), DeadlineRow.assessment_id.in_(assessment_ids))
        .order_by(DeadlineRow.starts_on, DeadlineRow.ref)
    )
    found: dict[str, list[Consulted]] = defaultdict(list)
    for row in connection.execute(statement):
        values = dict(row._mapping)
        found[row.assessment_id].append(Consulted(**{**values, "status": Status(row.status)}))
    return {case_id: tuple(each) for case_id, each in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A final plan that names a setting, with the consultation under which the setting reads it."""

    assessment_id: str
    consultation_id: str
    reference: str
    child: str
    sent_on: date


def named_lately(connection: Connection, services: Services, today: date) -> tuple[Named, ...]:
    """The final plans of the last four weeks that name one of these settings, the newest first, in one statement.

    Who is named stands in the picture of the case alone; a setting was asked about few of the plans of four weeks.
    """
    statement = (
        select(
            AssessmentRow.id,
            AssessmentRow.reference,
            AssessmentRow.final_sent_on,
            AssessmentRow.facts,
            (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
            DeadlineRow.ref,
            DeadlineRow.service_id,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .join(DeadlineRow, _DEADLINE)
        .where(_consulted(services), AssessmentRow.final_sent_on >= today - NAMED_LATELY)
        .order_by(AssessmentRow.final_sent_on.desc(), AssessmentRow.id, DeadlineRow.starts_on)
    )
    found: dict[str, Named] = {}
    for row in connection.execute(statement):
        placement = decode(row.facts).placement
        if placement is not None and placement.setting_id == row.service_id:
            found[row.id] = Named(
                assessment_id=row.id,
                consultation_id=row.ref,
                reference=row.reference,
                child=row.child,
                sent_on=row.final_sent_on,
            )
    return tuple(found.values())


def _ids(services: Services) -> Select[tuple[str]]:
    """Every case that one of these settings may know of, whether or not something is owed in it."""
    own = select(AssessmentRow.id).where(
        _of_these(services, AssessmentRow.setting_id),
        AssessmentRow.closed_on.is_(None),
        AssessmentRow.state != State.RECEIVED.value,
    )
    asked = select(AssessmentRow.id).join(AdviceRequestRow, _REQUEST).where(_asked(services))
    consulted = select(AssessmentRow.id).join(DeadlineRow, _DEADLINE).where(_consulted(services))
    every = union(own, asked, consulted).subquery()
    return select(every.c[0])


_REQUEST = AdviceRequestRow.assessment_id == AssessmentRow.id
_DEADLINE = DeadlineRow.assessment_id == AssessmentRow.id


def _of_these(services: Services, column: Any) -> ColumnElement[bool]:
    """A setting of several authorities is seen by each seat in the seat's own authority only."""
    pairs = [
        and_(AssessmentRow.authority_id == authority, column == service)
        for authority, service in services
    ]
    return or_(*pairs) if pairs else false()


def _asked(services: Services) -> ColumnElement[bool]:
    mine = _of_these(services, AdviceRequestRow.service_id)
    return and_(mine, AdviceRequestRow.requested_on.is_not(None))


def _consulted(services: Services) -> ColumnElement[bool]:
    return and_(DeadlineRow.code == REPLY, _of_these(services, DeadlineRow.service_id))


def _owed(services: Services) -> Subquery:
    """The first day by which each case waits for one of these settings."""
    advice = select(
        AdviceRequestRow.assessment_id,
        func.coalesce(AdviceRequestRow.due_on, WHEN_IT_CAME_IS_UNKNOWN).label("due_on"),
    )
    advice = advice.join(AssessmentRow, _REQUEST).where(
        _asked(services),
        not_(AdviceRequestRow.closed),
        or_(
            AdviceRequestRow.first_received_on.is_(None),
            AdviceRequestRow.returned_on.is_not(None),
        ),
    )
    replies = select(DeadlineRow.assessment_id, DeadlineRow.due_on)
    replies = replies.join(AssessmentRow, _DEADLINE).where(
        _consulted(services),
        DeadlineRow.met_on.is_(None),
        DeadlineRow.status.in_([status.value for status in OPEN_STATUSES]),
    )
    every = union_all(advice, replies).subquery()
    return (
        select(every.c.assessment_id, func.min(every.c.due_on).label("owed_on"))
        .group_by(every.c.assessment_id)
        .subquery()
    )
