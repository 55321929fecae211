"""What may be asked within a service that owes advice: who does the work, when the child is seen, what a look found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from ehc_workflow.domain.case import ScreeningFinding, VisitPlace
from ehc_workflow.domain.commands.command import Command
from ehc_workflow.domain.facts import AppointmentPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocateRequest(Command):
    """The service gives its request to one of its seats; None takes it back. The service still owes; no day moves."""

    step: ClassVar[str] = "allocate_request"
    request_id: str
    seat_id: str | None
    allocated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVisit(Command):
    """A day on which the contributor is to see the child or young person. It moves no limit."""

    step: ClassVar[str] = "plan_visit"
    request_id: str
    visit_on: date
    purpose: AppointmentPurpose
    place: VisitPlace
    at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVisitKept(Command):
    """The child or young person was seen."""

    step: ClassVar[str] = "record_visit_kept"
    request_id: str
    visit: int
    kept_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffVisit(Command):
    """A planned visit will not be: nobody failed to come. What the family missed is recorded as missed."""

    step: ClassVar[str] = "call_off_visit"
    request_id: str
    visit: int
    called_off_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it was called off."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordScreening(Command):
    """Social care, which did not know the child, took a brief look: by whom, when, what was found. It is no advice."""

    step: ClassVar[str] = "record_screening"
    request_id: str
    screened_on: date
    screened_by: str
    found: ScreeningFinding
    findings: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Who looked, and what they found."""
        return {"screened_by": self.screened_by, "findings": self.findings}
