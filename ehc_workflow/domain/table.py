"""The transition table, T1 to T28: each step with where it may start, where it leads, its provision and its guards."""

from __future__ import annotations

from dataclasses import dataclass

from ehc_workflow.domain import guards as g
from ehc_workflow.domain.case import OPEN_STATES, REOPENABLE_STATES, State
from ehc_workflow.domain.guards import Guard
from ehc_workflow.rules.local_targets import OWN_PROMISE

S = State
_OPEN = tuple(sorted(OPEN_STATES))
_CLOSED = tuple(sorted(REOPENABLE_STATES))
_ANY = (*_OPEN, *_CLOSED)
_EVER = tuple(state for state in S if state is not S.NOT_OPEN)
_WITH_EXCEPTIONS = tuple(state for state in _OPEN if state is not S.REMITTED)
"""Where a limit with a list of exceptions may run: no list was found for a reconsideration, reg 44(2)(d)."""
_AFTER_DRAFT = (S.DRAFT_WITH_FAMILY, S.PLACING, S.FINALISING)
_WITH_ADVICE = (S.ASSESSING, S.DECIDING_PLAN, S.DRAFTING, *_AFTER_DRAFT)
_FAMILY_MAY_ASK = (S.RECEIVED, S.CONSIDERING, S.ASSESS_ORDERED, *_WITH_ADVICE)
"""A family may say whose advice it wants before anybody can be asked: the answer waits for the assessment."""
_RESTS_ON_ADVICE = (S.DECIDING_PLAN, S.DRAFTING, *_AFTER_DRAFT)
_BEFORE_A_PANEL = (
    S.RECEIVED,
    S.CONSIDERING,
    S.ASSESSING,
    S.DECIDING_PLAN,
    S.REMITTED,
    S.DRAFT_WITH_FAMILY,
    S.PLACING,
)
_NOTICE = (
    g.right_holder_addressed,
    g.copies_allowed,
    g.address_confirmed,
    g.dated_the_day_it_goes,
    g.notice_complete,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: `number` is its T in the statutory process, "" for one the process does not number."""

    trigger: str
    label: str
    sources: tuple[State, ...]
    dest: State | None
    guards: tuple[Guard, ...]
    number: str
    citation: str


def _moves(
    number: str,
    trigger: str,
    label: str,
    sources: tuple[State, ...],
    dest: State | None,
    citation: str,
    *guards: Guard,
) -> Step:
    """A step of the process, numbered where that numbers it; without a destination it keeps the state."""
    return Step(trigger, label, sources, dest, guards, number, citation)


def _keeps(
    trigger: str, label: str, sources: tuple[State, ...], citation: str, *guards: Guard
) -> Step:
    """A step that keeps the state and has no number in the process."""
    return Step(trigger, label, sources, None, guards, "", citation)


# fmt: off
# One step a line, so that the table reads as a table.
TABLE: tuple[Step, ...] = (
    _moves("T1", "receive_request", "Register a request", (S.NOT_OPEN,), S.RECEIVED, "s36(1), s24(1), s44(2)", g.requester_entitled, g.may_ask_again),
    _keeps("add_trigger", "Add another request", _OPEN, "s36(1)"),
    _keeps("correct_received_date", "Correct the received date", _ANY, "s36(1)"),
    _keeps("move_dates", "Count again by a changed calendar, rule or target", _ANY, "design", g.reason_given, g.change_is_cited),
    _keeps("assign", "Assign", _ANY, "design"),
    _keeps("add_contact", "Add somebody to write to", _ANY, "s36, s80"),
    _keeps("confirm_address", "Confirm an address", _ANY, "r20(1)(c)"),
    _keeps("agree_copies", "Record who may have copies", _ANY, "s80"),
    _keeps("record_language_needs", "Record language and format needs", _OPEN, "design"),
    _keeps("consult_family", "Record that the family was consulted", (S.RECEIVED, S.CONSIDERING), "s36(4)", g.is_first_assessment),
    _keeps("ask_for_missing", "Ask for something missing", _OPEN, "s36(7)"),
    _keeps("receive_missing", "Record that something missing came", _OPEN, "s36(7)"),
    _keeps("record_views", "Record the family's views", _OPEN, "s36(7)"),
    _moves("T3", "tell_family_considering", "Tell the family an assessment is considered", (S.RECEIVED,), S.CONSIDERING, "s36(7)", g.is_first_assessment, *_NOTICE),
    _keeps("decide_whether_to_assess", "Decide whether to assess", (S.RECEIVED, S.CONSIDERING), "s36(3), (5) and (8)", g.is_first_assessment, g.family_consulted, g.reasons_written, g.limbs_answered, g.limbs_explained, g.extra_time_considered, g.views_considered, g.refusal_route_fits, g.difference_explained),
    _keeps("confirm_refusal", "Confirm a refusal as second person", (S.RECEIVED, S.CONSIDERING, S.DECIDING_PLAN, S.REMITTED), "s36(8), s37(1)", g.confirmation_is_open, g.reasons_written),
    _moves("T2, T4", "notify_refusal", "Tell the family: no assessment", (S.RECEIVED, S.CONSIDERING), S.REFUSED_TO_ASSESS, "reg 4(1), reg 5(1)", g.is_first_assessment, g.family_consulted, g.decided_to_refuse, g.refusal_fits_the_stage, g.house_rules_confirmed, g.decision_told_to_others, *_NOTICE),
    _moves("T5", "notify_assessment", "Tell the family: the authority will assess", (S.RECEIVED, S.CONSIDERING), S.ASSESSING, "reg 5(1)", g.is_first_assessment, g.decided_to_assess, *_NOTICE),
    _keeps("decide_whether_to_reassess", "Decide whether to re-assess", (S.RECEIVED,), "s44(2) and (3), reg 24", g.is_reassessment, g.reasons_written, g.further_need_answered, g.limbs_explained, g.assessed_lately, g.health_body_not_refused, g.difference_explained),
    _moves("", "notify_refusal_to_reassess", "Tell the family: no re-assessment", (S.RECEIVED,), S.REFUSED_TO_ASSESS, "reg 25(1)", g.is_reassessment, g.decided_not_to_reassess, g.health_body_not_refused, g.house_rules_confirmed, *_NOTICE),
    _moves("", "notify_reassessment", "Tell the family: the authority will re-assess", (S.RECEIVED,), S.ASSESSING, "reg 25(1)", g.is_reassessment, g.decided_to_reassess, *_NOTICE),
    _moves("T6", "request_advice", "Ask for advice", _WITH_ADVICE, None, "reg 6(1)"),
    _keeps("record_request_received", "Record that a request was received", _WITH_ADVICE, "reg 8(1)", g.request_is_open),
    _keeps("route_request", "Send a request to a service", _WITH_ADVICE, "reg 6(1)", g.request_is_open, g.nothing_given_yet),
    _keeps("allocate_request", "Allocate a request within its service", _WITH_ADVICE, "design", g.request_is_open, g.lies_with_a_service),
    _keeps("invite_contributor", "Send a one-time link", _WITH_ADVICE, "reg 6(1)", g.request_is_open),
    _keeps("withdraw_invitation", "Take a one-time link back", _WITH_ADVICE, "reg 6(1)"),
    _keeps("decline_to_ask", "Record why an item is not asked for", _WITH_ADVICE, "reg 6(1)", g.not_asked_yet, g.reason_given),
    _keeps("record_family_ask", "Record that the family asked for somebody's advice", _FAMILY_MAY_ASK, "reg 6(1)(h)"),
    _keeps("decline_family_ask", "Decline advice the family asked for", (*_WITH_ADVICE, S.PLAN_ORDERED, S.REMITTED), "reg 6(1)(h)", g.ask_is_open, g.reason_given),
    _keeps("record_reuse", "Record agreement on existing advice", _WITH_ADVICE, "reg 6(4)"),
    _keeps("submit_advice", "Give advice", _WITH_ADVICE, "reg 6(1), reg 8(1)", g.advice_was_asked),
    _keeps("join_advice", "Sign advice written together", _WITH_ADVICE, "reg 6(1)", g.advice_was_asked, g.joins_another, g.joins_no_views, g.joins_newest, g.joins_no_sealed_file, g.not_accepted_alone),
    _keeps("give_views", "Give the family's own views", _WITH_ADVICE, "reg 6(1)(a), s19", g.request_is_open),
    _keeps("record_views_not_obtained", "Record that views could not be had", _WITH_ADVICE, "s19, reg 7", g.request_is_open),
    _keeps("mark_out_advice", "Mark out the paragraphs of advice in files", _WITH_ADVICE, "reg 6(1)", g.files_to_mark_out, g.newest_looked_at),
    _keeps("accept_advice", "Accept advice", _WITH_ADVICE, "reg 6(1)", g.advice_to_check, g.newest_looked_at, g.marked_out, g.views_heard),
    _keeps("return_advice", "Return advice with its gaps", _WITH_ADVICE, "reg 6(1)", g.advice_to_check, g.newest_looked_at, g.gaps_named),
    _keeps("reply_to_request", "Reply to a request", _WITH_ADVICE, "reg 8(1)", g.request_is_open),
    _keeps("settle_not_known", "Settle a reply of not known", _WITH_ADVICE, "reg 6(1)(c)", g.not_known_is_open),
    _keeps("record_screening", "Record a screening by social care", _WITH_ADVICE, "reg 6(1)(e)", g.request_is_open, g.not_known_to_social_care, g.nothing_given_yet),
    _keeps("record_chase", "Record a chase", _WITH_ADVICE, "reg 8(1)", g.request_is_open),
    _keeps("record_alternative", "Record another way to get advice", _WITH_ADVICE, "reg 6(1)", g.request_is_open),
    _keeps("record_missed_appointment", "Record a missed appointment", _WITH_ADVICE, "reg 8(2)(c)", g.request_is_open),
    _keeps("plan_visit", "Plan a visit", _WITH_ADVICE, "design", g.request_is_open),
    _keeps("record_visit_kept", "Record that a visit was kept", _WITH_ADVICE, "design", g.visit_is_open),
    _keeps("call_off_visit", "Call off a visit", _WITH_ADVICE, "design", g.visit_is_open, g.reason_given),
    _moves("T7", "complete_advice", "Close the gathering of advice", (S.ASSESSING,), S.DECIDING_PLAN, "reg 6(1), reg 7", g.nothing_blank, g.qualified_teacher_consulted, g.answered_or_explained),
    _keeps("decide_whether_to_issue", "Decide whether a plan is needed", (S.DECIDING_PLAN, S.REMITTED), "s37(1)", g.plan_is_made_anew, g.reasons_written, g.need_answered, g.limbs_explained, g.newest_advice_seen, g.difference_explained),
    _keeps("put_on_agenda", "Put on a panel's agenda", _BEFORE_A_PANEL, "design", g.matter_is_open, g.meeting_takes_it, g.meets_before_the_limit),
    _keeps("change_pack", "Change the pack for a panel", _BEFORE_A_PANEL, "design", g.on_the_agenda),
    _keeps("take_off_agenda", "Take off a panel's agenda", _BEFORE_A_PANEL, "design", g.on_the_agenda, g.reason_given),
    _keeps("declare_interest", "Record a panel member's interest", _BEFORE_A_PANEL, "design", g.on_the_agenda),
    _keeps("record_panel_advice", "Record what a panel advised", _BEFORE_A_PANEL, "design", g.on_the_agenda, g.meeting_was_held, g.panel_is_quorate, g.panel_words_written),
    _keeps("settle_recheck", "Say whether the decision or draft still stands", _RESTS_ON_ADVICE, "reg 7, Code 9.125", g.recheck_is_open, g.finding_fits, g.reason_given),
    _moves("T8, T24", "notify_no_plan", "Tell the family: no plan", (S.DECIDING_PLAN, S.REMITTED), S.NO_PLAN, "reg 10(1)", g.decided_no_plan, g.house_rules_confirmed, g.late_advice_looked_at, g.decision_told_to_others, *_NOTICE),
    _moves("T9, T24", "notify_plan_will_be_made", "Tell the family: a plan will be made", (S.DECIDING_PLAN, S.REMITTED), S.DRAFTING, "s36(9), s37(1)", g.decided_to_make_plan, g.late_advice_looked_at, *_NOTICE),
    _keeps("save_plan", "Write the plan", (S.DRAFTING, *_AFTER_DRAFT, S.PLAN_ISSUED), "reg 12(1)", g.change_is_prompted),
    _keeps("account_for_advice", "Say what became of a recommendation", (S.DRAFTING, *_AFTER_DRAFT), "reg 11"),
    _keeps("ask_author", "Ask the author of advice back", (S.DRAFTING, *_AFTER_DRAFT), "design"),
    _keeps("answer_question", "Answer a question about advice", (S.DRAFTING, *_AFTER_DRAFT), "design"),
    _keeps("take_back_question", "Take a question about advice back", (S.DRAFTING, *_AFTER_DRAFT), "design"),
    _keeps("check_plan", "Check the plan", (S.DRAFTING, *_AFTER_DRAFT), "reg 12(1)", g.plan_is_written),
    _keeps("audit_plan", "Rate a plan that went", (S.PLAN_ISSUED,), "design", g.plan_is_written),
    _keeps("hand_over_plan", "Hand the plan over to whoever maintains it", (S.PLAN_ISSUED,), "s44(1)"),
    _keeps("agree_health_provision", "Agree health provision", (S.DRAFTING, *_AFTER_DRAFT), "reg 12(2)", g.provision_to_agree),
    _keeps("share_part_draft", "Share a part-draft for conversation", (S.DRAFTING,), "reg 13(1)"),
    _moves("T10", "serve_draft", "Send the draft plan", (S.DRAFTING,), S.DRAFT_WITH_FAMILY, "s38(1), reg 13(1)", g.sections_present, g.no_setting_named, g.needs_met, g.health_and_care_traced, g.nothing_lost, g.adulthood_provided, g.health_provision_agreed, g.psychology_accepted, g.late_advice_looked_at, *_NOTICE),
    _moves("T11", "record_representation", "Record what the family says", (S.DRAFTING, *_AFTER_DRAFT), None, "s38(2)", g.draft_was_served),
    _keeps("answer_representation", "Answer the family", (S.DRAFTING, *_AFTER_DRAFT), "Code 9.125", g.answer_explained, g.representation_stands),
    _keeps("add_to_representation", "Add to what the family said", (S.DRAFTING, *_AFTER_DRAFT), "s38(2)", g.representation_waits),
    _keeps("take_back_representation", "Record that the family took something back", (S.DRAFTING, *_AFTER_DRAFT), "s38(2)", g.representation_waits),
    _keeps("offer_meeting", "Offer a meeting", (S.DRAFTING, *_AFTER_DRAFT), "reg 13(1)", g.meeting_was_asked, g.meeting_to_come),
    _keeps("record_offer_refused", "Record that an offer of a meeting was refused", (S.DRAFTING, *_AFTER_DRAFT), "reg 13(1)", g.meeting_was_asked, g.meeting_to_come),
    _keeps("record_meeting_held", "Record a meeting and what was agreed", (S.DRAFTING, *_AFTER_DRAFT), "reg 13(1)", g.meeting_was_asked),
    _keeps("settle_agreed_point", "Record what became of a point agreed", (S.DRAFTING, *_AFTER_DRAFT), "reg 13(1)", g.meeting_was_asked),
    _keeps("record_meeting_declined", "Record that the family gave up the meeting", (S.DRAFTING, *_AFTER_DRAFT), "reg 13(1)", g.meeting_was_asked, g.meeting_to_come),
    _moves("T12", "start_fresh_draft", "Start a fresh draft", _AFTER_DRAFT, S.DRAFTING, "Code 9.125", g.reason_given),
    _moves("T13", "consult_on_placement", "Consult settings", (S.DRAFT_WITH_FAMILY,), S.PLACING, "s39(2), s40(3)", g.setting_asked_or_window_over),
    _keeps("consult_another", "Consult more settings", (S.PLACING,), "s39(2), s40(3)"),
    _keeps("record_consultation_reply", "Record a setting's reply", (S.PLACING, S.FINALISING), "Code 9.83"),
    _keeps("ask_more_on_consultation", "Record what a consulted setting needs to know", (S.PLACING,), "Code 9.83", g.consultation_is_open),
    _keeps("record_consultation_attempt", "Record an attempt to reach a consulted setting", (S.PLACING,), "s39(2), s40(3)", g.consultation_is_open),
    _keeps("record_setting_not_reached", "Say that a setting could not be reached", (S.PLACING,), "s39(2), s40(3)", g.consultation_is_open, g.attempts_prove_it),
    _moves("T14", "settle_placement", "Decide placement", (S.PLACING,), S.FINALISING, "s39(3) to (5), s40(2)", g.window_over, g.consultations_over, g.requested_setting_consulted, g.not_naming_is_grounded, g.named_setting_consulted, g.placement_named, g.reasons_written),
    _moves("T15", "send_final_plan", "Send the final plan", (S.FINALISING,), S.PLAN_ISSUED, "reg 13(2)", g.window_over, g.representations_answered, g.meetings_met, g.points_settled, g.sections_present, g.needs_met, g.health_and_care_traced, g.nothing_lost, g.adulthood_provided, g.psychology_accepted, g.late_advice_looked_at, g.health_provision_agreed, g.plan_signed, g.others_told, g.letter_says_why_not_named, *_NOTICE),
    _keeps("record_family_message", "Record a message of the family", _ANY, OWN_PROMISE),
    _keeps("answer_family_message", "Reply to the family", _ANY, OWN_PROMISE, g.message_waits, g.answer_written, g.promise_is_whole),
    _keeps("close_family_message", "Say that a message needs no reply", _ANY, OWN_PROMISE, g.message_waits, g.reason_given),
    _keeps("update_family", "Tell the family of a delay", _OPEN, OWN_PROMISE, g.limit_is_owed, g.day_or_not_known, g.promise_is_whole, g.own_letter_is_due, *_NOTICE),
    _keeps("record_promise_kept", "Record that a promise to the family was kept", _ANY, OWN_PROMISE, g.promise_is_open),
    _keeps("record_family_reached", "Record that the family was rung or written to", _ANY, OWN_PROMISE, g.notice_not_opened),
    _keeps("record_notice_opened", "Record that a notice was opened", _ANY, OWN_PROMISE, g.notice_not_opened),
    _keeps("record_notice_failed", "Record that a notice did not get through", _ANY, OWN_PROMISE, g.notice_not_opened),
    _keeps("record_closure", "Record a closure of the setting", _OPEN, "reg 5(4)(a), 10(4)(a)"),
    _keeps("record_absence", "Record an absence from the area", _OPEN, "reg 5(4)(d), 10(4)(d)"),
    _keeps("record_circumstances", "Record exceptional circumstances", _OPEN, "reg 5(4)(c), 10(4)(c)"),
    _keeps("record_delay_cause", "Record a cause of delay", _ANY, "design", g.remedy_written),
    _keeps("acknowledge_alert", "Take up an alert", _ANY, "design"),
    _keeps("snooze_alert", "Put off an alert", _ANY, "design"),
    _keeps("delegate_alert", "Give an alert to another seat", _ANY, "design"),
    _keeps("put_back_alert", "Put back an alert", _ANY, "design"),
    _keeps("seal_document", "Seal a document that is about another child", _EVER, "design", g.document_is_open, g.reason_given),
    _keeps("unseal_document", "Unseal a document", _EVER, "design", g.document_is_sealed, g.reason_given),
    _moves("T25", "keep_open_after_withdrawal", "Keep open after a withdrawal", _OPEN, None, "s24, s36(3)", g.withdrawn_by_right_holder, g.reasons_written),
    _moves("T25", "withdraw", "Withdraw", _OPEN, S.WITHDRAWN, "s36(1)", g.withdrawn_by_right_holder, g.reasons_written),
    _moves("T26", "move_out", "Move to another authority", _OPEN, S.MOVED_OUT, "s24(1)", g.new_authority_named),
    _moves("T27", "record_death", "Record a death", _OPEN, S.DIED, "s24(1)", g.evidence_given),
    _moves("T27", "record_left_england", "Record that the family left England", _OPEN, S.LEFT_ENGLAND, "s24(1)", g.evidence_given),
    _moves("T27", "record_over_25", "Record that the young person is over 25", _OPEN, S.OVER_25, "s83(2)", g.evidence_given),
    _moves("T27", "record_not_in_area", "Record that the case is another area's", _OPEN, S.NOT_IN_AREA, "s24(1)", g.evidence_given),
    _moves("T27", "join_duplicate", "Join to the lead case", _OPEN, S.DUPLICATE, "s36(3)", g.lead_case_is_another),
    _moves("T28", "claim_exception", "Claim an exception", _WITH_EXCEPTIONS, None, "reg 5(4), 8(2), 10(4), 13(3)", g.exception_elements_given, g.ground_listed, g.ground_met, g.limit_still_open, g.no_claim_yet, g.late_claim_explained, g.family_told_of_exception),
    _keeps("settle_late_exception", "Approve or decline an exception claimed late", _WITH_EXCEPTIONS, "Code 9.43", g.late_claim_waits, g.reasons_written),
    _keeps("tell_of_exception", "Tell the family of an exception in writing", _WITH_EXCEPTIONS, "Code 9.43", g.exception_stands, *_NOTICE),
    _keeps("review_exception", "Look at an exception again", _WITH_EXCEPTIONS, "Code 9.43", g.exception_to_review, g.findings_written),
    _moves("T16", "start_mediation", "Record that the family wants mediation", _CLOSED, None, "s53, s54", g.decision_can_be_appealed, g.contacted_in_time, g.no_mediation_running),
    _keeps("tell_health_body", "Tell the health body of mediation", _CLOSED, "regs 34 to 39", g.mediation_running, g.health_body_to_tell),
    _keeps("end_mediation", "Record that mediation is over", _CLOSED, "regs 34, 38 and 39", g.mediation_running),
    _moves("T17", "agree_assessment", "Record an agreement to assess", (S.REFUSED_TO_ASSESS,), S.ASSESS_ORDERED, "reg 42(2)", g.mediation_running),
    _moves("T17", "agree_plan", "Record an agreement to make a plan", (S.NO_PLAN,), S.PLAN_ORDERED, "reg 42(2)", g.mediation_running),
    _moves("T17", "agree_amendment", "Record an agreement to amend the plan", (S.PLAN_ISSUED,), None, "reg 42(2)", g.mediation_running),
    _moves("T17", "agree_other", "Record another agreement at mediation", _CLOSED, None, "reg 42(3)", g.mediation_running),
    _keeps("carry_out_agreement", "Record that an agreement is carried out", _ANY, "reg 42(3)", g.agreement_to_carry_out),
    _moves("T18", "issue_certificate", "Record a mediation certificate", _CLOSED, None, "s55", g.decision_can_be_appealed, g.no_certificate_yet, g.mediation_declined_or_over),
    _moves("T19", "register_appeal", "Record an appeal", _CLOSED, None, "s51", g.decision_can_be_appealed, g.placement_is_in_a_plan, g.certificate_held, g.no_appeal_running),
    _keeps("respond_to_appeal", "Record the response to an appeal", _CLOSED, "s51", g.appeal_running, g.before_response),
    _keeps("withdraw_appeal", "Record that an appeal was withdrawn", _CLOSED, "s51", g.appeal_running),
    _moves("T20", "concede_assessment", "Do not oppose: assess", (S.REFUSED_TO_ASSESS,), S.ASSESS_ORDERED, "reg 45(3)", g.appeal_running, g.before_response),
    _moves("T20", "concede_plan", "Do not oppose: make a plan", (S.NO_PLAN,), S.PLAN_ORDERED, "reg 45", g.appeal_running, g.before_response),
    _moves("T20", "concede_amendment", "Do not oppose: amend the plan", (S.PLAN_ISSUED,), None, "reg 45(4) and (5)", g.appeal_running, g.before_response),
    _moves("T21", "order_to_assess", "Record an order to assess", (S.REFUSED_TO_ASSESS,), S.ASSESS_ORDERED, "reg 44(2)(b)", g.appeal_running),
    _moves("T21", "order_to_make_plan", "Record an order to make a plan", (S.NO_PLAN,), S.PLAN_ORDERED, "reg 44(2)(c)", g.appeal_running),
    _moves("T21", "order_to_reconsider", "Record an order to reconsider", (S.NO_PLAN,), S.REMITTED, "reg 44(2)(d)", g.appeal_running),
    _moves("T21", "order_to_amend", "Record an order to amend the plan", (S.PLAN_ISSUED,), None, "reg 44(2)(e), (f) and (h)", g.appeal_running),
    _moves("T21", "dismiss_appeal", "Record that an appeal was dismissed", _CLOSED, None, "s51", g.appeal_running),
    _moves("T22", "start_ordered_assessment", "Tell the family: the authority will assess, as ordered or agreed", (S.ASSESS_ORDERED,), S.ASSESSING, "reg 42(2), 44(2)(b), 45(3)", *_NOTICE),
    _moves("T23", "start_ordered_plan", "Start drafting, as ordered or agreed", (S.PLAN_ORDERED,), S.DRAFTING, "reg 42(2), 44(2)(c), 45"),
    _keeps("send_amended_plan", "Send the amended plan", (S.PLAN_ISSUED,), "reg 42(2), 44(2), 45", g.amendment_owed, g.plan_signed, g.amended_plan_told_to_others, *_NOTICE),
)
# fmt: on

STEPS: dict[str, Step] = {step.trigger: step for step in TABLE}
