"""Families who wait: for a reply, for news of a delay, for what they were promised, for a notice that gets through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from ehc_workflow.domain.deadlines import OPEN_STATUSES
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.queries.manager import with_holders
from ehc_workflow.store.queries.reach import Reach, held_by, within
from ehc_workflow.store.tables.accounts import SeatRow, UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.deadlines import IS_WAITED_FOR_BY_A_FAMILY, DeadlineRow
from ehc_workflow.store.tables.organisation import Team
from ehc_workflow.store.tables.papers import IS_BY_THE_ENGINE, NoticeRow
from ehc_workflow.store.tables.people import ChildRow

PAGE = 25
LATELY = timedelta(days=14)


class Part(StrEnum):
    """One kind of waiting."""

    REPLIES = "replies"
    NEWS = "news"
    PROMISES = "promises"
    NOTICES = "notices"


CODES = {
    Part.REPLIES: ("answer_family_message",),
    Part.NEWS: ("tell_family_of_delay", "update_family"),
    Part.PROMISES: ("keep_promise",),
    Part.NOTICES: ("reach_family",),
}
_FROM_THE_FIRST_DAY = (*CODES[Part.REPLIES], *CODES[Part.PROMISES])
"""What is listed as long as it is open; the rest from the day on which somebody has to act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list: `mine` only for one's own seats' cases; `late` only what is late; `team` or `seat` narrow it."""

    today: date
    part: Part = Part.REPLIES
    mine: bool = False
    late: bool = False
    team: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list, to go on from."""

    due_on: date
    assessment_id: str
    code: str
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that a family waits for."""

    assessment_id: str
    code: str
    ref: str
    starts_on: date
    due_on: date
    level: Level
    reference: str
    child: str
    team: str
    seat: str | None
    holder: str | None
    language: str | None
    interpreter_needed: bool | None
    format_needs: str | None

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(self.due_on, self.assessment_id, self.code, self.ref)

    def days_late(self, today: date) -> int:
        """Calendar days after the due day; 0 when in time."""
        return max(0, (today - self.due_on).days)


@dataclass(frozen=True, slots=True)
class Silence:
    """How many families of one team or worker wait past the day, by what for; `days` is the longest."""

    id: str
    name: str
    holder: str | None
    late: dict[Part, int]
    days: int


def lines(
    connection: Connection, reach: Reach, wanted: Wanted, *, after: Place | None = None
) -> tuple[Line, ...]:
    """One page and one line more, what is due first before the rest."""
    row = DeadlineRow
    key = (row.due_on, row.assessment_id, row.code, row.ref)
    statement = (
        with_holders(
            select(
                row.assessment_id,
                row.code,
                row.ref,
                row.starts_on,
                row.due_on,
                row.level,
                AssessmentRow.reference,
                (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
                Team.name.label("team"),
                SeatRow.name.label("seat"),
                UserAccount.name.label("holder"),
                ChildRow.language,
                ChildRow.interpreter_needed,
                ChildRow.format_needs,
            ),
            wanted.today,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(_scope(reach, wanted), row.code.in_(CODES[wanted.part]), *_narrowed(wanted))
        .order_by(*key)
        .limit(PAGE + 1)
    )
    if wanted.late:
        statement = statement.where(row.level == Level.LATE.value)
    if after is not None:
        place = (after.due_on, after.assessment_id, after.code, after.ref)
        statement = statement.where(tuple_(*key) > tuple_(*map(literal, place)))
    return tuple(
        Line(**{**dict(found._mapping), "level": Level(found.level)})
        for found in connection.execute(statement)
    )


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """To the cases of one team or seat."""
    found = []
    if wanted.team:
        found.append(AssessmentRow.team_id == wanted.team)
    if wanted.seat:
        held = AssessmentRow.caseworker_seat_id
        found.append(held.is_(None) if wanted.seat == "none" else held == wanted.seat)
    return found


def counts(connection: Connection, reach: Reach, wanted: Wanted) -> dict[Part, tuple[int, int]]:
    """How many wait in each part of the list as it is narrowed, and how many of them past their day: one statement."""
    late = DeadlineRow.level == Level.LATE.value
    columns: list[Any] = []
    for part in Part:
        mine = DeadlineRow.code.in_(CODES[part])
        columns += [_number(mine), _number(and_(mine, late))]
    statement = (
        select(*columns)
        .select_from(DeadlineRow)
        .join(AssessmentRow, AssessmentRow.id == DeadlineRow.assessment_id)
        .where(_scope(reach, wanted), *_narrowed(wanted))
    )
    row = connection.execute(statement).one()
    return {part: (int(row[2 * n]), int(row[2 * n + 1])) for n, part in enumerate(Part)}


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByTheEngine:
    """A letter about a delay that the engine wrote, because nobody had."""

    assessment_id: str
    seq: int
    reference: str
    child: str
    sent_on: date
    seat: str | None


def written_by_the_engine(
    connection: Connection, reach: Reach, wanted: Wanted
) -> tuple[ByTheEngine, ...]:
    """What the engine wrote in these cases since the last letters fell due, the latest first: one page at the most."""
    statement = (
        select(
            NoticeRow.assessment_id,
            NoticeRow.seq,
            AssessmentRow.reference,
            (ChildRow.given_name + " " + ChildRow.family_name).label("child"),
            NoticeRow.sent_on,
            SeatRow.name.label("seat"),
        )
        .join(AssessmentRow, AssessmentRow.id == NoticeRow.assessment_id)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .outerjoin(SeatRow, SeatRow.id == AssessmentRow.caseworker_seat_id)
        .where(
            IS_BY_THE_ENGINE,
            NoticeRow.sent_on > wanted.today - LATELY,
            held_by(reach) if wanted.mine else within(reach),
            *_narrowed(wanted),
        )
        .order_by(NoticeRow.sent_on.desc(), NoticeRow.assessment_id, NoticeRow.seq)
        .limit(PAGE)
    )
    return tuple(ByTheEngine(**found._mapping) for found in connection.execute(statement))


def silence_by_team(connection: Connection, reach: Reach, *, today: date) -> tuple[Silence, ...]:
    """Families waiting past their day, by team."""
    return _silence(connection, reach, today, Team.id, Team.name, literal(None))


def silence_by_seat(connection: Connection, reach: Reach, *, today: date) -> tuple[Silence, ...]:
    """The same by caseworker's seat, with who sits in it today; cases that nobody holds are one line."""
    return _silence(connection, reach, today, SeatRow.id, SeatRow.name, UserAccount.name)


def _silence(
    connection: Connection, reach: Reach, today: date, key: Any, name: Any, holder: Any
) -> tuple[Silence, ...]:
    statement = (
        with_holders(
            select(
                key,
                name,
                holder,
                func.min(DeadlineRow.due_on),
                *(_number(DeadlineRow.code.in_(CODES[part])) for part in Part),
            ),
            today,
        )
        .where(_scope(reach, Wanted(today=today)), DeadlineRow.level == Level.LATE.value)
        .group_by(key, name, *(() if key is Team.id else (holder,)))
        .order_by(func.count().desc(), name, key)
    )
    return tuple(
        Silence(
            id=row[0] or "none",
            name=row[1] or "No caseworker",
            holder=row[2],
            late={part: int(row[4 + n]) for n, part in enumerate(Part)},
            days=(today - row[3]).days,
        )
        for row in connection.execute(statement)
    )


def _scope(reach: Reach, wanted: Wanted) -> ColumnElement[bool]:
    """What waits within reach. The words of the narrow index stand here, so that it is used."""
    return and_(
        held_by(reach) if wanted.mine else within(reach),
        IS_WAITED_FOR_BY_A_FAMILY,
        DeadlineRow.status.in_([status.value for status in OPEN_STATUSES]),
        or_(DeadlineRow.code.in_(_FROM_THE_FIRST_DAY), DeadlineRow.level != Level.ON_TRACK.value),
    )
