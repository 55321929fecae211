"""What the events make of a case about what the family says of the draft and the meeting it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AgreedPoint, Case, Meeting, Representation
from ehc_workflow.domain.replay.evolving import applies


def _with(
    case: Case, representation_id: str, change: Callable[[Representation], Representation]
) -> Case:
    return replace(
        case,
        representations=tuple(
            change(said) if said.id == representation_id else said for said in case.representations
        ),
    )


def _with_meeting(case: Case, representation_id: str, change: Callable[[Meeting], Meeting]) -> Case:
    return _with(case, representation_id, lambda said: replace(said, meeting=change(said.meeting)))


@applies(e.RepresentationReceived)
def _received(case: Case, event: e.RepresentationReceived) -> Case:
    return replace(case, representations=(*case.representations, event.representation))


@applies(e.RepresentationAddedTo)
def _added_to(case: Case, event: e.RepresentationAddedTo) -> Case:
    return _with(
        case,
        event.representation_id,
        lambda said: replace(said, added_to_on=(*said.added_to_on, event.added_on)),
    )


@applies(e.RepresentationTakenBack)
def _taken_back(case: Case, event: e.RepresentationTakenBack) -> Case:
    return _with(
        case,
        event.representation_id,
        lambda said: replace(said, taken_back_on=event.taken_back_on),
    )


@applies(e.RepresentationAnswered)
def _answered(case: Case, event: e.RepresentationAnswered) -> Case:
    return _with(
        case,
        event.representation_id,
        lambda said: replace(said, answer=event.answer, answered_on=event.answered_on),
    )


@applies(e.MeetingOffered)
def _offered(case: Case, event: e.MeetingOffered) -> Case:
    return _with_meeting(
        case,
        event.representation_id,
        lambda meeting: replace(meeting, offers=(*meeting.offers, event.offer)),
    )


@applies(e.OfferRefused)
def _refused(case: Case, event: e.OfferRefused) -> Case:
    return _with_meeting(
        case,
        event.representation_id,
        lambda meeting: replace(
            meeting,
            offers=tuple(
                replace(one, refused_on=event.refused_on) if one.id == event.offer_id else one
                for one in meeting.offers
            ),
        ),
    )


@applies(e.MeetingHeld)
def _held(case: Case, event: e.MeetingHeld) -> Case:
    def held(meeting: Meeting) -> Meeting:
        first = len(meeting.points) + 1
        new = (AgreedPoint(number=number) for number in range(first, first + event.agreed))
        return replace(
            meeting, held_on=event.held_on, way=event.way, points=(*meeting.points, *new)
        )

    return _with_meeting(case, event.representation_id, held)


@applies(e.AgreedPointSettled)
def _settled(case: Case, event: e.AgreedPointSettled) -> Case:
    return _with_meeting(
        case,
        event.representation_id,
        lambda meeting: replace(
            meeting,
            points=tuple(
                replace(one, settled=event.settled, settled_on=event.settled_on)
                if one.number == event.point
                else one
                for one in meeting.points
            ),
        ),
    )


@applies(e.MeetingDeclined)
def _declined(case: Case, event: e.MeetingDeclined) -> Case:
    return _with_meeting(
        case,
        event.representation_id,
        lambda meeting: replace(meeting, declined_on=event.declined_on),
    )
