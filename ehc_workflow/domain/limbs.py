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
from ehc_workflow.rules.limbs import AT_THRESHOLD, TO_ASSESS, TO_ISSUE, TO_REASSESS
from ehc_workflow.rules.model import Limb

Deciding = c.DecideWhetherToAssess | c.DecideWhetherToReassess | c.DecideWhetherToIssue
"""A step that takes a decision by a test of the law."""
Decided = AssessDecision | PlanDecision
GRANTS = frozenset({AssessOutcome.ASSESS, PlanOutcome.MAKE_PLAN})
"""The outcomes that follow where every limb is met."""


def limbs_of(decision: Deciding | Decided) -> tuple[Limb, ...]:
    """The limbs that this decision, or the step that takes it, must answer."""
    match decision:
        case c.DecideWhetherToIssue() | PlanDecision():
            return TO_ISSUE
        case c.DecideWhetherToReassess() | AssessDecision(reassessment=True):
            return TO_REASSESS
        case c.DecideWhetherToAssess() | AssessDecision():
            return AT_THRESHOLD if decision.route is RefusalRoute.THRESHOLD else TO_ASSESS


def answer_to(limb: Limb, decision: Deciding | Decided) -> bool | None:
    """What was answered, or None where nothing was."""
    answer: bool | None = getattr(decision, limb.code)
    return answer


def answers_fit(command: Deciding) -> bool:
    """Whether every limb is answered, and the outcome is what those answers lead to.

    A request to re-assess that comes too soon after an assessment can be refused whatever the answer, reg 24.
    """
    if isinstance(command, c.DecideWhetherToReassess) and command.too_soon:
        return command.outcome not in GRANTS
    answers = [answer_to(limb, command) for limb in limbs_of(command)]
    return None not in answers and all(answers) is (command.outcome in GRANTS)


def because(command: Deciding) -> dict[str, str]:
    """What is said of each limb, by the field it is kept under."""
    said = {
        name_of_words(limb): getattr(command, name_of_words(limb)) for limb in limbs_of(command)
    }
    return {field: words for field, words in said.items() if words.strip()}


def name_of_words(limb: Limb) -> str:
    """The field that holds what is said of a limb."""
    return f"{limb.code}_because"
