"""A case taken over from the record kept until now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import (
    AdviceItem,
    AssessOutcome,
    PlanOutcome,
    State,
)
from ehc_workflow.domain.commands.command import Command
from ehc_workflow.domain.commands.request import (
    ReceiveRequest,
)
from ehc_workflow.domain.facts import (
    Setting,
    TriggerKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAdvice:
    """One request for advice that the authority's own record shows."""

    request_id: str
    item: AdviceItem
    service_id: str | None
    setting: Setting | None
    bound_by_reg_8: bool
    requested_on: date
    received_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedArrival:
    """Another arrival about the same child that the record shows. The earliest of all starts the clock."""

    trigger_id: str
    kind: TriggerKind
    received_on: date
    logged_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCase(Command):
    """Take over a case from the record kept until now: dates as recorded, history marked imported, no guard asked.

    Each `…_on` is the day of a step the record shows, or None; `state` is where it says the case stands. The outcomes
    say what was decided where the family has not been told yet, `advice_checked` that what came is good enough.
    """

    step: ClassVar[str] = "import_case"
    request: ReceiveRequest
    logged_on: date
    state: State
    arrivals: tuple[ImportedArrival, ...] = ()
    considering_told_on: date | None = None
    assess_decided_on: date | None = None
    assess_outcome: AssessOutcome | None = None
    assessment_told_on: date | None = None
    refusal_told_on: date | None = None
    advice: tuple[ImportedAdvice, ...] = ()
    advice_checked: bool = False
    advice_completed_on: date | None = None
    plan_decided_on: date | None = None
    plan_outcome: PlanOutcome | None = None
    plan_told_on: date | None = None
    no_plan_told_on: date | None = None
    draft_sent_on: date | None = None
    consulted_on: date | None = None
    consulted_setting_id: str | None = None
    placement_decided_on: date | None = None
    placed_setting_id: str | None = None
    final_sent_on: date | None = None

    @property
    def received_on(self) -> date:
        """The day that starts the clock."""
        return min((self.request.received_on, *(also.received_on for also in self.arrivals)))
