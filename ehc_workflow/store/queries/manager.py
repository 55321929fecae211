"""What a manager answers for: limits late and at risk, counted by team, seat and cause, and listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    literal,
    not_,
    select,
    tuple_,
)

from ehc_workflow.domain.deadlines import OPEN_STATUSES, Deadline, Kind, Owner, Status
from ehc_workflow.domain.events import DelayCauseRecorded
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.log import event_of
from ehc_workflow.store.queries.reach import Reach, within
from ehc_workflow.store.seats import held_on
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow, LogEntry
from ehc_workflow.store.tables.deadlines import DeadlineRow
from ehc_workflow.store.tables.organisation import Service, Team
from ehc_workflow.store.tables.people import ChildRow

PAGE = 50
NEAR = (Level.AT_RISK, Level.DUE_NOW)
NOBODY = "none"
"""What stands for "no seat" or "no service" in an address."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many limits of one team, seat or cause are late and how many near. `law` are late limits of the law.

    `other` are late by guidance or by the authority's own targets; `days` is the most days late of any.
    """

    id: str
    name: str
    holder: str | None
    law: int
    other: int
    near: int
    days: int

    @property
    def late(self) -> int:
        """Late limits of every kind."""
        return self.law + self.other


def by_team(connection: Connection, reach: Reach, *, today: date) -> tuple[Tally, ...]:
    """Late and near limits of each team."""
    return _tallies(connection, reach, today, Team.id, Team.name)


def by_seat(connection: Connection, reach: Reach, *, today: date) -> tuple[Tally, ...]:
    """Late and near limits of each caseworker's seat, with who sits in it today; a vacancy hides nothing."""
    return _tallies(connection, reach, today, SeatRow.id, SeatRow.name, UserAccount.name)


def by_code(connection: Connection, reach: Reach, *, today: date) -> tuple[Tally, ...]:
    """Late and near limits by what is owed. The name is a rule version, from which the words come."""
    version = func.min(DeadlineRow.rule_version)
    return _tallies(connection, reach, today, DeadlineRow.code, version, groups=(DeadlineRow.code,))


def by_service(connection: Connection, reach: Reach, *, today: date) -> tuple[Tally, ...]:
    """Late and near advice of each service."""
    advice = DeadlineRow.code.like("advice%")
    return _tallies(connection, reach, today, Service.id, Service.name, where=advice)


def _tallies(
    connection: Connection,
    reach: Reach,
    today: date,
    key: Any,
    name: Any,
    holder: Any = None,
    where: ColumnElement[bool] | None = None,
    groups: tuple[Any, ...] = (),
) -> tuple[Tally, ...]:
    is_late = DeadlineRow.level == Level.LATE.value
    late = func.sum(case((is_late, 1), else_=0))
    of_law = func.sum(case((and_(is_late, DeadlineRow.kind == Kind.STATUTORY.value), 1), else_=0))
    earliest = func.min(case((is_late, DeadlineRow.due_on)))
    told = [] if holder is None else [holder]
    statement = (
        joined(
            select(key, name, *(told or [literal(None)]), of_law, late, func.count(), earliest),
            today,
        )
        .where(within(reach), _is_near())
        .group_by(*(groups or (key, name, *told)))
        .order_by(of_law.desc(), late.desc(), func.count().desc(), key)
    )
    if where is not None:
        statement = statement.where(where)
    return tuple(
        Tally(
            id=row[0] or NOBODY,
            name=row[1] or "",
            holder=row[2],
            law=int(row[3]),
            other=int(row[4]) - int(row[3]),
            near=int(row[5]) - int(row[4]),
            days=(today - row[6]).days if row[6] else 0,
        )
        for row in connection.execute(statement)
    )


def with_holders(statement: Select[*tuple[Any, ...]], today: date) -> Select[*tuple[Any, ...]]:
    """From deadlines to their cases, teams and caseworkers' seats, with who sits there today."""
    held = and_(SeatHolding.seat_id == SeatRow.id, held_on(today))
    return (
        statement.select_from(DeadlineRow)
        .join(AssessmentRow, AssessmentRow.id == DeadlineRow.assessment_id)
        .join(Team, Team.id == AssessmentRow.team_id)
        .outerjoin(SeatRow, SeatRow.id == AssessmentRow.caseworker_seat_id)
        .outerjoin(SeatHolding, held)
        .outerjoin(UserAccount, UserAccount.id == SeatHolding.user_id)
    )


def joined(statement: Select[*tuple[Any, ...]], today: date) -> Select[*tuple[Any, ...]]:
    """The same, with the service that owes it."""
    return (
        with_holders(statement, today)
        # The authority's own targets about late advice have no service of their own: their ref is the request.
        .outerjoin(AdviceRequestRow, AdviceRequestRow.id == DeadlineRow.ref)
        .outerjoin(
            Service,
            Service.id == func.coalesce(DeadlineRow.service_id, AdviceRequestRow.service_id),
        )
    )


def _is_near() -> ColumnElement[bool]:
    """Limits of open cases that are late or near. The index on what is not on track answers it."""
    return and_(
        DeadlineRow.level != Level.ON_TRACK.value,
        DeadlineRow.met_on.is_(None),
        DeadlineRow.status.in_([status.value for status in OPEN_STATUSES]),
        AssessmentRow.closed_on.is_(None),
    )


def delay_causes(connection: Connection, reach: Reach) -> Mapping[str, int]:
    """How many cases with a late limit have each cause of delay recorded."""
    late_cases = (
        select(DeadlineRow.assessment_id)
        .join(AssessmentRow, AssessmentRow.id == DeadlineRow.assessment_id)
        .where(within(reach), _is_near(), DeadlineRow.level == Level.LATE.value)
        .distinct()
    )
    statement = select(LogEntry.assessment_id, LogEntry.kind, LogEntry.payload).where(
        LogEntry.assessment_id.in_(late_cases), LogEntry.kind == DelayCauseRecorded.kind
    )
    cases: dict[str, set[str]] = {}
    for assessment_id, kind, payload in connection.execute(statement):
        event = event_of(kind, payload)
        if isinstance(event, DelayCauseRecorded):
            cases.setdefault(event.cause.cause.value, set()).add(assessment_id)
    return {cause: len(ids) for cause, ids in sorted(cases.items())}


# --- the lists behind the counts ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which limits to list."""

    level: Level | None = None
    by_law: bool | None = None
    team: str = ""
    seat: str = ""
    service: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list, to go on from."""

    order: int
    due_on: date
    assessment_id: str
    code: str
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit that is late or near, with its case."""

    assessment_id: str
    reference: str
    child: str
    team: str
    seat: str | None
    holder: str | None
    service: str | None
    level: Level
    order: int
    deadline: Deadline

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(
            self.order,
            self.deadline.due_on,
            self.assessment_id,
            self.deadline.code,
            self.deadline.ref,
        )


DEADLINE = (
    DeadlineRow.code,
    DeadlineRow.ref,
    DeadlineRow.kind,
    DeadlineRow.owner,
    DeadlineRow.starts_on,
    DeadlineRow.due_on,
    DeadlineRow.act_by,
    DeadlineRow.provision,
    DeadlineRow.rule_version,
    DeadlineRow.service_id,
    DeadlineRow.met_on,
    DeadlineRow.disapplied_by,
    DeadlineRow.status,
)


def deadline_of(row: Any) -> Deadline:
    """The deadline of a row that has the columns of `DEADLINE`."""
    return Deadline(
        code=row.code,
        ref=row.ref,
        kind=Kind(row.kind),
        owner=Owner(row.owner),
        starts_on=row.starts_on,
        due_on=row.due_on,
        act_by=row.act_by,
        provision=row.provision,
        rule_version=row.rule_version,
        service_id=row.service_id,
        met_on=row.met_on,
        is_void=row.status == Status.VOID.value,
        is_superseded=row.status == Status.SUPERSEDED.value,
        disapplied_by=row.disapplied_by,
    )


def limits(
    connection: Connection,
    reach: Reach,
    wanted: Wanted,
    *,
    today: date,
    after: Place | None = None,
) -> tuple[Limit, ...]:
    """One page and one line more: the worst first, then the earlier day."""
    key = (
        DeadlineRow.risk_order,
        DeadlineRow.due_on,
        DeadlineRow.assessment_id,
        DeadlineRow.code,
        DeadlineRow.ref,
    )
    statement = (
        joined(
            select(
                *DEADLINE,
                DeadlineRow.assessment_id,
                DeadlineRow.level,
                DeadlineRow.risk_order,
                AssessmentRow.reference,
                (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
                Team.name.label("team"),
                SeatRow.name.label("seat"),
                UserAccount.name.label("holder"),
                Service.name.label("service"),
            ),
            today,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(within(reach), _is_near(), *_filters(wanted))
        .order_by(*key)
        .limit(PAGE + 1)
    )
    if after is not None:
        place = (after.order, after.due_on, after.assessment_id, after.code, after.ref)
        statement = statement.where(tuple_(*key) > tuple_(*map(literal, place)))
    return tuple(
        Limit(
            assessment_id=row.assessment_id,
            reference=row.reference,
            child=row.child,
            team=row.team,
            seat=row.seat,
            holder=row.holder,
            service=row.service,
            level=Level(row.level),
            order=row.risk_order,
            deadline=deadline_of(row),
        )
        for row in connection.execute(statement)
    )


def _filters(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.level is not None:
        levels = [wanted.level] if wanted.level is Level.LATE else list(NEAR)
        yield DeadlineRow.level.in_([level.value for level in levels])
    if wanted.by_law is not None:
        statutory = DeadlineRow.kind == Kind.STATUTORY.value
        yield statutory if wanted.by_law else not_(statutory)
    if wanted.team:
        yield AssessmentRow.team_id == wanted.team
    if wanted.seat:
        held = AssessmentRow.caseworker_seat_id
        yield held.is_(None) if wanted.seat == NOBODY else held == wanted.seat
    if wanted.service:
        asked = DeadlineRow.service_id
        yield DeadlineRow.code.like("advice%")
        yield asked.is_(None) if wanted.service == NOBODY else asked == wanted.service
    if wanted.code:
        yield DeadlineRow.code == wanted.code
