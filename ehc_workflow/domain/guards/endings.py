"""What must be true before a case ends or a limit is disapplied."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.case import (
    Answer,
    Case,
    ClaimedException,
)
from ehc_workflow.domain.clocks import Clock, clocks, grounds_listed
from ehc_workflow.domain.deadlines import deadline_of, facts_of
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


def _clocks_of(case: Case, command: Any, known: Known) -> list[Clock]:
    return [
        clock
        for clock in clocks(facts_of(case), known.policy)
        if clock.clock == command.limit and (clock.ref or "") == command.ref
    ]


def _is_listed(case: Case, command: Any, known: Known) -> bool:
    facts = facts_of(case)
    return any(
        command.ground == ground.basis
        for clock in _clocks_of(case, command, known)
        for ground in grounds_listed(clock, facts, known.policy)
    )


@guard("The law lists this ground for this limit", "reg 5(4), 8(2), 10(4), 13(3)")
def ground_listed(case: Case, command: Any, known: Known) -> bool:
    return _is_listed(case, command, known)


@guard("The recorded facts meet the ground", "reg 5(4), 8(2), 10(4), 13(3)")
def ground_met(case: Case, command: Any, known: Known) -> bool:
    return not _is_listed(case, command, known) or any(
        command.ground in (clock.exceptions or ()) for clock in _clocks_of(case, command, known)
    )


@guard("The limit has not been met or replaced", "reg 5(4), 8(2), 10(4), 13(3)")
def limit_still_open(case: Case, command: Any, known: Known) -> bool:
    deadline = deadline_of(case, command.limit, command.ref, known.policy)
    return deadline is None or (
        deadline.met_on is None and not deadline.is_void and not deadline.is_superseded
    )


@guard("No other exception is on file for this limit", "reg 5(4), 8(2), 10(4), 13(3)")
def no_claim_yet(case: Case, command: Any, known: Known) -> bool:
    return not any(
        (one.limit, one.ref) == (command.limit, command.ref)
        for one in case.exceptions
        if one.declined_on is None
    )


@guard("An exception claimed after the limit has passed says why it comes so late", "Code 9.43")
def late_claim_explained(case: Case, command: Any, known: Known) -> bool:
    deadline = deadline_of(case, command.limit, command.ref, known.policy)
    in_time = deadline is None or command.decided_on <= deadline.due_on
    return in_time or bool(command.late_claim_reason.strip())


@guard("An exception claimed late is waiting for a second person", "Code 9.43")
def late_claim_waits(case: Case, command: Any, known: Known) -> bool:
    return any(one.is_waiting for one in _claims(case, command))


@guard("The exception stands: claimed in time, or late and approved", "Code 9.43")
def exception_stands(case: Case, command: Any, known: Known) -> bool:
    return any(one.stands for one in _claims(case, command))


@guard("The exception stands, and its cause has not ended", "Code 9.43")
def exception_to_review(case: Case, command: Any, known: Known) -> bool:
    return any(one.is_relied_on for one in _claims(case, command))


@guard("What was found is written down", "Code 9.43")
def findings_written(case: Case, command: Any, known: Known) -> bool:
    return bool(command.findings.strip())


def _claims(case: Case, command: Any) -> list[ClaimedException]:
    return [one for one in case.exceptions if one.id == command.exception_id]


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
