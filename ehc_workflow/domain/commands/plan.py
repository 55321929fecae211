"""What may be asked from the plan decision to the final plan: sections 37 and 38."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import PlanOutcome
from ehc_workflow.domain.commands.command import Command, Sending, given
from ehc_workflow.domain.facts import (
    Method,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideWhetherToIssue(Command):
    """A named officer decides under s37(1) whether a plan is needed. Unless it is said, all on file was seen."""

    step: ClassVar[str] = "decide_whether_to_issue"
    outcome: PlanOutcome
    decided_on: date
    reasons: str
    plan_needed: bool | None = None
    plan_needed_because: str = ""
    house_rules_only: bool = False
    criteria_weighed: str = ""
    documents_seen: tuple[str, ...] | None = None
    advice_seen: tuple[str, ...] | None = None
    differs_because: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasons about this child, and what is said of the limb, of local criteria and of a panel's advice."""
        said = {
            "plan_needed_because": self.plan_needed_because,
            "criteria_weighed": self.criteria_weighed,
            "differs_because": self.differs_because,
        }
        return {"reasons": self.reasons, **given(said)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyNoPlan(Sending):
    """T8: notice N4, no plan, reg 10(1)."""

    step: ClassVar[str] = "notify_no_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyPlanWillBeMade(Sending):
    """T9: the letter that a plan will be made, s36(9)."""

    step: ClassVar[str] = "notify_plan_will_be_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeHealthProvision(Command):
    """The health body agrees section G, reg 12(2).

    `seen_digest` is that of the section G that was read: agreement to words that changed meanwhile is refused.
    """

    step: ClassVar[str] = "agree_health_provision"
    agreed_on: date
    by_whom: str
    seen_digest: str | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """Who agreed it."""
        return {"by_whom": self.by_whom}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeDraft(Sending):
    """T10: the draft goes to the family with notice N5, and their 15 days begin with service, reg 13(1)."""

    step: ClassVar[str] = "serve_draft"
    draft_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePartDraft(Command):
    """An unfinished draft goes out for conversation, marked so: it starts no period."""

    step: ClassVar[str] = "share_part_draft"
    draft_id: str
    sent_on: date
    method: Method
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Who asked for it and why."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class StartFreshDraft(Command):
    """T12: a change that neither the family nor placement prompted needs a fresh draft and a fresh window."""

    step: ClassVar[str] = "start_fresh_draft"
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What is to change."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFinalPlan(Sending):
    """T15: the final plan goes to the family, the setting and the health body with notice N6, reg 13(2)."""

    step: ClassVar[str] = "send_final_plan"
    signed_by: str
    signed_on: date
