"""Which services a person may look at: an administrator and a manager the authority's, a health desk its own."""

from __future__ import annotations

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.service.permissions import HEALTH
from ehc_workflow.store.queries.services import ServicesSeen

LOOKS_AFTER = frozenset({Role.ADMINISTRATOR, Role.MANAGER})


def services_seen(actor: Actor) -> ServicesSeen:
    """What this person's lists of services hold; a health desk does not see those of other health bodies."""
    own = {seat.authority_id for seat in actor.seats if seat.role in LOOKS_AFTER}
    if own:
        return ServicesSeen(tuple(sorted(own)))
    desks = [seat for seat in actor.seats if seat.role in HEALTH]
    return ServicesSeen(
        authority_ids=tuple(sorted({seat.authority_id for seat in desks})),
        only_health=True,
        not_services=tuple(sorted({one for seat in desks for one in seat.not_services})),
    )
