"""Advice that the authority waits for: late, or asked with nothing to show that it arrived; and when it was chased."""

from __future__ import annotations

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
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.store.queries.desk import NO_DAY, Line, Place, every_line, line_of
from ehc_workflow.store.queries.reach import Reach, held_by, within
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Service

PAGE = 25


class Part(StrEnum):
    """One part of what is waited for."""

    LATE = "late"
    NOT_CHASED = "not_chased"
    NOT_ARRIVED = "not_arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list: `mine` only for one's own seats' cases; `chase_days` after which late advice is to be chased."""

    today: date
    chase_days: int
    part: Part = Part.LATE
    mine: bool = False
    service_id: str = ""


def lines(
    connection: Connection, reach: Reach, wanted: Wanted, *, after: Place | None = None
) -> tuple[Line, ...]:
    """One page and one line more, the longest waited for first: by due day, or by the day of asking where none runs."""
    day, request_id = _day(wanted.part), AdviceRequestRow.id
    statement = every_line().where(_scope(reach, wanted), _in_part(wanted.part, wanted))
    if wanted.service_id:
        statement = statement.where(AdviceRequestRow.service_id == wanted.service_id)
    if after is not None:
        here = tuple_(literal(after.day), literal(after.id))
        statement = statement.where(tuple_(day, request_id) > here)
    found = connection.execute(statement.order_by(day, request_id).limit(PAGE + 1))
    return tuple(line_of(row) for row in found)


def place(line: Line, part: Part) -> Place:
    """Where a line stands in its list."""
    day = line.requested_on if part is Part.NOT_ARRIVED else line.due_on
    return Place(day or NO_DAY, line.request_id)


def counts(connection: Connection, reach: Reach, wanted: Wanted) -> dict[Part, int]:
    """How many each part holds, in one statement."""
    columns = [
        func.coalesce(func.sum(case((_in_part(part, wanted), 1), else_=0)), 0) for part in Part
    ]
    row = connection.execute(_joined(select(*columns)).where(_scope(reach, wanted))).one()
    return dict(zip(Part, map(int, row), strict=True))


def services(connection: Connection, reach: Reach, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """The services that these parts are waited for from, by name: id and name."""
    any_part = or_(*(_in_part(part, wanted) for part in Part))
    statement = (
        _joined(select(Service.id, Service.name))
        .join(Service, Service.id == AdviceRequestRow.service_id)
        .where(_scope(reach, wanted), any_part)
        .distinct()
        .order_by(Service.name, Service.id)
    )
    return tuple((id_, name) for id_, name in connection.execute(statement))


def _joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.select_from(AdviceRequestRow).join(
        AssessmentRow, AssessmentRow.id == AdviceRequestRow.assessment_id
    )


def _scope(reach: Reach, wanted: Wanted) -> ColumnElement[bool]:
    return and_(
        held_by(reach) if wanted.mine else within(reach),
        AssessmentRow.closed_on.is_(None),
        not_(AdviceRequestRow.closed),
        AdviceRequestRow.requested_on.is_not(None),
        AdviceRequestRow.first_received_on.is_(None),
    )


def _in_part(part: Part, wanted: Wanted) -> ColumnElement[bool]:
    row = AdviceRequestRow
    late = row.due_on < wanted.today
    match part:
        case Part.LATE:
            return late
        case Part.NOT_CHASED:
            silent_since = wanted.today - timedelta(days=wanted.chase_days)
            chased = and_(row.last_chased_on >= silent_since, row.last_chased_on > row.due_on)
            return and_(row.due_on < silent_since, or_(row.last_chased_on.is_(None), not_(chased)))
        case Part.NOT_ARRIVED:
            return and_(row.received_by_body_on.is_(None), row.item != AdviceItem.FAMILY.value)


def _day(part: Part) -> Any:
    row = AdviceRequestRow
    return row.requested_on if part is Part.NOT_ARRIVED else row.due_on
