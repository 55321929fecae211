"""What happened between a family and the authority: messages, replies, updates on a delay, promises, service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import DelayTold, Draft, FamilyMessage, Notice, Promise, Road
from ehc_workflow.domain.events.event import Event
from ehc_workflow.domain.facts import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWrote(Event):
    """A message of the family came."""

    kind: ClassVar[str] = "family_wrote"
    message: FamilyMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyAnswered(Event):
    """A message of the family was answered."""

    kind: ClassVar[str] = "family_answered"
    message_id: str
    answered_on: date
    road: Road
    promise: Promise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMessageClosed(Event):
    """A message of the family was found to need no reply."""

    kind: ClassVar[str] = "family_message_closed"
    message_id: str
    closed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyUpdated(Event):
    """The family was told of a delay."""

    kind: ClassVar[str] = "family_updated"
    notice: Notice
    told: DelayTold
    digest: str
    promise: Promise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseKept(Event):
    """A promise to the family was kept."""

    kind: ClassVar[str] = "promise_kept"
    promise_id: str
    kept_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyReached(Event):
    """Somebody got through to a family that had not opened a notice, or posted it.

    `served_on`: the day on which the post counts; `draft`: the draft plan with the window of this service.
    """

    kind: ClassVar[str] = "family_reached"
    notice_id: str
    reached_on: date
    road: Road
    posted: Method | None = None
    served_on: date | None = None
    draft: Draft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOpened(Event):
    """A notice was opened by somebody it went to."""

    kind: ClassVar[str] = "notice_opened"
    notice_id: str
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFailed(Event):
    """A notice did not get through by electronic means; `offline`: the family does not use them."""

    kind: ClassVar[str] = "notice_failed"
    notice_id: str
    failed_on: date
    offline: bool = False
