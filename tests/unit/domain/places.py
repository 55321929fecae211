"""An invented case in every state it can reach, and for every step a command that is lawful there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import facts as f
from ehc_workflow.domain.case import (
    ENDED_STATES,
    AdviceItem,
    Agreement,
    Answer,
    AssessOutcome,
    Became,
    Case,
    Channel,
    CheckEnd,
    ContactKind,
    FamilyAsk,
    Finding,
    Letter,
    MediationEnd,
    MeetingWay,
    Notice,
    PanelAdvised,
    ParagraphKind,
    PlanOutcome,
    Reassessed,
    RefusalRoute,
    ReplyKind,
    RepresentationKind,
    Road,
    ScreeningFinding,
    Settled,
    Source,
    State,
    Support,
    Sureness,
    VisitPlace,
    Way,
)
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.deadlines import deadlines, facts_of
from ehc_workflow.domain.facts import DelayKind, Method
from ehc_workflow.domain.panels import STAGES
from ehc_workflow.domain.plan_items import paragraphs_of
from ehc_workflow.rules.plan_criteria import Criterion, Met
from tests.builders import MONDAY, OTHER_SCHOOL, SCHOOL, TOLD, fixed_id, parent_of, receive_request
from tests.support.plans import items_for
from tests.unit.domain.course import Course, blank

S = State
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
CASE_ID = fixed_id("a case in every state")
ORDERED = {S.ASSESS_ORDERED, S.PLAN_ORDERED, S.REMITTED}
"""States that an order, a concession or an agreement brings about."""
_WAY: dict[State, tuple[State, Callable[[Course], object]]] = {
    S.CONSIDERING: (S.RECEIVED, lambda j: j.at(MONDAY + WEEK).consider()),
    S.REFUSED_TO_ASSESS: (S.CONSIDERING, lambda j: j.decide_to_refuse().tell_refusal()),
    S.ASSESSING: (
        S.CONSIDERING,
        lambda j: j.at(MONDAY + 4 * WEEK).decide_to_assess().tell_assessing().ask(),
    ),
    S.DECIDING_PLAN: (S.ASSESSING, lambda j: j.at(MONDAY + 10 * WEEK).complete_advice()),
    S.NO_PLAN: (S.DECIDING_PLAN, lambda j: j.decide_plan(PlanOutcome.NO_PLAN).tell_no_plan()),
    S.DRAFTING: (S.DECIDING_PLAN, lambda j: j.at(MONDAY + 11 * WEEK).decide_plan()),
    S.DRAFT_WITH_FAMILY: (S.DRAFTING, lambda j: j.save_plan().agree_health().serve_draft()),
    S.PLACING: (
        S.DRAFT_WITH_FAMILY,
        lambda j: j.at(MONDAY + 12 * WEEK).ask_for_setting().consult(),
    ),
    S.FINALISING: (S.PLACING, lambda j: j.at(MONDAY + 16 * WEEK).answer_all().place()),
    S.PLAN_ISSUED: (S.FINALISING, lambda j: j.confirm_address().send_final()),
    S.ASSESS_ORDERED: (S.REFUSED_TO_ASSESS, lambda j: appealed(j).order(c.OrderToAssess)),
    S.PLAN_ORDERED: (S.NO_PLAN, lambda j: appealed(j).order(c.OrderToMakePlan)),
    S.REMITTED: (S.NO_PLAN, lambda j: appealed(j).order(c.OrderToReconsider)),
}


def appealed(course: Course) -> Course:
    """An appeal, a week after the decision, with a certificate."""
    course.at(course.today + WEEK).certify().appeal()
    return course


def asked_again(course: Course) -> Course:
    """The same request, of somebody who has a plan that was decided on three months before."""
    again = Reassessed(last_assessed_on=MONDAY - 13 * WEEK)
    course.case = replace(course.now, reassesses=again)
    return course


@cache
def _reached(state: State) -> Course:
    if state is S.RECEIVED:
        course = Course(case_id=CASE_ID)
        course.receive()
        return course
    if state in ENDED_STATES:
        course = at(S.RECEIVED)
        course.case = in_state(course.now, state)
        return course
    before, go = _WAY[state]
    course = at(before)
    go(course)
    return course


def at(state: State) -> Course:
    """The case in this state, with its people; nobody else's copy of it changes."""
    if state is S.NOT_OPEN:
        return Course(case_id=CASE_ID, case=blank(receive_request(CASE_ID)))
    known = _reached(state)
    return Course(
        case_id=CASE_ID,
        today=known.today,
        case=known.now,
        blank=known.blank,
        history=list(known.history),
    )


def in_state(case: Case, state: State) -> Case:
    """The same case, said to be in another state."""
    return replace(case, state=state)


Lawful = Callable[[Course], Any]
LAWFUL: dict[str, Lawful] = {}
"""For each step: what is done first, and the command that is then lawful."""


def lawful(step: str) -> Callable[[Lawful], Lawful]:
    def register(function: Lawful) -> Lawful:
        LAWFUL[step] = function
        return function

    return register


def _simple(command: type[c.Command], **fields: Any) -> Lawful:
    def make(j: Course) -> c.Command:
        made: Mapping[str, Any] = {
            name: value(j) if callable(value) else value for name, value in fields.items()
        }
        return command(assessment_id=CASE_ID, **made)

    return make


def today(j: Course) -> date:
    return j.today


def parent(j: Course) -> str:
    return parent_of(CASE_ID)


OTHER = AdviceItem.OTHER
FAMILY = AdviceItem.FAMILY


def _letter(command: type[c.Sending], letter: Letter, **more: Any) -> Lawful:
    def make(j: Course) -> c.Command:
        fields: dict[str, Any] = {**j.sending(letter), **TOLD}
        return command(**fields, **{k: v(j) if callable(v) else v for k, v in more.items()})

    return make


def _after(first: Callable[[Course], object], then: Lawful) -> Lawful:
    def make(j: Course) -> c.Command:
        first(j)
        made: c.Command = then(j)
        return made

    return make


def _claim(j: Course, late_claim_reason: str = "") -> c.Command:
    """A claim for the final plan's limit, whichever runs; with a reason for its lateness, made a day after it."""
    j.at(j.today + WEEK)
    due = next(d for d in reversed(deadlines(j.now)) if d.code == "final_plan")
    if late_claim_reason:
        j.at(due.due_on + timedelta(days=1))
    j.do(LAWFUL["record_circumstances"](j))
    clock = next(
        one
        for one in clocks(facts_of(j.now))
        if (one.clock, one.ref or "") == ("final_plan", due.ref)
    )
    ground = next(one for one in clock.exceptions or () if one.endswith(("(c)", "44(3)(a)")))
    return c.ClaimException(
        assessment_id=CASE_ID,
        exception_id="exception",
        limit="final_plan",
        ref=due.ref,
        ground=ground,
        decided_on=j.today,
        family_told_on=j.today,
        review_on=j.today,
        facts="A bereavement",
        evidence="A letter",
        why_impractical="Nobody could be seen",
        late_claim_reason=late_claim_reason,
    )


def _asked(j: Course) -> str:
    """One more request, for somebody else's advice."""
    j.ask(OTHER)
    return j.request_id(OTHER)


def _family_asks(j: Course) -> str:
    """Something the family asked for, which waits for an answer; once no advice is gathered, from before."""
    if j.now.state in (S.PLAN_ORDERED, S.REMITTED):
        ask = FamilyAsk(id="asked", asked_on=j.today)
        j.case = replace(j.now, family_asks=(*j.now.family_asks, ask))
    else:
        j.do(LAWFUL["record_family_ask"](j))
    return "asked"


def _asked_of_a_service(j: Course, item: AdviceItem = OTHER) -> str:
    """One more request, which a service owes."""
    one = c.Asked(request_id=f"one more {item.value}", item=item, service_id="a service")
    j.do(c.RequestAdvice(assessment_id=CASE_ID, requested_on=j.today, asked=(one,)))
    return one.request_id


def _not_known(j: Course) -> str:
    """One more request of social care, which does not know the child."""
    request_id = _asked_of_a_service(j, AdviceItem.SOCIAL_CARE)
    j.do(
        c.ReplyToRequest(
            assessment_id=CASE_ID,
            request_id=request_id,
            kind=ReplyKind.NOT_KNOWN,
            replied_on=j.today,
        )
    )
    return request_id


def _visit_planned(j: Course) -> str:
    """One more request, with one visit planned for today."""
    request_id = _asked_of_a_service(j)
    j.do(
        c.PlanVisit(
            assessment_id=CASE_ID,
            request_id=request_id,
            visit_on=j.today,
            purpose=f.AppointmentPurpose.EXAMINATION,
            place=VisitPlace.SETTING,
        )
    )
    return request_id


def _invitation(j: Course, request_id: str) -> c.InviteContributor:
    return c.InviteContributor(
        assessment_id=CASE_ID,
        request_id=request_id,
        invitation_id="link",
        invited_on=j.today,
        last_day=j.today + WEEK,
        name="Invented therapist",
        email="therapist@example.invalid",
    )


def _invited(j: Course) -> str:
    """One more request, to which somebody was sent a link."""
    request_id = _asked(j)
    j.do(_invitation(j, request_id))
    return request_id


def _said(j: Course) -> str:
    """Something the family said about the draft that was served, whatever became of it since."""
    j.do(LAWFUL["record_representation"](j))
    return j.now.representations[-1].id


def _meeting_asked(j: Course) -> str:
    """A meeting that the family asked for."""
    _served_before(j)
    j.do(
        c.RecordRepresentation(
            assessment_id=CASE_ID,
            representation_id="to meet",
            kind=RepresentationKind.MEETING_REQUEST,
            received_on=j.today,
            text="",
        )
    )
    return "to meet"


def _meeting_offered(j: Course) -> str:
    """The same, with a day offered."""
    said = _meeting_asked(j)
    j.do(
        c.OfferMeeting(
            assessment_id=CASE_ID,
            representation_id=said,
            offer_id="offer",
            offered_on=j.today,
            meet_on=j.today + WEEK,
            way=MeetingWay.IN_PERSON,
            where="At the school, 10am",
        )
    )
    return said


def _meeting_held(j: Course) -> str:
    """The same, held, with a point agreed."""
    said = _meeting_asked(j)
    j.do(
        c.RecordMeetingHeld(
            assessment_id=CASE_ID,
            representation_id=said,
            held_on=j.today,
            way=MeetingWay.VIDEO,
            agreed=(c.PointAgreed(words="Say how often"),),
        )
    )
    return said


def _served_before(j: Course) -> None:
    if j.now.state is S.DRAFTING:
        j.save_plan().agree_health().serve_draft("draft-0")
        j.do(c.StartFreshDraft(assessment_id=CASE_ID, reason="A change of ours"))


def _sent_unopened(j: Course) -> None:
    """One more notice by e-mail, which nobody has opened."""
    notice = Notice(
        id="considering-9",
        kind=Letter.CONSIDERING,
        dated_on=j.today,
        sent_on=j.today,
        method=Method.EMAIL,
        addressee=parent_of(CASE_ID),
    )
    j.case = replace(j.now, notices=(*j.now.notices, notice))


def _replied(j: Course) -> None:
    j.at(MONDAY + 16 * WEEK)
    for asked in j.now.consultations:
        j.do(
            c.RecordConsultationReply(
                assessment_id=CASE_ID,
                consultation_id=asked.id,
                replied_on=j.today,
                can_meet_needs=True,
            )
        )


def _asked_of(consultation_id: str, setting_id: str) -> tuple[c.SettingToConsult, ...]:
    return (c.SettingToConsult(consultation_id=consultation_id, setting_id=setting_id),)


def _tried_twice(j: Course) -> None:
    for _ in range(2):
        j.at(j.today + DAY)
        j.do(LAWFUL["record_consultation_attempt"](j))


def _refused(j: Course, **changes: Any) -> None:
    if j.now.state is S.RECEIVED:
        j.do(LAWFUL["consult_family"](j))
        changes = {"route": RefusalRoute.THRESHOLD, **changes}
    j.decide_to_refuse(**changes)


def _refused_on_house_rules(j: Course) -> None:
    """The refusal of the stage the case is at, resting on house rules alone."""
    if j.now.state in (S.RECEIVED, S.CONSIDERING):
        _refused(j, house_rules_only=True)
        return
    j.do(replace(LAWFUL["decide_whether_to_issue"](j), house_rules_only=True))


def _all_answered(j: Course) -> None:
    for item in j.items():
        j.give(item).accept(item)


LAWFUL |= {
    "receive_request": lambda j: receive_request(CASE_ID),
    "add_trigger": _simple(
        c.AddTrigger,
        trigger_id="second",
        kind=f.TriggerKind.SCHOOL_REQUEST,
        received_on=today,
        evidence="A letter",
    ),
    "correct_received_date": _simple(
        c.CorrectReceivedDate,
        trigger_id=fixed_id(f"trigger {CASE_ID}"),
        received_on=MONDAY - timedelta(days=3),
        evidence="The envelope",
        reason="It had lain in the tray",
    ),
    "move_dates": _simple(
        c.MoveDates,
        change=1,
        provision="Banking and Financial Dealings Act 1971",
        reason="Another list of bank holidays",
        moved=(),
    ),
    "assign": _simple(c.Assign, caseworker_seat_id="seat"),
    "add_contact": _simple(
        c.AddContact,
        contact=c.ContactDetails(id="other", kind=ContactKind.PARENT, name="Invented Other"),
    ),
    "confirm_address": _simple(c.ConfirmAddress, contact_id=parent, confirmed_on=today),
    "agree_copies": _simple(c.AgreeCopies, contact_id=parent, agreed_on=today),
    "record_language_needs": _simple(
        c.RecordLanguageNeeds, recorded_on=today, language="Polish", interpreter_needed=True
    ),
    "consult_family": _simple(c.ConsultFamily, consulted_on=today),
    "ask_for_missing": _simple(
        c.AskForMissing, item_id="report", what="A report", asked_of="school", asked_on=today
    ),
    "record_views": _simple(c.RecordViews, received_on=today, views="We think so"),
    "tell_family_considering": _letter(c.TellFamilyConsidering, Letter.CONSIDERING),
    "notify_assessment": _after(
        lambda j: (
            j.decide_to_assess()
            if j.now.state is S.CONSIDERING
            else (j.do(LAWFUL["consult_family"](j)), j.decide_to_assess())
        ),
        _letter(c.NotifyAssessment, Letter.WILL_ASSESS),
    ),
    "decide_whether_to_assess": _after(
        lambda j: j.do(LAWFUL["consult_family"](j)),
        _simple(
            c.DecideWhetherToAssess,
            outcome=AssessOutcome.ASSESS,
            decided_on=today,
            reasons="Both limbs are met",
            may_have_sen=True,
            may_need_plan=True,
            views_considered=True,
        ),
    ),
    "confirm_refusal": _after(
        _refused_on_house_rules,
        _simple(c.ConfirmRefusal, confirmed_on=today, reasons="It stands on evidence"),
    ),
    "notify_refusal": _after(_refused, _letter(c.NotifyRefusal, Letter.REFUSAL_TO_ASSESS)),
    "decide_whether_to_reassess": _after(
        asked_again,
        _simple(
            c.DecideWhetherToReassess,
            outcome=AssessOutcome.REFUSE,
            decided_on=today,
            reasons="The plan still fits this child",
            further_needed=False,
            further_needed_because="Nothing has changed since",
        ),
    ),
    "notify_refusal_to_reassess": _after(
        lambda j: asked_again(j).decide_to_reassess(AssessOutcome.REFUSE).confirm_address(),
        _letter(c.NotifyRefusalToReassess, Letter.REFUSAL_TO_REASSESS),
    ),
    "notify_reassessment": _after(
        lambda j: asked_again(j).decide_to_reassess(),
        _letter(c.NotifyReassessment, Letter.WILL_REASSESS),
    ),
    "request_advice": _simple(
        c.RequestAdvice,
        requested_on=today,
        asked=(c.Asked(request_id="one-more", item=OTHER, service_id=None),),
    ),
    "record_request_received": _simple(
        c.RecordRequestReceived, request_id=_asked, received_by_body_on=today
    ),
    "route_request": _simple(
        c.RouteRequest, request_id=_asked, service_id="another service", routed_on=today
    ),
    "allocate_request": _simple(
        c.AllocateRequest, request_id=_asked_of_a_service, seat_id="a seat", allocated_on=today
    ),
    "invite_contributor": lambda j: _invitation(j, _asked(j)),
    "withdraw_invitation": lambda j: c.WithdrawInvitation(
        assessment_id=CASE_ID,
        request_id=_invited(j),
        invitation_id="link",
        withdrawn_on=j.today,
    ),
    "decline_to_ask": _simple(
        c.DeclineToAsk,
        request_id="not-asked",
        item=OTHER,
        declined_on=today,
        reason="It would add nothing",
    ),
    "record_family_ask": _simple(
        c.RecordFamilyAsk, ask_id="asked", asked_on=today, from_whom="An occupational therapist"
    ),
    "decline_family_ask": _simple(
        c.DeclineFamilyAsk,
        ask_id=_family_asks,
        declined_on=today,
        family_told_on=today,
        reason="The report of last month covers all that was asked.",
    ),
    "record_reuse": _simple(
        c.RecordReuse,
        request_id="reused",
        item=OTHER,
        advice_written_on=MONDAY,
        purpose="A review",
        author=True,
        authority=True,
        family=None,
    ),
    "reply_to_request": _simple(
        c.ReplyToRequest, request_id=_asked, kind=ReplyKind.KNOWN, replied_on=today
    ),
    "record_screening": _simple(
        c.RecordScreening,
        request_id=_not_known,
        screened_on=today,
        screened_by="Invented Social Worker",
        found=ScreeningFinding.NEEDS,
        findings="Help at home in the mornings",
    ),
    "plan_visit": _simple(
        c.PlanVisit,
        request_id=_asked,
        visit_on=today,
        purpose=f.AppointmentPurpose.EXAMINATION,
        place=VisitPlace.SETTING,
    ),
    "record_visit_kept": _simple(
        c.RecordVisitKept, request_id=_visit_planned, visit=1, kept_on=today
    ),
    "call_off_visit": _simple(
        c.CallOffVisit,
        request_id=_visit_planned,
        visit=1,
        called_off_on=today,
        reason="The psychologist is ill",
    ),
    "record_chase": _simple(
        c.RecordChase, request_id=_asked, chased_on=today, channel=Channel.PHONE, to_whom="office"
    ),
    "record_alternative": _simple(
        c.RecordAlternative,
        request_id=_asked,
        recorded_on=today,
        another_way=True,
        reasons="A locum",
    ),
    "record_missed_appointment": _simple(
        c.RecordMissedAppointment,
        request_id=_asked,
        purpose=f.AppointmentPurpose.TEST,
        missed_on=today,
    ),
    "complete_advice": _after(_all_answered, _simple(c.CompleteAdvice, completed_on=today)),
    "decide_whether_to_issue": _simple(
        c.DecideWhetherToIssue,
        outcome=PlanOutcome.NO_PLAN,
        decided_on=today,
        reasons="No plan is needed",
        plan_needed=False,
        plan_needed_because="The setting meets the needs",
    ),
    "notify_no_plan": _after(
        lambda j: j.decide_plan(PlanOutcome.NO_PLAN), _letter(c.NotifyNoPlan, Letter.NO_PLAN)
    ),
    "notify_plan_will_be_made": _after(
        lambda j: j.do(
            c.DecideWhetherToIssue(
                assessment_id=CASE_ID,
                outcome=PlanOutcome.MAKE_PLAN,
                decided_on=j.today,
                reasons="A plan is needed",
                plan_needed=True,
            )
        ),
        _letter(c.NotifyPlanWillBeMade, Letter.PLAN_WILL_BE_MADE),
    ),
    "agree_health_provision": _after(
        lambda j: j.save_plan() if j.now.state is S.DRAFTING else None,
        _simple(c.AgreeHealthProvision, agreed_on=today, by_whom="Invented officer"),
    ),
    "share_part_draft": _simple(
        c.SharePartDraft,
        draft_id="part",
        sent_on=today,
        method=Method.EMAIL,
        reason="To talk it over",
    ),
    "serve_draft": _after(
        lambda j: j.save_plan().agree_health(),
        _letter(c.ServeDraft, Letter.DRAFT_PLAN, draft_id="draft-9"),
    ),
    "record_representation": _after(
        _served_before,
        _simple(
            c.RecordRepresentation,
            representation_id="said",
            kind=RepresentationKind.COMMENT,
            received_on=today,
            text="We think otherwise",
        ),
    ),
    "answer_representation": _simple(
        c.AnswerRepresentation,
        representation_id=_said,
        answer=Answer.DECLINED,
        answered_on=today,
        reason="The advice says otherwise",
    ),
    "add_to_representation": _simple(
        c.AddToRepresentation,
        representation_id=_said,
        added_on=today,
        text="And we think so still",
    ),
    "take_back_representation": _simple(
        c.TakeBackRepresentation, representation_id=_said, taken_back_on=today
    ),
    "offer_meeting": _simple(
        c.OfferMeeting,
        representation_id=_meeting_asked,
        offer_id="offer-9",
        offered_on=today,
        meet_on=lambda j: j.today + WEEK,
        way=MeetingWay.VIDEO,
        where="At 10am",
    ),
    "record_offer_refused": _simple(
        c.RecordOfferRefused,
        representation_id=_meeting_offered,
        offer_id="offer",
        refused_on=today,
    ),
    "record_meeting_held": _simple(
        c.RecordMeetingHeld,
        representation_id=_meeting_asked,
        held_on=today,
        way=MeetingWay.PHONE,
        agreed=(c.PointAgreed(words="Say how often"),),
    ),
    "settle_agreed_point": _simple(
        c.SettleAgreedPoint,
        representation_id=_meeting_held,
        point=1,
        settled=Settled.DONE,
        settled_on=today,
        how="It says so now",
    ),
    "record_meeting_declined": _simple(
        c.RecordMeetingDeclined, representation_id=_meeting_asked, declined_on=today
    ),
    "start_fresh_draft": _simple(c.StartFreshDraft, reason="A change of ours"),
    "consult_on_placement": _after(
        lambda j: j.ask_for_setting(),
        _simple(c.ConsultOnPlacement, settings=_asked_of("first", SCHOOL), consulted_on=today),
    ),
    "consult_another": _simple(
        c.ConsultAnother, settings=_asked_of("another", OTHER_SCHOOL), consulted_on=today
    ),
    "record_consultation_reply": _simple(
        c.RecordConsultationReply,
        consultation_id=lambda j: j.now.consultations[0].id,
        replied_on=today,
        can_meet_needs=True,
    ),
    "ask_more_on_consultation": _simple(
        c.AskMoreOnConsultation,
        consultation_id=lambda j: j.now.consultations[-1].id,
        asked_on=today,
        question="Who pays for the ramp?",
    ),
    "record_consultation_attempt": _simple(
        c.RecordConsultationAttempt,
        consultation_id=lambda j: j.now.consultations[-1].id,
        tried_on=today,
        channel=Channel.PHONE,
        what_came_of_it="The office rang out",
    ),
    "record_setting_not_reached": _after(
        lambda j: _tried_twice(j),
        _simple(
            c.RecordSettingNotReached,
            consultation_id=lambda j: j.now.consultations[-1].id,
            found_on=today,
        ),
    ),
    "settle_placement": _after(
        _replied,
        _simple(
            c.SettlePlacement,
            decided_on=today,
            setting_id=SCHOOL,
            setting_type=None,
            reasons="It suits this child",
        ),
    ),
    "send_final_plan": _after(
        lambda j: j.confirm_address(),
        _letter(c.SendFinalPlan, Letter.FINAL_PLAN, signed_by="Invented officer", signed_on=today),
    ),
    "record_closure": _simple(
        c.RecordClosure,
        closure=f.Closure(f.Setting.SCHOOL, date(2026, 7, 22), date(2026, 9, 2)),
    ),
    "record_absence": _simple(
        c.RecordAbsence,
        absence=f.Absence(f.Who.CHILD, date(2026, 2, 1), date(2026, 3, 15)),
    ),
    "record_circumstances": _simple(
        c.RecordCircumstances,
        circumstance=f.PersonalCircumstance(
            f.Who.PARENT,
            f.CircumstanceKind.BEREAVEMENT,
            date(2026, 1, 20),
            date(2026, 12, 20),
        ),
    ),
    "record_family_message": _simple(
        c.RecordFamilyMessage,
        message_id="message",
        received_on=today,
        road=Road.PHONE,
        said="When shall we hear?",
    ),
    "answer_family_message": _after(
        lambda j: j.do(LAWFUL["record_family_message"](j)),
        _simple(
            c.AnswerFamilyMessage,
            message_id="message",
            answered_on=today,
            road=Road.PORTAL,
            answer="Next week",
            promised_on=today,
            promised="We ring you",
        ),
    ),
    "close_family_message": _after(
        lambda j: j.do(LAWFUL["record_family_message"](j)),
        _simple(
            c.CloseFamilyMessage, message_id="message", closed_on=today, reason="It only thanked us"
        ),
    ),
    "update_family": _letter(c.UpdateFamily, Letter.DELAY_UPDATE, sure=Sureness.NOT_KNOWN),
    "record_promise_kept": _after(
        lambda j: j.do(LAWFUL["answer_family_message"](j)),
        _simple(c.RecordPromiseKept, promise_id="reply-message", kept_on=today, how="We rang them"),
    ),
    "record_family_reached": _after(
        lambda j: _sent_unopened(j),
        _simple(
            c.RecordFamilyReached, notice_id="considering-9", reached_on=today, road=Road.PHONE
        ),
    ),
    "record_notice_opened": _after(
        lambda j: _sent_unopened(j),
        _simple(c.RecordNoticeOpened, notice_id="considering-9", opened_on=today),
    ),
    "record_notice_failed": _after(
        lambda j: _sent_unopened(j),
        _simple(c.RecordNoticeFailed, notice_id="considering-9", failed_on=today),
    ),
    "record_delay_cause": _simple(
        c.RecordDelayCause,
        limit="final_plan",
        cause=DelayKind.PSYCHOLOGIST_SHORTAGE,
        recorded_on=today,
        what_was_done="A locum was found",
    ),
    "acknowledge_alert": _simple(
        c.AcknowledgeAlert, alert_id="alert", recovery_on=today, plan="A meeting"
    ),
    "snooze_alert": _simple(
        c.SnoozeAlert,
        alert_id="alert",
        until=lambda course: today(course) + timedelta(days=1),
        reason="It comes tomorrow",
    ),
    "delegate_alert": _simple(
        c.DelegateAlert, alert_id="alert", seat_id="seat", reason="She knows the school"
    ),
    "put_back_alert": _simple(c.PutBackAlert, alert_id="alert"),
    "seal_document": _simple(
        c.SealDocument, document_id="report", sealed_on=today, reason="It names another child"
    ),
    "unseal_document": _after(
        lambda j: j.do(LAWFUL["seal_document"](j)),
        _simple(
            c.UnsealDocument,
            document_id="report",
            unsealed_on=today,
            reason="A namesake: it is theirs",
        ),
    ),
    "withdraw": _simple(
        c.Withdraw, withdrawn_on=today, by_contact_id=parent, reasons="No duty remains"
    ),
    "keep_open_after_withdrawal": _simple(
        c.KeepOpenAfterWithdrawal,
        withdrawn_on=today,
        by_contact_id=parent,
        reasons="The duty remains",
    ),
    "move_out": _simple(c.MoveOut, moved_on=today, new_authority="Invented County"),
    "record_death": _simple(c.RecordDeath, ended_on=today, evidence="A call from the family"),
    "record_left_england": _simple(c.RecordLeftEngland, ended_on=today, evidence="A letter"),
    "record_over_25": _simple(c.RecordOver25, ended_on=today, evidence="The date of birth"),
    "record_not_in_area": _simple(c.RecordNotInArea, ended_on=today, evidence="A tenancy"),
    "join_duplicate": _simple(
        c.JoinDuplicate, lead_assessment_id=fixed_id("lead"), joined_on=today
    ),
    "claim_exception": lambda j: _claim(j),
    "settle_late_exception": _after(
        lambda j: j.do(_claim(j, late_claim_reason="The hospital wrote today")),
        _simple(
            c.SettleLateException,
            exception_id="exception",
            approved=True,
            settled_on=today,
            reasons="The letter could not have come sooner",
        ),
    ),
    "tell_of_exception": _after(
        lambda j: j.do(_claim(j)),
        _letter(c.TellOfException, Letter.EXCEPTION, exception_id="exception"),
    ),
    "review_exception": _after(
        lambda j: j.do(_claim(j)),
        _simple(
            c.ReviewException,
            exception_id="exception",
            reviewed_on=today,
            findings="The child is back at school",
            cause_ended_on=today,
        ),
    ),
}


@lawful("receive_missing")
def _receive_missing(j: Course) -> c.Command:
    j.do(LAWFUL["ask_for_missing"](j))
    return c.ReceiveMissing(assessment_id=CASE_ID, item_id="report", received_on=j.today)


@lawful("submit_advice")
def _submit_advice(j: Course) -> c.SubmitAdvice:
    return c.SubmitAdvice(
        assessment_id=CASE_ID,
        request_id=_asked(j),
        contribution_id="contribution",
        received_on=j.today,
        author_name="Invented Author",
        author_role="Invented role",
        document_ids=("file",),
    )


@lawful("join_advice")
def _join_advice(j: Course) -> c.Command:
    """Advice that one service gave with files, as written together with another that owes some."""
    request_id = _asked_of_a_service(j, AdviceItem.SOCIAL_CARE)
    j.do(replace(_submit_advice(j), written_with=(request_id,)))
    return c.JoinAdvice(
        assessment_id=CASE_ID,
        request_id=request_id,
        contribution_id="joint",
        joint_with="contribution",
        received_on=j.today,
        author_name="Invented Colleague",
        author_role="Invented role",
    )


@lawful("mark_out_advice")
def _mark_out_advice(j: Course) -> c.Command:
    j.do(_submit_advice(j))
    return c.MarkOutAdvice(
        assessment_id=CASE_ID,
        request_id=j.request_id(OTHER),
        contribution_id="contribution",
        marked_on=j.today,
        paragraphs=(
            c.MarkedParagraph(kind=ParagraphKind.NEED, text="A need.", document_id="file"),
        ),
    )


def _family_asked(j: Course) -> str:
    """The request to the family, waiting still."""
    waiting = [one.id for one in j.now.advice if one.item is FAMILY and not one.accepted_on]
    if waiting:
        return waiting[0]
    request_id = f"views {len(j.now.advice)}"
    one = c.Asked(request_id=request_id, item=FAMILY, service_id=None)
    j.do(c.RequestAdvice(assessment_id=CASE_ID, requested_on=j.today, asked=(one,)))
    return request_id


@lawful("give_views")
def _give_views(j: Course) -> c.Command:
    return c.GiveViews(
        assessment_id=CASE_ID,
        request_id=_family_asked(j),
        contribution_id="views",
        voice=f.Who.PARENT,
        received_on=j.today,
        author_name="Invented Parent",
        words="We would like mornings to be calmer.",
        ways=(Way.WRITTEN,),
        support=Support.NOT_NEEDED,
    )


@lawful("record_views_not_obtained")
def _views_not_obtained(j: Course) -> c.Command:
    return c.RecordViewsNotObtained(
        assessment_id=CASE_ID,
        request_id=_family_asked(j),
        voice=f.Who.CHILD,
        recorded_on=j.today,
        tried="Pictures and a talking mat, twice",
        why_not="The child turned away each time",
    )


@lawful("accept_advice")
def _accept_advice(j: Course) -> c.Command:
    j.do(_mark_out_advice(j))
    return c.AcceptAdvice(
        assessment_id=CASE_ID, request_id=j.request_id(OTHER), accepted_on=j.today
    )


def _put_on_agenda(j: Course) -> c.Command:
    """The matter of the stage the case is at."""
    matter = next(one for one, states in STAGES.items() if j.now.state in states)
    return c.PutOnAgenda(
        assessment_id=CASE_ID,
        agenda_id="item",
        matter=matter,
        meeting_id="meeting",
        put_on=j.today,
    )


def _on_agenda(command: type[c.Command], **fields: Any) -> Lawful:
    return _after(lambda j: j.do(_put_on_agenda(j)), _simple(command, agenda_id="item", **fields))


LAWFUL |= {
    "put_on_agenda": _put_on_agenda,
    "change_pack": _on_agenda(c.ChangePack, changed_on=today),
    "take_off_agenda": _on_agenda(c.TakeOffAgenda, taken_off_on=today, reason="It is not ready"),
    "declare_interest": _on_agenda(
        c.DeclareInterest, member_id="head", declared_on=today, interest="Teaches this child"
    ),
    "record_panel_advice": _on_agenda(
        c.RecordPanelAdvice, advised=PanelAdvised.YES, said="The panel is for it."
    ),
}


@lawful("settle_recheck")
def _settle_recheck(j: Course) -> c.Command:
    given = _submit_advice(j)
    j.do(given)
    return c.SettleRecheck(
        assessment_id=CASE_ID,
        recheck_id=given.contribution_id,
        settled_on=j.today,
        finding=Finding.STANDS,
        reason="It says what the plan says already",
    )


@lawful("return_advice")
def _return_advice(j: Course) -> c.Command:
    j.do(_submit_advice(j))
    return c.ReturnAdvice(
        assessment_id=CASE_ID,
        request_id=j.request_id(OTHER),
        returned_on=j.today,
        return_due_on=j.today + WEEK,
        gaps="How often?",
    )


@lawful("settle_not_known")
def _settle_not_known(j: Course) -> c.Command:
    request_id = _asked(j)
    j.do(
        c.ReplyToRequest(
            assessment_id=CASE_ID,
            request_id=request_id,
            kind=ReplyKind.NOT_KNOWN,
            replied_on=j.today,
        )
    )
    return c.SettleNotKnown(
        assessment_id=CASE_ID,
        request_id=request_id,
        settled_on=j.today,
        service_id=None,
        statement="The reasoned position",
    )


ALL_MET = tuple(c.CriterionAnswer(criterion=one, met=Met.MET) for one in Criterion)


@lawful("check_plan")
def _check_plan(j: Course) -> c.Command:
    if not j.now.plan_lines:
        j.save_plan()
    text = j.now.plan_text
    return c.CheckPlan(
        assessment_id=CASE_ID,
        plan_version=text.version if text else 0,
        checked_on=j.today,
        end=CheckEnd.SIGNED_OFF,
        answers=ALL_MET,
    )


@lawful("audit_plan")
def _audit_plan(j: Course) -> c.Command:
    return c.AuditPlan(assessment_id=CASE_ID, audited_on=j.today, answers=ALL_MET)


@lawful("hand_over_plan")
def _hand_over_plan(j: Course) -> c.Command:
    return c.HandOverPlan(
        assessment_id=CASE_ID, handed_over_on=j.today, to_whom="The annual review team"
    )


def askable(case: Case) -> tuple[str, Source]:
    """A request whose advice was accepted, and a paragraph of it, that somebody can be asked about."""
    every = set(paragraphs_of(case))
    return next(
        (request.id, source)
        for request in case.advice
        if request.item is not AdviceItem.FAMILY
        for given in request.written_from
        for source in sorted(every, key=str)
        if source.of == given.words_in
    )


@lawful("ask_author")
def _ask_author(j: Course) -> c.AskAuthor:
    request_id, source = askable(j.now)
    return c.AskAuthor(
        assessment_id=CASE_ID,
        question_id=fixed_id("a question"),
        request_id=request_id,
        contribution_id=source.of,
        paragraph=source.paragraph,
        asked_on=j.today,
        question="How often is often?",
    )


@lawful("answer_question")
def _answer_question(j: Course) -> c.Command:
    asked = _ask_author(j)
    j.do(asked)
    return c.AnswerQuestion(
        assessment_id=CASE_ID,
        question_id=asked.question_id,
        request_id=asked.request_id,
        answered_on=j.today,
        answer="Twice a week.",
    )


@lawful("take_back_question")
def _take_back_question(j: Course) -> c.Command:
    asked = _ask_author(j)
    j.do(asked)
    return c.TakeBackQuestion(
        assessment_id=CASE_ID,
        question_id=asked.question_id,
        request_id=asked.request_id,
        taken_back_on=j.today,
    )


@lawful("account_for_advice")
def _account_for_advice(j: Course) -> c.Command:
    source = next(paragraphs_of(j.now))
    return c.AccountForAdvice(
        assessment_id=CASE_ID,
        contribution_id=source.of,
        paragraph=source.paragraph,
        became=Became.LEFT_OUT,
        accounted_on=j.today,
        reason="Met by what the setting gives to every child.",
    )


@lawful("save_plan")
def _save_plan(j: Course) -> c.Command:
    if j.now.state is S.PLAN_ISSUED:
        appealed(j).concede(c.ConcedeAmendment)
    unprompted = j.now.state in (S.DRAFTING, S.PLAN_ISSUED)
    return c.SavePlan(
        assessment_id=CASE_ID,
        saved_on=j.today,
        items=items_for(j.now),
        prompted_by=None if unprompted else _said(j),
    )


LAWFUL |= {
    "start_mediation": _simple(
        c.StartMediation,
        mediation_id="mediation",
        notice_id=lambda j: j.decision_id(),
        contacted_adviser_on=today,
        authority_told_on=today,
        issues=f.MediationIssues.BOTH,
    ),
    "tell_health_body": _after(
        lambda j: j.ask_for_mediation(issues=f.MediationIssues.BOTH),
        _simple(c.TellHealthBody, mediation_id="mediation-1", told_on=today),
    ),
    "end_mediation": _after(
        lambda j: j.ask_for_mediation(),
        _simple(c.EndMediation, mediation_id="mediation-1", ended=MediationEnd.MET, ended_on=today),
    ),
    "issue_certificate": _simple(
        c.IssueCertificate,
        notice_id=lambda j: j.decision_id(),
        issued_on=today,
        declined_on=today,
    ),
    "register_appeal": _after(
        lambda j: j.certify(),
        _simple(
            c.RegisterAppeal,
            appeal_id="appeal",
            notice_id=lambda j: j.decision_id(),
            registered_on=today,
            reply_due_on=today,
        ),
    ),
    "start_ordered_assessment": _letter(c.StartOrderedAssessment, Letter.WILL_ASSESS),
    "start_ordered_plan": _simple(c.StartOrderedPlan, started_on=today),
    "send_amended_plan": _after(
        lambda j: appealed(j).concede(c.ConcedeAmendment),
        _letter(
            c.SendAmendedPlan,
            Letter.AMENDED_PLAN,
            signed_by="Invented officer",
            signed_on=today,
            setting_type="A special school",
        ),
    ),
}
LAWFUL |= {
    command.step: _after(
        lambda j: j.ask_for_mediation(),
        _simple(
            command,
            agreement_id="agreement",
            mediation_id="mediation-1",
            agreed_on=today,
            terms="What was agreed",
        ),
    )
    for command in (c.AgreeAssessment, c.AgreePlan, c.AgreeAmendment, c.AgreeOther)
}
LAWFUL |= {
    command.step: _after(
        appealed,
        _simple(command, appeal_id="appeal-1", **{day: today}),
    )
    for command, day in (
        (c.RespondToAppeal, "responded_on"),
        (c.WithdrawAppeal, "withdrawn_on"),
        (c.DismissAppeal, "made_on"),
        (c.ConcedeAssessment, "notified_tribunal_on"),
        (c.ConcedePlan, "notified_tribunal_on"),
        (c.ConcedeAmendment, "notified_tribunal_on"),
    )
}
LAWFUL |= {
    command.step: _after(
        appealed,
        _simple(command, order_id="order", appeal_id="appeal-1", made_on=today, **more),
    )
    for command, more in (
        (c.OrderToAssess, {}),
        (c.OrderToMakePlan, {}),
        (c.OrderToReconsider, {}),
        (c.OrderToAmend, {"kind": f.OrderKind.AMEND_CONTENTS}),
    )
}


@lawful("carry_out_agreement")
def _carry_out_agreement(j: Course) -> c.Command:
    """Something was agreed while the case was closed; whatever became of it since, it is to be done."""
    agreed = Agreement(
        id="agreement",
        mediation_id="mediation",
        matter=f.AgreementMatter.NOT_APPEALABLE,
        agreed_on=j.today,
    )
    j.case = replace(j.now, agreements=(agreed,))
    return c.CarryOutAgreement(assessment_id=CASE_ID, agreement_id="agreement", done_on=j.today)
