"""What happened while facts for exceptions are entered, limits disapplied, and cases end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import (
    ClaimedException,
    DelayCause,
)
from ehc_workflow.domain.events.event import Event
from ehc_workflow.domain.facts import Absence, Closure, PersonalCircumstance


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureRecorded(Event):
    """A closure of the child's own setting was entered."""

    kind: ClassVar[str] = "closure_recorded"
    closure: Closure


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRecorded(Event):
    """An absence from the area was entered."""

    kind: ClassVar[str] = "absence_recorded"
    absence: Absence


@dataclass(frozen=True, slots=True, kw_only=True)
class CircumstancesRecorded(Event):
    """Exceptional personal circumstances were found."""

    kind: ClassVar[str] = "circumstances_recorded"
    circumstance: PersonalCircumstance


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHandedOver(Event):
    """Whoever maintains the plan has it from now on, and reviews it by this day."""

    kind: ClassVar[str] = "plan_handed_over"
    handed_over_on: date
    review_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionClaimed(Event):
    """One limit was disapplied."""

    kind: ClassVar[str] = "exception_claimed"
    claim: ClaimedException


@dataclass(frozen=True, slots=True, kw_only=True)
class LateExceptionSettled(Event):
    """A second person approved a late claim, or declined it: then `approved_by` is empty and the limit runs on."""

    kind: ClassVar[str] = "late_exception_settled"
    exception_id: str
    settled_on: date
    approved_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionReviewed(Event):
    """An exception was looked at again: its cause ended on a day, or `review_on` is when it is looked at next."""

    kind: ClassVar[str] = "exception_reviewed"
    exception_id: str
    reviewed_on: date
    review_on: date | None = None
    cause_ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayCauseRecorded(Event):
    """A cause of delay was entered; it excepts nothing."""

    kind: ClassVar[str] = "delay_cause_recorded"
    cause: DelayCause


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEnded(Event):
    """The assessment ended without a decision under sections 36 or 37."""

    kind: ClassVar[str] = "case_ended"
    ended_on: date
    duplicate_of: str | None = None
    new_authority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRefused(Event):
    """A withdrawal came, but the authority's own duty remains: the case stays open and its clocks run."""

    kind: ClassVar[str] = "withdrawal_refused"
    withdrawn_on: date
