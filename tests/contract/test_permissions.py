"""Every role × every step: who may, who may not, and who does not even learn that there is a case."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import SYSTEM, Actor, Role, Seat
from ehc_workflow.domain.case import AdviceItem, Case, Invitation, State
from ehc_workflow.domain.errors import NotFoundError, NotPermittedError
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.permissions import MAY, may_step, permit
from tests.builders import AUTHORITY, MONDAY, SERVICES, TEAM, fixed_id
from tests.unit.domain.course import Course
from tests.unit.domain.places import CASE_ID, LAWFUL, at

S = State
CASEWORKER, DECIDER, MANAGER = "caseworker", "decision_maker", "manager"
WRITER, DCO, HEALTH = "plan_writer", "dco", "health_administrator"
SOCIAL, PSYCHOLOGY, SETTING, FAMILY = "social_care", "psychology", "setting", "family"
INVITED = "invited"
AUDITOR, ADMINISTRATOR = "auditor", "administrator"

WORKS = {CASEWORKER, MANAGER}
OFFICERS = WORKS | {DECIDER}
HAS_A_DESK = {DCO, HEALTH, SOCIAL, PSYCHOLOGY, SETTING}
GIVES = WORKS | HAS_A_DESK | {INVITED}
EXPECTED: dict[str, set[str]] = {
    "receive_request": WORKS,
    "add_trigger": OFFICERS | {ADMINISTRATOR},  # who brings in a caseload
    "correct_received_date": WORKS,
    "move_dates": {"administrator"},
    "assign": WORKS | {ADMINISTRATOR},
    "add_contact": WORKS,
    "confirm_address": WORKS,
    "agree_copies": OFFICERS,
    "record_language_needs": WORKS,
    "consult_family": WORKS,
    "ask_for_missing": WORKS,
    "receive_missing": WORKS,
    "record_views": WORKS | {FAMILY},
    "tell_family_considering": OFFICERS,
    "decide_whether_to_assess": {DECIDER},
    "confirm_refusal": {DECIDER, MANAGER},
    "notify_refusal": OFFICERS,
    "notify_assessment": OFFICERS,
    "decide_whether_to_reassess": {DECIDER},
    "notify_reassessment": OFFICERS,
    "notify_refusal_to_reassess": OFFICERS,
    "request_advice": WORKS,
    "record_request_received": GIVES,
    "route_request": WORKS | {DCO, HEALTH, ADMINISTRATOR},  # who closes a service sends its work on
    "allocate_request": {PSYCHOLOGY, SOCIAL},
    "invite_contributor": WORKS | HAS_A_DESK,
    "withdraw_invitation": WORKS | HAS_A_DESK,
    "decline_to_ask": OFFICERS,
    "record_family_ask": WORKS | {FAMILY},
    "decline_family_ask": OFFICERS,
    "record_reuse": WORKS,
    "submit_advice": GIVES,
    "give_views": WORKS | {FAMILY},
    "record_views_not_obtained": WORKS | {FAMILY},
    "join_advice": GIVES,
    "mark_out_advice": WORKS | {WRITER, DCO},
    "accept_advice": WORKS | {WRITER, DCO},
    "return_advice": WORKS | {WRITER, DCO},
    "put_on_agenda": OFFICERS,
    "change_pack": OFFICERS,
    "take_off_agenda": OFFICERS,
    "declare_interest": OFFICERS,
    "record_panel_advice": OFFICERS,
    "settle_recheck": OFFICERS,
    "reply_to_request": GIVES,
    "settle_not_known": WORKS | {DCO},
    "record_screening": WORKS | {SOCIAL},
    "record_chase": WORKS | {DCO},
    "record_alternative": OFFICERS,
    "record_missed_appointment": GIVES,
    "plan_visit": GIVES,
    "record_visit_kept": GIVES,
    "call_off_visit": GIVES,
    "complete_advice": OFFICERS,
    "decide_whether_to_issue": {DECIDER},
    "notify_no_plan": OFFICERS,
    "notify_plan_will_be_made": OFFICERS,
    "account_for_advice": WORKS | {WRITER},
    "hand_over_plan": WORKS,
    "audit_plan": {DECIDER, MANAGER},
    "ask_author": WORKS | {WRITER},
    "answer_question": GIVES,
    "take_back_question": WORKS | {WRITER},
    "check_plan": {DECIDER, MANAGER, WRITER},
    "save_plan": WORKS | {WRITER},
    "agree_health_provision": WORKS | {DCO, HEALTH},
    "share_part_draft": WORKS | {WRITER},
    "serve_draft": OFFICERS,
    "record_representation": WORKS | {FAMILY},
    "answer_representation": OFFICERS,
    "add_to_representation": WORKS | {FAMILY},
    "take_back_representation": WORKS | {FAMILY},
    "offer_meeting": WORKS,
    "record_offer_refused": WORKS | {FAMILY},
    "record_meeting_held": WORKS,
    "settle_agreed_point": OFFICERS,
    "record_meeting_declined": WORKS | {FAMILY},
    "start_fresh_draft": {DECIDER},
    "consult_on_placement": WORKS,
    "consult_another": WORKS,
    "record_consultation_reply": WORKS | {SETTING},
    "ask_more_on_consultation": WORKS | {SETTING},
    "record_consultation_attempt": WORKS,
    "record_setting_not_reached": WORKS,
    "settle_placement": {DECIDER},
    "send_final_plan": {DECIDER},
    "record_closure": WORKS,
    "record_absence": WORKS,
    "record_circumstances": OFFICERS,
    "record_delay_cause": OFFICERS,
    "acknowledge_alert": OFFICERS | HAS_A_DESK,
    "snooze_alert": OFFICERS | HAS_A_DESK,
    "delegate_alert": OFFICERS | HAS_A_DESK,
    "put_back_alert": OFFICERS | HAS_A_DESK,
    "seal_document": OFFICERS | {ADMINISTRATOR},
    "unseal_document": {ADMINISTRATOR},
    "keep_open_after_withdrawal": {DECIDER},
    "withdraw": {DECIDER},
    "move_out": WORKS,
    "record_family_message": WORKS | {FAMILY},
    "answer_family_message": OFFICERS,
    "close_family_message": OFFICERS,
    "update_family": OFFICERS,
    "record_promise_kept": OFFICERS,
    "record_family_reached": WORKS,
    "record_notice_opened": {FAMILY},
    "record_notice_failed": WORKS,
    "record_death": {DECIDER},
    "record_left_england": {DECIDER},
    "record_over_25": {DECIDER},
    "record_not_in_area": {DECIDER},
    "join_duplicate": {DECIDER},
    "claim_exception": {DECIDER},
    "settle_late_exception": {DECIDER},
    "tell_of_exception": OFFICERS,
    "review_exception": OFFICERS,
    "start_mediation": WORKS,
    "tell_health_body": WORKS,
    "end_mediation": WORKS,
    "carry_out_agreement": WORKS,
    "issue_certificate": WORKS,
    "register_appeal": WORKS,
    "withdraw_appeal": WORKS,
    "order_to_assess": WORKS,
    "order_to_make_plan": WORKS,
    "order_to_reconsider": WORKS,
    "order_to_amend": WORKS,
    "dismiss_appeal": WORKS,
    "start_ordered_plan": WORKS,
    "respond_to_appeal": OFFICERS,
    "start_ordered_assessment": OFFICERS,
    "agree_assessment": {DECIDER},
    "agree_plan": {DECIDER},
    "agree_amendment": {DECIDER},
    "agree_other": {DECIDER},
    "concede_assessment": {DECIDER},
    "concede_plan": {DECIDER},
    "concede_amendment": {DECIDER},
    "send_amended_plan": {DECIDER},
}
ITEM_OF = {
    Role.DCO: AdviceItem.HEALTH,
    Role.HEALTH_ADMINISTRATOR: AdviceItem.HEALTH,
    Role.SOCIAL_CARE: AdviceItem.SOCIAL_CARE,
    Role.PSYCHOLOGY: AdviceItem.PSYCHOLOGY,
    Role.SETTING: AdviceItem.EDUCATION,
    Role.INVITED: AdviceItem.HEALTH,
    Role.FAMILY: AdviceItem.FAMILY,
}
PEOPLE = [role for role in Role if role is not Role.SYSTEM]


def seated(role: Role, **changes: Any) -> Actor:
    """Somebody whose one seat reaches the case."""
    contributes = role in ITEM_OF and role not in (Role.FAMILY, Role.INVITED)
    seat = Seat(
        id="seat",
        role=role,
        authority_id=AUTHORITY,
        team_id=None if role in ITEM_OF else TEAM,
        service_id=SERVICES[ITEM_OF[role]] if contributes else None,
        assessment_id=CASE_ID if role is Role.FAMILY else None,
    )
    return Actor(id="somebody", name="Somebody", seats=(replace(seat, **changes),))


def place_of(step: str) -> State:
    """A state the step is open in, late enough that everybody has been asked where that can be."""
    sources = STEPS[step].sources
    return next(
        (state for state in (S.PLACING, S.ASSESSING, S.DRAFTING) if state in sources), sources[0]
    )


def with_a_link(case: Case) -> Case:
    """The case, with a one-time link to its health advice that leads to the seat of `seated`."""
    link = Invitation(id="seat", invited_on=MONDAY, last_day=MONDAY)
    return replace(
        case,
        advice=tuple(
            replace(request, invitations=(link,)) if request.item is AdviceItem.HEALTH else request
            for request in case.advice
        ),
    )


def written_with_everybody(case: Case) -> Case:
    """The case, with all its advice given as written together with everybody who was asked."""
    everybody = tuple(request.id for request in case.advice)
    return replace(
        case,
        advice=tuple(
            replace(
                request,
                contributions=tuple(
                    replace(one, offered_to=everybody) for one in request.contributions
                ),
            )
            for request in case.advice
        ),
    )


def asked(step: str, role: Role) -> tuple[c.Command, Case]:
    """The step, about what is this role's own; everybody has been asked, and nobody has said when it came."""
    course: Course = at(place_of(step))
    command = LAWFUL[step](course)
    case = replace(
        course.now,
        advice=tuple(
            replace(request, received_by_body_on=None)
            for request in course.now.advice or at(S.ASSESSING).now.advice
        ),
    )
    case = written_with_everybody(with_a_link(case))
    names = {field.name for field in fields(command)}
    if "request_id" in names and role in ITEM_OF:
        own = course.request_id(ITEM_OF[role])
        command = replace(command, request_id=own)
    return command, case


@pytest.mark.parametrize("step", list(EXPECTED))
@pytest.mark.parametrize("role", PEOPLE, ids=[role.value for role in PEOPLE])
def test_a_role_may_take_the_steps_that_are_its_own_and_no_others(role: Role, step: str) -> None:
    command, case = asked(step, role)
    if role.value in EXPECTED[step]:
        permit(seated(role), command, case)
        return
    with pytest.raises(NotPermittedError):
        permit(seated(role), command, case)


@pytest.mark.parametrize("step", list(EXPECTED))
def test_nobody_out_of_reach_learns_that_there_is_a_case(step: str) -> None:
    elsewhere = fixed_id("elsewhere")
    for role in PEOPLE:
        command, case = asked(step, role)
        strangers = [seated(role, authority_id=elsewhere)]
        if role is Role.FAMILY:
            strangers = [seated(role, assessment_id=elsewhere)]
        elif role is Role.INVITED:
            strangers.append(seated(role, id=elsewhere))
        elif role in ITEM_OF and role not in (Role.DCO, Role.HEALTH_ADMINISTRATOR):
            strangers.append(seated(role, service_id=elsewhere))
        elif role not in ITEM_OF:
            strangers.append(seated(role, team_id=elsewhere))
        if step == "receive_request":
            strangers = [seated(role, authority_id=elsewhere)]
        for stranger in strangers:
            with pytest.raises(NotFoundError):
                permit(stranger, command, case)
    with pytest.raises(NotFoundError):
        permit(Actor(id="nobody", name="Nobody", seats=()), *asked(step, Role.CASEWORKER))


def test_the_table_of_roles_holds_every_step_that_can_be_taken() -> None:
    assert set(EXPECTED) == set(STEPS)
    assert {step: {role.value for role in MAY[step]} for step in EXPECTED} == EXPECTED


@pytest.mark.parametrize("role", PEOPLE, ids=[role.value for role in PEOPLE])
def test_what_a_page_offers_is_what_the_table_says(role: Role) -> None:
    case = with_a_link(at(S.PLACING).now)
    offered = {step for step in MAY if may_step(seated(role), step, case)}
    assert offered == {step for step, roles in MAY.items() if role in roles}


def test_auditors_change_nothing() -> None:
    assert not any(Role.AUDITOR in roles for roles in MAY.values())


def test_the_engines_own_jobs_are_not_asked() -> None:
    for step in EXPECTED:
        permit(SYSTEM, *asked(step, Role.CASEWORKER))


@pytest.mark.parametrize("role", [Role.PSYCHOLOGY, Role.SOCIAL_CARE, Role.SETTING, Role.FAMILY])
@pytest.mark.parametrize("step", ["submit_advice", "reply_to_request", "record_request_received"])
def test_nobody_answers_for_another_service(role: Role, step: str) -> None:
    command, case = asked(step, role)
    course = at(S.ASSESSING)
    for item in course.items():
        if item is not ITEM_OF[role]:
            other = replace(command, request_id=course.request_id(item))  # type: ignore[call-arg]
            with pytest.raises(NotFoundError):
                permit(seated(role), other, case)


def test_who_was_invited_to_one_request_learns_of_no_other_of_the_same_service() -> None:
    course = at(S.ASSESSING)
    own = course.request_id(AdviceItem.HEALTH)
    request = course.now.advice_request(own)
    assert request is not None
    case = with_a_link(course.now)
    case = replace(case, advice=(*case.advice, replace(request, id="another")))
    reply = LAWFUL["reply_to_request"](course)
    permit(seated(Role.INVITED), replace(reply, request_id=own), case)
    other = replace(reply, request_id="another")
    permit(seated(Role.DCO), other, case)
    with pytest.raises(NotFoundError):
        permit(seated(Role.INVITED), other, case)


def test_a_setting_replies_to_its_own_consultation_only() -> None:
    course = at(S.PLACING)
    command = LAWFUL["record_consultation_reply"](course)
    permit(seated(Role.SETTING), command, course.now)
    another = replace(
        course.now,
        consultations=tuple(
            replace(asked, setting_id="another") for asked in course.now.consultations
        ),
    )
    with pytest.raises(NotFoundError):
        permit(seated(Role.SETTING), command, another)


def test_somebody_with_two_seats_may_do_what_either_may() -> None:
    both = Actor(
        id="both",
        name="Both",
        seats=(*seated(Role.CASEWORKER).seats, *seated(Role.DECISION_MAKER).seats),
    )
    for step in ("decide_whether_to_assess", "consult_family"):
        permit(both, *asked(step, Role.CASEWORKER))


def test_a_seat_elsewhere_lends_nothing_here() -> None:
    mixed = Actor(
        id="mixed",
        name="Mixed",
        seats=(
            *seated(Role.CASEWORKER).seats,
            *seated(Role.DECISION_MAKER, team_id=fixed_id("elsewhere")).seats,
        ),
    )
    with pytest.raises(NotPermittedError):
        permit(mixed, *asked("decide_whether_to_assess", Role.CASEWORKER))
