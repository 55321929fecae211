"""The alerts that stand, one for each limit: the newest rung, who was told of any, and what was said about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
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
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from ehc_workflow.domain.deadlines import Deadline
from ehc_workflow.domain.events import AlertAcknowledged
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.log import event_of
from ehc_workflow.store.queries.manager import DEADLINE, deadline_of, joined
from ehc_workflow.store.queries.reach import Reach, within
from ehc_workflow.store.tables.accounts import SeatRow, UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow, LogEntry, LogText
from ehc_workflow.store.tables.deadlines import AlertRow, DeadlineRow
from ehc_workflow.store.tables.organisation import Service, Team
from ehc_workflow.store.tables.people import ChildRow

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One limit's standing alert. `first_raised_on` and `audience` are those of all its rungs."""

    id: str
    assessment_id: str
    reference: str
    child: str
    team: str
    seat: str | None
    holder: str | None
    service: str | None
    level: Level
    order: int
    audience: tuple[str, ...]
    first_raised_on: date
    raised_on: date
    is_taken_up: bool
    recovery_on: date | None
    deadline: Deadline

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(self.order, self.deadline.due_on, self.id)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list, to go on from."""

    order: int
    due_on: date
    id: str


def alerts(
    connection: Connection,
    reach: Reach,
    *,
    today: date,
    taken_up: bool,
    after: Place | None = None,
) -> tuple[Alert, ...]:
    """One page and one line more of the alerts that stand, taken up or not; the law's late limits first."""
    key = (DeadlineRow.risk_order, AlertRow.due_on, AlertRow.id)
    taken = AlertRow.acknowledged_at.is_not(None)
    statement = (
        _alerts(today)
        .where(within(reach), taken if taken_up else not_(taken))
        .order_by(*key)
        .limit(PAGE + 1)
    )
    if after is not None:
        place = (literal(after.order), literal(after.due_on), literal(after.id))
        statement = statement.where(tuple_(*key) > tuple_(*place))
    return tuple(_alert(row) for row in connection.execute(statement))


def count_alerts(connection: Connection, reach: Reach) -> tuple[int, int]:
    """How many limits have an alert that nobody has taken up, and how many have one that somebody has."""
    taken = func.sum(case((AlertRow.acknowledged_at.is_not(None), 1), else_=0))
    statement = (
        select(func.count(), func.coalesce(taken, 0))
        .select_from(AlertRow)
        .join(AssessmentRow, AssessmentRow.id == AlertRow.assessment_id)
        .where(within(reach), _is_newest())
    )
    row = connection.execute(statement).one()
    return int(row[0]) - int(row[1]), int(row[1])


def alert(connection: Connection, reach: Reach, alert_id: str, *, today: date) -> Alert | None:
    """One standing alert within reach, or None."""
    row = connection.execute(_alerts(today).where(within(reach), AlertRow.id == alert_id)).first()
    return _alert(row) if row else None


def _is_newest() -> ColumnElement[bool]:
    """Of all rungs that stand for a limit, the one raised last: taking that up takes up the limit."""
    later = aliased(AlertRow)
    return and_(
        AlertRow.cleared_on.is_(None),
        not_(
            exists().where(
                _same_limit(later),
                or_(
                    later.raised_on > AlertRow.raised_on,
                    and_(later.raised_on == AlertRow.raised_on, later.id > AlertRow.id),
                ),
            )
        ),
    )


def _same_limit(other: type[AlertRow]) -> ColumnElement[bool]:
    return and_(
        other.assessment_id == AlertRow.assessment_id,
        other.code == AlertRow.code,
        other.ref == AlertRow.ref,
        other.cleared_on.is_(None),
    )


def _alerts(today: date) -> Select[*tuple[Any, ...]]:
    every = aliased(AlertRow)

    def of_all(what: Any) -> Any:
        return select(what).where(_same_limit(every)).scalar_subquery()

    return (
        joined(
            select(
                *DEADLINE,
                AlertRow.id.label("alert_id"),
                AlertRow.assessment_id,
                AssessmentRow.reference,
                (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
                Team.name.label("team"),
                SeatRow.name.label("seat"),
                UserAccount.name.label("holder"),
                Service.name.label("service"),
                DeadlineRow.level,
                DeadlineRow.risk_order,
                AlertRow.raised_on,
                AlertRow.acknowledged_at,
                of_all(func.aggregate_strings(every.audience, ",")).label("audience"),
                of_all(func.min(every.raised_on)).label("first_raised_on"),
                of_all(func.max(every.recovery_on)).label("recovery_on"),
            ),
            today,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .join(
            AlertRow,
            and_(
                AlertRow.assessment_id == DeadlineRow.assessment_id,
                AlertRow.code == DeadlineRow.code,
                AlertRow.ref == DeadlineRow.ref,
            ),
        )
        .where(_is_newest())
    )


def _alert(row: Any) -> Alert:
    return Alert(
        id=row.alert_id,
        assessment_id=row.assessment_id,
        reference=row.reference,
        child=row.child,
        team=row.team,
        seat=row.seat,
        holder=row.holder,
        service=row.service,
        level=Level(row.level),
        order=row.risk_order,
        audience=tuple(dict.fromkeys(row.audience.split(","))),
        first_raised_on=row.first_raised_on,
        raised_on=row.raised_on,
        is_taken_up=row.acknowledged_at is not None,
        recovery_on=row.recovery_on,
        deadline=deadline_of(row),
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody said when taking up an alert."""

    by: str
    at: datetime
    words: str


def recovery_plans(
    connection: Connection, shown: Iterable[Alert]
) -> Mapping[tuple[str, str, str], Plan]:
    """The newest plan for each limit shown, by case, code and ref."""
    listed = list(shown)
    if not listed:
        return {}
    taken_up = aliased(AlertRow)
    statement = (
        select(LogEntry.kind, LogEntry.payload, LogEntry.at, LogText.body, UserAccount.name)
        .outerjoin(
            LogText,
            and_(
                LogText.assessment_id == LogEntry.assessment_id,
                LogText.seq == LogEntry.seq,
                LogText.field == "plan",
            ),
        )
        .outerjoin(UserAccount, UserAccount.id == LogEntry.actor_id)
        .where(
            LogEntry.assessment_id.in_(sorted({each.assessment_id for each in listed})),
            LogEntry.kind == AlertAcknowledged.kind,
        )
        .order_by(LogEntry.assessment_id, LogEntry.seq)
    )
    said: dict[str, Plan] = {}
    for kind, payload, at, words, who in connection.execute(statement):
        event = event_of(kind, payload)
        if isinstance(event, AlertAcknowledged):
            said[event.alert_id] = Plan(who or "Somebody no longer on file", at, words or "")
    keys = connection.execute(
        select(taken_up.id, taken_up.assessment_id, taken_up.code, taken_up.ref)
        .where(taken_up.id.in_(sorted(said)))
        .order_by(taken_up.acknowledged_at)
    )
    return {(row[1], row[2], row[3]): said[row[0]] for row in keys}
