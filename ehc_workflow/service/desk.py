"""What a contributor's seats reach: each health body has one desk for the authority, every other service its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.case import AdviceRequest, Case
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.joint_advice import Signable, signable, to_sign
from ehc_workflow.domain.workflow import steps_of
from ehc_workflow.service.permissions import (
    ALLOCATES,
    AUTHORITY_WIDE,
    CONTRIBUTORS,
    GIVE_ADVICE,
    HEALTH,
    MAY,
    judges_all,
    reaches_case,
    reaches_request,
)
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.case_page import CaseFile, case_file
from ehc_workflow.store.queries.desk import Line
from ehc_workflow.store.queries.desk_reach import DeskReach, HealthArea

JUDGES = frozenset({"accept_advice", "return_advice"})
"""Steps that judge advice: of joint advice for everybody who signed it."""
NOT_YOURS = "There is no such request, or it is not yours to know of."


def desk_reach(actor: Actor) -> DeskReach:
    """How far the desk of this person reaches."""
    seats = [seat for seat in actor.seats if seat.role in CONTRIBUTORS]
    return DeskReach(
        health_of=tuple(_health_areas(seat for seat in seats if seat.role in HEALTH)),
        services=tuple(
            sorted(
                {
                    (seat.authority_id, seat.service_id)
                    for seat in seats
                    if seat.role not in HEALTH and seat.service_id is not None
                }
            )
        ),
    )


def _health_areas(seats: Iterable[Seat]) -> Iterator[HealthArea]:
    """One area for each authority: what two seats there both leave out is all that is left out."""
    hidden: dict[str, frozenset[str]] = {}
    for seat in seats:
        known = hidden.get(seat.authority_id, seat.not_services)
        hidden[seat.authority_id] = known & seat.not_services
    for authority_id, services in sorted(hidden.items()):
        yield HealthArea(authority_id, tuple(sorted(services)))


def allocation_reach(actor: Actor) -> DeskReach:
    """The services whose work this person may give out by seat."""
    seats = [seat for seat in actor.seats if seat.role in ALLOCATES]
    return DeskReach(
        health_of=(),
        services=tuple(
            sorted({(seat.authority_id, seat.service_id) for seat in seats if seat.service_id})
        ),
    )


def seats_of(actor: Actor) -> tuple[str, ...]:
    """The seats through which this person gives advice: what is allocated to one of them is theirs."""
    return tuple(seat.id for seat in actor.seats if seat.role in CONTRIBUTORS)


@dataclass(frozen=True, slots=True)
class RequestFile:
    """One request for advice with its case, for somebody whose seat reaches it.

    `to_sign` is what this person may sign as this service's too: of those who owe it, what was given as written with
    them; of an officer, who may have the signed report, anything that could be.
    """

    line: Line
    request: AdviceRequest
    file: CaseFile
    steps: frozenset[str]
    to_sign: tuple[Signable, ...] = ()

    @property
    def case(self) -> Case:
        """The case it belongs to."""
        return self.file.case


def request_file(connection: Connection, request_id: str, actor: Actor) -> RequestFile:
    """One request, in two statements, or `NotFoundError` where it is none of this person's seats' business."""
    line = desk.line(connection, request_id)
    if line is None:
        raise NotFoundError(NOT_YOURS)
    file = case_file(connection, line.assessment_id)
    request = file.case.advice_request(request_id)
    if request is None or not sees_request(actor, file.case, request):
        raise NotFoundError(NOT_YOURS)
    steps = _steps(actor, file.case, request)
    return RequestFile(line, request, file, steps, _to_sign(actor, file.case, request, steps))


def _to_sign(
    actor: Actor, case: Case, request: AdviceRequest, steps: frozenset[str]
) -> tuple[Signable, ...]:
    if "join_advice" not in steps:
        return ()
    signs_for_others = any(
        seat.role in MAY["join_advice"] & AUTHORITY_WIDE and reaches_case(seat, case)
        for seat in actor.seats
    )
    return signable(case, request) if signs_for_others else to_sign(case, request)


def sees_request(actor: Actor, case: Case, request: AdviceRequest) -> bool:
    """Whether some seat of this person reaches the request itself, not only its case."""
    return any(
        seat.role in AUTHORITY_WIDE - {Role.ADMINISTRATOR} or reaches_request(seat, request)
        for seat in actor.seats
        if reaches_case(seat, case)
    )


def owes(actor: Actor, case: Case, request: AdviceRequest) -> bool:
    """Whether this person is one of those who owe the advice, and not only somebody of the authority."""
    return any(
        reaches_case(seat, case) and reaches_request(seat, request)
        for seat in actor.seats
        if seat.role in GIVE_ADVICE
    )


def _steps(actor: Actor, case: Case, request: AdviceRequest) -> frozenset[str]:
    """The steps of this state that one of the person's seats may take on this request; guards decide at the time."""
    seats = [
        seat
        for seat in actor.seats
        if reaches_case(seat, case)
        and (seat.role in AUTHORITY_WIDE or reaches_request(seat, request))
    ]
    roles = {seat.role for seat in seats}
    found = frozenset(step.trigger for step in steps_of(case) if MAY[step.trigger] & roles)
    return found if judges_all(seats, case, request) else found - JUDGES
