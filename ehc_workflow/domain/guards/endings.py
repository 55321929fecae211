"""What must be true before a case ends or a limit is disapplied."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.case import (
    Answer,
    Case,
)
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.deadlines import deadlines, facts_of
from ehc_workflow.domain.guards.guard import (
    Known,
    guard,
)
from ehc_workflow.domain.guards.notices import (
    may_be_addressed,
)


@guard("The withdrawal is the right-holder's own", "s36(1), s80")
def withdrawn_by_right_holder(case: Case, command: Any, known: Known) -> bool:
    return may_be_addressed(case, command.by_contact_id, command.withdrawn_on)


@guard("The evidence is written down", "s36(3)")
def evidence_given(case: Case, command: Any, known: Known) -> bool:
    return bool(command.evidence.strip())


@guard("Another case leads", "s36(3)")
def lead_case_is_another(case: Case, command: Any, known: Known) -> bool:
    return bool(command.lead_assessment_id) and command.lead_assessment_id != case.id


@guard("The new authority is named", "reg 15")
def new_authority_named(case: Case, command: Any, known: Known) -> bool:
    return bool(command.new_authority.strip())


@guard(
    "Ground, facts, evidence and why they made the limit impractical are all written down",
    "reg 5(4), 10(4), 13(3)",
)
def exception_elements_given(case: Case, command: Any, known: Known) -> bool:
    written = (command.facts, command.evidence, command.why_impractical)
    return all(text.strip() for text in written) and bool(command.ground)


@guard("The family is told which exception is relied on", "Code 9.43")
def family_told_of_exception(case: Case, command: Any, known: Known) -> bool:
    return bool(command.family_told_on >= command.decided_on)


@guard(
    "The law lists this ground for this limit, and the recorded facts meet it",
    "reg 5(4), 8(2), 10(4), 13(3)",
)
def ground_available(case: Case, command: Any, known: Known) -> bool:
    return any(
        command.ground in (clock.exceptions or ())
        for clock in clocks(facts_of(case), known.policy)
        if clock.clock == command.limit and (clock.ref or "") == command.ref
    )


@guard("The limit is still open, and no exception is recorded for it", "reg 5(4), 10(4), 13(3)")
def limit_still_open(case: Case, command: Any, known: Known) -> bool:
    return any(
        deadline.met_on is None and not deadline.is_void and deadline.disapplied_by is None
        for deadline in deadlines(case, known.policy)
        if (deadline.code, deadline.ref) == (command.limit, command.ref)
    )


@guard(
    "An exception claimed after the limit has passed carries a reason and an approver", "Code 9.43"
)
def late_claim_approved(case: Case, command: Any, known: Known) -> bool:
    due = [
        deadline.due_on
        for deadline in deadlines(case, known.policy)
        if (deadline.code, deadline.ref) == (command.limit, command.ref)
    ]
    in_time = all(command.decided_on <= day for day in due)
    return in_time or bool(command.late_claim_reason.strip() and command.late_claim_approved_by)


@guard("What was done about the delay is written down", "design")
def remedy_written(case: Case, command: Any, known: Known) -> bool:
    return bool(command.what_was_done.strip())


@guard("The reason is written down", "reg 6(1), Code 9.125")
def reason_given(case: Case, command: Any, known: Known) -> bool:
    return bool(command.reason.strip())


@guard("The change names the provision it rests on", "design")
def change_is_cited(case: Case, command: Any, known: Known) -> bool:
    return bool(command.provision.strip())


@guard("An answer that declines, wholly or in part, gives its reason", "Code 9.125")
def answer_explained(case: Case, command: Any, known: Known) -> bool:
    return command.answer is Answer.ACCEPTED or bool(command.reason.strip())
