"""What happened about what the family says of the draft, and about the meeting it asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import Answer, MeetingOffer, MeetingWay, Representation, Settled
from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationReceived(Event):
    """The family said or asked something about the draft."""

    kind: ClassVar[str] = "representation_received"
    representation: Representation


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationAddedTo(Event):
    """The family said more about something it said before."""

    kind: ClassVar[str] = "representation_added_to"
    representation_id: str
    added_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationTakenBack(Event):
    """The family took back something it said."""

    kind: ClassVar[str] = "representation_taken_back"
    representation_id: str
    taken_back_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationAnswered(Event):
    """A representation was answered."""

    kind: ClassVar[str] = "representation_answered"
    representation_id: str
    answer: Answer
    answered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOffered(Event):
    """The family was offered a day for the meeting it asked for."""

    kind: ClassVar[str] = "meeting_offered"
    representation_id: str
    offer: MeetingOffer


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRefused(Event):
    """The family could not or would not take a day that was offered."""

    kind: ClassVar[str] = "offer_refused"
    representation_id: str
    offer_id: str
    refused_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHeld(Event):
    """The meeting took place; so many points were agreed, numbered on from those before."""

    kind: ClassVar[str] = "meeting_held"
    representation_id: str
    held_on: date
    way: MeetingWay
    agreed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedPointSettled(Event):
    """A point agreed at the meeting is done or answered."""

    kind: ClassVar[str] = "agreed_point_settled"
    representation_id: str
    point: int
    settled: Settled
    settled_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDeclined(Event):
    """The family no longer wants the meeting it asked for."""

    kind: ClassVar[str] = "meeting_declined"
    representation_id: str
    declined_on: date
