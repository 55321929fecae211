"""The parts of a case around its plan: drafts, what the family said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.facts import (
    Method,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft that went to the family. A part-draft is for conversation and starts no period."""

    id: str
    plan_version: int
    sent_on: date
    method: Method
    sent_after_five: bool
    served_on: date
    window_ends_on: date | None
    part: bool = False
    replaced: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """One thing the family said or asked about the draft, and what became of it."""

    id: str
    kind: RepresentationKind
    received_on: date
    setting_id: str | None = None
    answer: Answer | None = None
    answered_on: date | None = None
