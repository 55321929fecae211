"""Who acts: a person through the seats they hold. Work belongs to a seat or a service, never to a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a seat is for.

    `invited` gives advice on one request by a one-time link and has no account; `family` is the parent or young person
    of one case; `system` the engine's own jobs.
    """

    CASEWORKER = "caseworker"
    DECISION_MAKER = "decision_maker"
    PLAN_WRITER = "plan_writer"
    DCO = "dco"
    HEALTH_ADMINISTRATOR = "health_administrator"
    SOCIAL_CARE = "social_care"
    PSYCHOLOGY = "psychology"
    SETTING = "setting"
    MANAGER = "manager"
    INVITED = "invited"
    FAMILY = "family"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at work: a role within an authority, and the team or service it serves.

    `team_id` limits a local authority role to one team's cases (None: the whole authority);
    `service_id` is the service that owes advice, for contributors; `assessment_id` the one case of a family;
    `request_id` the one request of somebody invited.
    `not_services` are the services of other health bodies, for a health desk whose service belongs to one.
    """

    id: str
    role: Role
    authority_id: str
    team_id: str | None = None
    service_id: str | None = None
    assessment_id: str | None = None
    not_services: frozenset[str] = frozenset()
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, with the seats held on the day. `name` is shown to colleagues, never logged."""

    id: str
    name: str
    seats: tuple[Seat, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held through some seat."""
        return frozenset(seat.role for seat in self.seats)


SYSTEM = Actor(id="system", name="The engine", seats=())
