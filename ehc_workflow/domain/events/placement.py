"""What happened about placement: settings consulted, what they said, and what was settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import Consultation, Placement, PlacementGround
from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingConsulted(Event):
    """A setting was consulted on the draft."""

    kind: ClassVar[str] = "setting_consulted"
    consultation: Consultation


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationAnswered(Event):
    """A consulted setting replied."""

    kind: ClassVar[str] = "consultation_answered"
    consultation_id: str
    replied_on: date
    can_meet_needs: bool
    grounds: tuple[PlacementGround, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreAskedOnConsultation(Event):
    """A consulted setting said that it must know more before it answers."""

    kind: ClassVar[str] = "more_asked_on_consultation"
    consultation_id: str
    asked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementSettled(Event):
    """A named officer decided what section I will say."""

    kind: ClassVar[str] = "placement_settled"
    placement: Placement
