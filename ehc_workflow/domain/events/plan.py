"""What happened while the plan is decided on, written, drafted and sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import (
    Accounted,
    Draft,
    Notice,
    PlanCheck,
    PlanDecision,
    PlanLine,
    PlanText,
)
from ehc_workflow.domain.events.event import Event
from ehc_workflow.rules.plan_criteria import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecided(Event):
    """A named officer decided whether a plan is needed. Nobody has been told yet."""

    kind: ClassVar[str] = "plan_decided"
    decision: PlanDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSaved(Event):
    """Items were written or taken out; `written` are the items of this version, and all others stand as they did.

    `adopted` are items that stood before plans were kept item by item: from this version on the case knows them too.
    """

    kind: ClassVar[str] = "plan_saved"
    text: PlanText
    prompted_by: str | None
    written: tuple[PlanLine, ...] = ()
    taken_out: tuple[str, ...] = ()
    adopted: tuple[PlanLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAccountedFor(Event):
    """It was said why a paragraph of advice is left out of the plan or stands in it changed."""

    kind: ClassVar[str] = "advice_accounted_for"
    accounted: Accounted


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChecked(Event):
    """A version was read by somebody who did not write it: signed off, or returned. The answers are kept beside it."""

    kind: ClassVar[str] = "plan_checked"
    check: PlanCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAudited(Event):
    """A plan that went was rated by the same criteria."""

    kind: ClassVar[str] = "plan_audited"
    plan_version: int
    audited_on: date
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthProvisionAgreed(Event):
    """The health body agreed section G."""

    kind: ClassVar[str] = "health_provision_agreed"
    agreed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftServed(Event):
    """The draft went to the family with notice N5; their window began with service."""

    kind: ClassVar[str] = "draft_served"
    draft: Draft
    notice: Notice
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDraftShared(Event):
    """An unfinished draft went out for conversation; no period began."""

    kind: ClassVar[str] = "part_draft_shared"
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshDraftStarted(Event):
    """The served draft is replaced: a fresh draft and a fresh window follow. Its day was not always kept."""

    kind: ClassVar[str] = "fresh_draft_started"
    started_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalPlanSent(Event):
    """The final plan went to the family, the setting and the health body: the plan text of this version."""

    kind: ClassVar[str] = "final_plan_sent"
    notice: Notice
    signed_by: str
    signed_on: date
    setting_told: bool
    health_body_told: bool
    digest: str
    plan_version: int = 0
