"""Every state × every trigger: allowed where the statutory process has it and its guards hold, refused everywhere else.

What is expected is written from section 5.2 of the statutory timetable, not taken from the table it checks.
"""

from __future__ import annotations

import pytest

from ehc_workflow.domain.case import State
from ehc_workflow.domain.errors import TransitionRefusedError
from ehc_workflow.domain.workflow import STEPS, TABLE, allowed_steps, next_state
from tests.unit.domain.course import known_on
from tests.unit.domain.places import LAWFUL, at, in_state

S = State
REQUEST = {S.RECEIVED, S.CONSIDERING}
AFTER_DRAFT = {S.DRAFT_WITH_FAMILY, S.PLACING, S.FINALISING}
PLAN = {S.DRAFTING} | AFTER_DRAFT
ADVICE = {S.ASSESSING, S.DECIDING_PLAN} | PLAN
ORDERED = {S.ASSESS_ORDERED, S.PLAN_ORDERED, S.REMITTED}
OPEN = REQUEST | ADVICE | ORDERED
CLOSED = {S.PLAN_ISSUED, S.REFUSED_TO_ASSESS, S.NO_PLAN}
ANY = OPEN | CLOSED
EVER = set(S) - {S.NOT_OPEN}

MOVES: dict[str, tuple[str, set[State], State]] = {
    "receive_request": ("T1", {S.NOT_OPEN}, S.RECEIVED),
    "notify_refusal": ("T2, T4", REQUEST, S.REFUSED_TO_ASSESS),
    "tell_family_considering": ("T3", {S.RECEIVED}, S.CONSIDERING),
    "notify_assessment": ("T5", REQUEST, S.ASSESSING),
    "notify_refusal_to_reassess": ("", {S.RECEIVED}, S.REFUSED_TO_ASSESS),
    "notify_reassessment": ("", {S.RECEIVED}, S.ASSESSING),
    "complete_advice": ("T7", {S.ASSESSING}, S.DECIDING_PLAN),
    "notify_no_plan": ("T8, T24", {S.DECIDING_PLAN, S.REMITTED}, S.NO_PLAN),
    "notify_plan_will_be_made": ("T9, T24", {S.DECIDING_PLAN, S.REMITTED}, S.DRAFTING),
    "serve_draft": ("T10", {S.DRAFTING}, S.DRAFT_WITH_FAMILY),
    "start_fresh_draft": ("T12", AFTER_DRAFT, S.DRAFTING),
    "consult_on_placement": ("T13", {S.DRAFT_WITH_FAMILY}, S.PLACING),
    "settle_placement": ("T14", {S.PLACING}, S.FINALISING),
    "send_final_plan": ("T15", {S.FINALISING}, S.PLAN_ISSUED),
    "agree_assessment": ("T17", {S.REFUSED_TO_ASSESS}, S.ASSESS_ORDERED),
    "agree_plan": ("T17", {S.NO_PLAN}, S.PLAN_ORDERED),
    "concede_assessment": ("T20", {S.REFUSED_TO_ASSESS}, S.ASSESS_ORDERED),
    "concede_plan": ("T20", {S.NO_PLAN}, S.PLAN_ORDERED),
    "order_to_assess": ("T21", {S.REFUSED_TO_ASSESS}, S.ASSESS_ORDERED),
    "order_to_make_plan": ("T21", {S.NO_PLAN}, S.PLAN_ORDERED),
    "order_to_reconsider": ("T21", {S.NO_PLAN}, S.REMITTED),
    "start_ordered_assessment": ("T22", {S.ASSESS_ORDERED}, S.ASSESSING),
    "start_ordered_plan": ("T23", {S.PLAN_ORDERED}, S.DRAFTING),
    "withdraw": ("T25", OPEN, S.WITHDRAWN),
    "move_out": ("T26", OPEN, S.MOVED_OUT),
    "record_death": ("T27", OPEN, S.DIED),
    "record_left_england": ("T27", OPEN, S.LEFT_ENGLAND),
    "record_over_25": ("T27", OPEN, S.OVER_25),
    "record_not_in_area": ("T27", OPEN, S.NOT_IN_AREA),
    "join_duplicate": ("T27", OPEN, S.DUPLICATE),
}
PANEL = {*REQUEST, S.ASSESSING, S.DECIDING_PLAN, S.REMITTED, S.DRAFT_WITH_FAMILY, S.PLACING}
KEEPS: dict[str, tuple[str, set[State]]] = {
    "add_trigger": ("", OPEN),
    "correct_received_date": ("", ANY),
    "move_dates": ("", ANY),
    "assign": ("", ANY),
    "add_contact": ("", ANY),
    "confirm_address": ("", ANY),
    "agree_copies": ("", ANY),
    "record_language_needs": ("", OPEN),
    "consult_family": ("", REQUEST),
    "ask_for_missing": ("", OPEN),
    "receive_missing": ("", OPEN),
    "record_views": ("", OPEN),
    "decide_whether_to_assess": ("", REQUEST),
    "decide_whether_to_reassess": ("", {S.RECEIVED}),
    "confirm_refusal": ("", REQUEST | {S.DECIDING_PLAN, S.REMITTED}),
    "request_advice": ("T6", ADVICE),
    "record_request_received": ("", ADVICE),
    "route_request": ("", ADVICE),
    "allocate_request": ("", ADVICE),
    "invite_contributor": ("", ADVICE),
    "withdraw_invitation": ("", ADVICE),
    "decline_to_ask": ("", ADVICE),
    "record_family_ask": ("", REQUEST | ADVICE | {S.ASSESS_ORDERED}),
    "decline_family_ask": ("", ADVICE | {S.PLAN_ORDERED, S.REMITTED}),
    "record_reuse": ("", ADVICE),
    "submit_advice": ("", ADVICE),
    "join_advice": ("", ADVICE),
    "mark_out_advice": ("", ADVICE),
    "give_views": ("", ADVICE),
    "record_views_not_obtained": ("", ADVICE),
    "accept_advice": ("", ADVICE),
    "return_advice": ("", ADVICE),
    "put_on_agenda": ("", PANEL),
    "change_pack": ("", PANEL),
    "take_off_agenda": ("", PANEL),
    "declare_interest": ("", PANEL),
    "record_panel_advice": ("", PANEL),
    "settle_recheck": ("", ADVICE - {S.ASSESSING}),
    "reply_to_request": ("", ADVICE),
    "settle_not_known": ("", ADVICE),
    "record_screening": ("", ADVICE),
    "record_chase": ("", ADVICE),
    "record_alternative": ("", ADVICE),
    "record_missed_appointment": ("", ADVICE),
    "plan_visit": ("", ADVICE),
    "record_visit_kept": ("", ADVICE),
    "call_off_visit": ("", ADVICE),
    "decide_whether_to_issue": ("", {S.DECIDING_PLAN, S.REMITTED}),
    "account_for_advice": ("", PLAN),
    "hand_over_plan": ("", {S.PLAN_ISSUED}),
    "audit_plan": ("", {S.PLAN_ISSUED}),
    "ask_author": ("", PLAN),
    "answer_question": ("", PLAN),
    "take_back_question": ("", PLAN),
    "check_plan": ("", PLAN),
    "save_plan": ("", PLAN | {S.PLAN_ISSUED}),
    "agree_health_provision": ("", PLAN),
    "share_part_draft": ("", {S.DRAFTING}),
    "record_representation": ("T11", PLAN),
    "answer_representation": ("", PLAN),
    "add_to_representation": ("", PLAN),
    "take_back_representation": ("", PLAN),
    "offer_meeting": ("", PLAN),
    "record_offer_refused": ("", PLAN),
    "record_meeting_held": ("", PLAN),
    "settle_agreed_point": ("", PLAN),
    "record_meeting_declined": ("", PLAN),
    "consult_another": ("", {S.PLACING}),
    "record_consultation_attempt": ("", {S.PLACING}),
    "record_setting_not_reached": ("", {S.PLACING}),
    "record_consultation_reply": ("", {S.PLACING, S.FINALISING}),
    "ask_more_on_consultation": ("", {S.PLACING}),
    "record_family_message": ("", ANY),
    "answer_family_message": ("", ANY),
    "close_family_message": ("", ANY),
    "update_family": ("", OPEN),
    "record_promise_kept": ("", ANY),
    "record_family_reached": ("", ANY),
    "record_notice_opened": ("", ANY),
    "record_notice_failed": ("", ANY),
    "record_closure": ("", OPEN),
    "record_absence": ("", OPEN),
    "record_circumstances": ("", OPEN),
    "record_delay_cause": ("", ANY),
    "acknowledge_alert": ("", ANY),
    "snooze_alert": ("", ANY),
    "delegate_alert": ("", ANY),
    "put_back_alert": ("", ANY),
    "seal_document": ("", EVER),
    "unseal_document": ("", EVER),
    "keep_open_after_withdrawal": ("T25", OPEN),
    "claim_exception": ("T28", OPEN - {S.REMITTED}),
    "settle_late_exception": ("", OPEN - {S.REMITTED}),
    "tell_of_exception": ("", OPEN - {S.REMITTED}),
    "review_exception": ("", OPEN - {S.REMITTED}),
    "start_mediation": ("T16", CLOSED),
    "tell_health_body": ("", CLOSED),
    "end_mediation": ("", CLOSED),
    "agree_amendment": ("T17", {S.PLAN_ISSUED}),
    "agree_other": ("T17", CLOSED),
    "carry_out_agreement": ("", ANY),
    "issue_certificate": ("T18", CLOSED),
    "register_appeal": ("T19", CLOSED),
    "respond_to_appeal": ("", CLOSED),
    "withdraw_appeal": ("", CLOSED),
    "concede_amendment": ("T20", {S.PLAN_ISSUED}),
    "order_to_amend": ("T21", {S.PLAN_ISSUED}),
    "dismiss_appeal": ("T21", CLOSED),
    "send_amended_plan": ("", {S.PLAN_ISSUED}),
}
FROM = {
    **{trigger: sources for trigger, (_, sources, _) in MOVES.items()},
    **{trigger: sources for trigger, (_, sources) in KEEPS.items()},
}


OF_A_REASSESSMENT = {
    "decide_whether_to_reassess",
    "notify_refusal_to_reassess",
    "notify_reassessment",
}
OF_A_FIRST = {
    "consult_family",
    "tell_family_considering",
    "decide_whether_to_assess",
    "notify_refusal",
    "notify_assessment",
}


def test_the_table_has_these_steps_and_no_others() -> None:
    assert set(STEPS) == set(FROM)
    assert len(TABLE) == len(STEPS)


def test_the_numbers_of_the_process_are_all_there() -> None:
    numbers = {number for step in TABLE for number in step.number.split(", ") if number}
    assert numbers == {f"T{number}" for number in range(1, 29)}


def test_each_step_has_the_number_the_process_gives_it() -> None:
    expected = {trigger: row[0] for trigger, row in {**MOVES, **KEEPS}.items()}
    assert {step.trigger: step.number for step in TABLE} == expected


@pytest.mark.parametrize("trigger", [*MOVES, *KEEPS])
def test_a_step_is_allowed_in_its_states_when_its_guards_hold(trigger: str) -> None:
    for state in FROM[trigger]:
        course = at(state)
        command = LAWFUL[trigger](course)
        expected = MOVES[trigger][2] if trigger in MOVES else course.now.state
        assert next_state(course.now, command, known_on(course.today)) is expected, state


@pytest.mark.parametrize("trigger", list(FROM))
def test_a_step_is_refused_in_every_other_state_and_what_is_open_is_named(trigger: str) -> None:
    course = at(min(FROM[trigger]))
    command = LAWFUL[trigger](course)
    for state in set(State) - FROM[trigger]:
        with pytest.raises(TransitionRefusedError, match="not open while the case is") as refused:
            next_state(in_state(course.now, state), command, known_on(course.today))
        assert refused.value.unmet == ()
        of_the_other = OF_A_FIRST if course.now.reassesses else OF_A_REASSESSMENT
        here = {name for name in FROM if state in FROM[name]}
        assert set(refused.value.allowed) == here - of_the_other


def test_a_closed_case_with_no_way_back_allows_nothing_but_to_close_what_is_anothers() -> None:
    ended = set(State) - OPEN - CLOSED - {S.NOT_OPEN}
    for state in ended:
        triggers = {step.trigger for step in allowed_steps(state)}
        assert triggers == {"seal_document", "unseal_document"}, state
