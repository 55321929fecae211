"""What must be true from the plan decision to the final plan: sections 37 and 38."""

from __future__ import annotations

from datetime import date
from typing import Any

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import (
    requests_for,
)
from ehc_workflow.domain.case import (
    AdviceItem,
    Case,
    PlanOutcome,
    State,
)
from ehc_workflow.domain.change_ledger import PLACEMENT
from ehc_workflow.domain.guards.guard import (
    Known,
    guard,
)


@guard(
    "The newest advice from everybody who gave some was before the decision-maker",
    "reg 7",
)
def newest_advice_seen(case: Case, command: Any, known: Known) -> bool:
    if command.advice_seen is None:
        return True
    newest = {one.contributions[-1].id for one in case.advice if one.contributions}
    return newest <= set(command.advice_seen)


@guard("A named officer has decided that no plan is needed", "s36(9), reg 10(1)")
def decided_no_plan(case: Case, command: Any, known: Known) -> bool:
    return case.plan_decision is not None and case.plan_decision.outcome is PlanOutcome.NO_PLAN


@guard("A named officer has decided that a plan is needed", "s37(1)")
def decided_to_make_plan(case: Case, command: Any, known: Known) -> bool:
    return case.plan_decision is not None and case.plan_decision.outcome is PlanOutcome.MAKE_PLAN


@guard("The health body has agreed the health provision in section G", "reg 12(2)")
def health_provision_agreed(case: Case, command: Any, known: Known) -> bool:
    return case.health_provision_agreed_on is not None


@guard(
    "Advice from an educational psychologist is accepted, or held by agreement of all three",
    "reg 6(1)(d)",
)
def psychology_accepted(case: Case, command: Any, known: Known) -> bool:
    requests = requests_for(case, AdviceItem.PSYCHOLOGY)
    return any(request.accepted_on is not None or request.is_held for request in requests)


@guard(
    "A change after the draft was served names the representation or the placement that caused it; "
    "after the final plan it is one that was ordered, conceded or agreed",
    "Code 9.125, reg 42(2), 44(2), 45",
)
def change_is_prompted(case: Case, command: Any, known: Known) -> bool:
    if case.state is State.DRAFTING or case.plan_text is None:
        return True
    if case.state is State.PLAN_ISSUED:
        return case.amendment_is_owed
    if _only_writes_down(case, command):
        return True
    if command.prompted_by == PLACEMENT:
        return case.placement is not None
    said = case.representation(command.prompted_by or "")
    return said is not None and said.may_prompt


def _only_writes_down(case: Case, command: Any) -> bool:
    """A case brought in comes without the words of its draft: writing down what is not here yet changes nothing."""
    draft = case.current_draft
    came_without_words = draft is not None and draft.plan_version == 0
    return (
        came_without_words
        and not command.taken_out
        and all(item.seen == 0 for item in command.items)
    )


@guard("The family's time to respond to the draft is over", "reg 13(1)(a)")
def window_over(case: Case, command: Any, known: Known) -> bool:
    day = command.sent_on if isinstance(command, c.Sending) else command.decided_on
    return window_is_over(case, day)


def window_is_over(case: Case, day: date) -> bool:
    """Whether the family's time to respond to the draft that counts was over on this day."""
    draft = case.current_draft
    return draft is not None and draft.window_ends_on is not None and day > draft.window_ends_on


@guard("The plan is signed and dated by the responsible officer", "Code 9.125")
def plan_signed(case: Case, command: Any, known: Known) -> bool:
    return bool(command.signed_by.strip()) and bool(command.signed_on <= command.sent_on)


@guard("The named setting and the health body get the plan too", "reg 13(2)")
def others_told(case: Case, command: Any, known: Known) -> bool:
    names_one = case.placement is not None and case.placement.setting_id is not None
    return bool(command.health_body_told) and (bool(command.setting_told) or not names_one)
