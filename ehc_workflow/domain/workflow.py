"""The lifecycle: one transition table, one machine, and what it allows now.

The machine belongs to no case: it moves a throw-away cursor, so a `Case` stays frozen. A step without a destination
keeps the state. Refusal names every unmet guard, not only the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from transitions import EventData, Machine, MachineError

from ehc_workflow.domain import guards as g
from ehc_workflow.domain.case import OPEN_STATES, REOPENABLE_STATES, Case, State
from ehc_workflow.domain.commands import Command
from ehc_workflow.domain.errors import TransitionRefusedError, Unmet
from ehc_workflow.domain.guards import Guard, Known

S = State
_OPEN = tuple(sorted(OPEN_STATES))
_ANY = (*_OPEN, *sorted(REOPENABLE_STATES))
_AFTER_DRAFT = (S.DRAFT_WITH_FAMILY, S.PLACING, S.FINALISING)
_WITH_ADVICE = (S.ASSESSING, S.DECIDING_PLAN, S.DRAFTING, *_AFTER_DRAFT)


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: `number` is its T in the statutory process, "" for one that keeps the state."""

    trigger: str
    label: str
    sources: tuple[State, ...]
    dest: State | None = None
    guards: tuple[Guard, ...] = ()
    number: str = ""
    citation: str = ""

    def as_transition(self) -> dict[str, Any]:
        """The row as the machine wants it."""
        return {
            "trigger": self.trigger,
            "source": list(self.sources),
            "dest": self.dest,
            "conditions": [_all_met(self)],
        }


def _all_met(step: Step) -> Any:
    def all_met(event: EventData) -> bool:
        case, command, known = event.args
        cursor = cast(_Cursor, event.model)
        cursor.unmet = unmet_guards(step, case, command, known)
        return not cursor.unmet

    return all_met


def unmet_guards(step: Step, case: Case, command: Command, known: Known) -> tuple[Unmet, ...]:
    """Every guard of a step that does not hold."""
    return tuple(
        Unmet(_sentence(guard, case, command), guard.citation, guard.name)
        for guard in step.guards
        if not guard.holds(case, command, known)
    )


def _sentence(guard: Guard, case: Case, command: Any) -> str:
    if guard is g.notice_complete:
        return f"{guard.says}. Missing: {'; '.join(g.missing_blocks(case, command))}"
    return guard.says


_NOTICE = (
    g.right_holder_addressed,
    g.copies_allowed,
    g.address_confirmed,
    g.dated_the_day_it_goes,
    g.notice_complete,
)

TABLE: tuple[Step, ...] = (
    Step(
        "receive_request",
        "Register a request",
        (S.NOT_OPEN,),
        S.RECEIVED,
        (g.requester_entitled,),
        "T1",
        "s36(1), s24(1)",
    ),
    Step("add_trigger", "Add another request", _OPEN, None, (), "", "s36(1)"),
    Step("correct_received_date", "Correct the received date", _ANY, None, (), "", "s36(1)"),
    Step("assign", "Assign", _ANY, None, (), "", "design"),
    Step("add_contact", "Add somebody to write to", _ANY, None, (), "", "s36, s80"),
    Step("confirm_address", "Confirm an address", _ANY, None, (), "", "r20(1)(c)"),
    Step("agree_copies", "Record who may have copies", _ANY, None, (), "", "s80"),
    Step(
        "consult_family",
        "Record that the family was consulted",
        (S.RECEIVED, S.CONSIDERING),
        None,
        (),
        "",
        "s36(4)",
    ),
    Step("ask_for_missing", "Ask for something missing", _OPEN, None, (), "", "s36(7)"),
    Step("receive_missing", "Record that something missing came", _OPEN, None, (), "", "s36(7)"),
    Step("record_views", "Record the family's views", _OPEN, None, (), "", "s36(7)"),
    Step(
        "tell_family_considering",
        "Tell the family an assessment is considered",
        (S.RECEIVED,),
        S.CONSIDERING,
        _NOTICE,
        "T3",
        "s36(7)",
    ),
    Step(
        "decide_whether_to_assess",
        "Decide whether to assess",
        (S.RECEIVED, S.CONSIDERING),
        None,
        (
            g.family_consulted,
            g.reasons_written,
            g.limbs_answered,
            g.views_considered,
            g.refusal_route_fits,
        ),
        "",
        "s36(3), (5) and (8)",
    ),
    Step(
        "confirm_refusal",
        "Confirm a refusal as second person",
        (S.RECEIVED, S.CONSIDERING),
        None,
        (g.decided_to_refuse, g.confirmation_is_open, g.reasons_written),
        "",
        "s36(8)",
    ),
    Step(
        "notify_refusal",
        "Tell the family: no assessment",
        (S.RECEIVED, S.CONSIDERING),
        S.REFUSED_TO_ASSESS,
        (
            g.family_consulted,
            g.decided_to_refuse,
            g.refusal_fits_the_stage,
            g.house_rules_confirmed,
            g.decision_told_to_others,
            *_NOTICE,
        ),
        "T2, T4",
        "reg 4(1), reg 5(1)",
    ),
    Step(
        "notify_assessment",
        "Tell the family: the authority will assess",
        (S.RECEIVED, S.CONSIDERING),
        S.ASSESSING,
        (g.decided_to_assess, *_NOTICE),
        "T5",
        "reg 5(1)",
    ),
    Step("request_advice", "Ask for advice", _WITH_ADVICE, None, (), "T6", "reg 6(1)"),
    Step(
        "record_request_received",
        "Record that a request was received",
        _WITH_ADVICE,
        None,
        (g.request_is_open,),
        "",
        "reg 8(1)",
    ),
    Step(
        "decline_to_ask",
        "Record why an item is not asked for",
        _WITH_ADVICE,
        None,
        (g.not_asked_yet, g.reason_given),
        "",
        "reg 6(1)",
    ),
    Step(
        "record_reuse",
        "Record agreement on existing advice",
        _WITH_ADVICE,
        None,
        (),
        "",
        "reg 6(4)",
    ),
    Step(
        "submit_advice",
        "Give advice",
        _WITH_ADVICE,
        None,
        (g.request_is_open,),
        "",
        "reg 6(1), reg 8(1)",
    ),
    Step(
        "accept_advice", "Accept advice", _WITH_ADVICE, None, (g.advice_to_check,), "", "reg 6(1)"
    ),
    Step(
        "return_advice",
        "Return advice with its gaps",
        _WITH_ADVICE,
        None,
        (g.advice_to_check, g.gaps_named),
        "",
        "reg 6(1)",
    ),
    Step(
        "reply_to_request",
        "Reply to a request",
        _WITH_ADVICE,
        None,
        (g.request_is_open,),
        "",
        "reg 8(1)",
    ),
    Step(
        "settle_not_known",
        "Settle a reply of not known",
        _WITH_ADVICE,
        None,
        (g.not_known_is_open,),
        "",
        "reg 6(1)(c)",
    ),
    Step(
        "record_chase", "Record a chase", _WITH_ADVICE, None, (g.request_is_open,), "", "reg 8(1)"
    ),
    Step(
        "record_alternative",
        "Record another way to get advice",
        _WITH_ADVICE,
        None,
        (g.request_is_open,),
        "",
        "reg 6(1)",
    ),
    Step(
        "record_missed_appointment",
        "Record a missed appointment",
        _WITH_ADVICE,
        None,
        (g.request_is_open,),
        "",
        "reg 8(2)(c)",
    ),
    Step(
        "complete_advice",
        "Close the gathering of advice",
        (S.ASSESSING,),
        S.DECIDING_PLAN,
        (g.nothing_blank, g.qualified_teacher_consulted, g.answered_or_explained),
        "T7",
        "reg 6(1), reg 7",
    ),
    Step(
        "decide_whether_to_issue",
        "Decide whether a plan is needed",
        (S.DECIDING_PLAN,),
        None,
        (g.reasons_written,),
        "",
        "s37(1)",
    ),
    Step(
        "notify_no_plan",
        "Tell the family: no plan",
        (S.DECIDING_PLAN,),
        S.NO_PLAN,
        (g.decided_no_plan, g.decision_told_to_others, *_NOTICE),
        "T8",
        "reg 10(1)",
    ),
    Step(
        "notify_plan_will_be_made",
        "Tell the family: a plan will be made",
        (S.DECIDING_PLAN,),
        S.DRAFTING,
        (g.decided_to_make_plan, *_NOTICE),
        "T9",
        "s36(9), s37(1)",
    ),
    Step(
        "save_plan",
        "Write the plan",
        (S.DRAFTING, *_AFTER_DRAFT),
        None,
        (g.change_is_prompted,),
        "",
        "reg 12(1)",
    ),
    Step(
        "agree_health_provision",
        "Agree health provision",
        (S.DRAFTING, *_AFTER_DRAFT),
        None,
        (g.provision_to_agree,),
        "",
        "reg 12(2)",
    ),
    Step(
        "share_part_draft",
        "Share a part-draft for conversation",
        (S.DRAFTING,),
        None,
        (),
        "",
        "reg 13(1)",
    ),
    Step(
        "serve_draft",
        "Send the draft plan",
        (S.DRAFTING,),
        S.DRAFT_WITH_FAMILY,
        (
            g.sections_present,
            g.no_setting_named,
            g.health_provision_agreed,
            g.psychology_accepted,
            *_NOTICE,
        ),
        "T10",
        "s38(1), reg 13(1)",
    ),
    Step(
        "record_representation",
        "Record what the family says",
        (S.DRAFTING, *_AFTER_DRAFT),
        None,
        (g.draft_was_served,),
        "T11",
        "s38(2)",
    ),
    Step(
        "answer_representation",
        "Answer the family",
        (S.DRAFTING, *_AFTER_DRAFT),
        None,
        (g.answer_explained,),
        "",
        "Code 9.125",
    ),
    Step(
        "start_fresh_draft",
        "Start a fresh draft",
        _AFTER_DRAFT,
        S.DRAFTING,
        (g.reason_given,),
        "T12",
        "Code 9.125",
    ),
    Step(
        "consult_on_placement",
        "Consult a setting",
        (S.DRAFT_WITH_FAMILY,),
        S.PLACING,
        (g.setting_asked_or_window_over,),
        "T13",
        "s39(2), s40(3)",
    ),
    Step(
        "consult_another",
        "Consult another setting",
        (S.PLACING,),
        None,
        (),
        "",
        "s39(2), s40(3)",
    ),
    Step(
        "record_consultation_reply",
        "Record a setting's reply",
        (S.PLACING, S.FINALISING),
        None,
        (),
        "",
        "Code 9.83",
    ),
    Step(
        "settle_placement",
        "Decide placement",
        (S.PLACING,),
        S.FINALISING,
        (
            g.window_over,
            g.consultations_over,
            g.requested_setting_consulted,
            g.named_setting_consulted,
            g.placement_named,
            g.reasons_written,
        ),
        "T14",
        "s39(3) to (5), s40(2)",
    ),
    Step(
        "send_final_plan",
        "Send the final plan",
        (S.FINALISING,),
        S.PLAN_ISSUED,
        (
            g.window_over,
            g.representations_answered,
            g.psychology_accepted,
            g.health_provision_agreed,
            g.plan_signed,
            g.others_told,
            *_NOTICE,
        ),
        "T15",
        "reg 13(2)",
    ),
    Step(
        "record_closure",
        "Record a closure of the setting",
        _OPEN,
        None,
        (),
        "",
        "reg 5(4)(a), 10(4)(a)",
    ),
    Step(
        "record_absence",
        "Record an absence from the area",
        _OPEN,
        None,
        (),
        "",
        "reg 5(4)(d), 10(4)(d)",
    ),
    Step(
        "record_circumstances",
        "Record exceptional circumstances",
        _OPEN,
        None,
        (),
        "",
        "reg 5(4)(c), 10(4)(c)",
    ),
    Step(
        "record_delay_cause",
        "Record a cause of delay",
        _ANY,
        None,
        (g.remedy_written,),
        "",
        "design",
    ),
    Step("acknowledge_alert", "Take up an alert", _ANY, None, (), "", "design"),
    Step(
        "keep_open_after_withdrawal",
        "Keep open after a withdrawal",
        _OPEN,
        None,
        (g.withdrawn_by_right_holder, g.reasons_written),
        "T25",
        "s24, s36(3)",
    ),
    Step(
        "withdraw",
        "Withdraw",
        _OPEN,
        S.WITHDRAWN,
        (g.withdrawn_by_right_holder, g.reasons_written),
        "T25",
        "s36(1)",
    ),
    Step(
        "move_out",
        "Move to another authority",
        _OPEN,
        S.MOVED_OUT,
        (g.new_authority_named,),
        "T26",
        "s24(1)",
    ),
    Step("record_death", "Record a death", _OPEN, S.DIED, (g.evidence_given,), "T27", "s24(1)"),
    Step(
        "record_left_england",
        "Record that the family left England",
        _OPEN,
        S.LEFT_ENGLAND,
        (g.evidence_given,),
        "T27",
        "s24(1)",
    ),
    Step(
        "record_over_25",
        "Record that the young person is over 25",
        _OPEN,
        S.OVER_25,
        (g.evidence_given,),
        "T27",
        "s83(2)",
    ),
    Step(
        "record_not_in_area",
        "Record that the case is another area's",
        _OPEN,
        S.NOT_IN_AREA,
        (g.evidence_given,),
        "T27",
        "s24(1)",
    ),
    Step(
        "join_duplicate",
        "Join to the lead case",
        _OPEN,
        S.DUPLICATE,
        (g.lead_case_is_another,),
        "T27",
        "s36(3)",
    ),
    Step(
        "claim_exception",
        "Claim an exception",
        _OPEN,
        None,
        (
            g.exception_elements_given,
            g.ground_available,
            g.limit_still_open,
            g.late_claim_approved,
            g.family_told_of_exception,
        ),
        "T28",
        "reg 5(4), 8(2), 10(4), 13(3)",
    ),
    Step(
        "start_mediation",
        "Start mediation",
        tuple(sorted(REOPENABLE_STATES)),
        None,
        (g.not_yet,),
        "T16",
        "s53, s54",
    ),
    Step(
        "agree_at_mediation",
        "Record a mediation agreement",
        tuple(sorted(REOPENABLE_STATES)),
        None,
        (g.not_yet,),
        "T17",
        "reg 42",
    ),
    Step(
        "issue_certificate",
        "Record a mediation certificate",
        tuple(sorted(REOPENABLE_STATES)),
        None,
        (g.not_yet,),
        "T18",
        "s55",
    ),
    Step(
        "register_appeal",
        "Register an appeal",
        tuple(sorted(REOPENABLE_STATES)),
        None,
        (g.not_yet,),
        "T19",
        "s51",
    ),
    Step(
        "concede_appeal",
        "Concede an appeal",
        tuple(sorted(REOPENABLE_STATES)),
        None,
        (g.not_yet,),
        "T20",
        "reg 45",
    ),
    Step(
        "record_order",
        "Record a Tribunal order",
        tuple(sorted(REOPENABLE_STATES)),
        None,
        (g.not_yet,),
        "T21",
        "reg 44",
    ),
    Step(
        "start_ordered_assessment",
        "Start an ordered assessment",
        (S.ASSESS_ORDERED,),
        S.ASSESSING,
        (g.not_yet,),
        "T22",
        "reg 44(2)(b)",
    ),
    Step(
        "start_ordered_plan",
        "Start an ordered plan",
        (S.PLAN_ORDERED,),
        S.DRAFTING,
        (g.not_yet,),
        "T23",
        "reg 44(2)(c)",
    ),
    Step(
        "reconsider",
        "Reconsider as remitted",
        (S.REMITTED,),
        S.DRAFTING,
        (g.not_yet,),
        "T24",
        "reg 44(2)(d)",
    ),
)

STEPS: dict[str, Step] = {step.trigger: step for step in TABLE}

MACHINE = Machine(
    model=None,
    states=list(State),
    initial=State.NOT_OPEN,
    auto_transitions=False,
    send_event=True,
    transitions=[step.as_transition() for step in TABLE],
)


class _Cursor:
    """What the machine moves in place of a case."""

    __slots__ = ("state", "unmet")

    def __init__(self, state: State) -> None:
        self.state = state
        self.unmet: tuple[Unmet, ...] = ()


def allowed_steps(state: State) -> tuple[Step, ...]:
    """The steps the table has from this state, lawful or not yet; guards decide at the time."""
    return tuple(step for step in TABLE if state in step.sources)


def next_state(case: Case, command: Command, known: Known) -> State:
    """The state after this command, or `TransitionRefusedError` with every unmet guard."""
    cursor = _Cursor(case.state)
    step = STEPS[command.step]
    allowed = tuple(open_step.trigger for open_step in allowed_steps(case.state))
    try:
        moved = MACHINE.events[command.step].trigger(cursor, case, command, known)
    except MachineError:
        raise TransitionRefusedError(
            f"{step.label}: not open while the case is {case.state.value.replace('_', ' ')}.",
            allowed=allowed,
        ) from None
    if not moved:
        raise TransitionRefusedError(
            f"{step.label}: not yet. "
            + " ".join(f"{unmet.says} ({unmet.citation})." for unmet in cursor.unmet),
            unmet=cursor.unmet,
            allowed=allowed,
        )
    return State(cursor.state)
