"""Requests of a service that gives out its work by seat: what nobody has, what each has, and how much that is.

Work that lies with a seat nobody holds today is not allocated: it never hides behind somebody who has left.
"""

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
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.deadlines import Status
from ehc_workflow.store.queries.desk import NO_DAY, days_late
from ehc_workflow.store.queries.desk_reach import DeskReach, reached
from ehc_workflow.store.seats import held_on
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import DeadlineRow
from ehc_workflow.store.tables.organisation import Service, Team
from ehc_workflow.store.tables.people import ChildRow

PAGE = 25
SOON = timedelta(days=13)
"""Today and the days of the next two weeks: what a psychologist's coming days are full of."""
INTERPRETER = "*"
"""The choice of language that stands for every request for which an interpreter is needed."""


class Part(StrEnum):
    """One part of the allocation list."""

    NOT_ALLOCATED = "not_allocated"
    MINE = "mine"
    ALLOCATED = "allocated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What the list is narrowed to; empty for everything. `seat_id` is for what one seat has."""

    setting_id: str = ""
    team_id: str = ""
    language: str = ""
    seat_id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list, to go on from: the request's own day, the authority's next one, the request."""

    due_on: date
    limit_on: date
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One request that waits for advice, as the service sees it when it gives out its work."""

    request_id: str
    assessment_id: str
    reference: str
    child: str
    date_of_birth: date
    item: AdviceItem
    setting: str | None
    team: str
    language: str | None
    interpreter_needed: bool | None
    due_on: date | None
    week_16_on: date | None
    week_20_on: date | None
    returned_on: date | None
    seat_id: str | None
    seat: str | None
    holder: str | None

    @property
    def is_vacant(self) -> bool:
        """Whether it was given to a seat that nobody holds today."""
        return self.seat_id is not None and self.holder is None

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(self.due_on or NO_DAY, self.week_16_on or NO_DAY, self.request_id)

    def days_late(self, today: date) -> int:
        """Days after the due day."""
        return days_late(self.due_on, None, closed=False, today=today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one seat that somebody holds has to do."""

    seat_id: str
    seat: str
    holder: str
    open: int
    late: int
    soon: int


def counts(
    connection: Connection, reach: DeskReach, mine: tuple[str, ...], *, today: date
) -> Mapping[Part, int]:
    """How many requests each part holds, in one statement."""
    columns = [
        func.coalesce(func.sum(case((_in_part(part, mine, today), 1), else_=0)), 0).label(part)
        for part in Part
    ]
    statement = (
        select(*columns)
        .select_from(AdviceRequestRow)
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .where(_waiting(reach))
    )
    row = connection.execute(statement).one()
    return {part: int(row._mapping[part.value]) for part in Part}


def lines(
    connection: Connection,
    reach: DeskReach,
    part: Part,
    mine: tuple[str, ...],
    *,
    today: date,
    narrowed: Narrowed,
    after: Place | None = None,
    before: Place | None = None,
) -> tuple[Line, ...]:
    """One page and one line more, what is due first on top, and behind that the authority's own next limit."""
    limit = func.coalesce(_limit("decide_no_plan"), NO_DAY)
    key = tuple_(func.coalesce(AdviceRequestRow.due_on, NO_DAY), limit, AdviceRequestRow.id)
    statement = _lines(today).where(
        _waiting(reach), _in_part(part, mine, today), *_narrowing(narrowed)
    )
    place = after or before
    if place is not None:
        here = tuple_(literal(place.due_on), literal(place.limit_on), literal(place.id))
        statement = statement.where(key > here if after is not None else key < here)
    backwards = before is not None
    order = [
        each.desc() if backwards else each
        for each in (func.coalesce(AdviceRequestRow.due_on, NO_DAY), limit, AdviceRequestRow.id)
    ]
    found = connection.execute(statement.order_by(*order).limit(PAGE + 1)).all()
    rows = [_line(row) for row in found]
    return tuple(reversed(rows)) if backwards else tuple(rows)


def line(connection: Connection, request_id: str, *, today: date) -> Line | None:
    """One request, whoever has it, or None. Who may know of it is for the caller to ask."""
    statement = _lines(today).where(AdviceRequestRow.id == request_id)
    row = connection.execute(statement).one_or_none()
    return _line(row) if row else None


def loads(connection: Connection, reach: DeskReach, *, today: date) -> tuple[Load, ...]:
    """What each seat that somebody holds has, in one statement; a seat with nothing is there too."""
    row, given = AdviceRequestRow, AssessmentRow
    late, soon = row.due_on < today, and_(row.due_on >= today, row.due_on <= today + SOON)
    statement = (
        select(
            SeatRow.id,
            SeatRow.name,
            holder_on(today),
            func.count(given.id),
            func.count(case((and_(given.id.is_not(None), late), 1))),
            func.count(case((and_(given.id.is_not(None), soon), 1))),
        )
        .outerjoin(row, and_(row.allocated_seat_id == SeatRow.id, _owed()))
        .outerjoin(given, and_(given.id == row.assessment_id, given.closed_on.is_(None)))
        .where(_seats_of(reach), holder_on(today).is_not(None))
        .group_by(SeatRow.id, SeatRow.name)
        .order_by(SeatRow.name, SeatRow.id)
    )
    return tuple(
        Load(seat_id=s, seat=name, holder=who, open=open_, late=late_, soon=soon_)
        for s, name, who, open_, late_, soon_ in connection.execute(statement)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list can be narrowed to: settings and teams by id and name, and languages."""

    settings: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]


def filters(connection: Connection, reach: DeskReach) -> Filters:
    """The settings, teams and languages of the requests that wait, in one statement."""
    waiting = (
        select(AssessmentRow.setting_id, AssessmentRow.team_id, ChildRow.language)
        .join(AdviceRequestRow, AdviceRequestRow.assessment_id == AssessmentRow.id)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(_waiting(reach))
        .subquery()
    )
    found = connection.execute(
        union_all(
            select(literal("setting"), Service.id, Service.name).where(
                Service.id.in_(select(waiting.c.setting_id))
            ),
            select(literal("team"), Team.id, Team.name).where(
                Team.id.in_(select(waiting.c.team_id))
            ),
            select(literal("language"), waiting.c.language, null())
            .where(waiting.c.language != "")
            .distinct(),
        )
    ).all()
    named = sorted(((what, id_, name) for what, id_, name in found if name), key=lambda one: one[2])
    return Filters(
        settings=tuple((id_, name) for what, id_, name in named if what == "setting"),
        teams=tuple((id_, name) for what, id_, name in named if what == "team"),
        languages=tuple(sorted(language for what, language, _ in found if what == "language")),
    )


def _lines(today: date) -> Select[*tuple[Any, ...]]:
    setting = aliased(Service)
    return (
        select(
            AdviceRequestRow.id.label("request_id"),
            AdviceRequestRow.assessment_id,
            AssessmentRow.reference,
            (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
            ChildRow.date_of_birth,
            AdviceRequestRow.item,
            setting.name.label("setting"),
            Team.name.label("team"),
            ChildRow.language,
            ChildRow.interpreter_needed,
            AdviceRequestRow.due_on,
            _limit("decide_no_plan").label("week_16_on"),
            _limit("final_plan").label("week_20_on"),
            AdviceRequestRow.returned_on,
            SeatRow.id.label("seat_id"),
            SeatRow.name.label("seat"),
            holder_on(today).label("holder"),
        )
        .join(AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .join(Team, Team.id == AssessmentRow.team_id)
        .outerjoin(setting, setting.id == AssessmentRow.setting_id)
        .outerjoin(SeatRow, SeatRow.id == AdviceRequestRow.allocated_seat_id)
    )


def _line(row: Any) -> Line:
    values = dict(row._mapping)
    return Line(**{**values, "item": AdviceItem(values["item"])})


def _limit(code: str) -> Any:
    """The day of one of the authority's own limits while it is owed: of several, as after an order, the first."""
    gone = (Status.SUPERSEDED.value, Status.VOID.value)
    first = (
        select(func.min(DeadlineRow.due_on))
        .where(
            DeadlineRow.assessment_id == AssessmentRow.id,
            DeadlineRow.code == code,
            DeadlineRow.met_on.is_(None),
            DeadlineRow.status.not_in(gone),
        )
        .correlate(AssessmentRow)
        .scalar_subquery()
    )
    return type_coerce(first, DeadlineRow.due_on.type)


def _waiting(reach: DeskReach) -> ColumnElement[bool]:
    """What the reach's services owe and have not given, or have back to put right."""
    return and_(AssessmentRow.closed_on.is_(None), reached(reach), _owed())


def _owed() -> ColumnElement[bool]:
    row = AdviceRequestRow
    return and_(
        not_(row.closed),
        row.requested_on.is_not(None),
        or_(row.first_received_on.is_(None), row.returned_on.is_not(None)),
    )


def _in_part(part: Part, mine: tuple[str, ...], today: date) -> ColumnElement[bool]:
    allocated = exists().where(
        SeatHolding.seat_id == AdviceRequestRow.allocated_seat_id, held_on(today)
    )
    match part:
        case Part.NOT_ALLOCATED:
            return not_(allocated)
        case Part.MINE:
            return AdviceRequestRow.allocated_seat_id.in_(mine)
        case Part.ALLOCATED:
            return allocated


def holder_on(today: date) -> Any:
    """Who sits in the seat of a statement today, or nothing: one name, should two share it."""
    return (
        select(func.min(UserAccount.name))
        .join(SeatHolding, SeatHolding.user_id == UserAccount.id)
        .where(SeatHolding.seat_id == SeatRow.id, held_on(today))
        .correlate(SeatRow)
        .scalar_subquery()
    )


def _seats_of(reach: DeskReach) -> ColumnElement[bool]:
    return tuple_(SeatRow.authority_id, SeatRow.service_id).in_(reach.services)


def _narrowing(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if narrowed.setting_id:
        found.append(AssessmentRow.setting_id == narrowed.setting_id)
    if narrowed.team_id:
        found.append(AssessmentRow.team_id == narrowed.team_id)
    if narrowed.seat_id:
        found.append(AdviceRequestRow.allocated_seat_id == narrowed.seat_id)
    if narrowed.language == INTERPRETER:
        found.append(ChildRow.interpreter_needed.is_(True))
    elif narrowed.language:
        found.append(ChildRow.language == narrowed.language)
    return found
