"""Whose requests for advice the figures of a person are about."""

from __future__ import annotations

from dataclasses import replace

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.store.queries.desk_reach import DeskReach


def figures_reach(actor: Actor) -> DeskReach:
    """What the actor's desk reaches; for a manager of a whole authority, all that it asked of anybody."""
    managed = {
        seat.authority_id
        for seat in actor.seats
        if seat.role is Role.MANAGER and seat.team_id is None
    }
    return replace(desk_reach(actor), everything_of=tuple(sorted(managed)))
