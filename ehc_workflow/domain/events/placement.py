"""What happened about placement: settings consulted, what they said, and what was settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import Attempt, Consultation, Placement, PlacementGround
from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingConsulted(Event):
    """A setting was consulted on the draft, with what went to it. Of several asked together each has its own."""

    kind: ClassVar[str] = "setting_consulted"
    consultation: Consultation


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationAnswered(Event):
    """A consulted setting replied, for the first time or anew."""

    kind: ClassVar[str] = "consultation_answered"
    consultation_id: str
    replied_on: date
    can_meet_needs: bool
    grounds: tuple[PlacementGround, ...] = ()
    starts_on: date | None = None
    places: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreAskedOnConsultation(Event):
    """A consulted setting said that it must know more before it answers."""

    kind: ClassVar[str] = "more_asked_on_consultation"
    consultation_id: str
    asked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationAttempted(Event):
    """Somebody tried to reach a consulted setting."""

    kind: ClassVar[str] = "consultation_attempted"
    consultation_id: str
    attempt: Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingNotReached(Event):
    """A consulted setting could not be reached, as the attempts on file show."""

    kind: ClassVar[str] = "setting_not_reached"
    consultation_id: str
    found_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementSettled(Event):
    """A named officer decided what section I will say."""

    kind: ClassVar[str] = "placement_settled"
    placement: Placement
