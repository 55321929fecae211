"""The alerts that stand, one for each limit: the newest rung, who was told of any, and what was said about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
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
    true,
    tuple_,
)
from sqlalchemy.orm import aliased

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.deadlines import Deadline, Kind
from ehc_workflow.domain.events import AlertAcknowledged
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.log import event_of
from ehc_workflow.store.queries.alert_reach import (
    TOLD,
    in_hand,
    is_newest,
    is_sat_in,
    not_given_away,
    of_deadline,
    of_same_limit,
    told,
    waits,
)
from ehc_workflow.store.queries.manager import DEADLINE, deadline_of, joined
from ehc_workflow.store.queries.reach import Reach, reach_of, within
from ehc_workflow.store.tables.accounts import SeatRow, UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow, LogEntry, LogText
from ehc_workflow.store.tables.deadlines import AlertRow, DeadlineRow
from ehc_workflow.store.tables.organisation import Service, Team
from ehc_workflow.store.tables.people import ChildRow

PAGE = 20
MANY = 100
"""The counter on every screen says no more than that there are as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One limit's standing alert. `first_raised_on` and `audience` are those of all its rungs.

    `recovery_on` is the last day that was promised, also where it has passed or the limit has got worse since.
    `given_to` is the seat it was given to, in which nobody may sit any more.
    """

    id: str
    assessment_id: str
    authority_id: str
    team_id: str
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
    snoozed_until: date | None
    given_seat_id: str | None
    given_to: str | None
    is_with_somebody: bool
    is_escalated: bool
    deadline: Deadline

    def is_put_off(self, today: date) -> bool:
        """Whether it waits for a day that has not passed."""
        return self.snoozed_until is not None and self.snoozed_until >= today

    def can_be_put_back(self, today: date) -> bool:
        """Whether anything was done about it that still holds and can be taken back."""
        return self.is_taken_up or self.is_put_off(today) or self.given_seat_id is not None

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


class Show(StrEnum):
    """Which alerts to list: those nobody has in hand, or those somebody took up or put off."""

    WAITING = "waiting"
    IN_HAND = "taken-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Whose alerts one person sees: their seats with the roles of these, and `reach` over the cases of their teams."""

    seat_ids: tuple[str, ...]
    roles: frozenset[Role]
    reach: Reach

    @property
    def sees_cases(self) -> bool:
        """Whether they see the alerts of whole teams beside their own."""
        return not self.reach.is_empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which alerts to list. `by_law` is None for every kind of limit; `text` is part of a reference."""

    show: Show = Show.WAITING
    mine: bool = True
    level: Level | None = None
    by_law: bool | None = None
    text: str = ""


OFFICE = frozenset({Role.CASEWORKER, Role.DECISION_MAKER, Role.MANAGER})


def sight_of(actor: Actor) -> Sight:
    """What a person sees through the seats they sit in."""
    seats = [seat for seat in actor.seats if seat.role in TOLD]
    return Sight(
        seat_ids=tuple(seat.id for seat in seats),
        roles=frozenset(seat.role for seat in seats),
        reach=reach_of(actor, OFFICE),
    )


def alerts(
    connection: Connection,
    sight: Sight,
    wanted: Wanted,
    *,
    today: date,
    after: Place | None = None,
) -> tuple[Alert, ...]:
    """One page and one line more of the alerts that stand; the law's late limits first."""
    key = (DeadlineRow.risk_order, AlertRow.due_on, AlertRow.id)
    statement = (
        _alerts(today)
        .where(_seen(sight, today, mine=wanted.mine), *_filters(wanted, today))
        .order_by(*key)
        .limit(PAGE + 1)
    )
    if after is not None:
        place = (literal(after.order), literal(after.due_on), literal(after.id))
        statement = statement.where(tuple_(*key) > tuple_(*place))
    return tuple(_alert(row, today) for row in connection.execute(statement))


def _filters(wanted: Wanted, today: date) -> Iterable[ColumnElement[bool]]:
    yield waits(today) if wanted.show is Show.WAITING else in_hand(today)
    if wanted.level is not None:
        yield DeadlineRow.level == wanted.level.value
    if wanted.by_law is not None:
        statutory = DeadlineRow.kind == Kind.STATUTORY.value
        yield statutory if wanted.by_law else not_(statutory)
    if wanted.text:
        yield AssessmentRow.reference.icontains(wanted.text, autoescape=True)


def _seen(
    sight: Sight, today: date, *, mine: bool, and_given_away: bool = False
) -> ColumnElement[bool]:
    """The alerts of a person's own seats, or of every case they may know of."""
    if not mine and sight.sees_cases:
        return and_(within(sight.reach), is_newest())
    has_it = true() if and_given_away else not_given_away(today)
    pairs = told(sight.roles, SeatRow.id.in_(sight.seat_ids), has_it).subquery()
    return AlertRow.id.in_(select(pairs.c.alert_id))


def count_alerts(
    connection: Connection, sight: Sight, *, today: date, mine: bool
) -> tuple[int, int]:
    """How many limits have an alert that nobody has in hand, and how many one that somebody has."""
    taken = func.sum(case((in_hand(today), 1), else_=0))
    statement = (
        select(func.count(), func.coalesce(taken, 0))
        .select_from(AlertRow)
        .join(AssessmentRow, AssessmentRow.id == AlertRow.assessment_id)
        .where(_seen(sight, today, mine=mine))
    )
    row = connection.execute(statement).one()
    return int(row[0]) - int(row[1]), int(row[1])


def waiting_for(connection: Connection, sight: Sight, *, today: date) -> int:
    """How many alerts of a person's own nobody has in hand, counted up to `MANY`: for every screen."""
    if not sight.seat_ids:
        return 0
    which = (SeatRow.id.in_(sight.seat_ids), not_given_away(today), waits(today))
    pairs = told(sight.roles, *which).limit(MANY)
    return len({row.alert_id for row in connection.execute(pairs)})


def alert(connection: Connection, sight: Sight, alert_id: str, *, today: date) -> Alert | None:
    """One standing alert that this person sees, or None."""
    found = alerts_by_id(connection, sight, [alert_id], today=today)
    return found.get(alert_id)


def alerts_by_id(
    connection: Connection, sight: Sight, alert_ids: Collection[str], *, today: date
) -> Mapping[str, Alert]:
    """Of these alerts the ones that stand and that this person sees, by their ids.

    Whoever gave one away still sees it, and can take it back.
    """
    seen = _seen(sight, today, mine=True, and_given_away=True)
    if sight.sees_cases:
        seen = or_(_seen(sight, today, mine=False), seen)
    statement = _alerts(today).where(AlertRow.id.in_(alert_ids), seen)
    return {row.alert_id: _alert(row, today) for row in connection.execute(statement)}


def newest_of(connection: Connection, alert_id: str) -> str | None:
    """The newest alert that stands for the limit that an alert was once raised for; None where none stands."""
    older = aliased(AlertRow)
    same = and_(
        older.assessment_id == AlertRow.assessment_id,
        older.code == AlertRow.code,
        older.ref == AlertRow.ref,
    )
    statement = select(AlertRow.id).join(older, same).where(older.id == alert_id, is_newest())
    return connection.scalar(statement)


def _alerts(today: date) -> Select[*tuple[Any, ...]]:
    every, given = aliased(AlertRow), aliased(SeatRow)

    def of_all(what: Any) -> Any:
        return select(what).where(of_same_limit(every)).scalar_subquery()

    return (
        joined(
            select(
                *DEADLINE,
                AlertRow.id.label("alert_id"),
                AlertRow.assessment_id,
                AssessmentRow.authority_id,
                AssessmentRow.team_id,
                AssessmentRow.reference,
                (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
                Team.name.label("team"),
                SeatRow.name.label("seat"),
                UserAccount.name.label("holder"),
                Service.name.label("service"),
                DeadlineRow.level,
                DeadlineRow.risk_order,
                AlertRow.raised_on,
                AlertRow.rung,
                AlertRow.acknowledged_at,
                of_all(func.aggregate_strings(every.audience, ",")).label("audience"),
                of_all(func.min(every.raised_on)).label("first_raised_on"),
                AlertRow.recovery_on,
                of_all(func.max(every.recovery_on)).label("promised_on"),
                AlertRow.snoozed_until,
                AlertRow.delegated_to,
                given.name.label("given_to"),
                is_sat_in(AlertRow.delegated_to, today).label("is_with_somebody"),
            ),
            today,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .join(AlertRow, of_deadline())
        .outerjoin(given, given.id == AlertRow.delegated_to)
    )


def _alert(row: Any, today: date) -> Alert:
    return Alert(
        id=row.alert_id,
        assessment_id=row.assessment_id,
        authority_id=row.authority_id,
        team_id=row.team_id,
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
        is_taken_up=row.acknowledged_at is not None and row.recovery_on >= today,
        recovery_on=row.promised_on,
        snoozed_until=row.snoozed_until,
        given_seat_id=row.delegated_to,
        given_to=row.given_to,
        is_with_somebody=bool(row.is_with_somebody),
        is_escalated=row.rung.startswith(CLIMBED),
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
        select(taken_up.id, taken_up.assessment_id, taken_up.code, taken_up.ref).where(
            taken_up.id.in_(sorted(said))
        )
    )
    in_order = sorted(keys, key=lambda row: said[row.id].at)
    return {(row.assessment_id, row.code, row.ref): said[row.id] for row in in_order}
