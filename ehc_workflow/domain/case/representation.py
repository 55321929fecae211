"""What the family said or asked about the draft and what became of it, and the meeting owed when it asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.case.family import Road
from ehc_workflow.rules.local_policy import REASONABLE_OFFERS


class RepresentationKind(StrEnum):
    """What the family said or asked about the draft, s38(2) and reg 13(1)."""

    COMMENT = "comment"
    SETTING_REQUEST = "setting_request"
    MEETING_REQUEST = "meeting_request"
    PERSONAL_BUDGET_REQUEST = "personal_budget_request"


class Answer(StrEnum):
    """What became of a representation."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"


class MeetingWay(StrEnum):
    """How people meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


class Settled(StrEnum):
    """What became of a point that was agreed at a meeting."""

    DONE = "done"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOffer:
    """A day offered to the family for the meeting it asked for. What it said when it refused is kept apart."""

    id: str
    offered_on: date
    meet_on: date
    way: MeetingWay
    refused_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedPoint:
    """One point agreed at the meeting, by its running number; its words are kept apart."""

    number: int
    settled: Settled | None = None
    settled_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """How the meeting that the family asked for stands, reg 13(1): offered, held, or no longer wanted."""

    offers: tuple[MeetingOffer, ...] = ()
    held_on: date | None = None
    way: MeetingWay | None = None
    declined_on: date | None = None
    points: tuple[AgreedPoint, ...] = ()

    @property
    def is_owed(self) -> bool:
        """Whether it was neither held nor given up by the family, nor refused though reasonably offered."""
        refused = len(self.offers) >= REASONABLE_OFFERS and all(
            one.refused_on is not None for one in self.offers
        )
        return self.held_on is None and self.declined_on is None and not refused

    @property
    def open_points(self) -> tuple[AgreedPoint, ...]:
        """What was agreed and is neither done nor answered."""
        return tuple(one for one in self.points if one.settled_on is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """One thing the family said or asked about the draft, and what became of it. Its words are kept apart.

    It is about an item, a section, or with neither the whole of the draft, in the version they had: `plan_version`.
    `written_by` is who wrote it down, the family itself or an officer. `late` says that it came after their time:
    it may be accepted all the same. `changed_in` are the versions of the plan that name it as their cause.
    """

    id: str
    kind: RepresentationKind
    received_on: date
    setting_id: str | None = None
    answer: Answer | None = None
    answered_on: date | None = None
    road: Road | None = None
    by_contact_id: str | None = None
    written_by: str = ""
    about_item: str | None = None
    about_section: str | None = None
    plan_version: int = 0
    late: bool = False
    added_to_on: tuple[date, ...] = ()
    taken_back_on: date | None = None
    changed_in: tuple[int, ...] = ()
    meeting: Meeting = Meeting()

    @property
    def owes_meeting(self) -> bool:
        """Whether the family asked to meet and is still owed it."""
        asked = self.kind is RepresentationKind.MEETING_REQUEST and self.taken_back_on is None
        return asked and self.meeting.is_owed

    @property
    def waits(self) -> bool:
        """Whether it waits for an answer. A request to meet is answered by the meeting."""
        if self.answered_on is not None or self.taken_back_on is not None:
            return False
        return self.kind is not RepresentationKind.MEETING_REQUEST or self.meeting.is_owed

    @property
    def may_prompt(self) -> bool:
        """Whether a change of the plan may name it as its cause."""
        return self.answer is not Answer.DECLINED and self.taken_back_on is None

    @property
    def change_is_open(self) -> bool:
        """Whether it was accepted, wholly or in part, and nothing in the plan has changed by it."""
        accepted = self.answer in (Answer.ACCEPTED, Answer.PARTLY) and self.may_prompt
        return accepted and self.kind is RepresentationKind.COMMENT and not self.changed_in
