"""What must be true before somebody who has a plan is assessed again, or is refused it: section 44, regs 23 to 27."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AssessOutcome, Case, PlanOutcome
from ehc_workflow.domain.clocks import assessed_within_six_months
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.domain.guards.guard import Known, guard
from ehc_workflow.domain.guards.request import has_decided
from ehc_workflow.domain.limbs import answers_fit


@guard(
    "This is a request to assess somebody who has no plan: one to assess again is decided by a test of its own",
    "s36(1), s44(2)",
)
def is_first_assessment(case: Case, command: Any, known: Known) -> bool:
    return case.reassesses is None


@guard("This is a request to assess somebody again who has a plan", "s44(2)")
def is_reassessment(case: Case, command: Any, known: Known) -> bool:
    return case.reassesses is not None


@guard(
    "A re-assessment is asked for by the right-holder, a setting or the health body, or decided on by the authority "
    "itself",
    "s44(2) and (3), reg 23",
)
def may_ask_again(case: Case, command: Any, known: Known) -> bool:
    return command.reassesses is None or command.kind is not TriggerKind.BROUGHT_TO_ATTENTION


@guard(
    "The test is answered, and the answer fits the outcome: a further assessment is necessary, or it is not, or there "
    "was one in the six months before the request; a request of the health body is met whatever the answer",
    "regs 23 and 24",
)
def further_need_answered(case: Case, command: Any, known: Known) -> bool:
    must = _the_health_body_asked(case) and _grants(command) and not command.too_soon
    return must or answers_fit(command)


@guard(
    "A refusal that rests on an earlier assessment needs one whose outcome was told in the six months before the "
    "request",
    "reg 24",
)
def assessed_lately(case: Case, command: Any, known: Known) -> bool:
    return not command.too_soon or (
        case.reassesses is not None
        and assessed_within_six_months(case.reassesses.last_assessed_on, case.received_on)
    )


@guard("A request of the health body to re-assess is met: it cannot be refused", "reg 23")
def health_body_not_refused(case: Case, command: Any, known: Known) -> bool:
    return _grants(command) or not _the_health_body_asked(case)


def _the_health_body_asked(case: Case) -> bool:
    return any(trigger.kind is TriggerKind.HEALTH_BODY_NOTIFICATION for trigger in case.triggers)


def _grants(command: Any) -> bool:
    """Whether this decides to re-assess; to tell of a refusal is to refuse."""
    return isinstance(command, c.DecideWhetherToReassess) and (
        command.outcome is AssessOutcome.ASSESS
    )


@guard("A named officer has decided to re-assess", "s44(2), reg 25(1)")
def decided_to_reassess(case: Case, command: Any, known: Known) -> bool:
    return has_decided(case, AssessOutcome.ASSESS)


@guard("A named officer has decided not to re-assess", "reg 24, reg 25(1)")
def decided_not_to_reassess(case: Case, command: Any, known: Known) -> bool:
    return has_decided(case, AssessOutcome.REFUSE)


@guard(
    "After a re-assessment the plan is made anew: that a plan is no longer necessary is decided under section 45, "
    "which is not a step of an assessment",
    "reg 27(2), s45",
)
def plan_is_made_anew(case: Case, command: Any, known: Known) -> bool:
    return case.reassesses is None or command.outcome is PlanOutcome.MAKE_PLAN
