"""Seats as those who look after them see them: who holds and who covers each, and what lies with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, distinct, func, not_, or_, select

from ehc_workflow.domain.actors import Role
from ehc_workflow.store.holdings import Sitting, sitting
from ehc_workflow.store.seats import held_on
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.organisation import Team

NOT_SHOWN = (Role.FAMILY.value, Role.ADMINISTRATOR.value, Role.INVITED.value)
"""Seats that the command line alone makes and gives, and those that one-time links lead to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One seat with everybody in it, and what lies with it: open cases, and requests that its service gave it."""

    id: str
    name: str
    role: Role
    authority_id: str
    team_id: str | None
    service_id: str | None
    closed_on: date | None
    cases: int
    requests: int
    sitting: tuple[Sitting, ...]

    def holder(self, today: date) -> Sitting | None:
        """Who holds it today, if anybody does."""
        held = (one for one in self.sitting if not one.stands_in and one.first_day <= today)
        return next(held, None)

    @property
    def cover(self) -> tuple[Sitting, ...]:
        """Who covers it, today or from a later day."""
        return tuple(one for one in self.sitting if one.stands_in)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team, or with no id the whole authority, with its seats."""

    authority_id: str
    id: str | None
    name: str
    seats: int
    held: int

    @property
    def vacant(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.held


def seats_of_service(
    connection: Connection, service_id: str, authority_ids: Collection[str], *, today: date
) -> tuple[SeatLine, ...]:
    """The seats of a service in these authorities, closed ones last."""
    here = and_(SeatRow.service_id == service_id, SeatRow.authority_id.in_(authority_ids))
    return _seat_lines(connection, here, today)


def seats_of_team(
    connection: Connection, authority_id: str, team_id: str | None, *, today: date
) -> tuple[SeatLine, ...]:
    """The seats of a team, or with none those that serve the whole authority, closed ones last."""
    here = and_(
        SeatRow.authority_id == authority_id,
        SeatRow.team_id.is_not_distinct_from(team_id),
        SeatRow.service_id.is_(None),
        SeatRow.role.not_in(NOT_SHOWN),
    )
    return _seat_lines(connection, here, today)


def seat_line(connection: Connection, seat_id: str, *, today: date) -> SeatLine | None:
    """One seat that is shown."""
    return next(
        iter(
            _seat_lines(
                connection, and_(SeatRow.id == seat_id, SeatRow.role.not_in(NOT_SHOWN)), today
            )
        ),
        None,
    )


def _seat_lines(
    connection: Connection, which: ColumnElement[bool], today: date
) -> tuple[SeatLine, ...]:
    lies_with = or_(
        AssessmentRow.caseworker_seat_id == SeatRow.id,
        AssessmentRow.plan_writer_seat_id == SeatRow.id,
    )
    cases = (
        select(func.count()).where(lies_with, AssessmentRow.closed_on.is_(None)).scalar_subquery()
    )
    given = AdviceRequestRow.allocated_seat_id == SeatRow.id
    requests = select(func.count()).where(given, not_(AdviceRequestRow.closed)).scalar_subquery()
    statement = (
        select(
            SeatRow.id,
            SeatRow.name,
            SeatRow.role,
            SeatRow.authority_id,
            SeatRow.team_id,
            SeatRow.service_id,
            SeatRow.closed_on,
            cases.label("cases"),
            requests.label("requests"),
        )
        .where(which)
        .order_by(SeatRow.closed_on.is_not(None), SeatRow.role, SeatRow.name, SeatRow.id)
    )
    rows = connection.execute(statement).all()
    everybody = sitting(connection, [row.id for row in rows], day=today)
    return tuple(
        SeatLine(
            id=row.id,
            name=row.name,
            role=Role(row.role),
            authority_id=row.authority_id,
            team_id=row.team_id,
            service_id=row.service_id,
            closed_on=row.closed_on,
            cases=row.cases,
            requests=row.requests,
            sitting=tuple(one for one in everybody if one.seat_id == row.id),
        )
        for row in rows
    )


def team_lines(connection: Connection, authority_id: str, *, today: date) -> tuple[TeamLine, ...]:
    """An authority's teams by name, then the seats that serve the whole authority."""
    statement = (
        select(
            SeatRow.team_id,
            func.count(distinct(SeatRow.id)),
            func.count(distinct(SeatHolding.seat_id)),
        )
        .outerjoin(SeatHolding, and_(SeatHolding.seat_id == SeatRow.id, held_on(today)))
        .where(
            SeatRow.authority_id == authority_id,
            SeatRow.service_id.is_(None),
            SeatRow.closed_on.is_(None),
            SeatRow.role.not_in(NOT_SHOWN),
        )
        .group_by(SeatRow.team_id)
    )
    counted = {team: (seats, held) for team, seats, held in connection.execute(statement)}
    teams = select(Team.id, Team.name).where(Team.authority_id == authority_id)
    named = [*connection.execute(teams.order_by(Team.name)), (None, "The whole authority")]
    return tuple(
        TeamLine(authority_id, team_id, name, *counted.get(team_id, (0, 0)))
        for team_id, name in named
    )
