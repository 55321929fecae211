"""What must be true of mediation, certificates, appeals and orders: sections 51 to 55 and regulations 32 to 45."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.case import APPEALABLE_LETTERS, Case, Letter
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.deadlines import facts_of
from ehc_workflow.domain.facts import AgreementMatter, ClockId, MediationIssues
from ehc_workflow.domain.guards.guard import Known, guard

_OF_A_PLAN = (Letter.FINAL_PLAN, Letter.AMENDED_PLAN)


@guard("The notice tells a decision that can be appealed, and nothing has set it aside", "s51(2)")
def decision_can_be_appealed(case: Case, command: Any, known: Known) -> bool:
    notice = case.notice_of_id(command.notice_id)
    return notice is not None and notice.kind in APPEALABLE_LETTERS and not notice.set_aside


@guard(
    "The family contacted the mediation adviser within 2 months of the day the notice was sent",
    "reg 33",
)
def contacted_in_time(case: Case, command: Any, known: Known) -> bool:
    day = command.contacted_adviser_on
    return any(
        clock.clock is ClockId.MEDIATION_CONTACT
        and clock.ref == command.notice_id
        and day <= clock.due_on
        for clock in clocks(facts_of(case), known.policy)
    )


@guard("No mediation about this decision is under way", "s53, s54")
def no_mediation_running(case: Case, command: Any, known: Known) -> bool:
    return not any(one.is_running and one.notice_id == command.notice_id for one in case.mediations)


@guard("The family asked for mediation, and it is not over", "s53, s54")
def mediation_running(case: Case, command: Any, known: Known) -> bool:
    mediation = case.mediation(command.mediation_id)
    return mediation is not None and mediation.is_running


@guard("The mediation is about health, and the health body was not told yet", "regs 34 to 39")
def health_body_to_tell(case: Case, command: Any, known: Known) -> bool:
    mediation = case.mediation(command.mediation_id)
    return (
        mediation is not None
        and mediation.issues is not MediationIssues.EDUCATION_OR_CARE
        and mediation.health_body_told_on is None
    )


@guard(
    "The family declined mediation, or mediation about this decision is over",
    "s55, regs 34, 38 and 39",
)
def mediation_declined_or_over(case: Case, command: Any, known: Known) -> bool:
    held = [one for one in case.mediations if one.notice_id == command.notice_id]
    if any(one.is_running for one in held):
        return False
    return bool(held) or command.declined_on is not None


@guard("No certificate is on file for this decision", "s55")
def no_certificate_yet(case: Case, command: Any, known: Known) -> bool:
    return all(one.notice_id != command.notice_id for one in case.certificates)


@guard(
    "A mediation certificate is on file, the appeal is about the placement alone, or the Tribunal gave leave",
    "s55",
)
def certificate_held(case: Case, command: Any, known: Known) -> bool:
    if command.placement_only or command.tribunal_gave_leave:
        return True
    return any(
        one.notice_id == command.notice_id and one.issued_on <= command.registered_on
        for one in case.certificates
    )


@guard("Only an appeal about a plan can be about the placement alone", "s51(2)(c), s55")
def placement_is_in_a_plan(case: Case, command: Any, known: Known) -> bool:
    notice = case.notice_of_id(command.notice_id)
    return not command.placement_only or (notice is not None and notice.kind in _OF_A_PLAN)


@guard("No other appeal about this decision is before the Tribunal", "s51")
def no_appeal_running(case: Case, command: Any, known: Known) -> bool:
    return not any(one.is_running and one.notice_id == command.notice_id for one in case.appeals)


@guard("An appeal about this decision is registered, and it is not over", "s51")
def appeal_running(case: Case, command: Any, known: Known) -> bool:
    appeal = case.appeal(command.appeal_id)
    return appeal is not None and appeal.is_running


@guard("The authority's response has not gone to the Tribunal", "reg 45(1)")
def before_response(case: Case, command: Any, known: Known) -> bool:
    appeal = case.appeal(command.appeal_id)
    return appeal is not None and appeal.responded_on is None


@guard("What was agreed cannot be appealed, and it is not yet carried out", "reg 42(3)")
def agreement_to_carry_out(case: Case, command: Any, known: Known) -> bool:
    agreement = case.agreement(command.agreement_id)
    return (
        agreement is not None
        and agreement.matter is AgreementMatter.NOT_APPEALABLE
        and agreement.carried_out_on is None
    )


@guard("An amended plan is owed: ordered, conceded or agreed", "reg 42(2), 44(2), 45")
def amendment_owed(case: Case, command: Any, known: Known) -> bool:
    return case.amendment_is_owed


@guard(
    "The setting that section I names and the health body get the amended plan too, as they do a final one",
    "reg 13(2)",
)
def amended_plan_told_to_others(case: Case, command: Any, known: Known) -> bool:
    placed = case.placement is not None and case.placement.setting_id is not None
    names_one = bool(command.setting_id) or (placed and not command.setting_type)
    return bool(command.health_body_told) and (bool(command.setting_told) or not names_one)
