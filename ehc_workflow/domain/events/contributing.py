"""What happened within a service that owes advice: allocation, visits, a screening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import Screening, Visit
from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAllocated(Event):
    """The service gave its request to one of its seats, or took it back from one."""

    kind: ClassVar[str] = "request_allocated"
    request_id: str
    seat_id: str | None
    allocated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlanned(Event):
    """The contributor is to see the child or young person on a day."""

    kind: ClassVar[str] = "visit_planned"
    request_id: str
    visit: Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitKept(Event):
    """The child or young person was seen."""

    kind: ClassVar[str] = "visit_kept"
    request_id: str
    visit: int
    kept_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCalledOff(Event):
    """A visit was called off."""

    kind: ClassVar[str] = "visit_called_off"
    request_id: str
    visit: int
    called_off_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRecorded(Event):
    """Social care took a brief look at a child or young person it had not known."""

    kind: ClassVar[str] = "screening_recorded"
    request_id: str
    screening: Screening
