"""Whether to assess, and whether to assess again: sections 36 and 44."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AssessDecision, Case, PanelMatter
from ehc_workflow.domain.decisions.registry import Facing, answers, happened, refuse
from ehc_workflow.domain.decisions.seen import seen
from ehc_workflow.domain.decisions.weighing import house_rules_in
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.panels import advised_on


@answers(c.DecideWhetherToAssess)
def decide_whether_to_assess(
    case: Case, command: c.DecideWhetherToAssess, facing: Facing
) -> tuple[e.Event, ...]:
    """s36(5) and (8). The one who acts is the named officer; a panel only advises.

    Local criteria may be weighed. Reasons for a refusal that say nothing else are flagged, whether or not the officer
    says so: neither limb of the test is about them.
    """
    decision = _decided(
        case,
        command,
        facing,
        may_have_sen=command.may_have_sen,
        may_need_plan=command.may_need_plan,
        route=command.route,
    )
    return (e.AssessmentDecided(decision=decision, views_considered=command.views_considered),)


@answers(c.DecideWhetherToReassess)
def decide_whether_to_reassess(
    case: Case, command: c.DecideWhetherToReassess, facing: Facing
) -> tuple[e.Event, ...]:
    """s44(2) and reg 24. Whom it names and what is flagged is as for a first assessment."""
    decision = _decided(
        case,
        command,
        facing,
        reassessment=True,
        further_needed=command.further_needed,
        too_soon=command.too_soon,
    )
    return (e.AssessmentDecided(decision=decision, views_considered=False),)


def _decided(
    case: Case,
    command: c.DecideWhetherToAssess | c.DecideWhetherToReassess,
    facing: Facing,
    **answers: Any,
) -> AssessDecision:
    """The decision with what it rests on: `answers` are those to its own test."""
    happened(case, command.decided_on, facing, "/decided_on", "The day of the decision")
    weak = house_rules_in(command, facing)
    return AssessDecision(
        outcome=command.outcome,
        decided_on=command.decided_on,
        decided_by=facing.actor_id,
        house_rules_only=weak.alone,
        house_rules=weak.named,
        panel=advised_on(case, PanelMatter.ASSESS),
        seen=seen(case, facing, command.documents_seen, command.advice_seen),
        **answers,
    )


@answers(c.ConfirmRefusal)
def confirm_refusal(case: Case, command: c.ConfirmRefusal, facing: Facing) -> tuple[e.Event, ...]:
    """A second person, not the one who decided."""
    happened(case, command.confirmed_on, facing, "/confirmed_on", "The day of confirming")
    decision = case.decision_to_tell
    if decision is not None and decision.decided_by == facing.actor_id:
        refuse([Impossible("/confirmed_on", "The second person cannot be the one who decided.")])
    return (e.RefusalConfirmed(confirmed_by=facing.actor_id, confirmed_on=command.confirmed_on),)
