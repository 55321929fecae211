"""Who may ask what of which case: one table of role × step, and the reach of a seat."""

from __future__ import annotations

from collections.abc import Iterable

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import SYSTEM, Actor, Role, Seat
from ehc_workflow.domain.case import AdviceItem, AdviceRequest, Case
from ehc_workflow.domain.errors import NotFoundError, NotPermittedError
from ehc_workflow.domain.joint_advice import is_offered, read_together
from ehc_workflow.domain.workflow import STEPS

OFFICERS = frozenset({Role.CASEWORKER, Role.DECISION_MAKER, Role.MANAGER})
HEALTH = frozenset({Role.DCO, Role.HEALTH_ADMINISTRATOR})
CONTRIBUTORS = HEALTH | {Role.SOCIAL_CARE, Role.PSYCHOLOGY, Role.SETTING}
ALLOCATES = frozenset({Role.PSYCHOLOGY, Role.SOCIAL_CARE})
"""Services of the authority's own that give out their work by seat; any seat of theirs may."""
GIVE_ADVICE = CONTRIBUTORS | {Role.INVITED}
"""Who gives advice: those who have a desk, and whoever was invited to give one piece."""
AUTHORITY_WIDE = OFFICERS | {Role.PLAN_WRITER, Role.AUDITOR, Role.ADMINISTRATOR}

_DECIDES = frozenset({Role.DECISION_MAKER})
_WORKS = frozenset({Role.CASEWORKER, Role.MANAGER})
_CONTRIBUTES = GIVE_ADVICE | _WORKS
_INVITES = CONTRIBUTORS | _WORKS
_TOLD = CONTRIBUTORS | OFFICERS

MAY: dict[str, frozenset[Role]] = {
    "receive_request": _WORKS,
    "import_case": frozenset({Role.ADMINISTRATOR}),
    "add_trigger": OFFICERS | {Role.ADMINISTRATOR},  # a row of an import joins a case that is here
    "correct_received_date": _WORKS,
    "move_dates": frozenset({Role.ADMINISTRATOR}),
    "assign": _WORKS | {Role.ADMINISTRATOR},
    "add_contact": _WORKS,
    "confirm_address": _WORKS,
    "agree_copies": OFFICERS,
    "record_language_needs": _WORKS,
    "consult_family": _WORKS,
    "ask_for_missing": _WORKS,
    "receive_missing": _WORKS,
    "record_views": _WORKS | {Role.FAMILY},
    "tell_family_considering": OFFICERS,
    "decide_whether_to_assess": _DECIDES,
    "confirm_refusal": frozenset({Role.DECISION_MAKER, Role.MANAGER}),
    "notify_refusal": OFFICERS,
    "notify_assessment": OFFICERS,
    "decide_whether_to_reassess": _DECIDES,
    "notify_reassessment": OFFICERS,
    "notify_refusal_to_reassess": OFFICERS,
    "request_advice": _WORKS,
    "record_request_received": _CONTRIBUTES,
    "route_request": _WORKS | HEALTH | {Role.ADMINISTRATOR},  # what a service owes that closes
    "allocate_request": ALLOCATES,
    "invite_contributor": _INVITES,
    "withdraw_invitation": _INVITES,
    "decline_to_ask": OFFICERS,
    "record_family_ask": _WORKS | {Role.FAMILY},
    "decline_family_ask": OFFICERS,
    "record_reuse": _WORKS,
    "submit_advice": _CONTRIBUTES,
    "join_advice": _CONTRIBUTES,
    "give_views": _WORKS | {Role.FAMILY},
    "record_views_not_obtained": _WORKS | {Role.FAMILY},
    "mark_out_advice": _WORKS | {Role.PLAN_WRITER, Role.DCO},
    "accept_advice": _WORKS | {Role.PLAN_WRITER, Role.DCO},
    "return_advice": _WORKS | {Role.PLAN_WRITER, Role.DCO},
    "reply_to_request": _CONTRIBUTES,
    "settle_not_known": _WORKS | {Role.DCO},
    "record_screening": _WORKS | {Role.SOCIAL_CARE},
    "record_chase": _WORKS | {Role.DCO},
    "record_alternative": OFFICERS,
    "record_missed_appointment": _CONTRIBUTES,
    "plan_visit": _CONTRIBUTES,
    "record_visit_kept": _CONTRIBUTES,
    "call_off_visit": _CONTRIBUTES,
    "complete_advice": OFFICERS,
    "decide_whether_to_issue": _DECIDES,
    "put_on_agenda": OFFICERS,
    "change_pack": OFFICERS,
    "take_off_agenda": OFFICERS,
    "declare_interest": OFFICERS,
    "record_panel_advice": OFFICERS,
    "settle_recheck": OFFICERS,
    "notify_no_plan": OFFICERS,
    "notify_plan_will_be_made": OFFICERS,
    "save_plan": _WORKS | {Role.PLAN_WRITER},
    "ask_author": _WORKS | {Role.PLAN_WRITER},
    "answer_question": _CONTRIBUTES,
    "take_back_question": _WORKS | {Role.PLAN_WRITER},
    "check_plan": frozenset({Role.DECISION_MAKER, Role.MANAGER, Role.PLAN_WRITER}),
    "hand_over_plan": _WORKS,
    "audit_plan": frozenset({Role.DECISION_MAKER, Role.MANAGER}),
    "account_for_advice": _WORKS | {Role.PLAN_WRITER},
    "agree_health_provision": HEALTH | _WORKS,
    "share_part_draft": _WORKS | {Role.PLAN_WRITER},
    "serve_draft": OFFICERS,
    "record_representation": _WORKS | {Role.FAMILY},
    "answer_representation": OFFICERS,
    "add_to_representation": _WORKS | {Role.FAMILY},
    "take_back_representation": _WORKS | {Role.FAMILY},
    "offer_meeting": _WORKS,
    "record_offer_refused": _WORKS | {Role.FAMILY},
    "record_meeting_held": _WORKS,
    "settle_agreed_point": OFFICERS,
    "record_meeting_declined": _WORKS | {Role.FAMILY},
    "start_fresh_draft": _DECIDES,
    "consult_on_placement": _WORKS,
    "consult_another": _WORKS,
    "record_consultation_reply": _WORKS | {Role.SETTING},
    "ask_more_on_consultation": _WORKS | {Role.SETTING},
    "record_consultation_attempt": _WORKS,
    "record_setting_not_reached": _WORKS,
    "settle_placement": _DECIDES,
    "send_final_plan": _DECIDES,
    "record_family_message": _WORKS | {Role.FAMILY},
    "answer_family_message": OFFICERS,
    "close_family_message": OFFICERS,
    "update_family": OFFICERS,
    "record_promise_kept": OFFICERS,
    "record_family_reached": _WORKS,
    "record_notice_opened": frozenset({Role.FAMILY}),
    "record_notice_failed": _WORKS,
    "record_closure": _WORKS,
    "record_absence": _WORKS,
    "record_circumstances": OFFICERS,
    "record_delay_cause": OFFICERS,
    "acknowledge_alert": _TOLD,
    "snooze_alert": _TOLD,
    "delegate_alert": _TOLD,
    "put_back_alert": _TOLD,
    "seal_document": OFFICERS | {Role.ADMINISTRATOR},
    "unseal_document": frozenset({Role.ADMINISTRATOR}),  # who alone can see it
    "keep_open_after_withdrawal": _DECIDES,
    "withdraw": _DECIDES,
    "move_out": _WORKS,
    "record_death": _DECIDES,
    "record_left_england": _DECIDES,
    "record_over_25": _DECIDES,
    "record_not_in_area": _DECIDES,
    "join_duplicate": _DECIDES,
    "claim_exception": _DECIDES,
    "settle_late_exception": _DECIDES,
    "tell_of_exception": OFFICERS,
    "review_exception": OFFICERS,
    "start_mediation": _WORKS,
    "tell_health_body": _WORKS,
    "end_mediation": _WORKS,
    "agree_assessment": _DECIDES,
    "agree_plan": _DECIDES,
    "agree_amendment": _DECIDES,
    "agree_other": _DECIDES,
    "carry_out_agreement": _WORKS,
    "issue_certificate": _WORKS,
    "register_appeal": _WORKS,
    "respond_to_appeal": OFFICERS,
    "withdraw_appeal": _WORKS,
    "concede_assessment": _DECIDES,
    "concede_plan": _DECIDES,
    "concede_amendment": _DECIDES,
    "order_to_assess": _WORKS,
    "order_to_make_plan": _WORKS,
    "order_to_reconsider": _WORKS,
    "order_to_amend": _WORKS,
    "dismiss_appeal": _WORKS,
    "start_ordered_assessment": OFFICERS,
    "start_ordered_plan": _WORKS,
    "send_amended_plan": _DECIDES,
}


def permit(actor: Actor, command: c.Command, case: Case) -> None:
    """Raise unless one of the actor's seats both reaches this case and may ask this of it."""
    if actor.id == SYSTEM.id:
        return
    reaching = [seat for seat in actor.seats if _reaches(seat, command, case)]
    if not reaching:
        raise NotFoundError("There is no such case, or it is not yours to know of.")
    if not any(seat.role in MAY[command.step] for seat in reaching):
        step = STEPS.get(command.step)
        label = step.label if step else "Bring in cases"
        raise NotPermittedError(f"{label}: your role may not do this.")
    if all(seat.role is Role.INVITED for seat in reaching):
        _permit_by_a_link(reaching, command, case)
    _permit_here(reaching, command, case)


def _permit_here(reaching: list[Seat], command: c.Command, case: Case) -> None:
    """What a role may ask and still not always, or not of everything on the case."""
    if isinstance(command, c.UpdateFamily) and command.automatic:
        raise NotPermittedError("Only the engine sends a letter as written by itself.")
    if isinstance(command, c.CompleteAdvice):
        _permit_going_without(reaching, command)
    if isinstance(command, c.RecordRequestReceived):
        _permit_moving_receipt(reaching, command, case)
    if isinstance(command, c.JoinAdvice):
        _permit_joining(reaching, command, case)
    if isinstance(command, c.AcceptAdvice | c.ReturnAdvice):
        _permit_judging(reaching, command, case)


def _permit_by_a_link(seats: list[Seat], command: c.Command, case: Case) -> None:
    """A one-time link ends with the advice: who came by it may still read what was given, and do no more."""
    request = case.advice_request(getattr(command, "request_id", ""))
    links = [request.invitation(seat.id) for seat in seats] if request else []
    if not any(link is not None and link.used_on is None for link in links):
        raise NotPermittedError("The advice was given, and your link ended with it.")


def _permit_going_without(seats: list[Seat], command: c.CompleteAdvice) -> None:
    """Only a decision-maker may go on without advice the law lists."""
    decides = any(seat.role is Role.DECISION_MAKER for seat in seats)
    if command.why_without.strip() and not decides:
        raise NotPermittedError("Going on without some advice is for a decision-maker to decide.")


def _permit_moving_receipt(seats: list[Seat], command: c.RecordRequestReceived, case: Case) -> None:
    """Who owes advice says once when the request came: a later day, and later limit, is the authority's to record."""
    request = case.advice_request(command.request_id)
    recorded = request is not None and request.received_by_body_on is not None
    rerouted = request is not None and request.health_question_settled_on is not None
    if recorded and not rerouted and not any(seat.role in _WORKS for seat in seats):
        raise NotPermittedError("The day the request was received is on file already.")


def _permit_joining(seats: list[Seat], command: c.JoinAdvice, case: Case) -> None:
    """Who owes advice may sign what was given as written with them; the rest is not theirs to know of."""
    offered = is_offered(case, command.joint_with, command.request_id)
    if not offered and not any(seat.role in _WORKS for seat in seats):
        raise NotPermittedError(
            "Nobody has said that this advice was written together with you. Ask whoever gave it to say so, or send "
            "the caseworker the report that you both signed."
        )


def _permit_judging(
    seats: list[Seat], command: c.AcceptAdvice | c.ReturnAdvice, case: Case
) -> None:
    """Joint advice is judged for everybody who signed it: by somebody who may judge the advice of each of them."""
    request = case.advice_request(command.request_id)
    if request is not None and not judges_all(seats, case, request):
        raise NotPermittedError(
            "This advice was signed by another service too, whose advice is not yours to check: the caseworker "
            "checks it for both."
        )


def judges_all(seats: Iterable[Seat], case: Case, request: AdviceRequest) -> bool:
    """Whether these seats may judge a request's newest advice for every service that signed it."""
    judging = [seat for seat in seats if seat.role in MAY["accept_advice"]]
    return all(
        any(seat.role in AUTHORITY_WIDE or reaches_request(seat, each) for seat in judging)
        for each in read_together(case, request)[1:]
    )


def authorities_kept(actor: Actor, keepers: frozenset[Role], says: str) -> tuple[str, ...]:
    """The authorities for the whole of which the actor keeps something; raises `NotPermittedError` where none is."""
    keeping = (seat for seat in actor.seats if seat.role in keepers and is_for_all(seat))
    found = tuple(sorted({seat.authority_id for seat in keeping}))
    if not found:
        raise NotPermittedError(says)
    return found


def is_for_all(seat: Seat) -> bool:
    """Whether a seat speaks for its whole authority: a team's manager does for the team alone."""
    return seat.team_id is None or seat.role is Role.ADMINISTRATOR


def may_register(actor: Actor) -> bool:
    """Whether one of this person's seats opens cases."""
    return any(seat.role in MAY["receive_request"] for seat in actor.seats)


def may_step(actor: Actor, trigger: str, case: Case) -> bool:
    """Whether the actor's role may ask this step of this case, whatever its guards say."""
    return any(seat.role in MAY[trigger] for seat in actor.seats if reaches_case(seat, case))


def sees_whole_case(actor: Actor, case: Case) -> bool:
    """Whether the actor works for the authority on this case; everybody else sees only their own part of it."""
    return any(seat.role in AUTHORITY_WIDE and reaches_case(seat, case) for seat in actor.seats)


def reaches_case(seat: Seat, case: Case) -> bool:
    """Whether this seat may know of this case at all."""
    if seat.role is Role.FAMILY:
        return seat.assessment_id == case.id
    if seat.authority_id != case.authority_id:
        return False
    if seat.role in AUTHORITY_WIDE:
        return seat.team_id is None or seat.team_id == case.team_id
    return any(reaches_request(seat, request) for request in case.advice) or (
        seat.role is Role.SETTING
        and any(asked.setting_id == seat.service_id for asked in case.consultations)
    )


def reaches_request(seat: Seat, request: AdviceRequest) -> bool:
    """Whether a contributor's seat may know of this request: a health body has one desk, others their own service.

    A desk sees what lies with its own body's services, with a service of no body, and with nobody: only what another
    body owes is hidden from it, so that there is no request of health that no desk sees.
    """
    if seat.role in HEALTH:
        is_healths = request.item is AdviceItem.HEALTH or request.bound_by_reg_8
        return is_healths and request.service_id not in seat.not_services
    if seat.role is Role.INVITED:
        link = request.invitation(seat.id)
        return link is not None and link.withdrawn_on is None
    return seat.role in CONTRIBUTORS and request.service_id == seat.service_id


def _reaches(seat: Seat, command: c.Command, case: Case) -> bool:
    if isinstance(command, c.ReceiveRequest | c.ImportCase):
        request = command.request if isinstance(command, c.ImportCase) else command
        within = seat.team_id is None or seat.team_id == request.team_id
        return seat.authority_id == request.authority_id and within
    if not reaches_case(seat, case):
        return False
    if seat.role in AUTHORITY_WIDE:
        return True
    if seat.role is Role.SETTING and isinstance(
        command, c.RecordConsultationReply | c.AskMoreOnConsultation
    ):
        return any(
            asked.id == command.consultation_id and asked.setting_id == seat.service_id
            for asked in case.consultations
        )
    request_id = getattr(command, "request_id", None)
    if request_id is None:
        return not isinstance(command, c.AlertCommand)  # the authority's own alerts
    asked = case.advice_request(request_id)
    if asked is None:
        return False
    if seat.role is Role.FAMILY:
        return asked.item is AdviceItem.FAMILY
    return reaches_request(seat, asked)
