"""The plan is decided on and agreed by the health body, and a fresh draft begun: sections 37 and 38."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, PanelMatter, PlanDecision
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    refuse,
)
from ehc_workflow.domain.decisions.seen import seen
from ehc_workflow.domain.decisions.weighing import house_rules_in
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.panels import advised_on


@answers(c.DecideWhetherToIssue)
def decide_whether_to_issue(
    case: Case, command: c.DecideWhetherToIssue, facing: Facing
) -> tuple[e.Event, ...]:
    """s37(1). The one who acts is the named officer."""
    happened(case, command.decided_on, facing, "/decided_on", "The day of the decision")
    weak = house_rules_in(command, facing)
    return (
        e.PlanDecided(
            decision=PlanDecision(
                outcome=command.outcome,
                decided_on=command.decided_on,
                decided_by=facing.actor_id,
                plan_needed=command.plan_needed,
                house_rules_only=weak.alone,
                house_rules=weak.named,
                panel=advised_on(case, PanelMatter.ISSUE),
                seen=seen(case, facing, command.documents_seen, command.advice_seen),
            )
        ),
    )


@answers(c.AgreeHealthProvision)
def agree_health_provision(
    case: Case, command: c.AgreeHealthProvision, facing: Facing
) -> tuple[e.Event, ...]:
    """reg 12(2)."""
    happened(case, command.agreed_on, facing, "/agreed_on", "The day of agreeing")
    if not command.by_whom.strip():
        refuse([Impossible("/by_whom", "Say who agreed it for the health body.")])
    refuse(_other_words(case, command))
    return (e.HealthProvisionAgreed(agreed_on=command.agreed_on),)


def _other_words(case: Case, command: c.AgreeHealthProvision) -> list[Impossible]:
    """The health body agrees the words it read, and no others."""
    stands = case.plan_text.health_digest if case.plan_text else ""
    if command.seen_digest is None or command.seen_digest == stands:
        return []
    says = "Section G was changed since you opened it. Read it as it stands now, then agree that."
    return [Impossible("/seen_digest", says)]


@answers(c.StartFreshDraft)
def start_fresh_draft(
    case: Case, command: c.StartFreshDraft, facing: Facing
) -> tuple[e.Event, ...]:
    """T12: a fresh 15 days will follow; the 20 weeks do not change."""
    return (e.FreshDraftStarted(started_on=facing.today),)
