"""One legal precondition each: a sentence, the provision it comes from, and a predicate without side effects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import (
    blank_items,
    requests_for,
    teacher_of_sensory_impaired_needed,
    unanswered,
)
from ehc_workflow.domain.case import (
    APPEALABLE_LETTERS,
    AdviceItem,
    Answer,
    AssessOutcome,
    Case,
    ContactKind,
    Letter,
    PlanOutcome,
    RefusalRoute,
    RepresentationKind,
    State,
)
from ehc_workflow.domain.clocks import clocks, right_holder
from ehc_workflow.domain.deadlines import deadlines, facts_of
from ehc_workflow.domain.facts import RightHolder, TriggerKind
from ehc_workflow.domain.notices import required_content
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.rules.local_targets import ADDRESS_CONFIRMED_WITHIN_DAYS

REQUIRED_SECTIONS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2")
"""Sections a draft cannot lack, reg 12(1). I stays blank until the final, J is only for direct payments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a step may know besides the case: the London day, and the authority's choices and settings' names."""

    today: date
    policy: Policy
    setting_names: tuple[str, ...] = ()


Predicate = Callable[[Case, Any, Known], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """A precondition of a step."""

    name: str
    says: str
    citation: str
    holds: Predicate


GUARDS: dict[str, Guard] = {}


def guard(says: str, citation: str) -> Callable[[Predicate], Guard]:
    """Name a predicate as a guard: the sentence a person reads when it is unmet, and its provision."""

    def named(predicate: Predicate) -> Guard:
        made = Guard(predicate.__name__, says, citation, predicate)
        GUARDS[made.name] = made
        return made

    return named


# --- the request ------------------------------------------------------------------------------------------------


@guard(
    "A request under section 36(1) is the right-holder's or a setting's; from anybody else it is a child or young "
    "person brought to attention, and the same clock runs",
    "s36(1), s24(1)",
)
def requester_entitled(case: Case, command: Any, known: Known) -> bool:
    entitled = {
        TriggerKind.PARENTAL_REQUEST: RightHolder.PARENT,
        TriggerKind.YOUNG_PERSON_REQUEST: RightHolder.YOUNG_PERSON,
    }.get(command.kind)
    return entitled is None or holder_on(case, command.received_on) is entitled


@guard("The family has been consulted on whether a plan may be needed", "s36(4)")
def family_consulted(case: Case, command: Any, known: Known) -> bool:
    return case.family_consulted_on is not None


@guard("Reasons about this child are written down", "s36(5), s36(9)")
def reasons_written(case: Case, command: Any, known: Known) -> bool:
    return len(command.reasons.split()) >= 3


@guard(
    "Both limbs of the test are answered, and the answers fit the outcome: "
    "has or may have special educational needs; a plan may be needed",
    "s36(8)",
)
def limbs_answered(case: Case, command: Any, known: Known) -> bool:
    if command.may_have_sen is None or command.may_need_plan is None:
        return False
    both = command.may_have_sen and command.may_need_plan
    return bool(both is (command.outcome is AssessOutcome.ASSESS))


@guard("The views and evidence of the family were considered", "s36(7) and (8)")
def views_considered(case: Case, command: Any, known: Known) -> bool:
    return case.state is not State.CONSIDERING or bool(command.views_considered)


@guard(
    "A refusal before the family was told of considering is one under s36(5); after it, one under s36(8)",
    "s36(5), s36(8)",
)
def refusal_route_fits(case: Case, command: Any, known: Known) -> bool:
    if command.outcome is AssessOutcome.ASSESS:
        return command.route is None
    before = case.state is State.RECEIVED
    return bool(
        command.route is (RefusalRoute.THRESHOLD if before else RefusalRoute.AFTER_CONSIDERING)
    )


@guard("The decision taken is to assess", "s36(8)")
def decided_to_assess(case: Case, command: Any, known: Known) -> bool:
    return case.assess_decision is not None and case.assess_decision.outcome is AssessOutcome.ASSESS


@guard("A named officer has decided not to assess", "s36(5), s36(8)")
def decided_to_refuse(case: Case, command: Any, known: Known) -> bool:
    return case.assess_decision is not None and case.assess_decision.outcome is AssessOutcome.REFUSE


@guard(
    "A refusal decided before the family was told of considering is decided afresh after it",
    "s36(5), s36(8)",
)
def refusal_fits_the_stage(case: Case, command: Any, known: Known) -> bool:
    decision = case.assess_decision
    if decision is None or decision.outcome is AssessOutcome.ASSESS:
        return True
    return (decision.route is RefusalRoute.THRESHOLD) is (case.state is State.RECEIVED)


@guard("A decision not to assess is waiting for a second person", "s36(8)")
def confirmation_is_open(case: Case, command: Any, known: Known) -> bool:
    decision = case.assess_decision
    return decision is not None and decision.house_rules_only and decision.confirmed_by is None


@guard(
    "Reasons that rest on house rules alone are confirmed by a second authorised person", "s36(8)"
)
def house_rules_confirmed(case: Case, command: Any, known: Known) -> bool:
    decision = case.assess_decision
    return decision is None or not decision.house_rules_only or decision.confirmed_by is not None


# --- notices ----------------------------------------------------------------------------------------------------


def letter_of(case: Case, command: c.Sending) -> Letter:
    """Which letter this command sends."""
    match command:
        case c.TellFamilyConsidering():
            return Letter.CONSIDERING
        case c.NotifyAssessment():
            return Letter.WILL_ASSESS
        case c.NotifyRefusal():
            decision = case.assess_decision
            at_threshold = decision is not None and decision.route is RefusalRoute.THRESHOLD
            return Letter.THRESHOLD_REFUSAL if at_threshold else Letter.REFUSAL_TO_ASSESS
        case c.NotifyNoPlan():
            return Letter.NO_PLAN
        case c.NotifyPlanWillBeMade():
            return Letter.PLAN_WILL_BE_MADE
        case c.ServeDraft():
            return Letter.DRAFT_PLAN
        case c.SendFinalPlan():
            return Letter.FINAL_PLAN
    raise TypeError(f"{type(command).__name__} sends no letter")


def holder_on(case: Case, day: date) -> RightHolder:
    """Who holds the rights of Part 3 on this day: the parent, then the young person."""
    if case.person is None:
        return RightHolder.PARENT
    return right_holder(case.person.date_of_birth, day)


def may_be_addressed(case: Case, contact_id: str, day: date) -> bool:
    """Whether this contact is the right-holder that day, or stands for one who lacks capacity (s80)."""
    contact = case.contact(contact_id)
    if contact is None:
        return False
    if holder_on(case, day) is RightHolder.YOUNG_PERSON:
        return contact.kind is ContactKind.YOUNG_PERSON or _by(day, contact.capacity_finding_on)
    if contact.kind is ContactKind.REPRESENTATIVE:
        return _by(day, contact.copy_agreed_on) or _by(day, contact.capacity_finding_on)
    return contact.kind is ContactKind.PARENT


def _by(day: date, happened_on: date | None) -> bool:
    return happened_on is not None and happened_on <= day


@guard("The notice is addressed to the person who holds the rights on the day it goes", "s36, s80")
def right_holder_addressed(case: Case, command: Any, known: Known) -> bool:
    return may_be_addressed(case, command.addressee, command.sent_on)


@guard(
    "A parent of a young person gets a copy only where the young person agreed or capacity was found lacking",
    "s80, regs 63 to 65",
)
def copies_allowed(case: Case, command: Any, known: Known) -> bool:
    if holder_on(case, command.sent_on) is RightHolder.PARENT:
        return all(case.contact(copy) is not None for copy in command.copies)
    contacts = [case.contact(copy) for copy in command.copies]
    return all(
        contact is not None
        and (
            contact.kind is ContactKind.YOUNG_PERSON
            or _by(command.sent_on, contact.copy_agreed_on)
            or _by(command.sent_on, contact.capacity_finding_on)
        )
        for contact in contacts
    )


@guard(
    "The addressee's address was confirmed within the set period before a notice that starts appeal time",
    "r20(1)(c)",
)
def address_confirmed(case: Case, command: Any, known: Known) -> bool:
    if letter_of(case, command) not in APPEALABLE_LETTERS:
        return True
    contact = case.contact(command.addressee)
    if contact is None or contact.address_confirmed_on is None:
        return False
    age = command.sent_on - contact.address_confirmed_on
    return bool(timedelta(0) <= age <= timedelta(days=ADDRESS_CONFIRMED_WITHIN_DAYS))


@guard("The notice carries the date of the day it goes", "reg 5(1), 10(1), 13(2)")
def dated_the_day_it_goes(case: Case, command: Any, known: Known) -> bool:
    return bool(command.dated_on == command.sent_on)


@guard("The notice holds every part the law requires of it", "reg 5(3), 10(3), 13(1), 14(2), 32")
def notice_complete(case: Case, command: Any, known: Known) -> bool:
    return not missing_blocks(case, command)


@guard(
    "Those who must be told of the decision besides the family are told too: setting, health body, "
    "and for a refusal the authority's social care officers",
    "reg 5(2), 10(1)",
)
def decision_told_to_others(case: Case, command: Any, known: Known) -> bool:
    if letter_of(case, command) is Letter.THRESHOLD_REFUSAL:
        return True  # nobody was told under reg 4(2) that it was considered
    refused = letter_of(case, command) is Letter.REFUSAL_TO_ASSESS
    return bool(
        (command.setting_told or case.setting_id is None)
        and command.health_body_told
        and (command.social_care_told or not refused)
    )


def missing_blocks(case: Case, command: c.Sending) -> tuple[str, ...]:
    """The required parts of the letter that this command's text leaves out, as sentences with their provision."""
    present = {key for key, text in command.blocks if text.strip()}
    return tuple(
        f"{content.says} ({content.citation.place})"
        for content in required_content(letter_of(case, command))
        if content.key not in present
    )


# --- advice -----------------------------------------------------------------------------------------------------


@guard(
    "The educational advice is given after consulting a qualified teacher of sensory impaired pupils",
    "reg 6(2)",
)
def qualified_teacher_consulted(case: Case, command: Any, known: Known) -> bool:
    if not teacher_of_sensory_impaired_needed(case):
        return True
    education = requests_for(case, AdviceItem.EDUCATION)
    return all(request.qualified_teacher_consulted for request in education)


@guard(
    "Every item of regulation 6 is asked, not asked with a reason, or held by agreement",
    "reg 6(1) and (4)",
)
def nothing_blank(case: Case, command: Any, known: Known) -> bool:
    return not blank_items(case, known.today)


@guard(
    "Every item is answered, or a decision-maker records why the assessment goes on without it",
    "reg 6(1), reg 7",
)
def answered_or_explained(case: Case, command: Any, known: Known) -> bool:
    return not unanswered(case) or bool(command.why_without.strip())


@guard("The item has not been asked for", "reg 6(1)")
def not_asked_yet(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is None or not request.is_asked


@guard("Advice was received and is waiting to be checked", "reg 6(1)")
def advice_to_check(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    if request is None or not request.contributions:
        return False
    latest = request.contributions[-1]
    return latest.accepted_on is None and latest.returned_on is None


@guard("A day to come back by and the gaps are named", "reg 6(1)")
def gaps_named(case: Case, command: Any, known: Known) -> bool:
    return bool(command.gaps.strip()) and bool(command.return_due_on > command.returned_on)


@guard("The request was made and is still waiting for advice", "reg 6(1)")
def request_is_open(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and request.is_asked and request.accepted_on is None


@guard("A reply of not known is waiting for somebody's decision", "reg 6(1)(c)")
def not_known_is_open(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and request.not_known_open


# --- the plan ---------------------------------------------------------------------------------------------------


@guard("A named officer has decided that no plan is needed", "s36(9), reg 10(1)")
def decided_no_plan(case: Case, command: Any, known: Known) -> bool:
    return case.plan_decision is not None and case.plan_decision.outcome is PlanOutcome.NO_PLAN


@guard("A named officer has decided that a plan is needed", "s37(1)")
def decided_to_make_plan(case: Case, command: Any, known: Known) -> bool:
    return case.plan_decision is not None and case.plan_decision.outcome is PlanOutcome.MAKE_PLAN


@guard("A plan text is saved, and every section A to H2 says something", "reg 12(1)")
def sections_present(case: Case, command: Any, known: Known) -> bool:
    return case.plan_text is not None and set(REQUIRED_SECTIONS) <= set(case.plan_text.sections)


@guard("Section I is blank and no school, college or type of setting is named", "s38(5)")
def no_setting_named(case: Case, command: Any, known: Known) -> bool:
    return case.plan_text is not None and not case.plan_text.setting_named


@guard("There is a section G to agree", "reg 12(2)")
def provision_to_agree(case: Case, command: Any, known: Known) -> bool:
    return case.plan_text is not None and "G" in case.plan_text.sections


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
    "A change after the draft was served names the representation or the placement that caused it",
    "Code 9.125",
)
def change_is_prompted(case: Case, command: Any, known: Known) -> bool:
    if case.state is State.DRAFTING:
        return True
    if command.prompted_by == "placement":
        return case.placement is not None
    return any(
        said.id == command.prompted_by and said.answer is not Answer.DECLINED
        for said in case.representations
    )


@guard("A draft was served for the family to respond to", "s38(2)")
def draft_was_served(case: Case, command: Any, known: Known) -> bool:
    return any(not draft.part for draft in case.drafts)


@guard("The family asked for a setting, or their time to respond is over", "s38(2), reg 13(1)(a)")
def setting_asked_or_window_over(case: Case, command: Any, known: Known) -> bool:
    asked = any(said.kind is RepresentationKind.SETTING_REQUEST for said in case.representations)
    return asked or _window_over(case, command.consulted_on)


@guard("The family's time to respond to the draft is over", "reg 13(1)(a)")
def window_over(case: Case, command: Any, known: Known) -> bool:
    day = command.sent_on if isinstance(command, c.Sending) else command.decided_on
    return _window_over(case, day)


def _window_over(case: Case, day: date) -> bool:
    draft = case.current_draft
    return draft is not None and draft.window_ends_on is not None and day > draft.window_ends_on


@guard(
    "Every setting consulted has replied, or 15 days have passed since it was asked", "Code 9.83"
)
def consultations_over(case: Case, command: Any, known: Known) -> bool:
    counts_day_sent = known.policy.school_reply_counts_day_sent
    given = timedelta(days=known.policy.school_reply_days - (1 if counts_day_sent else 0))
    return all(
        asked.replied_on is not None or command.decided_on > asked.consulted_on + given
        for asked in case.consultations
    )


@guard("A setting that is named was consulted first", "s39(2), s40(3)")
def named_setting_consulted(case: Case, command: Any, known: Known) -> bool:
    asked = {asked.setting_id for asked in case.consultations}
    return not command.setting_id or command.setting_id in asked


@guard("The setting the family asked for was consulted before another is named", "s39(2)")
def requested_setting_consulted(case: Case, command: Any, known: Known) -> bool:
    asked_for = {
        said.setting_id
        for said in case.representations
        if said.kind is RepresentationKind.SETTING_REQUEST and said.setting_id is not None
    }
    return asked_for <= {asked.setting_id for asked in case.consultations}


@guard("A setting or a type of setting is named", "s39(5), s40(2)")
def placement_named(case: Case, command: Any, known: Known) -> bool:
    return bool(command.setting_id) or bool(command.setting_type)


@guard("Every representation of the family is answered", "s38(2), Code 9.125")
def representations_answered(case: Case, command: Any, known: Known) -> bool:
    return all(said.answered_on is not None for said in case.representations)


@guard("The plan is signed and dated by the responsible officer", "Code 9.125")
def plan_signed(case: Case, command: Any, known: Known) -> bool:
    return bool(command.signed_by.strip()) and bool(command.signed_on <= command.sent_on)


@guard("The named setting and the health body get the plan too", "reg 13(2)")
def others_told(case: Case, command: Any, known: Known) -> bool:
    names_one = case.placement is not None and case.placement.setting_id is not None
    return bool(command.health_body_told) and (bool(command.setting_told) or not names_one)


# --- endings and exceptions -------------------------------------------------------------------------------------


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


@guard("An answer that declines, wholly or in part, gives its reason", "Code 9.125")
def answer_explained(case: Case, command: Any, known: Known) -> bool:
    return command.answer is Answer.ACCEPTED or bool(command.reason.strip())


@guard("This version does not carry out this step yet", "design")
def not_yet(case: Case, command: Any, known: Known) -> bool:
    return False
