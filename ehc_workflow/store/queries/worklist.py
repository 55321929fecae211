"""The work of the day: open cases in order of legal risk, each with the deadline that is the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from ehc_workflow.domain.case import OPEN_STATES, State
from ehc_workflow.domain.deadlines import Deadline, Kind, Owner, Status
from ehc_workflow.domain.risk import level_of_order, orders_of, standing
from ehc_workflow.rules.ladders import LEVELS, Level
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.store.queries.reach import Reach, held_by, within
from ehc_workflow.store.queries.search import matching
from ehc_workflow.store.tables.accounts import SeatRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import DeadlineRow
from ehc_workflow.store.tables.people import ChildRow

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person wants to see of their list. `mine`: only what their own seats hold."""

    mine: bool = False
    state: State | None = None
    level: Level | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list, to go on from: the last line's order of risk, due day and id."""

    order: int
    due_on: date | None
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One case of the list, with the deadline that puts it where it stands."""

    id: str
    authority_id: str
    reference: str
    name: str
    state: State
    level: Level
    order: int
    due_on: date | None
    code: str
    ref: str
    kind: Kind | None
    status: Status | None
    starts_on: date | None
    act_by: date | None
    provision: str
    rule_version: str
    held_by: str | None
    received_on: date

    def level_on(self, today: date, policy: Policy) -> Level:
        """How near its deadline is today, which the last sweep may not have seen yet."""
        if self.due_on is None or self.act_by is None or self.kind is None:
            return self.level
        owed = Deadline(
            code=self.code,
            ref=self.ref,
            kind=self.kind,
            owner=Owner.CASEWORKER,
            starts_on=self.starts_on or self.received_on,
            due_on=self.due_on,
            act_by=self.act_by,
            provision=self.provision,
            rule_version=self.rule_version,
            disapplied_by="an exception" if self.status is Status.DISAPPLIED_ASAP else None,
        )
        return max(
            self.level,
            standing(owed, today, policy.calendar, policy.ladders_of(self.authority_id)).level,
            key=LEVELS.index,
        )

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(self.order, self.due_on, self.id)


def lines(
    connection: Connection, reach: Reach, wanted: Wanted, *, after: Place | None = None
) -> tuple[Line, ...]:
    """One page and one line more, by which the page knows that there is a next one."""
    statement = _lines().where(_scope(reach, wanted), _filter(wanted))
    if after is not None:
        statement = statement.where(_after(after))
    ordered = statement.order_by(
        AssessmentRow.risk_order, AssessmentRow.risk_due_on, AssessmentRow.id
    )
    return tuple(_line(row) for row in connection.execute(ordered.limit(PAGE + 1)))


def counts(connection: Connection, reach: Reach, *, mine: bool) -> Mapping[Level, int]:
    """How many open cases stand at each level, from the index that the list is read from."""
    scope = _scope(reach, Wanted(mine=mine))
    statement = (
        select(AssessmentRow.risk_order, func.count())
        .where(scope, AssessmentRow.closed_on.is_(None))
        .group_by(AssessmentRow.risk_order)
    )
    found = dict.fromkeys(LEVELS, 0)
    for order, number in connection.execute(statement):
        found[level_of_order(order)] += number
    return found


def _lines() -> Select[*tuple[object, ...]]:
    return (
        select(
            AssessmentRow.id,
            AssessmentRow.authority_id,
            AssessmentRow.reference,
            ChildRow.given_name,
            ChildRow.family_name,
            AssessmentRow.state,
            AssessmentRow.risk_level,
            AssessmentRow.risk_order,
            AssessmentRow.risk_due_on,
            AssessmentRow.risk_code,
            AssessmentRow.risk_ref,
            AssessmentRow.received_on,
            SeatRow.name.label("seat"),
            DeadlineRow.kind,
            DeadlineRow.status,
            DeadlineRow.starts_on,
            DeadlineRow.act_by,
            DeadlineRow.provision,
            DeadlineRow.rule_version,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .outerjoin(SeatRow, SeatRow.id == AssessmentRow.caseworker_seat_id)
        .outerjoin(
            DeadlineRow,
            and_(
                DeadlineRow.assessment_id == AssessmentRow.id,
                DeadlineRow.code == AssessmentRow.risk_code,
                DeadlineRow.ref == AssessmentRow.risk_ref,
            ),
        )
    )


def _scope(reach: Reach, wanted: Wanted) -> ColumnElement[bool]:
    return held_by(reach) if wanted.mine else within(reach)


def _filter(wanted: Wanted) -> ColumnElement[bool]:
    """Closed cases are shown only to somebody who looks for one by name, reference or state."""
    parts: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        parts.append(AssessmentRow.state == wanted.state.value)
    if (wanted.state is None and not wanted.text) or wanted.state in OPEN_STATES:
        parts.append(AssessmentRow.closed_on.is_(None))
    if wanted.level is not None:
        parts.append(AssessmentRow.risk_order.in_(orders_of(wanted.level)))
        parts.append(AssessmentRow.closed_on.is_(None))
    if wanted.text:
        parts.append(matching(wanted.text))
    return and_(true(), *parts)


def _after(place: Place) -> ColumnElement[bool]:
    """What comes after a line. A case with no day has nothing open, and all of those stand together at the end."""
    order, due_on, case_id = (
        AssessmentRow.risk_order,
        AssessmentRow.risk_due_on,
        AssessmentRow.id,
    )
    if place.due_on is None:
        return or_(order > place.order, and_(order == place.order, case_id > place.id))
    return or_(
        order > place.order,
        and_(
            order == place.order,
            or_(
                due_on > place.due_on,
                and_(due_on == place.due_on, case_id > place.id),
            ),
        ),
    )


def _line(row: Any) -> Line:
    return Line(
        id=row.id,
        authority_id=row.authority_id,
        reference=row.reference,
        name=f"{row.given_name} {row.family_name}",
        state=State(row.state),
        level=Level(row.risk_level),
        order=row.risk_order,
        due_on=row.risk_due_on,
        code=row.risk_code,
        ref=row.risk_ref,
        kind=Kind(row.kind) if row.kind else None,
        status=Status(row.status) if row.status else None,
        starts_on=row.starts_on,
        act_by=row.act_by,
        provision=row.provision or "",
        rule_version=row.rule_version or "",
        held_by=row.seat,
        received_on=row.received_on,
    )
