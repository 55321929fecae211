"""Commands thrown at a case: lawful ones that take it on, and others drawn from every kind there is.

`onward` knows the way to a final plan; `anything` knows nothing. Both draw their choices from one source of chance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random
from typing import Any

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import facts as f
from ehc_workflow.domain.advice_list import blank_items, open_asks
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Answer,
    AssessOutcome,
    Became,
    Case,
    Channel,
    CheckEnd,
    Consultation,
    ContactKind,
    Contribution,
    DatedLimit,
    Finding,
    Letter,
    MediationEnd,
    MeetingWay,
    MovedLimit,
    NotNamedGround,
    PanelAdvised,
    PanelMatter,
    ParagraphKind,
    PlacementGround,
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
from ehc_workflow.domain.deadlines import facts_of
from ehc_workflow.domain.facts import DelayKind, Method, TriggerKind
from ehc_workflow.domain.joint_advice import (
    holder_of,
    may_offer_to,
    signable,
    to_sign,
    words_of,
)
from ehc_workflow.domain.plan_items import lost, paragraphs_of, unmet_needs, untraced
from ehc_workflow.domain.rechecks import findings_that_fit
from ehc_workflow.domain.voices import unheard, voices_of
from ehc_workflow.domain.workflow import steps_of
from ehc_workflow.rules.plan_criteria import Criterion, Met
from tests.builders import (
    OTHER_SCHOOL,
    SCHOOL,
    SERVICES,
    TOLD,
    blocks,
    fixed_id,
    parent_of,
    receive_request,
)
from tests.support.plans import items_for

S = State
ITEMS = tuple(AdviceItem)
SECTIONS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2")


@dataclass
class Thrower:
    """Draws commands for one case. `counter` makes ids that are fresh but always the same; `clean` makes no slips."""

    rng: Random
    case_id: str
    counter: int = 0
    clean: bool = False

    def fresh(self, what: str) -> str:
        """An id nobody has used."""
        self.counter += 1
        return fixed_id(f"{self.case_id} {what} {self.counter}")

    def chance(self, percent: int) -> bool:
        """Whether it comes so, in so many of a hundred."""
        return self.rng.randrange(100) < percent

    def day(self, case: Case, today: date) -> date:
        """Mostly today; at times some day before or, which cannot be, after."""
        if self.clean:
            return today
        return today if self.chance(85) else today + timedelta(days=self.rng.randrange(-60, 8))

    def one(self, known: tuple[str, ...]) -> str:
        """Something the case has; at times something it has not."""
        if known and (self.clean or self.chance(92)):
            return self.rng.choice(known)
        return "nothing-known"

    # --- requests for a new case ---

    def request(self, today: date) -> c.ReceiveRequest:
        """A request by a parent, whose child may become a young person along the way."""
        born = self.rng.choice((date(2018, 3, 4), date(2011, 11, 30), date(2009, 9, 10)))
        return receive_request(
            self.case_id,
            received_on=today - timedelta(days=self.rng.randrange(12)),
            date_of_birth=born,
            kind=self.rng.choice((TriggerKind.PARENTAL_REQUEST, TriggerKind.SCHOOL_REQUEST)),
            caseworker_seat_id="seat" if today.day % 5 else None,
            reassesses=self.plan_there_is(today) if self.chance(15) else None,
        )

    def plan_there_is(self, today: date) -> Reassessed:
        """A plan whose assessment ended up to a year ago: lately enough to be asked too soon, or not."""
        return Reassessed(last_assessed_on=today - timedelta(days=self.rng.randrange(12, 365)))

    # --- any command there is ---

    def anything(self, case: Case, today: date) -> c.Command:
        """A command, more often than not one that the table has from this state; what is waited for comes up."""
        if any(one.settled_on is None for one in case.family_messages) and self.chance(8):
            waiting = ("answer_family_message", "close_family_message")
            return MAKERS[self.rng.choice(waiting)](self, case, today)
        if any(one.is_open for one in case.promises) and self.chance(80):
            return MAKERS["record_promise_kept"](self, case, today)
        if (after := _after_a_request_to_meet(case)) and self.chance(50):
            return MAKERS[self.rng.choice(after)](self, case, today)
        if any(one.is_open for one in case.agenda) and self.chance(50):
            before_a_panel = (
                "change_pack",
                "declare_interest",
                "record_panel_advice",
                "take_off_agenda",
            )
            return MAKERS[self.rng.choice(before_a_panel)](self, case, today)
        names = [step.trigger for step in steps_of(case) if step.trigger in MAKERS]
        pool = names if names and self.chance(75) else ALL
        name = self.rng.choice(pool)
        if name in CLOSING and not self.chance(6):
            name = self.rng.choice([other for other in pool if other not in CLOSING] or ALL)
        return MAKERS[name](self, case, today)

    def hasty(self, case: Case, today: date) -> c.Command:
        """A step that takes the case on, without a slip in it, whether or not what it needs has been done."""
        names = [
            step.trigger
            for step in steps_of(case)
            if step.dest is not None and step.trigger in MAKERS and step.trigger not in CLOSING
        ]
        if not names:
            return self.anything(case, today)
        self.clean = True
        command = MAKERS[self.rng.choice(names)](self, case, today)
        self.clean = False
        return command

    def sending(self, case: Case, today: date, letter: Letter) -> dict[str, object]:
        """A letter, at times to the wrong person, with a part left out, or dated another day."""
        if self.clean:
            return _letter_of_today(self, case, today, letter)
        day = self.day(case, today)
        words = blocks(letter)
        if words and self.chance(8):
            left_out = self.rng.randrange(len(words))
            words = words[:left_out] + words[left_out + 1 :]
        contacts = tuple(contact.id for contact in case.contacts)
        holder = contacts[-1:] if self.chance(30) else contacts[:1]
        return {
            "assessment_id": case.id,
            "dated_on": day if self.chance(95) else day - timedelta(days=1),
            "sent_on": day,
            "method": self.rng.choice(tuple(Method)),
            "addressee": self.one(holder),
            "copies": contacts if self.chance(10) else (),
            "blocks": words,
            **({} if self.chance(10) else TOLD),
        }

    # --- the way to a final plan ---

    def onward(self, case: Case, today: date) -> c.Command:
        """The next lawful step towards a final plan, where there is one."""
        if case.circumstances and self.chance(25):
            return _about_an_exception(self, case, today)
        if self.chance(80) and (command := _after_late_advice(self, case, today)):
            return command
        way = _ONWARD.get(case.state)
        return way(self, case, today) if way else self.anything(case, today)


def _after_a_request_to_meet(case: Case) -> tuple[str, ...]:
    """What comes next of a meeting that is owed, and of the points agreed at one."""
    if any(said.meeting.open_points for said in case.representations):
        return ("settle_agreed_point",)
    if any(said.owes_meeting for said in case.representations):
        return (
            "offer_meeting",
            "record_offer_refused",
            "record_meeting_held",
            "record_meeting_declined",
        )
    return ()


Maker = Callable[[Thrower, Case, date], c.Command]
MAKERS: dict[str, Maker] = {}


def makes(step: str) -> Callable[[Maker], Maker]:
    def register(maker: Maker) -> Maker:
        MAKERS[step] = maker
        return maker

    return register


def requests_of(case: Case) -> tuple[str, ...]:
    return tuple(request.id for request in case.advice)


@makes("add_trigger")
def add_trigger(t: Thrower, case: Case, today: date) -> c.Command:
    known = tuple(trigger.id for trigger in case.triggers)
    return c.AddTrigger(
        assessment_id=case.id,
        trigger_id=t.one(known) if t.chance(10) else t.fresh("trigger"),
        kind=t.rng.choice(tuple(TriggerKind)),
        received_on=today - timedelta(days=t.rng.randrange(40)),
        evidence="A letter",
    )


@makes("correct_received_date")
def correct_received_date(t: Thrower, case: Case, today: date) -> c.Command:
    return c.CorrectReceivedDate(
        assessment_id=case.id,
        trigger_id=t.one(tuple(trigger.id for trigger in case.triggers)),
        received_on=case.received_on + timedelta(days=t.rng.randrange(-10, 4)),
        evidence="The envelope",
        reason="Read again" if t.chance(90) else " ",
    )


@makes("assign")
def assign(t: Thrower, case: Case, today: date) -> c.Command:
    return c.Assign(assessment_id=case.id)


@makes("add_contact")
def add_contact(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AddContact(
        assessment_id=case.id,
        contact=c.ContactDetails(
            id=t.fresh("contact"),
            kind=t.rng.choice(tuple(ContactKind)),
            name="Invented Contact",
            address_confirmed_on=t.day(case, today),
        ),
    )


@makes("confirm_address")
def confirm_address(t: Thrower, case: Case, today: date) -> c.Command:
    contacts = tuple(contact.id for contact in case.contacts)
    return c.ConfirmAddress(
        assessment_id=case.id, contact_id=t.one(contacts), confirmed_on=t.day(case, today)
    )


@makes("agree_copies")
def agree_copies(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AgreeCopies(
        assessment_id=case.id,
        contact_id=t.one(tuple(contact.id for contact in case.contacts)),
        agreed_on=t.day(case, today),
        capacity_finding=t.chance(40),
    )


@makes("consult_family")
def consult_family(t: Thrower, case: Case, today: date) -> c.Command:
    return c.ConsultFamily(assessment_id=case.id, consulted_on=t.day(case, today))


@makes("ask_for_missing")
def ask_for_missing(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AskForMissing(
        assessment_id=case.id,
        item_id=t.fresh("missing"),
        what="A school report",
        asked_of="the school",
        asked_on=t.day(case, today),
    )


@makes("receive_missing")
def receive_missing(t: Thrower, case: Case, today: date) -> c.Command:
    return c.ReceiveMissing(
        assessment_id=case.id,
        item_id=t.one(tuple(item.id for item in case.missing_items)),
        received_on=t.day(case, today),
    )


@makes("record_views")
def record_views(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordViews(assessment_id=case.id, received_on=t.day(case, today), views="We think so")


@makes("tell_family_considering")
def tell_family_considering(t: Thrower, case: Case, today: date) -> c.Command:
    return c.TellFamilyConsidering(**t.sending(case, today, Letter.CONSIDERING))  # type: ignore[arg-type]


@makes("decide_whether_to_assess")
def decide_whether_to_assess(t: Thrower, case: Case, today: date) -> c.Command:
    refuse = t.chance(25)
    at_threshold = case.state is S.RECEIVED if t.chance(90) else case.state is not S.RECEIVED
    route = RefusalRoute.THRESHOLD if at_threshold else RefusalRoute.AFTER_CONSIDERING
    return c.DecideWhetherToAssess(
        assessment_id=case.id,
        differs_because="Seen otherwise",
        outcome=AssessOutcome.REFUSE if refuse else AssessOutcome.ASSESS,
        decided_on=t.day(case, today),
        reasons="Reasons about this child" if t.chance(92) else "",
        may_have_sen=True if t.chance(95) else None,
        may_need_plan=not refuse,
        may_need_plan_because="The school does enough" if refuse and t.chance(95) else "",
        extra_time_considered=t.chance(95),
        route=route if refuse else None,
        views_considered=t.chance(90),
        house_rules_only=refuse and t.chance(60),
    )


@makes("decide_whether_to_reassess")
def decide_whether_to_reassess(t: Thrower, case: Case, today: date) -> c.Command:
    refuse = t.chance(30)
    return c.DecideWhetherToReassess(
        assessment_id=case.id,
        differs_because="Seen otherwise",
        outcome=AssessOutcome.REFUSE if refuse else AssessOutcome.ASSESS,
        decided_on=t.day(case, today),
        reasons="Reasons about this child" if t.chance(92) else "",
        further_needed=not refuse if t.chance(95) else None,
        further_needed_because="The plan still fits" if refuse and t.chance(95) else "",
        too_soon=refuse and t.chance(30),
        house_rules_only=refuse and t.chance(30),
    )


@makes("notify_reassessment")
def notify_reassessment(t: Thrower, case: Case, today: date) -> c.Command:
    return c.NotifyReassessment(**t.sending(case, today, Letter.WILL_REASSESS))  # type: ignore[arg-type]


@makes("notify_refusal_to_reassess")
def notify_refusal_to_reassess(t: Thrower, case: Case, today: date) -> c.Command:
    return c.NotifyRefusalToReassess(**t.sending(case, today, Letter.REFUSAL_TO_REASSESS))  # type: ignore[arg-type]


@makes("confirm_refusal")
def confirm_refusal(t: Thrower, case: Case, today: date) -> c.Command:
    return c.ConfirmRefusal(
        assessment_id=case.id, confirmed_on=t.day(case, today), reasons="It stands on evidence"
    )


@makes("notify_refusal")
def notify_refusal(t: Thrower, case: Case, today: date) -> c.Command:
    return c.NotifyRefusal(**t.sending(case, today, Letter.REFUSAL_TO_ASSESS))  # type: ignore[arg-type]


@makes("notify_assessment")
def notify_assessment(t: Thrower, case: Case, today: date) -> c.Command:
    return c.NotifyAssessment(**t.sending(case, today, Letter.WILL_ASSESS))  # type: ignore[arg-type]


def asked(t: Thrower, case: Case, item: AdviceItem) -> c.Asked:
    held = tuple(request.id for request in case.advice if request.item is item)
    return c.Asked(
        request_id=t.one(held) if held and t.chance(30) else t.fresh(item.value),
        item=item,
        service_id=SERVICES.get(item),
        setting=f.Setting.SCHOOL if item is AdviceItem.EDUCATION else None,
        qualified_teacher_consulted=t.chance(80),
        answers_ask=t.one(tuple(ask.id for ask in case.family_asks))
        if item is AdviceItem.REQUESTED and case.family_asks and t.chance(60)
        else None,
    )


@makes("request_advice")
def request_advice(t: Thrower, case: Case, today: date) -> c.Command:
    day = t.day(case, today)
    items = t.rng.sample(ITEMS, t.rng.randrange(1, 4))
    return c.RequestAdvice(
        assessment_id=case.id,
        requested_on=day,
        received_by_body_on=day if t.chance(70) else None,
        asked=tuple(asked(t, case, item) for item in items),
    )


@makes("record_request_received")
def record_request_received(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordRequestReceived(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        received_by_body_on=t.day(case, today),
    )


@makes("route_request")
def route_request(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RouteRequest(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        service_id=SERVICES[AdviceItem.HEALTH],
        routed_on=t.day(case, today),
    )


def visited(case: Case) -> tuple[str, ...]:
    """Requests with a visit that nothing has come of yet."""
    return tuple(one.id for one in case.advice if any(visit.is_open for visit in one.visits))


def not_known(case: Case) -> tuple[str, ...]:
    return tuple(one.id for one in case.advice if one.was_not_known)


@makes("allocate_request")
def allocate_request(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AllocateRequest(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        seat_id=t.rng.choice((None, "a seat", "another seat")),
        allocated_on=t.day(case, today),
    )


@makes("plan_visit")
def plan_visit(t: Thrower, case: Case, today: date) -> c.Command:
    return c.PlanVisit(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        visit_on=today + timedelta(days=t.rng.randrange(-20, 30)),
        purpose=t.rng.choice(tuple(f.AppointmentPurpose)),
        place=t.rng.choice(tuple(VisitPlace)),
        at=t.rng.choice((None, time(9, 30))),
    )


@makes("record_visit_kept")
def record_visit_kept(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordVisitKept(
        assessment_id=case.id,
        request_id=t.one(visited(case)),
        visit=1 if t.chance(80) else t.rng.randrange(1, 4),
        kept_on=t.day(case, today),
    )


@makes("call_off_visit")
def call_off_visit(t: Thrower, case: Case, today: date) -> c.Command:
    return c.CallOffVisit(
        assessment_id=case.id,
        request_id=t.one(visited(case)),
        visit=1 if t.chance(80) else t.rng.randrange(1, 4),
        called_off_on=t.day(case, today),
        reason="The psychologist is ill" if t.chance(90) else "",
    )


@makes("record_screening")
def record_screening(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordScreening(
        assessment_id=case.id,
        request_id=t.one(not_known(case)),
        screened_on=t.day(case, today),
        screened_by="Invented Social Worker" if t.chance(90) else "",
        found=t.rng.choice(tuple(ScreeningFinding)),
        findings="Nothing that needs help",
    )


@makes("record_language_needs")
def record_language_needs(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordLanguageNeeds(
        assessment_id=case.id,
        recorded_on=t.day(case, today),
        language=t.rng.choice(("", "Polish")),
        interpreter_needed=t.chance(50),
    )


@makes("decline_to_ask")
def decline_to_ask(t: Thrower, case: Case, today: date) -> c.Command:
    return c.DeclineToAsk(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)) if t.chance(40) else t.fresh("declined"),
        item=t.rng.choice(ITEMS),
        declined_on=t.day(case, today),
        reason="It would add nothing" if t.chance(90) else "",
    )


@makes("record_family_ask")
def record_family_ask(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordFamilyAsk(
        assessment_id=case.id,
        ask_id=t.fresh("ask"),
        asked_on=t.day(case, today),
        from_whom="An occupational therapist" if t.chance(95) else "",
    )


@makes("decline_family_ask")
def decline_family_ask(t: Thrower, case: Case, today: date) -> c.Command:
    return decline(t, case, today, t.one(tuple(ask.id for ask in case.family_asks)))


def decline(t: Thrower, case: Case, today: date, ask_id: str) -> c.DeclineFamilyAsk:
    reasons = ("The school's advice answers what was asked.", "The waiting list is long.")
    return c.DeclineFamilyAsk(
        assessment_id=case.id,
        ask_id=ask_id,
        declined_on=t.day(case, today),
        family_told_on=today,
        reason=reasons[0] if t.clean or t.chance(80) else reasons[1],
    )


@makes("record_reuse")
def record_reuse(t: Thrower, case: Case, today: date) -> c.Command:
    said = (True, True, True, False, None)
    return c.RecordReuse(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)) if t.chance(40) else t.fresh("reuse"),
        item=t.rng.choice(ITEMS),
        advice_written_on=today - timedelta(days=400),
        purpose="Another purpose",
        author=t.rng.choice(said),
        authority=t.rng.choice(said),
        family=t.rng.choice(said),
    )


@makes("submit_advice")
def submit_advice(t: Thrower, case: Case, today: date) -> c.Command:
    return give(t, case, today, t.one(requests_of(case)))


@makes("give_views")
def give_views(t: Thrower, case: Case, today: date) -> c.Command:
    return views(t, case, today, t.one(requests_of(case)), t.rng.choice(tuple(f.Who)))


def views(t: Thrower, case: Case, today: date, request_id: str, voice: f.Who) -> c.GiveViews:
    return c.GiveViews(
        assessment_id=case.id,
        request_id=request_id,
        contribution_id=t.fresh("contribution"),
        voice=voice,
        received_on=t.day(case, today),
        author_name="Invented Person",
        words="We would like this" if t.chance(95) else "",
        ways=(t.rng.choice(tuple(Way)),),
        helped_by="An advocate",
        support=t.rng.choice(tuple(Support)),
        support_by="Invented SENDIASS",
    )


@makes("record_views_not_obtained")
def record_views_not_obtained(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordViewsNotObtained(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        voice=t.rng.choice(tuple(f.Who)),
        recorded_on=t.day(case, today),
        tried="Pictures" if t.chance(95) else "",
        why_not="Turned away",
    )


def give(t: Thrower, case: Case, today: date, request_id: str) -> c.SubmitAdvice | c.GiveViews:
    request = case.advice_request(request_id)
    if request is not None and request.item is AdviceItem.FAMILY and t.chance(90):
        missing = unheard(case, request, today) or voices_of(case, today)
        return views(t, case, today, request_id, missing[0])
    files_alone = t.chance(2)
    return c.SubmitAdvice(
        assessment_id=case.id,
        request_id=request_id,
        contribution_id=t.fresh("contribution"),
        received_on=t.day(case, today),
        author_name="Invented Author",
        author_role="Invented role",
        paragraphs=() if files_alone else (c.Paragraph(kind=ParagraphKind.NEED, text="A need."),),
        document_ids=("file",) if files_alone and t.chance(80) else (),
        written_with=_together(t, case, request_id),
    )


def _together(t: Thrower, case: Case, request_id: str) -> tuple[str, ...]:
    """Now and then advice is written with somebody else who owes some."""
    others = may_offer_to(case, request_id)
    return (t.rng.choice(others).id,) if others and t.chance(6) else ()


@makes("join_advice")
def join_advice(t: Thrower, case: Case, today: date) -> c.Command:
    given = tuple(one.id for each in case.advice for one in each.contributions)
    return join(t, case, today, t.one(requests_of(case)), t.one(given))


def join(t: Thrower, case: Case, today: date, request_id: str, words: str) -> c.JoinAdvice:
    return c.JoinAdvice(
        assessment_id=case.id,
        request_id=request_id,
        contribution_id=t.fresh("contribution"),
        joint_with=words,
        received_on=t.day(case, today),
        author_name="Invented Colleague",
        author_role="Invented role",
        evidence="The report, signed by both" if t.chance(95) else "",
    )


@makes("mark_out_advice")
def mark_out_advice(t: Thrower, case: Case, today: date) -> c.Command:
    given = [(one, one.latest) for one in case.advice if one.latest is not None]
    request, latest = t.rng.choice(given) if given else (None, None)
    read = c.MarkedParagraph(kind=ParagraphKind.NEED, text="A need.", document_id="file")
    return c.MarkOutAdvice(
        assessment_id=case.id,
        request_id=request.id if request else "nothing",
        contribution_id=latest.id if latest else "nothing",
        marked_on=t.day(case, today),
        paragraphs=(read,) if t.chance(95) else (),
    )


@makes("accept_advice")
def accept_advice(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AcceptAdvice(
        assessment_id=case.id, request_id=t.one(requests_of(case)), accepted_on=t.day(case, today)
    )


@makes("return_advice")
def return_advice(t: Thrower, case: Case, today: date) -> c.Command:
    return c.ReturnAdvice(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        returned_on=t.day(case, today),
        return_due_on=today + timedelta(days=t.rng.randrange(15)),
        gaps="How often?",
    )


def _agenda_id(t: Thrower, case: Case) -> str:
    return t.one(tuple(one.id for one in case.agenda))


@makes("put_on_agenda")
def put_on_agenda(t: Thrower, case: Case, today: date) -> c.Command:
    return c.PutOnAgenda(
        assessment_id=case.id,
        agenda_id=t.fresh("item"),
        matter=t.rng.choice(tuple(PanelMatter)),
        meeting_id="meeting",
        put_on=t.day(case, today),
    )


@makes("change_pack")
def change_pack(t: Thrower, case: Case, today: date) -> c.Command:
    return c.ChangePack(
        assessment_id=case.id, agenda_id=_agenda_id(t, case), changed_on=t.day(case, today)
    )


@makes("take_off_agenda")
def take_off_agenda(t: Thrower, case: Case, today: date) -> c.Command:
    return c.TakeOffAgenda(
        assessment_id=case.id,
        agenda_id=_agenda_id(t, case),
        taken_off_on=t.day(case, today),
        reason="It is decided without a panel" if t.chance(90) else "",
    )


@makes("declare_interest")
def declare_interest(t: Thrower, case: Case, today: date) -> c.Command:
    return c.DeclareInterest(
        assessment_id=case.id,
        agenda_id=_agenda_id(t, case),
        member_id=t.rng.choice(("officer", "nurse", "head", "nobody")),
        declared_on=t.day(case, today),
        interest="Teaches this child" if t.chance(90) else "",
    )


@makes("record_panel_advice")
def record_panel_advice(t: Thrower, case: Case, today: date) -> c.Command:
    dissent = c.Dissent(member_id=t.rng.choice(("nurse", "nobody")), said="Otherwise")
    return c.RecordPanelAdvice(
        assessment_id=case.id,
        agenda_id=_agenda_id(t, case),
        advised=t.rng.choice(tuple(PanelAdvised)),
        said="What the panel advised" if t.chance(90) else "",
        dissent=(dissent,) if t.chance(30) else (),
    )


@makes("settle_recheck")
def settle_recheck(t: Thrower, case: Case, today: date) -> c.Command:
    waiting = [one.id for one in case.rechecks if one.is_open]
    fitting = sorted(findings_that_fit(case)) if t.chance(90) else list(Finding)
    finding = t.rng.choice(fitting or list(Finding))
    said = [one.id for one in case.representations] if finding is Finding.PROMPTED else []
    return c.SettleRecheck(
        assessment_id=case.id,
        recheck_id=t.rng.choice(waiting or ["nothing"]),
        settled_on=t.day(case, today),
        finding=finding,
        reason="It was looked at" if t.chance(90) else "",
        prompted_by=t.rng.choice(said) if said else None,
    )


def _after_late_advice(t: Thrower, case: Case, today: date) -> c.Command | None:
    """What late advice makes owed: a look, and then what was found."""
    owed = [one for one in case.rechecks if one.is_owed]
    if not owed:
        return None
    if any(one.is_open for one in owed):
        return settle_recheck(t, case, today)
    if owed[0].finding is Finding.FRESH_DRAFT:
        return c.StartFreshDraft(assessment_id=case.id, reason="New advice")
    return MAKERS["decide_whether_to_issue"](t, case, today)


@makes("reply_to_request")
def reply_to_request(t: Thrower, case: Case, today: date) -> c.Command:
    kind = t.rng.choice(tuple(ReplyKind))
    report, planned = kind is ReplyKind.EXISTING_REPORT, kind is ReplyKind.NEW_ASSESSMENT
    return c.ReplyToRequest(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        kind=kind,
        replied_on=t.day(case, today),
        planned_for=today + timedelta(days=t.rng.randrange(-3, 60)) if planned else None,
        advice_written_on=today - timedelta(days=300) if report else None,
        purpose="A review at the clinic" if report and t.chance(95) else "",
        other_body="Invented health body" if kind is ReplyKind.OTHER_AREA else "",
    )


@makes("settle_not_known")
def settle_not_known(t: Thrower, case: Case, today: date) -> c.Command:
    waiting = tuple(request.id for request in case.advice if request.not_known_open)
    return c.SettleNotKnown(
        assessment_id=case.id,
        request_id=t.one(waiting or requests_of(case)),
        settled_on=t.day(case, today),
        service_id=t.rng.choice((None, SERVICES[AdviceItem.HEALTH])),
        statement="Somebody else can say",
    )


@makes("record_chase")
def record_chase(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordChase(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        chased_on=t.day(case, today),
        channel=t.rng.choice(tuple(Channel)),
        to_whom="the office",
    )


@makes("record_alternative")
def record_alternative(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordAlternative(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        recorded_on=t.day(case, today),
        another_way=t.chance(50),
        reasons="A locum",
    )


@makes("record_missed_appointment")
def record_missed_appointment(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordMissedAppointment(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        purpose=t.rng.choice(tuple(f.AppointmentPurpose)),
        missed_on=t.day(case, today),
        new_appointment_on=today + timedelta(days=7) if t.chance(50) else None,
        visit=t.rng.choice((None, 1, 2)),
    )


@makes("invite_contributor")
def invite_contributor(t: Thrower, case: Case, today: date) -> c.Command:
    number = len([one for asked in case.advice for one in asked.invitations])
    return c.InviteContributor(
        assessment_id=case.id,
        request_id=t.one(requests_of(case)),
        invitation_id=t.fresh("link"),
        invited_on=today,
        last_day=today + timedelta(days=t.rng.randrange(-2, 50)),
        name="Invented therapist",
        email=f"therapist.{number}@example.invalid",
    )


@makes("withdraw_invitation")
def withdraw_invitation(t: Thrower, case: Case, today: date) -> c.Command:
    links = [(asked.id, one.id) for asked in case.advice for one in asked.invitations]
    request_id, link = t.rng.choice(links) if links else ("nothing-known", "nothing-known")
    return c.WithdrawInvitation(
        assessment_id=case.id,
        request_id=request_id,
        invitation_id=link,
        withdrawn_on=t.day(case, today),
    )


@makes("complete_advice")
def complete_advice(t: Thrower, case: Case, today: date) -> c.Command:
    return c.CompleteAdvice(
        assessment_id=case.id,
        completed_on=t.day(case, today),
        why_without="It will not come in time" if t.chance(30) else "",
    )


@makes("decide_whether_to_issue")
def decide_whether_to_issue(t: Thrower, case: Case, today: date) -> c.Command:
    outcome = t.rng.choice((PlanOutcome.MAKE_PLAN, PlanOutcome.MAKE_PLAN, PlanOutcome.NO_PLAN))
    return c.DecideWhetherToIssue(
        assessment_id=case.id,
        differs_because="Seen otherwise",
        outcome=outcome,
        decided_on=t.day(case, today),
        reasons="Reasons about this child",
        plan_needed=(outcome is PlanOutcome.MAKE_PLAN) if t.chance(95) else None,
        plan_needed_because="So says the advice",
        house_rules_only=outcome is PlanOutcome.NO_PLAN and t.chance(30),
    )


@makes("notify_no_plan")
def notify_no_plan(t: Thrower, case: Case, today: date) -> c.Command:
    return c.NotifyNoPlan(**t.sending(case, today, Letter.NO_PLAN))  # type: ignore[arg-type]


@makes("notify_plan_will_be_made")
def notify_plan_will_be_made(t: Thrower, case: Case, today: date) -> c.Command:
    return c.NotifyPlanWillBeMade(**t.sending(case, today, Letter.PLAN_WILL_BE_MADE))  # type: ignore[arg-type]


@makes("save_plan")
def save_plan(t: Thrower, case: Case, today: date) -> c.Command:
    left_out = t.rng.choice(SECTIONS) if t.chance(10) else ""
    words = {name: f"Words of {name}, {t.rng.randrange(3)}." for name in SECTIONS}
    if t.chance(5):
        words["F"] = "A place at Larkrise School."
    if t.chance(5):
        words["I"] = "Somewhere"
    said = tuple(said.id for said in case.representations)
    return c.SavePlan(
        assessment_id=case.id,
        saved_on=t.day(case, today),
        items=items_for(case, **words | ({left_out: ""} if left_out else {})),
        prompted_by=t.rng.choice((None, "placement", t.one(said))),
    )


def _answers(t: Thrower) -> tuple[c.CriterionAnswer, ...]:
    asked = tuple(Criterion)[: -1 if t.chance(5) else None]
    return tuple(
        c.CriterionAnswer(
            criterion=one, met=t.rng.choice((Met.MET, Met.MET, Met.PARTLY)), comment="Say how long."
        )
        for one in asked
    )


@makes("check_plan")
def check_plan(t: Thrower, case: Case, today: date) -> c.Command:
    version = case.plan_text.version if case.plan_text else 0
    return c.CheckPlan(
        assessment_id=case.id,
        plan_version=version - (1 if t.chance(5) else 0),
        checked_on=t.day(case, today),
        end=t.rng.choice(tuple(CheckEnd)),
        answers=_answers(t),
    )


@makes("audit_plan")
def audit_plan(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AuditPlan(assessment_id=case.id, audited_on=t.day(case, today), answers=_answers(t))


@makes("hand_over_plan")
def hand_over_plan(t: Thrower, case: Case, today: date) -> c.Command:
    return c.HandOverPlan(
        assessment_id=case.id,
        handed_over_on=t.day(case, today),
        to_whom="" if t.chance(5) else "The annual review team",
    )


@makes("ask_author")
def ask_author(t: Thrower, case: Case, today: date) -> c.Command:
    known = [
        (request.id, source)
        for request in case.advice
        for given in request.written_from
        for source in paragraphs_of(case)
        if source.of == given.words_in
    ] or [("no request", Source("no advice", 1))]
    request_id, source = t.rng.choice(known)
    return c.AskAuthor(
        assessment_id=case.id,
        question_id=t.fresh("question"),
        request_id=request_id,
        contribution_id=source.of,
        paragraph=source.paragraph + (9 if t.chance(5) else 0),
        asked_on=t.day(case, today),
        question="" if t.chance(5) else "How often is often?",
    )


@makes("answer_question")
def answer_question(t: Thrower, case: Case, today: date) -> c.Command:
    question_id, request_id = _asked(t, case)
    return c.AnswerQuestion(
        assessment_id=case.id,
        question_id=question_id,
        request_id=request_id,
        answered_on=t.day(case, today),
        answer="" if t.chance(5) else "Twice a week.",
    )


@makes("take_back_question")
def take_back_question(t: Thrower, case: Case, today: date) -> c.Command:
    question_id, request_id = _asked(t, case)
    return c.TakeBackQuestion(
        assessment_id=case.id,
        question_id=question_id,
        request_id=request_id,
        taken_back_on=t.day(case, today),
    )


def _asked(t: Thrower, case: Case) -> tuple[str, str]:
    waiting = [(one.id, one.request_id) for one in case.questions if one.is_open]
    return t.rng.choice(waiting or [("no question", "no request")])


@makes("account_for_advice")
def account_for_advice(t: Thrower, case: Case, today: date) -> c.Command:
    known = [*paragraphs_of(case)] or [Source("no advice", 1)]
    source = t.rng.choice(known)
    return c.AccountForAdvice(
        assessment_id=case.id,
        contribution_id=source.of,
        paragraph=source.paragraph + (9 if t.chance(5) else 0),
        became=t.rng.choice(tuple(Became)),
        accounted_on=t.day(case, today),
        reason="" if t.chance(5) else "Met by what the setting gives to every child.",
    )


@makes("agree_health_provision")
def agree_health_provision(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AgreeHealthProvision(
        assessment_id=case.id, agreed_on=t.day(case, today), by_whom="Invented officer"
    )


@makes("share_part_draft")
def share_part_draft(t: Thrower, case: Case, today: date) -> c.Command:
    return c.SharePartDraft(
        assessment_id=case.id,
        draft_id=t.fresh("draft"),
        sent_on=t.day(case, today),
        method=Method.EMAIL,
        reason="To talk it over",
    )


@makes("serve_draft")
def serve_draft(t: Thrower, case: Case, today: date) -> c.Command:
    fields = t.sending(case, today, Letter.DRAFT_PLAN)
    return c.ServeDraft(draft_id=t.fresh("draft"), **fields)  # type: ignore[arg-type]


@makes("record_representation")
def record_representation(t: Thrower, case: Case, today: date) -> c.Command:
    kind = t.rng.choice(tuple(RepresentationKind))
    wanted = kind is RepresentationKind.SETTING_REQUEST
    draft = case.served_draft
    return c.RecordRepresentation(
        assessment_id=case.id,
        representation_id=t.fresh("said"),
        kind=kind,
        received_on=t.day(case, today),
        text="We say so",
        setting_id=t.rng.choice((SCHOOL, OTHER_SCHOOL)) if wanted else None,
        about_item=t.one(draft.items) if draft and draft.items and t.chance(50) else None,
        road=t.rng.choice(tuple(Road)),
    )


@makes("add_to_representation")
def add_to_representation(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AddToRepresentation(
        assessment_id=case.id,
        representation_id=t.one(tuple(said.id for said in case.representations)),
        added_on=t.day(case, today),
        text="And this" if t.chance(90) else " ",
    )


@makes("take_back_representation")
def take_back_representation(t: Thrower, case: Case, today: date) -> c.Command:
    return c.TakeBackRepresentation(
        assessment_id=case.id,
        representation_id=t.one(tuple(said.id for said in case.representations)),
        taken_back_on=t.day(case, today),
    )


def to_meet(case: Case) -> tuple[str, ...]:
    """Requests to meet that were neither met nor given up."""
    return tuple(said.id for said in case.representations if said.owes_meeting)


@makes("offer_meeting")
def offer_meeting(t: Thrower, case: Case, today: date) -> c.Command:
    return c.OfferMeeting(
        assessment_id=case.id,
        representation_id=t.one(to_meet(case)),
        offer_id=t.fresh("offer"),
        offered_on=t.day(case, today),
        meet_on=today + timedelta(days=t.rng.randrange(-1, 12)),
        way=t.rng.choice(tuple(MeetingWay)),
        where="10am, at the school" if t.chance(90) else "",
    )


@makes("record_offer_refused")
def record_offer_refused(t: Thrower, case: Case, today: date) -> c.Command:
    offered = [
        (said.id, one.id)
        for said in case.representations
        for one in said.meeting.offers
        if one.refused_on is None
    ]
    said, offer = t.rng.choice(offered) if offered else (t.one(to_meet(case)), "no offer")
    return c.RecordOfferRefused(
        assessment_id=case.id,
        representation_id=said,
        offer_id=offer,
        refused_on=t.day(case, today),
    )


@makes("record_meeting_held")
def record_meeting_held(t: Thrower, case: Case, today: date) -> c.Command:
    agreed = ("Say how often", "Ask the school again", " ")
    return c.RecordMeetingHeld(
        assessment_id=case.id,
        representation_id=t.one(to_meet(case)),
        held_on=t.day(case, today),
        way=t.rng.choice(tuple(MeetingWay)),
        agreed=tuple(c.PointAgreed(words=words) for words in agreed[: t.rng.randrange(3)]),
    )


@makes("settle_agreed_point")
def settle_agreed_point(t: Thrower, case: Case, today: date) -> c.Command:
    agreed = [
        (said.id, one.number)
        for said in case.representations
        for one in said.meeting.points
        if one.settled_on is None
    ]
    said, point = t.rng.choice(agreed) if agreed else (t.one(to_meet(case)), 1)
    return c.SettleAgreedPoint(
        assessment_id=case.id,
        representation_id=said,
        point=point,
        settled=t.rng.choice(tuple(Settled)),
        settled_on=t.day(case, today),
        how="It says so now" if t.chance(90) else "",
    )


@makes("record_meeting_declined")
def record_meeting_declined(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordMeetingDeclined(
        assessment_id=case.id,
        representation_id=t.one(to_meet(case)),
        declined_on=t.day(case, today),
    )


@makes("answer_representation")
def answer_representation(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AnswerRepresentation(
        assessment_id=case.id,
        representation_id=t.one(tuple(said.id for said in case.representations)),
        answer=t.rng.choice(tuple(Answer)),
        answered_on=t.day(case, today),
        reason="Because of the advice" if t.chance(85) else "",
    )


@makes("start_fresh_draft")
def start_fresh_draft(t: Thrower, case: Case, today: date) -> c.Command:
    return c.StartFreshDraft(assessment_id=case.id, reason="A change of our own")


@makes("consult_on_placement")
def consult_on_placement(t: Thrower, case: Case, today: date) -> c.Command:
    return c.ConsultOnPlacement(
        assessment_id=case.id,
        settings=_to_consult(t),
        consulted_on=t.day(case, today),
        contributions=_accepted(case) if t.chance(80) else (t.fresh("advice"),),
    )


def _to_consult(t: Thrower) -> tuple[c.SettingToConsult, ...]:
    wanted = t.rng.choice(((SCHOOL,), (OTHER_SCHOOL,), (OTHER_SCHOOL, SCHOOL)))
    return tuple(
        c.SettingToConsult(consultation_id=t.fresh("consultation"), setting_id=one)
        for one in wanted
    )


def _accepted(case: Case) -> tuple[str, ...]:
    return tuple(given.id for request in case.advice for given in request.written_from)


@makes("consult_another")
def consult_another(t: Thrower, case: Case, today: date) -> c.Command:
    return c.ConsultAnother(
        assessment_id=case.id,
        settings=_to_consult(t),
        consulted_on=t.day(case, today),
        method=t.rng.choice((Method.EMAIL, Method.HAND)),
    )


@makes("record_consultation_reply")
def record_consultation_reply(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordConsultationReply(
        assessment_id=case.id,
        consultation_id=t.one(tuple(asked.id for asked in case.consultations)),
        replied_on=t.day(case, today),
        can_meet_needs=(can := t.chance(60)),
        grounds=(grounds := () if can else _grounds(t)),
        because_unsuitable="The stairs" if PlacementGround.UNSUITABLE in grounds else "",
        because_education_of_others="The group"
        if PlacementGround.EDUCATION_OF_OTHERS in grounds
        else "",
        because_use_of_resources="The room" if t.chance(50) else "",
        reply="" if can or t.chance(50) else "We have no room",
        starts_on=today if can else None,
    )


def _grounds(t: Thrower) -> tuple[PlacementGround, ...]:
    return tuple(t.rng.sample(tuple(PlacementGround), t.rng.randrange(4)))


@makes("record_consultation_attempt")
def record_consultation_attempt(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordConsultationAttempt(
        assessment_id=case.id,
        consultation_id=t.one(tuple(asked.id for asked in case.consultations)),
        tried_on=t.day(case, today),
        channel=t.rng.choice(tuple(Channel)),
        what_came_of_it="The office rang out" if t.chance(95) else "",
    )


@makes("record_setting_not_reached")
def record_setting_not_reached(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordSettingNotReached(
        assessment_id=case.id,
        consultation_id=t.one(tuple(asked.id for asked in case.consultations)),
        found_on=t.day(case, today),
    )


@makes("ask_more_on_consultation")
def ask_more_on_consultation(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AskMoreOnConsultation(
        assessment_id=case.id,
        consultation_id=t.one(tuple(asked.id for asked in case.consultations)),
        asked_on=t.day(case, today),
        question="Who pays for the ramp?" if t.chance(95) else "",
    )


@makes("settle_placement")
def settle_placement(t: Thrower, case: Case, today: date) -> c.Command:
    consulted = tuple(asked.setting_id for asked in case.consultations)
    named = t.chance(80)
    return c.SettlePlacement(
        assessment_id=case.id,
        decided_on=t.day(case, today),
        setting_id=(OTHER_SCHOOL if t.chance(20) else t.one(consulted)) if named else None,
        setting_type=None if named else "mainstream school",
        reasons="It suits this child",
        not_named=tuple(
            c.SettingNotNamed(
                setting_id=asked_for,
                ground=t.rng.choice(tuple(NotNamedGround)),
                because="The stairs",
            )
            for asked_for in case.settings_asked_for
            if t.chance(50)
        ),
    )


@makes("send_final_plan")
def send_final_plan(t: Thrower, case: Case, today: date) -> c.Command:
    return c.SendFinalPlan(
        signed_by="Invented officer" if t.chance(95) else "",
        signed_on=t.day(case, today),
        **t.sending(case, today, Letter.FINAL_PLAN),  # type: ignore[arg-type]
    )


@makes("record_closure")
def record_closure(t: Thrower, case: Case, today: date) -> c.Command:
    closes = today + timedelta(days=t.rng.randrange(-20, 20))
    return c.RecordClosure(
        assessment_id=case.id,
        closure=f.Closure(f.Setting.SCHOOL, closes, closes + timedelta(days=t.rng.randrange(50))),
    )


@makes("record_absence")
def record_absence(t: Thrower, case: Case, today: date) -> c.Command:
    left = today - timedelta(days=t.rng.randrange(60))
    return c.RecordAbsence(
        assessment_id=case.id,
        absence=f.Absence(f.Who.CHILD, left, left + timedelta(days=t.rng.randrange(-2, 50))),
    )


@makes("record_circumstances")
def record_circumstances(t: Thrower, case: Case, today: date) -> c.Command:
    began = today - timedelta(days=t.rng.randrange(60))
    return c.RecordCircumstances(
        assessment_id=case.id,
        circumstance=f.PersonalCircumstance(
            f.Who.PARENT, f.CircumstanceKind.BEREAVEMENT, began, today
        ),
    )


@makes("record_family_message")
def record_family_message(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordFamilyMessage(
        assessment_id=case.id,
        message_id=t.fresh("message"),
        received_on=t.day(case, today),
        road=t.rng.choice(tuple(Road)),
        said="When shall we hear?" if t.chance(95) else " ",
    )


def _a_message(t: Thrower, case: Case) -> str:
    return t.one(tuple(one.id for one in case.family_messages if one.settled_on is None))


@makes("answer_family_message")
def answer_family_message(t: Thrower, case: Case, today: date) -> c.Command:
    promises = t.chance(60)
    return c.AnswerFamilyMessage(
        assessment_id=case.id,
        message_id=_a_message(t, case),
        answered_on=t.day(case, today),
        road=t.rng.choice(tuple(Road)),
        answer="We ring you" if t.chance(95) else "",
        promised_on=today + timedelta(days=t.rng.randrange(-1, 20)) if promises else None,
        promised="A call" if promises else "",
    )


@makes("close_family_message")
def close_family_message(t: Thrower, case: Case, today: date) -> c.Command:
    return c.CloseFamilyMessage(
        assessment_id=case.id,
        message_id=_a_message(t, case),
        closed_on=t.day(case, today),
        reason="It only thanked us" if t.chance(90) else "",
    )


@makes("update_family")
def update_family(t: Thrower, case: Case, today: date) -> c.Command:
    sure = t.rng.choice(tuple(Sureness))
    says_a_day = sure is not Sureness.NOT_KNOWN
    return c.UpdateFamily(
        sure=sure,
        expected_on=today + timedelta(days=t.rng.randrange(-1, 60)) if says_a_day else None,
        **t.sending(case, today, Letter.DELAY_UPDATE),  # type: ignore[arg-type]
    )


@makes("record_promise_kept")
def record_promise_kept(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordPromiseKept(
        assessment_id=case.id,
        promise_id=t.one(tuple(one.id for one in case.promises if one.is_open)),
        kept_on=t.day(case, today),
        how="We rang them",
    )


def _a_notice(t: Thrower, case: Case) -> str:
    return t.one(tuple(one.id for one in case.notices if one.opened_on is None))


@makes("record_family_reached")
def record_family_reached(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordFamilyReached(
        assessment_id=case.id,
        notice_id=_a_notice(t, case),
        reached_on=t.day(case, today),
        road=Road.LETTER,
        posted=t.rng.choice((None, Method.FIRST_CLASS_POST, Method.SECOND_CLASS_POST)),
    )


@makes("record_notice_opened")
def record_notice_opened(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordNoticeOpened(
        assessment_id=case.id, notice_id=_a_notice(t, case), opened_on=t.day(case, today)
    )


@makes("record_notice_failed")
def record_notice_failed(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordNoticeFailed(
        assessment_id=case.id, notice_id=_a_notice(t, case), failed_on=t.day(case, today)
    )


@makes("record_delay_cause")
def record_delay_cause(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RecordDelayCause(
        assessment_id=case.id,
        limit="final_plan",
        cause=t.rng.choice(tuple(DelayKind)),
        recorded_on=t.day(case, today),
        what_was_done="A locum was asked for",
    )


@makes("acknowledge_alert")
def acknowledge_alert(t: Thrower, case: Case, today: date) -> c.Command:
    return c.AcknowledgeAlert(
        assessment_id=case.id,
        alert_id="alert",
        recovery_on=today + timedelta(days=t.rng.randrange(-2, 20)),
        plan="A meeting on Monday",
    )


@makes("snooze_alert")
def snooze_alert(t: Thrower, case: Case, today: date) -> c.Command:
    return c.SnoozeAlert(
        assessment_id=case.id,
        alert_id="alert",
        until=today + timedelta(days=t.rng.randrange(-1, 4)),
        reason=t.rng.choice(("It comes tomorrow", " ")),
    )


@makes("delegate_alert")
def delegate_alert(t: Thrower, case: Case, today: date) -> c.Command:
    return c.DelegateAlert(
        assessment_id=case.id, alert_id="alert", seat_id="seat", reason="She knows the school"
    )


@makes("put_back_alert")
def put_back_alert(t: Thrower, case: Case, today: date) -> c.Command:
    return c.PutBackAlert(assessment_id=case.id, alert_id="alert")


@makes("seal_document")
def seal_document(t: Thrower, case: Case, today: date) -> c.Command:
    return c.SealDocument(
        assessment_id=case.id,
        document_id=t.rng.choice(("report", "letter")),
        sealed_on=t.day(case, today),
        reason="It names another child",
    )


@makes("unseal_document")
def unseal_document(t: Thrower, case: Case, today: date) -> c.Command:
    return c.UnsealDocument(
        assessment_id=case.id,
        document_id=t.rng.choice(("report", "letter")),
        unsealed_on=t.day(case, today),
        reason="It is theirs after all",
    )


@makes("keep_open_after_withdrawal")
def keep_open_after_withdrawal(t: Thrower, case: Case, today: date) -> c.Command:
    return c.KeepOpenAfterWithdrawal(
        assessment_id=case.id,
        withdrawn_on=t.day(case, today),
        by_contact_id=t.one(tuple(contact.id for contact in case.contacts)),
        reasons="The duty remains here",
    )


@makes("withdraw")
def withdraw(t: Thrower, case: Case, today: date) -> c.Command:
    return c.Withdraw(
        assessment_id=case.id,
        withdrawn_on=t.day(case, today),
        by_contact_id=t.one(tuple(contact.id for contact in case.contacts)),
        reasons="No duty remains here",
    )


@makes("move_out")
def move_out(t: Thrower, case: Case, today: date) -> c.Command:
    return c.MoveOut(
        assessment_id=case.id, moved_on=t.day(case, today), new_authority="Invented County"
    )


ENDINGS = (c.RecordDeath, c.RecordLeftEngland, c.RecordOver25, c.RecordNotInArea)


def ending(kind: type[c.EndCase]) -> Maker:
    def make(t: Thrower, case: Case, today: date) -> c.Command:
        return kind(assessment_id=case.id, ended_on=t.day(case, today), evidence="A letter")

    return make


for _kind in ENDINGS:
    MAKERS[_kind.step] = ending(_kind)


@makes("join_duplicate")
def join_duplicate(t: Thrower, case: Case, today: date) -> c.Command:
    lead = case.id if t.chance(20) else fixed_id("another case")
    return c.JoinDuplicate(
        assessment_id=case.id, lead_assessment_id=lead, joined_on=t.day(case, today)
    )


@makes("claim_exception")
def claim_exception(t: Thrower, case: Case, today: date) -> c.Command:
    offered = [
        (clock.clock.value, clock.ref or "", ground)
        for clock in clocks(facts_of(case))
        for ground in clock.exceptions or ()
    ]
    made_up = ("threshold_refusal", "", "reg 10(4)(c)")
    limit, ref, ground = t.rng.choice(offered) if offered and t.chance(90) else made_up
    return c.ClaimException(
        assessment_id=case.id,
        exception_id=t.fresh("exception"),
        limit=limit,
        ref=ref,
        ground=ground,
        decided_on=t.day(case, today),
        family_told_on=t.day(case, today),
        review_on=today + timedelta(days=14),
        facts="A bereavement",
        evidence="A letter",
        why_impractical="Nobody could be seen" if t.chance(90) else "",
        late_claim_reason="It came late" if t.chance(90) else "",
    )


@makes("settle_late_exception")
def settle_late_exception(t: Thrower, case: Case, today: date) -> c.Command:
    waiting = [one.id for one in case.exceptions if one.is_waiting]
    return c.SettleLateException(
        assessment_id=case.id,
        exception_id=t.rng.choice(waiting or ["nothing"]),
        approved=t.chance(60),
        settled_on=t.day(case, today),
        reasons="Looked at again" if t.chance(90) else "",
    )


@makes("tell_of_exception")
def tell_of_exception(t: Thrower, case: Case, today: date) -> c.Command:
    return c.TellOfException(
        exception_id=t.rng.choice([one.id for one in case.exceptions] or ["nothing"]),
        **t.sending(case, today, Letter.EXCEPTION),  # type: ignore[arg-type]
    )


@makes("review_exception")
def review_exception(t: Thrower, case: Case, today: date) -> c.Command:
    over = t.chance(50)
    return c.ReviewException(
        assessment_id=case.id,
        exception_id=t.rng.choice([one.id for one in case.exceptions] or ["nothing"]),
        reviewed_on=t.day(case, today),
        findings="The child is back at school" if t.chance(90) else "",
        cause_ended_on=today if over else None,
        review_on=None if over else today + timedelta(days=14),
    )


# --- after a decision -----------------------------------------------------------------------------------------------


def _decision(t: Thrower, case: Case) -> str:
    return t.one(tuple(notice.id for notice in case.notices)[-1:])


@makes("start_mediation")
def start_mediation(t: Thrower, case: Case, today: date) -> c.Command:
    return c.StartMediation(
        assessment_id=case.id,
        mediation_id=t.fresh("mediation"),
        notice_id=_decision(t, case),
        contacted_adviser_on=t.day(case, today),
        authority_told_on=today,
        issues=t.rng.choice(tuple(f.MediationIssues)),
    )


def _mediation(t: Thrower, case: Case) -> str:
    return t.one(tuple(one.id for one in case.mediations)[-1:])


@makes("tell_health_body")
def tell_health_body(t: Thrower, case: Case, today: date) -> c.Command:
    return c.TellHealthBody(
        assessment_id=case.id, mediation_id=_mediation(t, case), told_on=t.day(case, today)
    )


@makes("end_mediation")
def end_mediation(t: Thrower, case: Case, today: date) -> c.Command:
    return c.EndMediation(
        assessment_id=case.id,
        mediation_id=_mediation(t, case),
        ended=t.rng.choice(tuple(MediationEnd)),
        ended_on=t.day(case, today),
    )


@makes("issue_certificate")
def issue_certificate(t: Thrower, case: Case, today: date) -> c.Command:
    return c.IssueCertificate(
        assessment_id=case.id,
        notice_id=_decision(t, case),
        issued_on=t.day(case, today),
        declined_on=today if t.chance(80) else None,
    )


@makes("register_appeal")
def register_appeal(t: Thrower, case: Case, today: date) -> c.Command:
    return c.RegisterAppeal(
        assessment_id=case.id,
        appeal_id=t.fresh("appeal"),
        notice_id=_decision(t, case),
        registered_on=t.day(case, today),
        reply_due_on=today + timedelta(weeks=6),
        placement_only=t.chance(10),
        tribunal_gave_leave=t.chance(5),
    )


def _appeal(t: Thrower, case: Case) -> str:
    return t.one(tuple(one.id for one in case.appeals)[-1:])


def _own_days(t: Thrower, today: date) -> tuple[DatedLimit, ...]:
    """Seldom a day directed or agreed, and not always one that can be."""
    if not t.chance(12):
        return ()
    clock = t.rng.choice((f.ClockId.FINAL_PLAN, f.ClockId.DRAFT_PLAN, f.ClockId.SCHOOL_REPLY))
    return (DatedLimit(clock=clock, day=today + timedelta(days=t.rng.randrange(-3, 90))),)


def _of_an_appeal(command: type[Any], day: str) -> Maker:
    return lambda t, case, today: command(
        assessment_id=case.id, appeal_id=_appeal(t, case), **{day: t.day(case, today)}
    )


def _agreeing(command: type[c.AgreeAtMediation]) -> Maker:
    return lambda t, case, today: command(
        assessment_id=case.id,
        agreement_id=t.fresh("agreement"),
        mediation_id=_mediation(t, case),
        agreed_on=t.day(case, today),
        terms="What was agreed" if t.chance(95) else "",
        agreed_dates=_own_days(t, today),
        authority_told_on=today if t.chance(15) else None,
    )


def _ordering(command: type[c.RecordOrder]) -> Maker:
    return lambda t, case, today: command(
        assessment_id=case.id,
        order_id=t.fresh("order"),
        appeal_id=_appeal(t, case),
        made_on=t.day(case, today),
        directed_dates=_own_days(t, today),
        **({"kind": t.rng.choice(tuple(f.OrderKind))} if command is c.OrderToAmend else {}),
    )


MAKERS |= {
    command.step: _of_an_appeal(command, day)
    for command, day in (
        (c.RespondToAppeal, "responded_on"),
        (c.WithdrawAppeal, "withdrawn_on"),
        (c.DismissAppeal, "made_on"),
        (c.ConcedeAssessment, "notified_tribunal_on"),
        (c.ConcedePlan, "notified_tribunal_on"),
        (c.ConcedeAmendment, "notified_tribunal_on"),
    )
}
MAKERS |= {
    command.step: _agreeing(command)
    for command in (c.AgreeAssessment, c.AgreePlan, c.AgreeAmendment, c.AgreeOther)
}
MAKERS |= {
    command.step: _ordering(command)
    for command in (c.OrderToAssess, c.OrderToMakePlan, c.OrderToReconsider, c.OrderToAmend)
}


@makes("carry_out_agreement")
def carry_out_agreement(t: Thrower, case: Case, today: date) -> c.Command:
    known = tuple(one.id for one in case.agreements)
    return c.CarryOutAgreement(
        assessment_id=case.id, agreement_id=t.one(known), done_on=t.day(case, today)
    )


@makes("start_ordered_assessment")
def start_ordered_assessment(t: Thrower, case: Case, today: date) -> c.Command:
    return c.StartOrderedAssessment(**t.sending(case, today, Letter.WILL_ASSESS))  # type: ignore[arg-type]


@makes("start_ordered_plan")
def start_ordered_plan(t: Thrower, case: Case, today: date) -> c.Command:
    return c.StartOrderedPlan(assessment_id=case.id, started_on=t.day(case, today))


@makes("send_amended_plan")
def send_amended_plan(t: Thrower, case: Case, today: date) -> c.Command:
    fields = t.sending(case, today, Letter.AMENDED_PLAN)
    return c.SendAmendedPlan(signed_by="Invented officer", signed_on=today, **fields)  # type: ignore[arg-type]


@makes("move_dates")
def move_dates(t: Thrower, case: Case, today: date) -> c.Command:
    """A rule's later version, which in this book is the same one: no day moves, and one said to move is refused."""
    said = MovedLimit(code="final_plan", was_due_on=today, due_on=today)
    return c.MoveDates(
        assessment_id=case.id,
        change=1,
        provision="reg 13(2)",
        reason="A later version holds" if t.chance(90) else "",
        moved=() if t.chance(90) else (said,),
        code="final_plan",
        rules_from=None if t.chance(30) else today,
    )


ALL = tuple(MAKERS)
CLOSING = ("withdraw", "move_out", "join_duplicate", *(kind.step for kind in ENDINGS))
"""Steps that end a case: rare, or no case would get anywhere."""


def _about_an_exception(t: Thrower, case: Case, today: date) -> c.Command:
    """What a case with circumstances on file needs next: a claim, an answer to a late one, a review."""
    if any(one.is_waiting for one in case.exceptions):
        return settle_late_exception(t, case, today)
    if not case.exceptions or t.chance(50):
        return claim_exception(t, case, today)
    return review_exception(t, case, today)


# --- the way to a final plan ----------------------------------------------------------------------------------------


def _letter_of_today(t: Thrower, case: Case, today: date, letter: Letter) -> dict[str, object]:
    """A letter to the parent, at times with a part of it forgotten."""
    words = list(blocks(letter))
    if t.chance(4):
        words.pop(t.rng.randrange(len(words)))
    return {
        "assessment_id": case.id,
        "dated_on": today,
        "sent_on": today,
        "method": Method.EMAIL,
        "addressee": parent_of(case.id),
        "blocks": tuple(words),
        **TOLD,
    }


def _considering(t: Thrower, case: Case, today: date) -> c.Command:
    if case.reassesses is not None:
        return _reassess(t, case, today)
    if case.family_consulted_on is None:
        return c.ConsultFamily(assessment_id=case.id, consulted_on=today)
    fields = _letter_of_today(t, case, today, Letter.CONSIDERING)
    return c.TellFamilyConsidering(**fields)  # type: ignore[arg-type]


def _reassess(t: Thrower, case: Case, today: date) -> c.Command:
    decision = case.assess_decision
    if decision is None or t.chance(10):
        return decide_whether_to_reassess(t, case, today)
    if decision.outcome is AssessOutcome.ASSESS:
        fields = _letter_of_today(t, case, today, Letter.WILL_REASSESS)
        return c.NotifyReassessment(**fields)  # type: ignore[arg-type]
    if decision.waits_for_second:
        return confirm_refusal(t, case, today)
    fields = _letter_of_today(t, case, today, Letter.REFUSAL_TO_REASSESS)
    return c.NotifyRefusalToReassess(**fields)  # type: ignore[arg-type]


def _assess(t: Thrower, case: Case, today: date) -> c.Command:
    decision = case.assess_decision
    if decision is not None and decision.outcome is AssessOutcome.REFUSE and t.chance(60):
        unconfirmed = decision.house_rules_only and decision.confirmed_by is None
        return (confirm_refusal if unconfirmed else notify_refusal)(t, case, today)
    if decision is None and t.chance(12):
        return c.DecideWhetherToAssess(
            assessment_id=case.id,
            differs_because="Seen otherwise",
            outcome=AssessOutcome.REFUSE,
            decided_on=today,
            reasons="The school meets this child's needs",
            may_have_sen=True,
            may_need_plan=False,
            may_need_plan_because="The school does enough",
            extra_time_considered=True,
            route=RefusalRoute.AFTER_CONSIDERING,
            views_considered=True,
        )
    if decision is None or decision.outcome is AssessOutcome.REFUSE:
        return c.DecideWhetherToAssess(
            assessment_id=case.id,
            differs_because="Seen otherwise",
            outcome=AssessOutcome.ASSESS,
            decided_on=today,
            reasons="Both limbs are met",
            may_have_sen=True,
            may_need_plan=True,
            extra_time_considered=True,
            views_considered=True,
        )
    return c.NotifyAssessment(**_letter_of_today(t, case, today, Letter.WILL_ASSESS))  # type: ignore[arg-type]


def _advice(t: Thrower, case: Case, today: date) -> c.Command:
    if any(request.not_known_open for request in case.advice):
        screens = not_known(case) and t.chance(50)
        return (record_screening if screens else settle_not_known)(t, case, today)
    blank = blank_items(case, today)
    asks = open_asks(case)
    if asks and t.chance(30):
        return decline(t, case, today, asks[0].id)
    if not asks and t.chance(2):
        return record_family_ask(t, case, today)
    if blank:
        return c.RequestAdvice(
            assessment_id=case.id,
            requested_on=today,
            received_by_body_on=today,
            asked=tuple(
                c.Asked(
                    request_id=t.fresh(expected.item.value),
                    item=expected.item,
                    service_id=SERVICES.get(expected.item),
                    qualified_teacher_consulted=True,
                    answers_ask=expected.ask_id,
                )
                for expected in blank
            ),
        )
    return _one_answer(t, case, today) or c.CompleteAdvice(
        assessment_id=case.id, completed_on=today, why_without="A decision-maker's reason"
    )


def _one_answer(t: Thrower, case: Case, today: date) -> c.Command | None:
    for request in case.advice:
        if not request.is_asked or request.accepted_on is not None:
            continue
        latest = request.contributions[-1] if request.contributions else None
        if latest is None and not request.replies and t.chance(4):
            return reply_to_request(t, case, today)
        if latest is None and t.chance(8):
            return _within_the_service(t, case, today)
        if latest is None and t.chance(30 if _open_link(request) else 4):
            return _link(t, case, today, request)
        blank = request.item is AdviceItem.FAMILY and unheard(case, request, today)
        if blank == (f.Who.CHILD,) and t.chance(30):
            return c.RecordViewsNotObtained(
                assessment_id=case.id,
                request_id=request.id,
                voice=f.Who.CHILD,
                recorded_on=today,
                tried="Pictures",
                why_not="Turned away",
            )
        if latest is None or latest.returned_on is not None or blank:
            return _joined(t, case, today, request) or give(t, case, today, request.id)
        return _judged(t, case, today, request, latest)
    return None


def _joined(t: Thrower, case: Case, today: date, request: AdviceRequest) -> c.Command | None:
    """What another gave, signed too: mostly where they were asked to."""
    found = signable(case, request)
    if found and t.chance(40 if to_sign(case, request) else 3):
        return join(t, case, today, request.id, t.rng.choice(found).given.id)
    return None


def _judged(
    t: Thrower, case: Case, today: date, request: AdviceRequest, latest: Contribution
) -> c.Command:
    words = words_of(case, latest)
    holder = holder_of(case, words.id)
    if holder and words.is_files_alone and not words.markings:
        return c.MarkOutAdvice(
            assessment_id=case.id,
            request_id=holder.id,
            contribution_id=words.id,
            marked_on=today,
            paragraphs=(
                c.MarkedParagraph(kind=ParagraphKind.NEED, text="A need.", document_id="file"),
            ),
        )
    if t.chance(4):
        return MAKERS["return_advice"](t, case, today)
    return c.AcceptAdvice(assessment_id=case.id, request_id=request.id, accepted_on=today)


def _within_the_service(t: Thrower, case: Case, today: date) -> c.Command:
    """Who does the work, and whom they see: a visit once planned is kept or called off."""
    if visited(case):
        return t.rng.choice((record_visit_kept, call_off_visit))(t, case, today)
    return t.rng.choice((allocate_request, plan_visit))(t, case, today)


def _link(t: Thrower, case: Case, today: date, request: AdviceRequest) -> c.Command:
    """A one-time link for somebody, or the one there is taken back."""
    link = _open_link(request)
    if link is None:
        invite: Any = invite_contributor(t, case, today)
        return replace(invite, request_id=request.id)  # type: ignore[no-any-return]
    return c.WithdrawInvitation(
        assessment_id=case.id, request_id=request.id, invitation_id=link, withdrawn_on=today
    )


def _open_link(request: AdviceRequest) -> str | None:
    return next((one.id for one in request.invitations if one.withdrawn_on is None), None)


def _plan_decision(t: Thrower, case: Case, today: date) -> c.Command:
    decision = case.plan_decision
    if decision is not None and decision.outcome is PlanOutcome.NO_PLAN and t.chance(60):
        if decision.waits_for_second:
            return confirm_refusal(t, case, today)
        fields = _letter_of_today(t, case, today, Letter.NO_PLAN)
        return c.NotifyNoPlan(**fields)  # type: ignore[arg-type]
    if decision is None or decision.outcome is PlanOutcome.NO_PLAN:
        no_plan = t.chance(15)
        return c.DecideWhetherToIssue(
            assessment_id=case.id,
            differs_because="Seen otherwise",
            outcome=PlanOutcome.NO_PLAN if no_plan else PlanOutcome.MAKE_PLAN,
            decided_on=today,
            reasons="Reasons about this child",
            plan_needed=not no_plan,
            plan_needed_because="So says the advice",
        )
    fields = _letter_of_today(t, case, today, Letter.PLAN_WILL_BE_MADE)
    return c.NotifyPlanWillBeMade(**fields)  # type: ignore[arg-type]


def _drafting(t: Thrower, case: Case, today: date) -> c.Command:
    """What a draft needs, in any order, and what its writer asks of authors meanwhile."""
    if any(one.is_open for one in case.questions) and t.chance(40):
        return t.rng.choice((answer_question, take_back_question))(t, case, today)
    needed = [step for step in (_psychology, _plan_text, _agreement) if step(t, case, today)]
    if needed:
        command = t.rng.choice(needed)(t, case, today)
        assert command is not None
        return command
    if t.chance(5):
        return t.rng.choice((share_part_draft, ask_author))(t, case, today)
    fields = _letter_of_today(t, case, today, Letter.DRAFT_PLAN)
    return c.ServeDraft(draft_id=t.fresh("draft"), **fields)  # type: ignore[arg-type]


def _psychology(t: Thrower, case: Case, today: date) -> c.Command | None:
    if any(r.item is AdviceItem.PSYCHOLOGY and r.is_asked for r in case.advice):
        return _one_answer(t, case, today)
    asked = c.Asked(request_id=t.fresh("ep"), item=AdviceItem.PSYCHOLOGY, service_id=None)
    return c.RequestAdvice(assessment_id=case.id, requested_on=today, asked=(asked,))


def _plan_text(t: Thrower, case: Case, today: date) -> c.Command | None:
    whole = case.plan_text is not None and set(SECTIONS) <= set(case.plan_text.sections)
    if whole and not (lost(case) or unmet_needs(case) or untraced(case)):
        return None
    left_out = {t.rng.choice(SECTIONS): ""} if t.chance(15) else {}
    items = items_for(case, **left_out)
    return c.SavePlan(assessment_id=case.id, saved_on=today, items=items)


def _agreement(t: Thrower, case: Case, today: date) -> c.Command | None:
    if case.health_provision_agreed_on is not None or case.plan_text is None:
        return None
    return c.AgreeHealthProvision(
        assessment_id=case.id, agreed_on=today, by_whom="Invented officer"
    )


def _said_again(t: Thrower, case: Case, today: date) -> c.Command | None:
    """What a family does with its own words before they are answered, and what is owed after a request to meet."""
    if any(said.answered_on is None for said in case.representations) and t.chance(8):
        return t.rng.choice((add_to_representation, take_back_representation))(t, case, today)
    offered = any(
        one.refused_on is None
        for said in case.representations
        if said.owes_meeting
        for one in said.meeting.offers
    )
    if offered and t.chance(40):
        return record_offer_refused(t, case, today)
    if to_meet(case) and t.chance(40):
        return offer_meeting(t, case, today)
    return None


def _with_family(t: Thrower, case: Case, today: date) -> c.Command:
    if t.chance(30):
        return record_representation(t, case, today)
    if (again := _said_again(t, case, today)) is not None:
        return again
    if any(s.kind is RepresentationKind.SETTING_REQUEST for s in case.representations):
        return consult_on_placement(t, case, today)
    return c.RecordRepresentation(
        assessment_id=case.id,
        representation_id=t.fresh("said"),
        kind=RepresentationKind.SETTING_REQUEST,
        received_on=today,
        text="This school, please",
        setting_id=SCHOOL,
    )


def _answer(t: Thrower, case: Case, today: date) -> c.Command | None:
    for said in case.representations:
        if said.owes_meeting:
            return record_meeting_held(t, case, today)
        if said.meeting.open_points:
            return settle_agreed_point(t, case, today)
        if said.waits:
            return c.AnswerRepresentation(
                assessment_id=case.id,
                representation_id=said.id,
                answer=Answer.ACCEPTED,
                answered_on=today,
                reason="",
            )
    return None


def _reaching(case: Case, asked: Consultation, today: date) -> c.Command:
    """A setting that does not answer is tried, and after two days of trying it was not reached."""
    if len({tried.tried_on for tried in asked.attempts}) > 1:
        return c.RecordSettingNotReached(
            assessment_id=case.id, consultation_id=asked.id, found_on=today
        )
    return c.RecordConsultationAttempt(
        assessment_id=case.id,
        consultation_id=asked.id,
        tried_on=today,
        channel=Channel.PHONE,
        what_came_of_it="Nobody answered",
    )


def _placing(t: Thrower, case: Case, today: date) -> c.Command:
    if t.chance(20):
        return settle_placement(t, case, today)
    if t.chance(10):
        return ask_more_on_consultation(t, case, today)
    for consulted in case.consultations:
        if consulted.replied_on is None and t.chance(40):
            return _reaching(case, consulted, today)
        if consulted.replied_on is None:
            return c.RecordConsultationReply(
                assessment_id=case.id,
                consultation_id=consulted.id,
                replied_on=today,
                can_meet_needs=True,
            )
    wanted = set(case.settings_asked_for)
    missing = wanted - {asked.setting_id for asked in case.consultations_that_count}
    if missing:
        return c.ConsultAnother(
            assessment_id=case.id,
            settings=(
                c.SettingToConsult(
                    consultation_id=t.fresh("consultation"), setting_id=min(missing)
                ),
            ),
            consulted_on=today,
        )
    named = case.consultations_that_count[0].setting_id
    return c.SettlePlacement(
        assessment_id=case.id,
        decided_on=today,
        setting_id=named,
        setting_type=None,
        reasons="It suits this child",
        not_named=tuple(
            c.SettingNotNamed(
                setting_id=asked_for, ground=NotNamedGround.UNSUITABLE, because="The stairs"
            )
            for asked_for in case.settings_asked_for
            if asked_for != named
        ),
    )


def _finalising(t: Thrower, case: Case, today: date) -> c.Command:
    confirmed = case.contacts[0].address_confirmed_on if case.contacts else None
    answer = _answer(t, case, today)
    if answer is not None:
        return answer
    if case.health_provision_agreed_on is None:
        return c.AgreeHealthProvision(
            assessment_id=case.id, agreed_on=today, by_whom="Invented officer"
        )
    if confirmed is None or today - confirmed > timedelta(days=80):
        return c.ConfirmAddress(
            assessment_id=case.id, contact_id=parent_of(case.id), confirmed_on=today
        )
    fields = _letter_of_today(t, case, today, Letter.FINAL_PLAN)
    return c.SendFinalPlan(signed_by="Invented officer", signed_on=today, **fields)  # type: ignore[arg-type]


def _disputing(t: Thrower, case: Case, today: date) -> c.Command:
    """The next step of a family that does not agree, or of whoever owes it something."""
    confirmed = case.contacts[0].address_confirmed_on if case.contacts else None
    if confirmed is None or today - confirmed > timedelta(days=80):
        return c.ConfirmAddress(
            assessment_id=case.id, contact_id=parent_of(case.id), confirmed_on=today
        )
    running = [one for one in case.mediations if one.is_running]
    steps: tuple[str, ...]
    if case.amendment_is_owed:
        steps = ("send_amended_plan", "save_plan")
    elif any(one.is_running for one in case.appeals):
        steps = _OUTCOMES[case.state]
    elif running:
        steps = (*_AGREEMENTS[case.state], "tell_health_body", "end_mediation", "agree_other")
    elif any(one.carried_out_on is None for one in case.agreements):
        steps = ("carry_out_agreement", "start_mediation")
    else:
        rated = (
            ("audit_plan", "hand_over_plan")
            if case.state is S.PLAN_ISSUED and case.plan_lines
            else ()
        )
        steps = ("start_mediation", "issue_certificate", "register_appeal", *rated)
    return MAKERS[t.rng.choice(steps)](t, case, today)


_STANDS = ("dismiss_appeal", "withdraw_appeal", "respond_to_appeal")
_OUTCOMES = {
    S.REFUSED_TO_ASSESS: (*_STANDS, "order_to_assess", "concede_assessment"),
    S.NO_PLAN: (*_STANDS, "order_to_make_plan", "order_to_reconsider", "concede_plan"),
    S.PLAN_ISSUED: (*_STANDS, "order_to_amend", "concede_amendment"),
}
_AGREEMENTS = {
    S.REFUSED_TO_ASSESS: ("agree_assessment",),
    S.NO_PLAN: ("agree_plan",),
    S.PLAN_ISSUED: ("agree_amendment",),
}


def _ordered_assessment(t: Thrower, case: Case, today: date) -> c.Command:
    fields = _letter_of_today(t, case, today, Letter.WILL_ASSESS)
    return c.StartOrderedAssessment(**fields)  # type: ignore[arg-type]


_ONWARD: dict[State, Maker] = {
    S.REFUSED_TO_ASSESS: _disputing,
    S.NO_PLAN: _disputing,
    S.PLAN_ISSUED: _disputing,
    S.ASSESS_ORDERED: _ordered_assessment,
    S.PLAN_ORDERED: start_ordered_plan,
    S.REMITTED: _plan_decision,
    S.RECEIVED: _considering,
    S.CONSIDERING: _assess,
    S.ASSESSING: _advice,
    S.DECIDING_PLAN: _plan_decision,
    S.DRAFTING: _drafting,
    S.DRAFT_WITH_FAMILY: _with_family,
    S.PLACING: _placing,
    S.FINALISING: _finalising,
}
