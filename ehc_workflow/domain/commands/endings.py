"""Exceptions, causes of delay, the facts they rest on, and the ways a case ends: T25 to T28."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.commands.command import Command, Sending
from ehc_workflow.domain.facts import (
    Absence,
    Closure,
    DelayKind,
    PersonalCircumstance,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClosure(Command):
    """The child's own setting closes: the dates that the closure ground looks at."""

    step: ClassVar[str] = "record_closure"
    closure: Closure


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAbsence(Command):
    """Someone was continuously away from the area."""

    step: ClassVar[str] = "record_absence"
    absence: Absence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCircumstances(Command):
    """Personal circumstances that a person finds exceptional."""

    step: ClassVar[str] = "record_circumstances"
    circumstance: PersonalCircumstance


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPlan(Command):
    """The plan goes to whoever maintains it and reviews it from now on. Handed over again, the last word holds."""

    step: ClassVar[str] = "hand_over_plan"
    handed_over_on: date
    to_whom: str
    note: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """Who has it, and what they should know."""
        return {"to_whom": self.to_whom, "note": self.note}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimException(Command):
    """T28: one limit is disapplied, with ground, facts, evidence, impracticability, and the family told.

    Claimed after the limit has passed, it needs `late_claim_reason` and waits for a second person's approval.
    """

    step: ClassVar[str] = "claim_exception"
    exception_id: str
    limit: str
    ref: str
    ground: str
    decided_on: date
    family_told_on: date
    review_on: date
    facts: str
    evidence: str
    why_impractical: str
    late_claim_reason: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """The record of section 3.3: facts, evidence, and why the cause made the limit impractical."""
        late = {"late_claim_reason": self.late_claim_reason} if self.late_claim_reason else {}
        return {
            "facts": self.facts,
            "evidence": self.evidence,
            "why_impractical": self.why_impractical,
            **late,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleLateException(Command):
    """A second person approves or declines an exception that was claimed after its limit had passed."""

    step: ClassVar[str] = "settle_late_exception"
    exception_id: str
    approved: bool
    settled_on: date
    reasons: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it is approved or declined."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOfException(Sending):
    """N8: the family gets it in writing that an exception is relied on, and why."""

    step: ClassVar[str] = "tell_of_exception"
    exception_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewException(Command):
    """An exception is looked at again: its cause has ended on a day, or it goes on until the next review."""

    step: ClassVar[str] = "review_exception"
    exception_id: str
    reviewed_on: date
    findings: str
    cause_ended_on: date | None = None
    review_on: date | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """What was found, and what is done to finish as soon as practicable."""
        return {"findings": self.findings}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDelayCause(Command):
    """Why a limit will be or was missed, and what was done about it. It excepts nothing."""

    step: ClassVar[str] = "record_delay_cause"
    limit: str
    cause: DelayKind
    recorded_on: date
    what_was_done: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What was done about it."""
        return {"what_was_done": self.what_was_done}


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """T25: the right-holder withdrew in writing, and a decision-maker found that no duty of the authority remains."""

    step: ClassVar[str] = "withdraw"
    withdrawn_on: date
    by_contact_id: str
    reasons: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why no duty remains."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOpenAfterWithdrawal(Withdraw):
    """T25: a withdrawal came, but the authority's own duty under s24 and 36(3) remains. Every clock runs on."""

    step: ClassVar[str] = "keep_open_after_withdrawal"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOut(Command):
    """T26: the family moved to another authority's area."""

    step: ClassVar[str] = "move_out"
    moved_on: date
    new_authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCase(Command):
    """T27: the assessment ends on evidence, without a decision under s36 or 37."""

    ended_on: date
    evidence: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The evidence."""
        return {"evidence": self.evidence}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeath(EndCase):
    """T27: the child or young person died. No standard letter goes to the family."""

    step: ClassVar[str] = "record_death"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLeftEngland(EndCase):
    """T27: the child or young person left England."""

    step: ClassVar[str] = "record_left_england"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOver25(EndCase):
    """T27: the young person is over 25."""

    step: ClassVar[str] = "record_over_25"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotInArea(EndCase):
    """T27: the child or young person was never in this authority's area."""

    step: ClassVar[str] = "record_not_in_area"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinDuplicate(Command):
    """T27: the same child's other case leads. Its requests go to the lead in the same act, so the earliest day wins."""

    step: ClassVar[str] = "join_duplicate"
    lead_assessment_id: str
    joined_on: date
