"""What the events within a service that owes advice make of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AdviceRequest, Case, Visit, VisitEnd
from ehc_workflow.domain.replay.evolving import applies, with_request


@applies(e.RequestAllocated)
def _request_allocated(case: Case, event: e.RequestAllocated) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(
            request,
            allocated_seat_id=event.seat_id,
            allocated_on=event.allocated_on if event.seat_id else None,
        ),
    )


@applies(e.VisitPlanned)
def _visit_planned(case: Case, event: e.VisitPlanned) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(request, visits=(*request.visits, event.visit)),
    )


@applies(e.VisitKept)
def _visit_kept(case: Case, event: e.VisitKept) -> Case:
    return with_request(case, event.request_id, ends(event.visit, VisitEnd.KEPT, event.kept_on))


@applies(e.VisitCalledOff)
def _visit_called_off(case: Case, event: e.VisitCalledOff) -> Case:
    return with_request(
        case, event.request_id, ends(event.visit, VisitEnd.CALLED_OFF, event.called_off_on)
    )


@applies(e.ScreeningRecorded)
def _screening_recorded(case: Case, event: e.ScreeningRecorded) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(request, screenings=(*request.screenings, event.screening)),
    )


def ends(number: int, how: VisitEnd, on: date) -> Callable[[AdviceRequest], AdviceRequest]:
    """How one visit of a request ended."""

    def change(request: AdviceRequest) -> AdviceRequest:
        visits = tuple(
            replace(visit, ended=how, ended_on=on) if visit.number == number else visit
            for visit in request.visits
        )
        return replace(request, visits=visits)

    return change


def offered_no_more(case: Case, request_id: str, service_id: str | None) -> Case:
    """What was written together with the service that had a request is not shown to another one that it goes to."""
    moved = case.advice_request(request_id)
    if moved is None or service_id in (None, moved.service_id):
        return case
    return replace(
        case,
        advice=tuple(
            replace(
                each,
                contributions=tuple(
                    replace(one, offered_to=tuple(r for r in one.offered_to if r != request_id))
                    for one in each.contributions
                ),
            )
            for each in case.advice
        ),
    )


def moved_on(request: AdviceRequest, service_id: str, on: date) -> AdviceRequest:
    """The request with another service: nobody there has it yet, and the one before visits and invites no more."""
    if service_id == request.service_id:
        return request
    visits = tuple(_called_off(visit, on) if visit.is_open else visit for visit in request.visits)
    links = tuple(replace(one, withdrawn_on=one.withdrawn_on or on) for one in request.invitations)
    return replace(
        request,
        service_id=service_id,
        allocated_seat_id=None,
        allocated_on=None,
        visits=visits,
        invitations=links,
    )


def _called_off(visit: Visit, on: date) -> Visit:
    return replace(visit, ended=VisitEnd.CALLED_OFF, ended_on=on)
