"""How far a person's seats reach over the authority's own lists: part of every query, never a filter afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.store.tables.cases import AssessmentRow


@dataclass(frozen=True, slots=True)
class Reach:
    """Authorities seen whole, single teams, and the seats whose own work it is."""

    authority_ids: tuple[str, ...]
    team_ids: tuple[str, ...]
    caseworker_seats: tuple[str, ...]
    plan_writer_seats: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no case can be in it."""
        return not self.authority_ids and not self.team_ids

    @property
    def has_own_work(self) -> bool:
        """Whether cases can be held by one of the seats."""
        return bool(self.caseworker_seats or self.plan_writer_seats)


def reach_of(actor: Actor, roles: frozenset[Role]) -> Reach:
    """What an actor's seats of these roles reach. A seat in a team adds nothing to one for the whole authority."""
    seats = [seat for seat in actor.seats if seat.role in roles]
    whole = {seat.authority_id for seat in seats if seat.team_id is None}
    return Reach(
        authority_ids=tuple(sorted(whole)),
        team_ids=tuple(
            sorted(
                {
                    seat.team_id
                    for seat in seats
                    if seat.team_id is not None and seat.authority_id not in whole
                }
            )
        ),
        caseworker_seats=tuple(s.id for s in seats if s.role is Role.CASEWORKER),
        plan_writer_seats=tuple(s.id for s in seats if s.role is Role.PLAN_WRITER),
    )


def within(reach: Reach) -> ColumnElement[bool]:
    """The cases a person may know of. One value is compared, not listed, so that the index is used."""
    parts = [
        *(AssessmentRow.authority_id == one for one in reach.authority_ids),
        *(AssessmentRow.team_id == one for one in reach.team_ids),
    ]
    return or_(*parts) if parts else false()


def held_by(reach: Reach) -> ColumnElement[bool]:
    """The cases that are the work of one's own seats, within reach."""
    parts = [
        *(AssessmentRow.caseworker_seat_id == seat for seat in reach.caseworker_seats),
        *(AssessmentRow.plan_writer_seat_id == seat for seat in reach.plan_writer_seats),
    ]
    return and_(within(reach), or_(*parts)) if parts else false()
