"""The digest of each person: whose hour has come and what waits for them, in a few statements for many people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.alerts import hour_in_words, telling_of
from ehc_workflow.domain.deadlines import Deadline, Kind
from ehc_workflow.rules.alert_policy import AlertPolicy, Telling
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.queries.alert_reach import (
    TOLD,
    Rungs,
    not_given_away,
    of_deadline,
    told,
    waits,
)
from ehc_workflow.store.queries.manager import DEADLINE, deadline_of
from ehc_workflow.store.seats import sat_on
from ehc_workflow.store.tables.accounts import AlertTelling, SeatHolding, SeatRow, UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import AlertRow, DeadlineRow
from ehc_workflow.store.upserts import insert_into

LINES = 5
"""So many of the most urgent alerts stand in a digest; the others are counted."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who hears of alerts, with what they chose and where they sit."""

    id: str
    email: str
    telling: Telling | None
    digest_at: time | None
    seats: tuple[tuple[Role, str], ...]

    @property
    def roles(self) -> frozenset[Role]:
        """Every role they sit in."""
        return frozenset(role for role, _ in self.seats)

    @property
    def authority_id(self) -> str:
        """The authority whose choices hold for them: that of their first seat."""
        return self.seats[0][1]

    def told_by(self, policy: AlertPolicy) -> Telling:
        """How they are told: as they chose, and never less than the authority allows."""
        return telling_of(self.telling, self.roles, policy)


@dataclass(frozen=True, slots=True)
class Line:
    """One of the most urgent alerts: a reference and what is owed, nothing of the child."""

    reference: str
    deadline: Deadline


@dataclass(slots=True)
class Summary:
    """What waits for one person: limits of the law late, other things late, what is near, and the first lines."""

    law: int
    late: int
    total: int
    lines: list[Line] = field(default_factory=list)


def people_due(
    connection: Connection,
    today: date,
    *,
    at: time,
    earliest: time,
    but: Collection[str],
    limit: int,
) -> list[Person]:
    """People whose digest of the day was not made yet and whose hour may have come, by what they chose.

    `earliest` is the earliest hour of anybody who chose none; `but` are people to leave out.
    """
    due = (
        select(UserAccount.id)
        .join(SeatHolding, and_(SeatHolding.user_id == UserAccount.id, sat_on(today)))
        .join(SeatRow, SeatRow.id == SeatHolding.seat_id)
        .outerjoin(AlertTelling, AlertTelling.user_id == UserAccount.id)
        .where(
            UserAccount.active,
            SeatRow.role.in_([role.value for role in TOLD]),
            or_(AlertTelling.digest_on.is_(None), AlertTelling.digest_on < today),
            func.coalesce(AlertTelling.digest_at, hour_in_words(earliest)) <= hour_in_words(at),
            UserAccount.id.not_in(but),
        )
        .distinct()
        .order_by(UserAccount.id)
        .limit(limit)
    )
    statement = _people(today).where(UserAccount.id.in_(due))
    return _persons(connection.execute(statement.order_by(UserAccount.id, SeatRow.id)).all())


def everybody_told(connection: Connection, today: date) -> list[Person]:
    """Everybody who hears of alerts on a day."""
    return _persons(connection.execute(_people(today).order_by(UserAccount.id, SeatRow.id)).all())


def people_of(connection: Connection, emails: Collection[str], today: date) -> list[Person]:
    """Those of these addresses that belong to people who hear of alerts."""
    statement = _people(today).where(UserAccount.email.in_(emails))
    return _persons(connection.execute(statement.order_by(UserAccount.id, SeatRow.id)).all())


def _people(today: date) -> Any:
    return (
        select(
            UserAccount.id,
            UserAccount.email,
            AlertTelling.telling,
            AlertTelling.digest_at,
            SeatRow.role,
            SeatRow.authority_id,
        )
        .join(SeatHolding, and_(SeatHolding.user_id == UserAccount.id, sat_on(today)))
        .join(SeatRow, SeatRow.id == SeatHolding.seat_id)
        .outerjoin(AlertTelling, AlertTelling.user_id == UserAccount.id)
        .where(UserAccount.active, SeatRow.role.in_([role.value for role in TOLD]))
    )


def _persons(rows: Sequence[Any]) -> list[Person]:
    seats: dict[str, list[tuple[Role, str]]] = {}
    for row in rows:
        seats.setdefault(row.id, []).append((Role(row.role), row.authority_id))
    return [
        Person(
            id=row.id,
            email=row.email,
            telling=Telling(row.telling) if row.telling else None,
            digest_at=time.fromisoformat(row.digest_at) if row.digest_at else None,
            seats=tuple(seats[row.id]),
        )
        for row in {row.id: row for row in rows}.values()
    ]


def claim(connection: Connection, people: Collection[str], today: date) -> frozenset[str]:
    """Take these people's digests of the day: whoever has been taken before is left out."""
    statement = insert_into(connection, AlertTelling).values(
        [{"user_id": user_id, "digest_on": today} for user_id in sorted(people)]
    )
    taken = statement.on_conflict_do_update(
        index_elements=[AlertTelling.user_id],
        set_={"digest_on": statement.excluded.digest_on},
        where=or_(
            AlertTelling.digest_on.is_(None),
            AlertTelling.digest_on < statement.excluded.digest_on,
        ),
    )
    return frozenset(connection.scalars(taken.returning(AlertTelling.user_id)))


def summaries(
    connection: Connection, people: Collection[str], today: date, *, but: Rungs = ()
) -> dict[str, Summary]:
    """What waits for each of these people, but what they were told by these rungs alone; nobody without anything."""
    sits = and_(SeatHolding.user_id.in_(people), sat_on(today))
    seats = select(SeatHolding.seat_id).where(sits)
    which = (SeatRow.id.in_(seats), not_given_away(today), waits(today))
    pairs = told(TOLD, *which, but=but).subquery()
    mine = (
        select(SeatHolding.user_id, pairs.c.alert_id)
        .join(SeatHolding, SeatHolding.seat_id == pairs.c.seat_id)
        .where(sits)
        .distinct()
        .subquery()
    )
    late = DeadlineRow.level == Level.LATE.value
    by_law = and_(late, DeadlineRow.kind == Kind.STATUTORY.value)
    worst_first = (DeadlineRow.risk_order, AlertRow.due_on, AlertRow.id)
    ranked = (
        select(
            mine.c.user_id,
            AssessmentRow.reference,
            *DEADLINE,
            func.count().over(partition_by=mine.c.user_id).label("total"),
            func.sum(case((late, 1), else_=0)).over(partition_by=mine.c.user_id).label("late"),
            func.sum(case((by_law, 1), else_=0)).over(partition_by=mine.c.user_id).label("law"),
            func.row_number()
            .over(partition_by=mine.c.user_id, order_by=worst_first)
            .label("place"),
        )
        .join(AlertRow, AlertRow.id == mine.c.alert_id)
        .join(DeadlineRow, of_deadline())
        .join(AssessmentRow, AssessmentRow.id == AlertRow.assessment_id)
        .subquery()
    )
    found: dict[str, Summary] = {}
    first = select(ranked).where(ranked.c.place <= LINES)
    for row in connection.execute(first.order_by(ranked.c.user_id, ranked.c.place)):
        known = found.setdefault(row.user_id, Summary(int(row.law), int(row.late), int(row.total)))
        known.lines.append(Line(row.reference, deadline_of(row)))
    return found


# --- what each person chose ------------------------------------------------------------------------------------------


def chosen(connection: Connection, user_id: str) -> tuple[Telling | None, time | None]:
    """How a person chose to be told, and their hour; None where they have not said."""
    row = connection.execute(
        select(AlertTelling.telling, AlertTelling.digest_at).where(AlertTelling.user_id == user_id)
    ).first()
    if row is None:
        return None, None
    return (
        Telling(row.telling) if row.telling else None,
        time.fromisoformat(row.digest_at) if row.digest_at else None,
    )


def choose(connection: Connection, user_id: str, telling: Telling, digest_at: time) -> None:
    """Keep what a person chose."""
    said = {"telling": telling.value, "digest_at": hour_in_words(digest_at)}
    statement = insert_into(connection, AlertTelling).values(user_id=user_id, **said)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[AlertTelling.user_id], set_=said)
    )
