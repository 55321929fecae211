"""The limbs of the test that one decision answers: which they are, what was said, and whether that fits the outcome."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import (
    AssessDecision,
    AssessOutcome,
    PlanDecision,
    PlanOutcome,
    RefusalRoute,
)
from ehc_workflow.rules.limbs import AT_THRESHOLD, TO_ASSESS, TO_ISSUE
from ehc_workflow.rules.model import Limb

ToAssess = c.DecideWhetherToAssess | AssessDecision
ToIssue = c.DecideWhetherToIssue | PlanDecision
GRANTS = frozenset({AssessOutcome.ASSESS, PlanOutcome.MAKE_PLAN})
"""The outcomes that follow where every limb is met."""


def limbs_of(decision: ToAssess | ToIssue) -> tuple[Limb, ...]:
    """The limbs that this decision, or the step that takes it, must answer."""
    if isinstance(decision, c.DecideWhetherToIssue | PlanDecision):
        return TO_ISSUE
    return AT_THRESHOLD if decision.route is RefusalRoute.THRESHOLD else TO_ASSESS


def answer_to(limb: Limb, decision: ToAssess | ToIssue) -> bool | None:
    """What was answered, or None where nothing was."""
    answer: bool | None = getattr(decision, limb.code)
    return answer


def answers_fit(decision: ToAssess | ToIssue) -> bool:
    """Whether every limb is answered, and the outcome is what those answers lead to."""
    answers = [answer_to(limb, decision) for limb in limbs_of(decision)]
    return None not in answers and all(answers) is (decision.outcome in GRANTS)


def because(command: c.DecideWhetherToAssess | c.DecideWhetherToIssue) -> dict[str, str]:
    """What is said of each limb, by the field it is kept under."""
    said = {
        name_of_words(limb): getattr(command, name_of_words(limb)) for limb in limbs_of(command)
    }
    return {field: words for field, words in said.items() if words.strip()}


def name_of_words(limb: Limb) -> str:
    """The field that holds what is said of a limb."""
    return f"{limb.code}_because"
