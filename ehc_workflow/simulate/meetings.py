"""The meeting that a family asks for about its draft: a day offered, at times another, and what was agreed at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import MeetingWay, Settled
from ehc_workflow.simulate.dice import made_id

WHERE = "At 10am in the school, with the special educational needs coordinator"
ANOTHER = "At 4pm, by telephone"
AGREED = "Say in section A how the family wants to be told of changes."
HOW = "The plan says so in section A already; we read it through together."


def meeting_steps(
    case_id: str, said_id: str, asked_on: date, held_on: date, *, one_refused: bool
) -> Iterator[tuple[date, c.Command]]:
    """Each step with its day, from the day on which the family asked to that on which they met."""
    if one_refused:
        first = made_id(said_id, "first offer")
        yield asked_on, _offer(case_id, said_id, first, asked_on, held_on, WHERE)
        refused = c.RecordOfferRefused(
            assessment_id=case_id,
            representation_id=said_id,
            offer_id=first,
            refused_on=asked_on,
            said="I work in the mornings.",
        )
        yield asked_on, refused
    taken = made_id(said_id, "offer")
    where = ANOTHER if one_refused else WHERE
    yield asked_on, _offer(case_id, said_id, taken, asked_on, held_on, where)
    held = c.RecordMeetingHeld(
        assessment_id=case_id,
        representation_id=said_id,
        held_on=held_on,
        way=_way(where),
        agreed=(c.PointAgreed(words=AGREED),),
    )
    yield held_on, held
    settled = c.SettleAgreedPoint(
        assessment_id=case_id,
        representation_id=said_id,
        point=1,
        settled=Settled.ANSWERED,
        settled_on=held_on,
        how=HOW,
    )
    yield held_on, settled


def _offer(
    case_id: str, said_id: str, offer_id: str, on: date, meet_on: date, where: str
) -> c.OfferMeeting:
    return c.OfferMeeting(
        assessment_id=case_id,
        representation_id=said_id,
        offer_id=offer_id,
        offered_on=on,
        meet_on=meet_on,
        way=_way(where),
        where=where,
    )


def _way(where: str) -> MeetingWay:
    return MeetingWay.PHONE if where == ANOTHER else MeetingWay.IN_PERSON
