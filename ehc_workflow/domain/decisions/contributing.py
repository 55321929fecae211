"""A service that owes advice gives the work to a seat, plans whom it sees, and looks at a child it did not know."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AdviceRequest, Case, Screening, Visit
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_in_future,
    refuse,
    the_request,
)
from ehc_workflow.domain.errors import Impossible, NotFoundError


@answers(c.AllocateRequest)
def allocate_request(case: Case, command: c.AllocateRequest, facing: Facing) -> tuple[e.Event, ...]:
    """Whose work it is within the service. The request is owed by the service all the same."""
    request = the_request(case, command.request_id)
    happened(case, command.allocated_on, facing, "/allocated_on", "The day")
    if request.allocated_seat_id == command.seat_id:
        says = (
            "The request lies with this seat already."
            if command.seat_id
            else "The request is not allocated."
        )
        refuse([Impossible("/seat_id", says)])
    return (
        e.RequestAllocated(
            request_id=command.request_id,
            seat_id=command.seat_id,
            allocated_on=command.allocated_on,
        ),
    )


@answers(c.PlanVisit)
def plan_visit(case: Case, command: c.PlanVisit, facing: Facing) -> tuple[e.Event, ...]:
    """A visit may be entered after the event, but not from before anybody asked for the advice."""
    request = the_request(case, command.request_id)
    refuse(_before_asked(case, request, command.visit_on, "/visit_on"))
    visit = Visit(
        number=next_number(request),
        visit_on=command.visit_on,
        purpose=command.purpose,
        place=command.place,
        at=command.at,
    )
    return (e.VisitPlanned(request_id=command.request_id, visit=visit),)


def next_number(request: AdviceRequest) -> int:
    """What the next visit of this request is numbered: visits are never taken away."""
    return len(request.visits) + 1


def _before_asked(case: Case, request: AdviceRequest, day: date, pointer: str) -> list[Impossible]:
    asked_on = request.requested_on or case.received_on
    return not_before(day, asked_on, pointer, "The day of the visit", "the advice was asked for")


@answers(c.RecordVisitKept)
def record_visit_kept(
    case: Case, command: c.RecordVisitKept, facing: Facing
) -> tuple[e.Event, ...]:
    """Kept: seen, on the day planned or another."""
    request = the_request(case, command.request_id)
    the_visit(request, command.visit)
    refuse(
        not_in_future(command.kept_on, facing, "/kept_on", "The day of the visit"),
        _before_asked(case, request, command.kept_on, "/kept_on"),
    )
    return (
        e.VisitKept(request_id=command.request_id, visit=command.visit, kept_on=command.kept_on),
    )


@answers(c.CallOffVisit)
def call_off_visit(case: Case, command: c.CallOffVisit, facing: Facing) -> tuple[e.Event, ...]:
    """Called off, with the reason beside the log."""
    the_visit(the_request(case, command.request_id), command.visit)
    happened(case, command.called_off_on, facing, "/called_off_on", "The day")
    return (
        e.VisitCalledOff(
            request_id=command.request_id,
            visit=command.visit,
            called_off_on=command.called_off_on,
        ),
    )


def the_visit(request: AdviceRequest, number: int) -> Visit:
    """The visit meant, or `NotFoundError`."""
    visit = request.visit(number)
    if visit is None:
        raise NotFoundError("This request has no such visit.")
    return visit


@answers(c.RecordScreening)
def record_screening(case: Case, command: c.RecordScreening, facing: Facing) -> tuple[e.Event, ...]:
    """The question who can advise is answered: social care itself. The advice is still owed by its day."""
    request = the_request(case, command.request_id)
    said = {"/screened_by": command.screened_by, "/findings": command.findings}
    asks = {"/screened_by": "Say who looked.", "/findings": "Say what was found."}
    refuse(
        not_in_future(command.screened_on, facing, "/screened_on", "The day of the screening"),
        not_before(
            command.screened_on,
            request.requested_on or case.received_on,
            "/screened_on",
            "The day of the screening",
            "the advice was asked for",
        ),
        [
            Impossible(pointer, asks[pointer])
            for pointer, words in said.items()
            if not words.strip()
        ],
    )
    screening = Screening(screened_on=command.screened_on, found=command.found)
    return (e.ScreeningRecorded(request_id=command.request_id, screening=screening),)
