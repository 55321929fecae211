"""What may be asked about hearing a family and telling it: messages, replies, updates on a delay, promises, service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import Road, Sureness
from ehc_workflow.domain.commands.command import Command, Sending
from ehc_workflow.domain.facts import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFamilyMessage(Command):
    """The family wrote, rang or said something. It is owed a reply from this day, whatever road it came by."""

    step: ClassVar[str] = "record_family_message"
    message_id: str
    received_on: date
    road: Road
    said: str
    by_contact_id: str | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """What it said."""
        return {"said": self.said}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFamilyMessage(Command):
    """A reply to the family, to be read on its page. A day that it promises is owed from then on."""

    step: ClassVar[str] = "answer_family_message"
    message_id: str
    answered_on: date
    road: Road
    answer: str
    promised_on: date | None = None
    promised: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """The reply, and what it promises."""
        said = {"answer": self.answer, "promised": self.promised}
        return {field: words for field, words in said.items() if words}


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseFamilyMessage(Command):
    """A message that needs no reply, with the reason."""

    step: ClassVar[str] = "close_family_message"
    message_id: str
    closed_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it needs none."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFamily(Sending):
    """Tell the family of a delay, in a letter: what is late and why, what is done, the day expected and how sure it is.

    `expected_on` is left out only where no day can be said. `promised_on` is when the family hears from the authority
    again at the latest, or whatever else the letter promises. `other_form`: it is owed in a language or format that the
    engine cannot make, so that a person has to. `automatic`: the engine wrote it by itself, because nobody had.
    """

    step: ClassVar[str] = "update_family"
    sure: Sureness
    expected_on: date | None = None
    promised_on: date | None = None
    promised: str = ""
    other_form: bool = False
    automatic: bool = False

    @property
    def prose(self) -> Mapping[str, str]:
        """What it promises."""
        return {"promised": self.promised} if self.promised else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPromiseKept(Command):
    """Something that the family was promised was done."""

    step: ClassVar[str] = "record_promise_kept"
    promise_id: str
    kept_on: date
    how: str

    @property
    def prose(self) -> Mapping[str, str]:
        """How it was kept."""
        return {"how": self.how}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFamilyReached(Command):
    """Somebody rang, met or wrote on paper to a family that had not opened a notice. `posted` is the class of post."""

    step: ClassVar[str] = "record_family_reached"
    notice_id: str
    reached_on: date
    road: Road
    posted: Method | None = None
    said: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What came of it."""
        return {"said": self.said} if self.said else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNoticeOpened(Command):
    """Somebody to whom a notice went opened it, signed in."""

    step: ClassVar[str] = "record_notice_opened"
    notice_id: str
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNoticeFailed(Command):
    """A notice did not get through by electronic means: it came back, or the family does not use them."""

    step: ClassVar[str] = "record_notice_failed"
    notice_id: str
    failed_on: date
    offline: bool = False
