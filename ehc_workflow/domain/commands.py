"""What may be asked of a case. Each command fires one step of the transition table; prose rides along beside the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from ehc_workflow.domain.case import (
    AdviceItem,
    Answer,
    AssessOutcome,
    Channel,
    ContactKind,
    PanelView,
    ParagraphKind,
    PlanOutcome,
    RefusalRoute,
    ReplyKind,
    RepresentationKind,
    State,
)
from ehc_workflow.domain.facts import (
    Absence,
    AppointmentPurpose,
    Closure,
    DelayKind,
    Method,
    PersonalCircumstance,
    Setting,
    TriggerKind,
)

NO_PROSE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something asked of one case. `step` is its trigger in the transition table."""

    step: ClassVar[str]
    assessment_id: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Words a person wrote, by field. They are kept beside the log, which holds only their digest."""
        return NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending(Command):
    """How a notice goes: dated and sent are two facts; addressee and copies are contact ids; `blocks` its text."""

    dated_on: date
    sent_on: date
    method: Method
    addressee: str
    copies: tuple[str, ...] = ()
    sent_after_five: bool = False
    blocks: tuple[tuple[str, str], ...] = ()


# --- the request ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """Someone who can be written to, as typed in. Names and addresses stay with the child's record."""

    id: str
    kind: ContactKind
    name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    address_confirmed_on: date | None = None
    preferred_method: Method = Method.EMAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildDetails:
    """The child or young person, as typed in. `id` is an existing record's, or a new one."""

    id: str
    given_name: str
    family_name: str
    date_of_birth: date
    upn: str = ""
    nhs_number: str = ""
    vision_impaired: bool = False
    hearing_impaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveRequest(Command):
    """T1: a request arrived, s36(1), or a child was brought to attention, s24(1). Received and logged differ."""

    step: ClassVar[str] = "receive_request"
    authority_id: str
    team_id: str
    child: ChildDetails
    contacts: tuple[ContactDetails, ...]
    trigger_id: str
    kind: TriggerKind
    received_on: date
    evidence: str
    setting_id: str | None = None
    setting_kind: Setting = Setting.NONE
    caseworker_seat_id: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTrigger(Command):
    """A second request, or an earlier arrival found later. The earliest day governs; nothing restarts."""

    step: ClassVar[str] = "add_trigger"
    trigger_id: str
    kind: TriggerKind
    received_on: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReceivedDate(Command):
    """The received date was wrong. The old value stays on file; every limit that moves is shown."""

    step: ClassVar[str] = "correct_received_date"
    trigger_id: str
    received_on: date
    evidence: str
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why the date is corrected."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    """Give the case to a caseworker's seat, or the plan to a plan writer's."""

    step: ClassVar[str] = "assign"
    caseworker_seat_id: str | None = None
    plan_writer_seat_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAddress(Command):
    """A contact's delivery address was confirmed with them."""

    step: ClassVar[str] = "confirm_address"
    contact_id: str
    confirmed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeCopies(Command):
    """The young person agreed that a parent gets copies, or a finding on capacity makes the parent the representative."""

    step: ClassVar[str] = "agree_copies"
    contact_id: str
    agreed_on: date
    capacity_finding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultFamily(Command):
    """The family was consulted on whether a plan may be needed, s36(4)."""

    step: ClassVar[str] = "consult_family"
    consulted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForMissing(Command):
    """Ask for something the request lacks. It stops no clock."""

    step: ClassVar[str] = "ask_for_missing"
    item_id: str
    what: str
    asked_of: str
    asked_on: date

    @property
    def prose(self) -> Mapping[str, str]:
        """What was asked for."""
        return {"what": self.what}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMissing(Command):
    """What was missing has come."""

    step: ClassVar[str] = "receive_missing"
    item_id: str
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordViews(Command):
    """The family's views or evidence came in, s36(7)."""

    step: ClassVar[str] = "record_views"
    received_on: date
    views: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """The views, where they were written down here."""
        return {"views": self.views} if self.views else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class TellFamilyConsidering(Sending):
    """T3: notice N1 went to the family and the reg 4(2) list, s36(7)."""

    step: ClassVar[str] = "tell_family_considering"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideWhetherToAssess(Command):
    """A named officer decides under s36. Deciding is not telling: the limit runs until the notice is sent."""

    step: ClassVar[str] = "decide_whether_to_assess"
    outcome: AssessOutcome
    decided_on: date
    reasons: str
    may_have_sen: bool | None = None
    may_need_plan: bool | None = None
    route: RefusalRoute | None = None
    views_considered: bool = False
    house_rules_only: bool = False
    panel: PanelView | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasons about this child."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRefusal(Command):
    """A second authorised person confirms a refusal whose reasons rest on house rules alone."""

    step: ClassVar[str] = "confirm_refusal"
    confirmed_on: date
    reasons: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why the refusal stands."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyAssessment(Sending):
    """T5: notice N2, the authority will assess, reg 5(1)."""

    step: ClassVar[str] = "notify_assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyRefusal(Sending):
    """T2 and T4: notice N3, the authority will not assess, reg 4(1) or 5(1)."""

    step: ClassVar[str] = "notify_refusal"


# --- advice -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One item asked of one service."""

    request_id: str
    item: AdviceItem
    service_id: str | None
    setting: Setting | None = None
    bound_by_reg_8: bool = False
    qualified_teacher_consulted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAdvice(Command):
    """T6: ask for advice, with copies of what the family said and sent, reg 6(1) and (3)."""

    step: ClassVar[str] = "request_advice"
    requested_on: date
    asked: tuple[Asked, ...]
    received_by_body_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRequestReceived(Command):
    """The contributor received the request: their six weeks run from here."""

    step: ClassVar[str] = "record_request_received"
    request_id: str
    received_by_body_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineToAsk(Command):
    """An item of reg 6(1) is not asked for, with the reason."""

    step: ClassVar[str] = "decline_to_ask"
    request_id: str
    item: AdviceItem
    declined_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it is not asked for."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReuse(Command):
    """What the three parties say to existing advice standing in, reg 6(4). None: has not said yet."""

    step: ClassVar[str] = "record_reuse"
    request_id: str
    item: AdviceItem
    advice_written_on: date
    purpose: str
    author: bool | None
    authority: bool | None
    family: bool | None

    @property
    def prose(self) -> Mapping[str, str]:
        """What the advice was written for."""
        return {"purpose": self.purpose}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One numbered piece of advice: a need, an outcome, or provision with what, how much, how often, by whom."""

    kind: ParagraphKind
    text: str
    amount: str = ""
    frequency: str = ""
    by_whom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAdvice(Command):
    """Advice came in: needs, outcomes and provision, with files, signed."""

    step: ClassVar[str] = "submit_advice"
    request_id: str
    contribution_id: str
    received_on: date
    author_name: str
    author_role: str
    paragraphs: tuple[Paragraph, ...] = ()
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAdvice(Command):
    """Someone checked the advice: needs, outcomes and specific provision are there."""

    step: ClassVar[str] = "accept_advice"
    request_id: str
    accepted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAdvice(Command):
    """The advice goes back with its gaps named and a day to come back by. First received stays."""

    step: ClassVar[str] = "return_advice"
    request_id: str
    returned_on: date
    return_due_on: date
    gaps: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The exact gaps."""
        return {"gaps": self.gaps}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToRequest(Command):
    """An answer that is not advice: known here, or not known to this service."""

    step: ClassVar[str] = "reply_to_request"
    request_id: str
    kind: ReplyKind
    replied_on: date
    note: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What else the service said."""
        return {"note": self.note} if self.note else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleNotKnown(Command):
    """After "not known": who can advise instead, or the reasoned position. The need for advice stays."""

    step: ClassVar[str] = "settle_not_known"
    request_id: str
    settled_on: date
    service_id: str | None
    statement: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasoned position, or why the new service can advise."""
        return {"statement": self.statement}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChase(Command):
    """A person chased late advice."""

    step: ClassVar[str] = "record_chase"
    request_id: str
    chased_on: date
    channel: Channel
    to_whom: str
    reply: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """Whom, and what they said."""
        return {"to_whom": self.to_whom, **({"reply": self.reply} if self.reply else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAlternative(Command):
    """Whether the authority gets late advice another way, and why or why not."""

    step: ClassVar[str] = "record_alternative"
    request_id: str
    recorded_on: date
    another_way: bool
    reasons: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The way, or why there is none."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMissedAppointment(Command):
    """The child or young person missed an appointment with this contributor; asked what would help."""

    step: ClassVar[str] = "record_missed_appointment"
    request_id: str
    purpose: AppointmentPurpose
    missed_on: date
    new_appointment_on: date | None = None
    what_would_help: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What the family said would make the next one work."""
        return {"what_would_help": self.what_would_help} if self.what_would_help else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAdvice(Command):
    """T7: the advice is complete, or a decision-maker says why it goes on without some of it."""

    step: ClassVar[str] = "complete_advice"
    completed_on: date
    why_without: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it goes on without some advice."""
        return {"why_without": self.why_without} if self.why_without else NO_PROSE


# --- the plan decision --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideWhetherToIssue(Command):
    """A named officer decides under s37(1) whether a plan is needed."""

    step: ClassVar[str] = "decide_whether_to_issue"
    outcome: PlanOutcome
    decided_on: date
    reasons: str
    panel: PanelView | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasons about this child."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyNoPlan(Sending):
    """T8: notice N4, no plan, reg 10(1)."""

    step: ClassVar[str] = "notify_no_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyPlanWillBeMade(Sending):
    """T9: the letter that a plan will be made, s36(9)."""

    step: ClassVar[str] = "notify_plan_will_be_made"


# --- draft, window, placement, final --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One item of a plan section A to J, with the contribution it was taken from."""

    section: str
    text: str
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePlan(Command):
    """Save the plan text. After a draft is served, a change names the representation or placement that caused it."""

    step: ClassVar[str] = "save_plan"
    saved_on: date
    items: tuple[PlanItem, ...]
    prompted_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeHealthProvision(Command):
    """The health body agrees section G, reg 12(2)."""

    step: ClassVar[str] = "agree_health_provision"
    agreed_on: date
    by_whom: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Who agreed it."""
        return {"by_whom": self.by_whom}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeDraft(Sending):
    """T10: the draft goes to the family with notice N5, and their 15 days begin with service, reg 13(1)."""

    step: ClassVar[str] = "serve_draft"
    draft_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePartDraft(Command):
    """An unfinished draft goes out for conversation, marked so: it starts no period."""

    step: ClassVar[str] = "share_part_draft"
    draft_id: str
    sent_on: date
    method: Method
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Who asked for it and why."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRepresentation(Command):
    """T11: the family commented, asked for a setting, a meeting, or a personal budget."""

    step: ClassVar[str] = "record_representation"
    representation_id: str
    kind: RepresentationKind
    received_on: date
    text: str
    setting_id: str | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """What they said."""
        return {"text": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRepresentation(Command):
    """What became of a representation."""

    step: ClassVar[str] = "answer_representation"
    representation_id: str
    answer: Answer
    answered_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The answer in words."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class StartFreshDraft(Command):
    """T12: a change that neither the family nor placement prompted needs a fresh draft and a fresh window."""

    step: ClassVar[str] = "start_fresh_draft"
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What is to change."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultOnPlacement(Command):
    """T13: consult a setting on the draft, s39(2) or 40(3)."""

    step: ClassVar[str] = "consult_on_placement"
    consultation_id: str
    setting_id: str
    consulted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultAnother(ConsultOnPlacement):
    """Consult one more setting while placement is open."""

    step: ClassVar[str] = "consult_another"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsultationReply(Command):
    """A consulted setting replied."""

    step: ClassVar[str] = "record_consultation_reply"
    consultation_id: str
    replied_on: date
    can_meet_needs: bool
    reply: str = ""

    @property
    def prose(self) -> Mapping[str, str]:
        """What it said."""
        return {"reply": self.reply} if self.reply else NO_PROSE


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePlacement(Command):
    """T14: a named officer decides what section I will say, s39(3) to (5) or 40(2)."""

    step: ClassVar[str] = "settle_placement"
    decided_on: date
    setting_id: str | None
    setting_type: str | None
    reasons: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The reasons, and the ground of s39(4) where a requested setting is not named."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFinalPlan(Sending):
    """T15: the final plan goes to the family, the setting and the health body with notice N6, reg 13(2)."""

    step: ClassVar[str] = "send_final_plan"
    signed_by: str
    signed_on: date
    setting_told: bool
    health_body_told: bool


# --- exceptions, causes, endings ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClosure(Command):
    """The child's own setting closes: the dates that the closure ground looks at."""

    step: ClassVar[str] = "record_closure"
    closure: Closure


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAbsence(Command):
    """Someone was continuously away from the area."""

    step: ClassVar[str] = "record_absence"
    absence: Absence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCircumstances(Command):
    """Personal circumstances that a person finds exceptional."""

    step: ClassVar[str] = "record_circumstances"
    circumstance: PersonalCircumstance


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimException(Command):
    """T28: one limit is disapplied, with ground, facts, evidence, impracticability, and the family told."""

    step: ClassVar[str] = "claim_exception"
    exception_id: str
    limit: str
    ref: str
    ground: str
    decided_on: date
    family_told_on: date
    review_on: date
    facts: str
    evidence: str
    why_impractical: str
    late_claim_reason: str = ""
    late_claim_approved_by: str | None = None

    @property
    def prose(self) -> Mapping[str, str]:
        """The record of section 3.3: facts, evidence, and why the cause made the limit impractical."""
        late = {"late_claim_reason": self.late_claim_reason} if self.late_claim_reason else {}
        return {
            "facts": self.facts,
            "evidence": self.evidence,
            "why_impractical": self.why_impractical,
            **late,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDelayCause(Command):
    """Why a limit will be or was missed, and what was done about it. It excepts nothing."""

    step: ClassVar[str] = "record_delay_cause"
    limit: str
    cause: DelayKind
    recorded_on: date
    what_was_done: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What was done about it."""
        return {"what_was_done": self.what_was_done}


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """T25: the right-holder withdrew in writing, and a decision-maker found that no duty of the authority remains."""

    step: ClassVar[str] = "withdraw"
    withdrawn_on: date
    by_contact_id: str
    reasons: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why no duty remains."""
        return {"reasons": self.reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOpenAfterWithdrawal(Withdraw):
    """T25: a withdrawal came, but the authority's own duty under s24 and 36(3) remains. Every clock runs on."""

    step: ClassVar[str] = "keep_open_after_withdrawal"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOut(Command):
    """T26: the family moved to another authority's area."""

    step: ClassVar[str] = "move_out"
    moved_on: date
    new_authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCase(Command):
    """T27: the assessment ends on evidence, without a decision under s36 or 37."""

    step: ClassVar[str] = "end_case"
    ended_on: date
    evidence: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The evidence."""
        return {"evidence": self.evidence}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeath(EndCase):
    """T27: the child or young person died. No standard letter goes to the family."""

    step: ClassVar[str] = "record_death"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLeftEngland(EndCase):
    """T27: the child or young person left England."""

    step: ClassVar[str] = "record_left_england"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOver25(EndCase):
    """T27: the young person is over 25."""

    step: ClassVar[str] = "record_over_25"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotInArea(EndCase):
    """T27: the child or young person was never in this authority's area."""

    step: ClassVar[str] = "record_not_in_area"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinDuplicate(Command):
    """T27: the same child's other case leads. The earliest date wins there; nothing typed is lost."""

    step: ClassVar[str] = "join_duplicate"
    lead_assessment_id: str
    joined_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlert(Command):
    """A manager took up an alert, with the day the limit or the case will be recovered and how."""

    step: ClassVar[str] = "acknowledge_alert"
    alert_id: str
    recovery_on: date
    plan: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The plan to recover."""
        return {"plan": self.plan}


# --- a caseload brought in --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAdvice:
    """One request for advice that the authority's own record shows."""

    request_id: str
    item: AdviceItem
    service_id: str | None
    setting: Setting | None
    bound_by_reg_8: bool
    requested_on: date
    received_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCase(Command):
    """Take over a case from the record kept until now: dates as recorded, history marked imported, no guard asked.

    Each `…_on` is the day of a step the record shows, or None; `state` is where it says the case stands.
    """

    step: ClassVar[str] = "import_case"
    request: ReceiveRequest
    logged_on: date
    state: State
    considering_told_on: date | None = None
    assess_decided_on: date | None = None
    assessment_told_on: date | None = None
    refusal_told_on: date | None = None
    advice: tuple[ImportedAdvice, ...] = ()
    advice_completed_on: date | None = None
    plan_decided_on: date | None = None
    plan_told_on: date | None = None
    no_plan_told_on: date | None = None
    draft_sent_on: date | None = None
    consulted_on: date | None = None
    placement_decided_on: date | None = None
    final_sent_on: date | None = None
