"""One decision for each command: from the case and what is asked to what happened. No guards, no side effects."""

from __future__ import annotations

from ehc_workflow.domain.case import Case
from ehc_workflow.domain.commands import Command
from ehc_workflow.domain.decisions import (
    advice,
    alerts,
    appeals,
    asking,
    chasing,
    checking,
    contributing,
    endings,
    family,
    family_asks,
    joining,
    mediation,
    notices,
    one_time_links,
    panels,
    papers,
    placement,
    plan,
    plan_checks,
    plan_items,
    questions,
    replies,
    representations,
    request,
    views,
    whether_to_assess,
)
from ehc_workflow.domain.decisions.imported import imported_case, imported_history
from ehc_workflow.domain.decisions.registry import DECIDERS, Decider, Facing
from ehc_workflow.domain.events import Event

__all__ = ["DECIDERS", "Decider", "Facing", "decide", "imported_case", "imported_history"]

_MODULES = (
    advice,
    alerts,
    appeals,
    asking,
    chasing,
    checking,
    contributing,
    endings,
    family,
    family_asks,
    joining,
    mediation,
    notices,
    one_time_links,
    panels,
    papers,
    placement,
    plan,
    plan_checks,
    plan_items,
    questions,
    replies,
    representations,
    request,
    views,
    whether_to_assess,
)


def decide(case: Case, command: Command, facing: Facing) -> tuple[Event, ...]:
    """What happens when this command is carried out; `ImpossibleFactsError` names facts that cannot be true."""
    return DECIDERS[type(command)](case, command, facing)
