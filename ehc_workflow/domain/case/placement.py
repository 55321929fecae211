"""The parts of a case around placement: the settings consulted on the draft, and what section I will say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.case.request import Seen


class PlacementGround(StrEnum):
    """On what a setting may say that it should not be named: s39(4) has no other ground."""

    UNSUITABLE = "unsuitable"
    EDUCATION_OF_OTHERS = "education_of_others"
    USE_OF_RESOURCES = "use_of_resources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One setting consulted on the draft, s39(2) or s40(3). `asked_more_on`: it must know more to answer."""

    id: str
    setting_id: str
    consulted_on: date
    replied_on: date | None = None
    can_meet_needs: bool | None = None
    grounds: tuple[PlacementGround, ...] = ()
    asked_more_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What section I will say: a named setting, or a type of setting."""

    decided_on: date
    decided_by: str
    setting_id: str | None
    setting_type: str | None
    seen: Seen | None = None
