"""The parts of a case around what the family hears and says: its messages, what it was told of a delay, promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Road(StrEnum):
    """How a message of the family came, or how somebody got through to it."""

    PORTAL = "portal"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMessage:
    """Something the family wrote or said. It is owed a reply whatever road it came by; its words are kept apart.

    `by_contact_id` is who of the family it came from, where that is known. It is over when it was answered, or when
    somebody said with a reason that it needs no reply.
    """

    id: str
    received_on: date
    road: Road
    by_contact_id: str | None = None
    answered_on: date | None = None
    needs_no_reply_on: date | None = None

    @property
    def settled_on(self) -> date | None:
        """The day on which it stopped waiting, if it has."""
        return self.answered_on or self.needs_no_reply_on


class Sureness(StrEnum):
    """How sure the day is that a family was told. A day that waits for late advice is never more than the earliest."""

    ABOUT = "about"
    AT_THE_EARLIEST = "at_the_earliest"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayTold:
    """The family was told of a delay: by which notice, about which limits (code and ref), and what day it was given.

    `automatic`: the engine wrote it from what was on file, because nobody had.
    """

    notice_id: str
    sent_on: date
    about: tuple[tuple[str, str], ...]
    sure: Sureness
    expected_on: date | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A day that the family was promised, in an update or a reply. What was promised is kept with the entry.

    `kept_on` is the day it was kept; `replaced_on` that on which the family was told another day in its place.
    """

    id: str
    made_on: date
    promised_on: date
    kept_on: date | None = None
    replaced_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept."""
        return self.kept_on is None and self.replaced_on is None
