"""What may be asked about what the family says of the draft, and about the meeting it asks for: s38(2), reg 13(1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import Answer, MeetingWay, RepresentationKind, Road, Settled
from ehc_workflow.domain.commands.command import NO_PROSE, Command


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRepresentation(Command):
    """T11: the family commented, asked for a setting, a meeting, or a personal budget.

    It is about one item of the draft, about one section, or with neither about the whole.
    """

    step: ClassVar[str] = "record_representation"
    representation_id: str
    kind: RepresentationKind
    received_on: date
    text: str
    setting_id: str | None = None
    about_item: str | None = None
    about_section: str | None = None
    road: Road | None = None
    by_contact_id: str | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """What they said, as they said it."""
        return {"text": self.text} if self.text else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToRepresentation(Command):
    """The family said more about something it said before."""

    step: ClassVar[str] = "add_to_representation"
    representation_id: str
    added_on: date
    text: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What they added."""
        return {"text": self.text} if self.text else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackRepresentation(Command):
    """The family takes back something it said, before it is answered."""

    step: ClassVar[str] = "take_back_representation"
    representation_id: str
    taken_back_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRepresentation(Command):
    """What became of a representation."""

    step: ClassVar[str] = "answer_representation"
    representation_id: str
    answer: Answer
    answered_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The answer in words."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMeeting(Command):
    """Offer the family a day for the meeting it asked for."""

    step: ClassVar[str] = "offer_meeting"
    representation_id: str
    offer_id: str
    offered_on: date
    meet_on: date
    way: MeetingWay
    where: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Time and place."""
        return {"where": self.where} if self.where else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOfferRefused(Command):
    """The family could not or would not take a day that was offered. It is owed another."""

    step: ClassVar[str] = "record_offer_refused"
    representation_id: str
    offer_id: str
    refused_on: date
    said: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What they said."""
        return {"said": self.said} if self.said else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAgreed:
    """One point agreed at a meeting."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMeetingHeld(Command):
    """The meeting took place, and these points were agreed at it. Recorded once more, it adds points."""

    step: ClassVar[str] = "record_meeting_held"
    representation_id: str
    held_on: date
    way: MeetingWay
    agreed: tuple[PointAgreed, ...] = ()

    @property
    def prose(self) -> Mapping[str, str]:
        """What was agreed, point by point."""
        return {f"agreed_{place}": point.words for place, point in enumerate(self.agreed)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleAgreedPoint(Command):
    """A point agreed at the meeting is done, or it was answered why it is not."""

    step: ClassVar[str] = "settle_agreed_point"
    representation_id: str
    point: int
    settled: Settled
    settled_on: date
    how: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What was done, or the answer."""
        return {"how": self.how} if self.how else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMeetingDeclined(Command):
    """The family no longer wants the meeting it asked for."""

    step: ClassVar[str] = "record_meeting_declined"
    representation_id: str
    declined_on: date
    said: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What they said."""
        return {"said": self.said} if self.said else NO_PROSE
