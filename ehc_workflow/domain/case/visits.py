"""Visits of a contributor to the child or young person: planned, then kept, missed or called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from ehc_workflow.domain.facts import AppointmentPurpose


class VisitPlace(StrEnum):
    """Where the child or young person is seen."""

    SETTING = "setting"
    HOME = "home"
    SERVICE = "service"
    ONLINE = "online"
    ELSEWHERE = "elsewhere"


class VisitEnd(StrEnum):
    """What came of a visit that was planned."""

    KEPT = "kept"
    MISSED = "missed"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit, by its number within the request. It moves no limit; `ended_on` is the day it was kept or fell out."""

    number: int
    visit_on: date
    purpose: AppointmentPurpose
    place: VisitPlace | None = None
    at: time | None = None
    ended: VisitEnd | None = None
    ended_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing has been recorded of it since it was planned."""
        return self.ended is None
