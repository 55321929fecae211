"""Every guard: met where its step is lawful, alone unmet where one fact is changed, a real bool, and it says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import (
    AdviceItem,
    AgreedPoint,
    Case,
    Consultation,
    Contribution,
    Finding,
    Meeting,
    NotNamedGround,
    PanelAdvised,
    PanelMatter,
    Reassessed,
    Recheck,
    RefusalRoute,
    Representation,
    RepresentationKind,
    RestsOn,
    State,
    Sureness,
)
from ehc_workflow.domain.errors import TransitionRefusedError
from ehc_workflow.domain.facts import TriggerKind, Who
from ehc_workflow.domain.guards import GUARDS, Known
from ehc_workflow.domain.passed_over import PassedOver
from ehc_workflow.domain.workflow import STEPS, TABLE, next_state, unmet_guards
from ehc_workflow.rules.local_targets import OWN_PROMISE
from tests.builders import MONDAY, OTHER_SCHOOL, SCHOOL
from tests.unit.domain.course import known_on
from tests.unit.domain.places import CASE_ID, LAWFUL, at

S = State
DAY = timedelta(days=1)
Broken = tuple[Case, Any, Known]
Break = Callable[[Case, Any, Known], Broken]


def says(**changes: Any) -> Break:
    """The command says something else."""
    return lambda case, command, known: (case, replace(command, **changes), known)


def has(**changes: Any) -> Break:
    """The case is otherwise; a function makes the new value from the case."""

    def broken(case: Case, command: Any, known: Known) -> Broken:
        values = {name: v(case) if callable(v) else v for name, v in changes.items()}
        return replace(case, **values), command, known

    return broken


def all_said(case: Case, **changes: Any) -> tuple[Representation, ...]:
    """Everything the family said, otherwise."""
    return tuple(replace(said, **changes) for said in case.representations)


def born(day: date) -> Callable[[Case], Any]:
    """The child or young person was born on another day."""
    return lambda case: case.person and replace(case.person, date_of_birth=day)


def without(item: AdviceItem, **changes: Any) -> Callable[[Case], Any]:
    """The requests for one item changed, or with no change named taken away."""
    return lambda case: tuple(
        replace(request, **changes) if request.item is item else request
        for request in case.advice
        if changes or request.item is not item
    )


def every_request(**changes: Any) -> Callable[[Case], Any]:
    return lambda case: tuple(replace(request, **changes) for request in case.advice)


def decided(**changes: Any) -> Callable[[Case], Any]:
    return lambda case: case.assess_decision and replace(case.assess_decision, **changes)


def lines_with(section: str, **changes: Any) -> Callable[[Case, Any, Known], Broken]:
    return has(
        plan_lines=lambda case: tuple(
            replace(line, **changes) if line.section == section else line
            for line in case.plan_lines
        )
    )


def written(**changes: Any) -> Callable[[Case], Any]:
    return lambda case: case.plan_text and replace(case.plan_text, **changes)


def consulted(**changes: Any) -> Callable[[Case], Any]:
    return lambda case: tuple(replace(asked, **changes) for asked in case.consultations)


def contacted(**changes: Any) -> Callable[[Case], Any]:
    return lambda case: tuple(replace(contact, **changes) for contact in case.contacts)


def window_ends_that_day(case: Case, command: Any, known: Known) -> Broken:
    drafts = tuple(replace(draft, window_ends_on=command.decided_on) for draft in case.drafts)
    return replace(case, drafts=drafts), command, known


def asked_for_another(case: Case) -> tuple[Representation, ...]:
    request = Representation(
        id="another",
        kind=RepresentationKind.SETTING_REQUEST,
        received_on=date(2026, 4, 10),
        setting_id=OTHER_SCHOOL,
    )
    return (*case.representations, request)


def both(*breaks: Break) -> Break:
    """The case is otherwise, and the command says something else."""

    def broken(case: Case, command: Any, known: Known) -> Broken:
        for each in breaks:
            case, command, known = each(case, command, known)
        return case, command, known

    return broken


def not_named(setting_id: str) -> c.SettingNotNamed:
    return c.SettingNotNamed(
        setting_id=setting_id, ground=NotNamedGround.UNSUITABLE, because="The stairs"
    )


def other_school_too(case: Case) -> tuple[Consultation, ...]:
    (asked,) = case.consultations
    return (asked, replace(asked, id="other", setting_id=OTHER_SCHOOL))


def tried_once(case: Case) -> tuple[Consultation, ...]:
    """However often on one day."""
    (asked,) = case.consultations
    return (replace(asked, attempts=(asked.attempts[0], asked.attempts[0])),)


def another_was_named(case: Case, command: Any, known: Known) -> Broken:
    """The school that the family asked for is passed over, and the letter does not speak of it."""
    passed_over = PassedOver(
        name="Quayside School", ground=NotNamedGround.UNSUITABLE, because="The stairs."
    )
    return case, command, replace(known, passed_over=(passed_over,))


def asked_that_day(case: Case, command: Any, known: Known) -> Broken:
    silent = consulted(replied_on=None, consulted_on=command.decided_on)(case)
    return replace(case, consultations=silent), command, known


def only_the_parent_spoke(case: Case, command: Any, known: Known) -> Broken:
    course = at(S.ASSESSING).give_views(Who.PARENT)
    family = course.request_id(AdviceItem.FAMILY)
    return course.now, replace(command, request_id=family), known


def claimed_before(case: Case, command: Any, known: Known) -> Broken:
    course = at(S.DRAFTING)
    course.do(LAWFUL["claim_exception"](course))
    return course.now, command, known


def claimed_late(case: Case, command: Any, known: Known) -> Broken:
    late = date(2026, 6, 2)
    command = replace(command, decided_on=late, family_told_on=late, review_on=late)
    return case, command, known_on(late)


def assess_limit_met(case: Case, command: Any, known: Known) -> Broken:
    return (
        case,
        replace(command, limit="decide_whether_to_assess", ground="reg 5(4)(c)"),
        known,
    )


def every_version(**changes: Any) -> Callable[[Case], Any]:
    """Every version of every piece of advice changed."""
    return lambda case: tuple(
        replace(
            request,
            contributions=tuple(replace(one, **changes) for one in request.contributions),
        )
        for request in case.advice
    )


def claims(**changes: Any) -> Break:
    return has(exceptions=lambda case: tuple(replace(one, **changes) for one in case.exceptions))


def _with(step: str) -> Break:
    def broken(case: Case, command: Any, known: Known) -> Broken:
        course = at(case.state)
        course.do(LAWFUL[step](course))
        return course.now, command, known

    return broken


def advice_given_before(case: Case, command: Any, known: Known) -> Broken:
    course = at(case.state)
    given = LAWFUL["submit_advice"](course)
    course.do(given)
    return course.now, replace(command, request_id=given.request_id), known


def every_version_was_returned(case: Case, command: Any, known: Known) -> Broken:
    broken = every_version(returned_on=known.today)(case)
    return replace(case, advice=broken), command, known


def asked_of_the_family(case: Case, command: Any, known: Known) -> Broken:
    family = next(one.id for one in case.advice if one.item is AdviceItem.FAMILY)
    return case, replace(command, request_id=family), known


def accepted_alone(case: Case, command: Any, known: Known) -> Broken:
    own = Contribution(id="own", version=1, received_on=known.today, accepted_on=known.today)
    advice = tuple(
        replace(one, contributions=(own,)) if one.id == command.request_id else one
        for one in case.advice
    )
    return replace(case, advice=advice), command, known


mediation_asked_for = _with("start_mediation")
certified_before = _with("issue_certificate")
appealed_before = _with("register_appeal")


def facing(**changes: Any) -> Break:
    """The same with another meeting."""

    def broken(case: Case, command: Any, known: Known) -> Broken:
        assert known.meeting is not None
        return case, command, replace(known, meeting=replace(known.meeting, **changes))

    return broken


def advised_otherwise(case: Case, command: Any, known: Known) -> Broken:
    course = at(case.state)
    course.do(LAWFUL["put_on_agenda"](course))
    course.do(
        c.RecordPanelAdvice(
            assessment_id=case.id, agenda_id="item", advised=PanelAdvised.NO, said="Against."
        )
    )
    return replace(case, agenda=course.now.agenda), command, known


NOT_LOOKED_AT = (Recheck(id="late", request_id="r", raised_on=MONDAY, rests_on=RestsOn.DECISION),)
ALONE_UNMET: dict[str, tuple[str, State, Break]] = {
    "requester_entitled": (
        "receive_request",
        S.NOT_OPEN,
        says(kind=TriggerKind.YOUNG_PERSON_REQUEST),
    ),
    "family_consulted": (
        "decide_whether_to_assess",
        S.CONSIDERING,
        has(family_consulted_on=None),
    ),
    "reasons_written": ("decide_whether_to_assess", S.CONSIDERING, says(reasons="No.")),
    "limbs_answered": ("decide_whether_to_assess", S.CONSIDERING, says(may_have_sen=None)),
    "limbs_explained": (
        "decide_whether_to_issue",
        S.DECIDING_PLAN,
        says(plan_needed_because=" "),
    ),
    "extra_time_considered": (
        "decide_whether_to_assess",
        S.CONSIDERING,
        has(person=lambda case: replace(case.person, date_of_birth=date(2008, 1, 5))),
    ),
    "need_answered": ("decide_whether_to_issue", S.DECIDING_PLAN, says(plan_needed=None)),
    "newest_advice_seen": ("decide_whether_to_issue", S.DECIDING_PLAN, says(advice_seen=())),
    "views_considered": ("decide_whether_to_assess", S.CONSIDERING, says(views_considered=False)),
    "refusal_route_fits": (
        "decide_whether_to_assess",
        S.CONSIDERING,
        says(route=RefusalRoute.THRESHOLD),
    ),
    "may_ask_again": (
        "receive_request",
        S.NOT_OPEN,
        says(
            reassesses=Reassessed(last_assessed_on=MONDAY - 7 * DAY),
            kind=TriggerKind.BROUGHT_TO_ATTENTION,
        ),
    ),
    "is_first_assessment": (
        "decide_whether_to_assess",
        S.RECEIVED,
        has(reassesses=Reassessed(last_assessed_on=MONDAY - 7 * DAY)),
    ),
    "is_reassessment": ("decide_whether_to_reassess", S.RECEIVED, has(reassesses=None)),
    "further_need_answered": (
        "decide_whether_to_reassess",
        S.RECEIVED,
        says(further_needed=None),
    ),
    "assessed_lately": (
        "decide_whether_to_reassess",
        S.RECEIVED,
        both(says(too_soon=True), has(reassesses=Reassessed(last_assessed_on=MONDAY - 200 * DAY))),
    ),
    "health_body_not_refused": (
        "decide_whether_to_reassess",
        S.RECEIVED,
        has(
            triggers=lambda case: (
                replace(case.triggers[0], kind=TriggerKind.HEALTH_BODY_NOTIFICATION),
            )
        ),
    ),
    "decided_to_reassess": ("notify_reassessment", S.RECEIVED, has(assess_decision=None)),
    "decided_not_to_reassess": (
        "notify_refusal_to_reassess",
        S.RECEIVED,
        has(assess_decision=None),
    ),
    "plan_is_made_anew": (
        "decide_whether_to_issue",
        S.DECIDING_PLAN,
        has(reassesses=Reassessed(last_assessed_on=MONDAY - 7 * DAY)),
    ),
    "decided_to_assess": ("notify_assessment", S.CONSIDERING, has(assess_decision=None)),
    "decided_to_refuse": ("notify_refusal", S.CONSIDERING, has(assess_decision=None)),
    "refusal_fits_the_stage": (
        "notify_refusal",
        S.CONSIDERING,
        has(assess_decision=decided(route=RefusalRoute.THRESHOLD)),
    ),
    "confirmation_is_open": (
        "confirm_refusal",
        S.CONSIDERING,
        has(assess_decision=decided(confirmed_by="second")),
    ),
    "house_rules_confirmed": (
        "notify_refusal",
        S.CONSIDERING,
        has(assess_decision=decided(house_rules_only=True)),
    ),
    "decision_told_to_others": ("notify_no_plan", S.DECIDING_PLAN, says(health_body_told=False)),
    "right_holder_addressed": ("notify_assessment", S.CONSIDERING, says(addressee="nobody")),
    "copies_allowed": ("notify_assessment", S.CONSIDERING, says(copies=("nobody",))),
    "address_confirmed": (
        "notify_no_plan",
        S.DECIDING_PLAN,
        has(contacts=contacted(address_confirmed_on=date(2025, 1, 6))),
    ),
    "dated_the_day_it_goes": (
        "notify_assessment",
        S.CONSIDERING,
        says(dated_on=date(2026, 2, 6)),
    ),
    "notice_complete": ("notify_no_plan", S.DECIDING_PLAN, says(blocks=())),
    "message_waits": ("close_family_message", S.ASSESSING, says(message_id="nothing")),
    "answer_written": ("answer_family_message", S.ASSESSING, says(answer=" ")),
    "promise_is_whole": ("answer_family_message", S.ASSESSING, says(promised=" ")),
    "limit_is_owed": ("update_family", S.ASSESSING, has(triggers=())),
    "day_or_not_known": ("update_family", S.ASSESSING, says(sure=Sureness.ABOUT)),
    "own_letter_is_due": ("update_family", S.ASSESSING, says(automatic=True)),
    "promise_is_open": ("record_promise_kept", S.ASSESSING, says(promise_id="nothing")),
    "notice_not_opened": ("record_notice_opened", S.ASSESSING, says(notice_id="nothing")),
    "nothing_blank": (
        "complete_advice",
        S.ASSESSING,
        has(advice=without(AdviceItem.PSYCHOLOGY)),
    ),
    "qualified_teacher_consulted": (
        "complete_advice",
        S.ASSESSING,
        has(person=lambda case: replace(case.person, vision_impaired=True)),
    ),
    "answered_or_explained": (
        "complete_advice",
        S.ASSESSING,
        has(advice=without(AdviceItem.HEALTH, contributions=())),
    ),
    "request_is_open": ("record_chase", S.ASSESSING, says(request_id="nothing")),
    "not_asked_yet": (
        "decline_to_ask",
        S.ASSESSING,
        says(request_id=at(S.ASSESSING).request_id(AdviceItem.HEALTH)),
    ),
    "ask_is_open": ("decline_family_ask", S.ASSESSING, says(ask_id="nothing")),
    "advice_to_check": ("accept_advice", S.ASSESSING, has(advice=every_request(contributions=()))),
    "advice_was_asked": ("submit_advice", S.ASSESSING, says(request_id="nothing")),
    "matter_is_open": ("put_on_agenda", S.CONSIDERING, says(matter=PanelMatter.PLACEMENT)),
    "meeting_takes_it": ("put_on_agenda", S.CONSIDERING, facing(matters=frozenset())),
    "meets_before_the_limit": (
        "put_on_agenda",
        S.CONSIDERING,
        facing(meets_on=date(2026, 2, 24), attended=None),
    ),
    "on_the_agenda": ("take_off_agenda", S.CONSIDERING, has(agenda=())),
    "meeting_was_held": ("record_panel_advice", S.CONSIDERING, facing(attended=None, quorum=0)),
    "panel_is_quorate": ("record_panel_advice", S.CONSIDERING, facing(quorum=4)),
    "panel_words_written": ("record_panel_advice", S.CONSIDERING, says(said=" ")),
    "difference_explained": (
        "decide_whether_to_assess",
        S.CONSIDERING,
        advised_otherwise,
    ),
    "recheck_is_open": ("settle_recheck", S.DRAFTING, says(recheck_id="nothing")),
    "finding_fits": ("settle_recheck", S.DRAFTING, says(finding=Finding.FRESH_DRAFT)),
    "late_advice_looked_at": (
        "serve_draft",
        S.DRAFTING,
        has(rechecks=NOT_LOOKED_AT),
    ),
    "joins_another": ("join_advice", S.ASSESSING, says(joint_with="of another child")),
    "joins_newest": ("join_advice", S.ASSESSING, every_version_was_returned),
    "joins_no_views": ("join_advice", S.ASSESSING, asked_of_the_family),
    "joins_no_sealed_file": ("join_advice", S.ASSESSING, has(sealed_documents=("file",))),
    "not_accepted_alone": ("join_advice", S.ASSESSING, accepted_alone),
    "files_to_mark_out": (
        "mark_out_advice",
        S.ASSESSING,
        has(advice=every_version(is_files_alone=False)),
    ),
    "marked_out": ("accept_advice", S.ASSESSING, has(advice=every_version(markings=0))),
    "newest_looked_at": ("accept_advice", S.ASSESSING, says(contribution_id="an earlier one")),
    "views_heard": ("accept_advice", S.ASSESSING, only_the_parent_spoke),
    "gaps_named": ("return_advice", S.ASSESSING, says(gaps=" ")),
    "lies_with_a_service": (
        "allocate_request",
        S.ASSESSING,
        has(advice=every_request(service_id=None)),
    ),
    "visit_is_open": ("call_off_visit", S.ASSESSING, has(advice=every_request(visits=()))),
    "not_known_to_social_care": (
        "record_screening",
        S.ASSESSING,
        has(advice=every_request(replies=())),
    ),
    "nothing_given_yet": (
        "route_request",
        S.ASSESSING,
        advice_given_before,
    ),
    "not_known_is_open": ("settle_not_known", S.ASSESSING, has(advice=every_request(replies=()))),
    "document_is_open": (
        "seal_document",
        S.ASSESSING,
        has(sealed_documents=("report",)),
    ),
    "document_is_sealed": ("unseal_document", S.ASSESSING, has(sealed_documents=())),
    "decided_no_plan": ("notify_no_plan", S.DECIDING_PLAN, has(plan_decision=None)),
    "decided_to_make_plan": (
        "notify_plan_will_be_made",
        S.DECIDING_PLAN,
        has(plan_decision=None),
    ),
    "sections_present": (
        "serve_draft",
        S.DRAFTING,
        has(plan_text=written(sections=("A", "B", "C", "D", "F", "G", "H1", "H2"))),
    ),
    "plan_is_written": ("check_plan", S.DRAFTING, has(plan_lines=())),
    "needs_met": ("serve_draft", S.DRAFTING, lines_with("F", meets=())),
    "health_and_care_traced": ("serve_draft", S.DRAFTING, lines_with("D", sources=())),
    "adulthood_provided": ("serve_draft", S.DRAFTING, has(person=born(date(2011, 9, 1)))),
    "nothing_lost": ("serve_draft", S.DRAFTING, lines_with("F", sources=())),
    "no_setting_named": ("serve_draft", S.DRAFTING, has(plan_text=written(setting_named=True))),
    "health_provision_agreed": (
        "serve_draft",
        S.DRAFTING,
        has(health_provision_agreed_on=None),
    ),
    "provision_to_agree": ("agree_health_provision", S.DRAFTING, has(plan_text=None)),
    "psychology_accepted": (
        "serve_draft",
        S.DRAFTING,
        has(advice=without(AdviceItem.PSYCHOLOGY, contributions=())),
    ),
    "change_is_prompted": ("save_plan", S.FINALISING, says(prompted_by=None)),
    "draft_was_served": ("record_representation", S.DRAFT_WITH_FAMILY, has(drafts=())),
    "setting_asked_or_window_over": (
        "consult_on_placement",
        S.DRAFT_WITH_FAMILY,
        has(representations=()),
    ),
    "window_over": ("settle_placement", S.PLACING, window_ends_that_day),
    "consultations_over": ("settle_placement", S.PLACING, asked_that_day),
    "consultation_is_open": (
        "ask_more_on_consultation",
        S.PLACING,
        has(consultations=consulted(replied_on=MONDAY)),
    ),
    "requested_setting_consulted": (
        "settle_placement",
        S.PLACING,
        both(has(representations=asked_for_another), says(not_named=(not_named(OTHER_SCHOOL),))),
    ),
    "not_naming_is_grounded": (
        "settle_placement",
        S.PLACING,
        has(representations=asked_for_another, consultations=other_school_too),
    ),
    "named_setting_consulted": (
        "settle_placement",
        S.PLACING,
        says(setting_id=OTHER_SCHOOL, not_named=(not_named(SCHOOL),)),
    ),
    "placement_named": (
        "settle_placement",
        S.PLACING,
        says(setting_id=None, not_named=(not_named(SCHOOL),)),
    ),
    "attempts_prove_it": (
        "record_setting_not_reached",
        S.PLACING,
        has(consultations=tried_once),
    ),
    "letter_says_why_not_named": ("send_final_plan", S.FINALISING, another_was_named),
    "representations_answered": (
        "send_final_plan",
        S.FINALISING,
        has(
            representations=lambda case: tuple(
                replace(said, answered_on=None) for said in case.representations
            )
        ),
    ),
    "representation_stands": (
        "answer_representation",
        S.PLACING,
        has(representations=lambda case: all_said(case, taken_back_on=MONDAY)),
    ),
    "representation_waits": (
        "take_back_representation",
        S.PLACING,
        has(representations=lambda case: all_said(case, answered_on=MONDAY)),
    ),
    "meeting_was_asked": (
        "record_meeting_held",
        S.PLACING,
        has(representations=lambda case: all_said(case, kind=RepresentationKind.COMMENT)),
    ),
    "meeting_to_come": (
        "offer_meeting",
        S.PLACING,
        has(representations=lambda case: all_said(case, meeting=Meeting(held_on=MONDAY))),
    ),
    "meetings_met": (
        "send_final_plan",
        S.FINALISING,
        has(
            representations=lambda case: all_said(
                case, kind=RepresentationKind.MEETING_REQUEST, meeting=Meeting()
            )
        ),
    ),
    "points_settled": (
        "send_final_plan",
        S.FINALISING,
        has(
            representations=lambda case: all_said(
                case,
                kind=RepresentationKind.MEETING_REQUEST,
                meeting=Meeting(held_on=MONDAY, points=(AgreedPoint(number=1),)),
            )
        ),
    ),
    "plan_signed": ("send_final_plan", S.FINALISING, says(signed_by=" ")),
    "others_told": ("send_final_plan", S.FINALISING, says(setting_told=False)),
    "withdrawn_by_right_holder": ("withdraw", S.ASSESSING, says(by_contact_id="nobody")),
    "evidence_given": ("record_death", S.ASSESSING, says(evidence="")),
    "lead_case_is_another": ("join_duplicate", S.ASSESSING, says(lead_assessment_id=CASE_ID)),
    "new_authority_named": ("move_out", S.ASSESSING, says(new_authority=" ")),
    "exception_elements_given": ("claim_exception", S.DRAFTING, says(evidence="")),
    "family_told_of_exception": (
        "claim_exception",
        S.DRAFTING,
        says(family_told_on=date(2026, 1, 13)),
    ),
    "ground_listed": ("claim_exception", S.DRAFTING, says(ground="reg 8(2)(c)")),
    "ground_met": ("claim_exception", S.DRAFTING, has(circumstances=())),
    "limit_still_open": ("claim_exception", S.ASSESSING, assess_limit_met),
    "no_claim_yet": ("claim_exception", S.DRAFTING, claimed_before),
    "late_claim_explained": ("claim_exception", S.DRAFTING, claimed_late),
    "late_claim_waits": (
        "settle_late_exception",
        S.DRAFTING,
        claims(late_claim_approved_by="another"),
    ),
    "exception_stands": (
        "tell_of_exception",
        S.DRAFTING,
        claims(is_late=True, late_claim_approved_by=None),
    ),
    "exception_to_review": ("review_exception", S.DRAFTING, claims(cause_ended_on=MONDAY)),
    "findings_written": ("review_exception", S.DRAFTING, says(findings=" ")),
    "remedy_written": ("record_delay_cause", S.ASSESSING, says(what_was_done="")),
    "decision_can_be_appealed": (
        "start_mediation",
        S.NO_PLAN,
        has(notices=lambda case: tuple(replace(n, set_aside=True) for n in case.notices)),
    ),
    "contacted_in_time": (
        "start_mediation",
        S.NO_PLAN,
        says(contacted_adviser_on=date(2026, 6, 15)),
    ),
    "no_mediation_running": ("start_mediation", S.NO_PLAN, mediation_asked_for),
    "mediation_running": ("end_mediation", S.NO_PLAN, says(mediation_id="none")),
    "health_body_to_tell": (
        "tell_health_body",
        S.NO_PLAN,
        has(
            mediations=lambda c: tuple(replace(m, health_body_told_on=MONDAY) for m in c.mediations)
        ),
    ),
    "mediation_declined_or_over": ("issue_certificate", S.NO_PLAN, says(declined_on=None)),
    "no_certificate_yet": ("issue_certificate", S.NO_PLAN, certified_before),
    "certificate_held": ("register_appeal", S.NO_PLAN, has(certificates=())),
    "placement_is_in_a_plan": ("register_appeal", S.NO_PLAN, says(placement_only=True)),
    "no_appeal_running": ("register_appeal", S.NO_PLAN, appealed_before),
    "appeal_running": ("order_to_assess", S.REFUSED_TO_ASSESS, says(appeal_id="none")),
    "before_response": (
        "concede_plan",
        S.NO_PLAN,
        has(appeals=lambda c: tuple(replace(a, responded_on=MONDAY) for a in c.appeals)),
    ),
    "agreement_to_carry_out": ("carry_out_agreement", S.NO_PLAN, says(agreement_id="none")),
    "amendment_owed": ("send_amended_plan", S.PLAN_ISSUED, has(appeals=())),
    "amended_plan_told_to_others": (
        "send_amended_plan",
        S.PLAN_ISSUED,
        says(health_body_told=False),
    ),
    "change_is_cited": ("move_dates", S.PLACING, says(provision=" ")),
    "reason_given": ("start_fresh_draft", S.PLACING, says(reason="")),
    "answer_explained": ("answer_representation", S.PLACING, says(reason="")),
}


def lawful(step: str, state: State) -> Broken:
    course = at(state)
    command = LAWFUL[step](course)
    return course.now, command, known_on(course.today)


def test_every_guard_is_tried_here() -> None:
    assert set(ALONE_UNMET) == set(GUARDS)


@pytest.mark.parametrize("name", list(ALONE_UNMET))
def test_a_guard_holds_where_its_step_is_lawful(name: str) -> None:
    step, state, _ = ALONE_UNMET[name]
    assert GUARDS[name] in STEPS[step].guards
    assert unmet_guards(STEPS[step], *lawful(step, state)) == ()


@pytest.mark.parametrize("name", list(ALONE_UNMET))
def test_a_guard_alone_stops_its_step(name: str) -> None:
    step, state, breaks = ALONE_UNMET[name]
    case, command, known = breaks(*lawful(step, state))
    with pytest.raises(TransitionRefusedError) as refused:
        next_state(case, command, known)
    assert [unmet.guard for unmet in refused.value.unmet] == [name]
    assert GUARDS[name].says in refused.value.message
    assert GUARDS[name].citation in refused.value.message


@pytest.mark.parametrize("guard", GUARDS.values(), ids=list(GUARDS))
def test_a_guard_has_a_sentence_and_a_provision_and_a_step_that_asks_it(guard: Any) -> None:
    assert guard.says[0].isupper()
    assert not guard.says.endswith(".")
    own = guard.citation == OWN_PROMISE
    assert own or re.match(r"(s\d|regs? \d|Code \d|r\d|design$)", guard.citation)
    assert any(guard in step.guards for step in TABLE)


def test_a_guard_answers_with_a_real_bool_and_changes_nothing() -> None:
    for step, state in ((step, state) for step, state, _ in ALONE_UNMET.values()):
        case, command, known = lawful(step, state)
        before = (repr(case), repr(command))
        for guard in STEPS[step].guards:
            answers = [guard.holds(case, command, known) for _ in range(2)]
            assert answers == [True, True]
            assert {type(answer) for answer in answers} == {bool}
        assert (repr(case), repr(command)) == before


@pytest.mark.parametrize("name", list(ALONE_UNMET))
def test_a_guard_that_does_not_hold_says_false_and_nothing_else(name: str) -> None:
    step, state, breaks = ALONE_UNMET[name]
    assert GUARDS[name].holds(*breaks(*lawful(step, state))) is False


def test_a_refusal_names_every_unmet_guard_and_not_only_the_first() -> None:
    case, command, known = lawful("send_final_plan", S.FINALISING)
    case = replace(
        case,
        drafts=(),
        representations=all_said(
            case,
            answered_on=None,
            kind=RepresentationKind.MEETING_REQUEST,
            meeting=Meeting(points=(AgreedPoint(number=1),)),
        ),
        person=born(date(2011, 9, 1))(case),
        plan_text=None,
        plan_lines=tuple(
            replace(line, sources=()) for line in case.plan_lines if line.section == "B"
        ),
        health_provision_agreed_on=None,
        advice=without(AdviceItem.PSYCHOLOGY, contributions=())(case),
        rechecks=NOT_LOOKED_AT,
        contacts=contacted(address_confirmed_on=None)(case),
    )
    command = replace(
        command,
        signed_by="",
        health_body_told=False,
        addressee="nobody",
        copies=("nobody",),
        dated_on=command.sent_on - DAY,
        blocks=(),
    )
    case, command, known = another_was_named(case, command, known)
    with pytest.raises(TransitionRefusedError) as refused:
        next_state(case, command, known)
    assert [unmet.guard for unmet in refused.value.unmet] == [
        guard.name for guard in STEPS["send_final_plan"].guards
    ]
    for unmet in refused.value.unmet:
        assert unmet.says in refused.value.message
