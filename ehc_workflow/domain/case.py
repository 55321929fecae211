"""The frozen picture of one assessment: every fact that a guard, a limit or a page needs, and no prose.

Prose (reasons, advice, plan text, letters) is kept beside the case and only pointed at: the picture holds facts of
the process, and of the child only what the law makes a step depend on (`Person`), which never enters the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


class State(StrEnum):
    """Where an assessment stands: the states of the statutory process, and one before it exists."""

    NOT_OPEN = "not_open"
    RECEIVED = "received"
    CONSIDERING = "considering"
    ASSESSING = "assessing"
    DECIDING_PLAN = "deciding_plan"
    DRAFTING = "drafting"
    DRAFT_WITH_FAMILY = "draft_with_family"
    PLACING = "placing"
    FINALISING = "finalising"
    PLAN_ISSUED = "plan_issued"
    REFUSED_TO_ASSESS = "refused_to_assess"
    NO_PLAN = "no_plan"
    ASSESS_ORDERED = "assess_ordered"
    PLAN_ORDERED = "plan_ordered"
    REMITTED = "remitted"
    WITHDRAWN = "withdrawn"
    MOVED_OUT = "moved_out"
    LEFT_ENGLAND = "left_england"
    DIED = "died"
    OVER_25 = "over_25"
    DUPLICATE = "duplicate"
    NOT_IN_AREA = "not_in_area"


OPEN_STATES = frozenset(
    {
        State.RECEIVED,
        State.CONSIDERING,
        State.ASSESSING,
        State.DECIDING_PLAN,
        State.DRAFTING,
        State.DRAFT_WITH_FAMILY,
        State.PLACING,
        State.FINALISING,
        State.ASSESS_ORDERED,
        State.PLAN_ORDERED,
        State.REMITTED,
    }
)
REOPENABLE_STATES = frozenset({State.PLAN_ISSUED, State.REFUSED_TO_ASSESS, State.NO_PLAN})
ENDED_STATES = frozenset(
    {
        State.WITHDRAWN,
        State.MOVED_OUT,
        State.LEFT_ENGLAND,
        State.DIED,
        State.OVER_25,
        State.DUPLICATE,
        State.NOT_IN_AREA,
    }
)


class AdviceItem(StrEnum):
    """Whose advice reg 6(1)(a) to (h) makes the authority seek."""

    FAMILY = "family"
    EDUCATION = "education"
    HEALTH = "health"
    PSYCHOLOGY = "psychology"
    SOCIAL_CARE = "social_care"
    OTHER = "other"
    ADULTHOOD = "adulthood"
    REQUESTED = "requested"


class Channel(StrEnum):
    """How somebody was chased or told, outside a formal notice."""

    PHONE = "phone"
    EMAIL = "email"
    MEETING = "meeting"
    LETTER = "letter"


class Letter(StrEnum):
    """What a notice to the family says: N1 to N6 and N8, and that a plan will be made."""

    CONSIDERING = "considering"
    WILL_ASSESS = "will_assess"
    REFUSAL_TO_ASSESS = "refusal_to_assess"
    THRESHOLD_REFUSAL = "threshold_refusal"
    NO_PLAN = "no_plan"
    PLAN_WILL_BE_MADE = "plan_will_be_made"
    DRAFT_PLAN = "draft_plan"
    FINAL_PLAN = "final_plan"
    EXCEPTION = "exception"


APPEALABLE_LETTERS = frozenset(
    {
        Letter.REFUSAL_TO_ASSESS,
        Letter.THRESHOLD_REFUSAL,
        Letter.NO_PLAN,
        Letter.FINAL_PLAN,
    }
)


class ContactKind(StrEnum):
    """Who a contact is to the child or young person."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the law makes a step depend on about the child or young person. Never in the log."""

    date_of_birth: date
    vision_impaired: bool = False
    hearing_impaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Someone a notice can go to, without name or address: those are kept with the child's record."""

    id: str
    kind: ContactKind
    address_confirmed_on: date | None = None
    copy_agreed_on: date | None = None
    capacity_finding_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One arrival that could start the clock, with the day it was logged and how the arrival is proved."""

    id: str
    kind: TriggerKind
    received_on: date
    logged_on: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingItem:
    """Something asked for after an incomplete request. It never stops a clock."""

    id: str
    asked_of: str
    asked_on: date
    received_on: date | None = None


class AssessOutcome(StrEnum):
    """The two answers to s36(3) and (8)."""

    ASSESS = "assess"
    REFUSE = "refuse"


class PlanOutcome(StrEnum):
    """The two answers to s37(1)."""

    MAKE_PLAN = "make_plan"
    NO_PLAN = "no_plan"


class RefusalRoute(StrEnum):
    """Which determination refuses: s36(5) (`threshold`) or s36(8) (`after_considering`)."""

    THRESHOLD = "threshold"
    AFTER_CONSIDERING = "after_considering"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """What a panel advised. It advises only; a named officer decides."""

    met_on: date
    advised: str
    dissent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessDecision:
    """The authority's decision under s36, by a named officer, before it is told."""

    outcome: AssessOutcome
    decided_on: date
    decided_by: str
    may_have_sen: bool | None = None
    may_need_plan: bool | None = None
    route: RefusalRoute | None = None
    house_rules_only: bool = False
    confirmed_by: str | None = None
    panel: PanelView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecision:
    """The authority's decision under s37(1), by a named officer, before it is told."""

    outcome: PlanOutcome
    decided_on: date
    decided_by: str
    panel: PanelView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice that went: decided, dated and sent are three facts. Addressee and copies are contact ids.

    `others_told` says which of `setting`, `health_body` and `social_care` were told the same.
    """

    id: str
    kind: Letter
    dated_on: date
    sent_on: date
    method: Method
    addressee: str
    copies: tuple[str, ...] = ()
    sent_after_five: bool = False
    others_told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLimit:
    """A limit whose day changed because the day of arrival did: the day that was said, and the right one."""

    code: str
    was_due_on: date
    due_on: date


class ParagraphKind(StrEnum):
    """What a paragraph of advice states: advice must cover all three."""

    NEED = "need"
    OUTCOME = "outcome"
    PROVISION = "provision"


class ReplyKind(StrEnum):
    """What a contributor answered, short of advice."""

    KNOWN = "known"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer that is not advice."""

    kind: ReplyKind
    replied_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase:
    """One chase by a person. Automatic reminders are kept apart and never count as one."""

    chased_on: date
    channel: Channel
    replied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One version of the advice that came in: received, then accepted, or returned with a day to come back by."""

    id: str
    version: int
    received_on: date
    accepted_on: date | None = None
    returned_on: date | None = None
    return_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedAppointment:
    """An appointment of this contributor that the child or young person did not keep."""

    purpose: AppointmentPurpose
    missed_on: date
    new_appointment_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseAgreement:
    """Existing advice that may stand in, reg 6(4): each of the three parties agrees, refuses or has not said."""

    advice_written_on: date
    author: bool | None = None
    authority: bool | None = None
    family: bool | None = None

    @property
    def agreed_by_all(self) -> bool:
        """Whether author, authority and family have all agreed."""
        return self.author is True and self.authority is True and self.family is True


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRequest:
    """One piece of advice asked for, owed by a service. Asked, received and accepted are three facts."""

    id: str
    item: AdviceItem
    service_id: str | None
    setting: Setting | None = None
    bound_by_reg_8: bool = False
    qualified_teacher_consulted: bool = False
    requested_on: date | None = None
    received_by_body_on: date | None = None
    replies: tuple[Reply, ...] = ()
    chases: tuple[Chase, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    missed_appointments: tuple[MissedAppointment, ...] = ()
    reuse: ReuseAgreement | None = None
    not_asked_on: date | None = None
    alternative_recorded_on: date | None = None
    health_question_settled_on: date | None = None

    @property
    def first_received_on(self) -> date | None:
        """The day the first version came, whatever was thought of it."""
        return self.contributions[0].received_on if self.contributions else None

    @property
    def accepted_on(self) -> date | None:
        """The day a version was accepted as good enough to write from."""
        return self.contributions[-1].accepted_on if self.contributions else None

    @property
    def is_asked(self) -> bool:
        """Whether the authority has asked."""
        return self.requested_on is not None

    @property
    def is_settled(self) -> bool:
        """Asked, or not asked with a reason, or already held and agreed by all three: never merely blank."""
        return self.is_asked or self.not_asked_on is not None or self.is_held

    @property
    def is_held(self) -> bool:
        """Whether existing advice stands in by agreement of all three, reg 6(4)."""
        return self.reuse is not None and self.reuse.agreed_by_all

    @property
    def is_answered(self) -> bool:
        """Advice accepted, or held by agreement, or not asked with a reason. "Not known to us" is no answer."""
        return self.accepted_on is not None or self.is_held or self.not_asked_on is not None

    @property
    def is_outstanding(self) -> bool:
        """Asked and nothing received yet."""
        return self.is_asked and not self.contributions

    @property
    def not_known_open(self) -> bool:
        """Answered "not known" with the need for advice still unmet and nobody's decision on it yet."""
        return (
            any(reply.kind is ReplyKind.NOT_KNOWN for reply in self.replies)
            and not self.contributions
            and self.health_question_settled_on is None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanText:
    """What the guards need of the saved plan text: its version, filled sections and digests, never the words.

    `health_digest` is that of section G alone: the health body's agreement is to those words, reg 12(2).
    """

    version: int
    saved_on: date
    sections: tuple[str, ...]
    setting_named: bool
    digest: str
    health_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft that went to the family. A part-draft is for conversation and starts no period."""

    id: str
    plan_version: int
    sent_on: date
    method: Method
    sent_after_five: bool
    served_on: date
    window_ends_on: date | None
    part: bool = False
    replaced: bool = False


class RepresentationKind(StrEnum):
    """What the family said or asked about the draft, s38(2) and reg 13(1)."""

    COMMENT = "comment"
    SETTING_REQUEST = "setting_request"
    MEETING_REQUEST = "meeting_request"
    PERSONAL_BUDGET_REQUEST = "personal_budget_request"


class Answer(StrEnum):
    """What became of a representation."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """One thing the family said or asked about the draft, and what became of it."""

    id: str
    kind: RepresentationKind
    received_on: date
    setting_id: str | None = None
    answer: Answer | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One setting consulted on the draft, s39(2) or s40(3)."""

    id: str
    setting_id: str
    consulted_on: date
    replied_on: date | None = None
    can_meet_needs: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What section I will say: a named setting, or a type of setting."""

    decided_on: date
    decided_by: str
    setting_id: str | None
    setting_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedException:
    """One limit disapplied: it moves no date, and the original due day stays."""

    id: str
    limit: str
    ref: str
    ground: str
    decided_on: date
    decided_by: str
    family_told_on: date
    review_on: date
    late_claim_approved_by: str | None = None
    cause_ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayCause:
    """Why a limit will be or was missed: a cause is no exception, and the case still counts as late."""

    limit: str
    cause: DelayKind
    recorded_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One EHC needs assessment, from arrival to outcome."""

    id: str
    authority_id: str
    team_id: str
    child_id: str
    reference: str
    state: State = State.NOT_OPEN
    version: int = 0
    person: Person | None = None
    rule_version: str = ""
    setting_id: str | None = None
    setting_kind: Setting = Setting.NONE
    caseworker_seat_id: str | None = None
    plan_writer_seat_id: str | None = None
    imported: bool = False
    triggers: tuple[Trigger, ...] = ()
    contacts: tuple[Contact, ...] = ()
    missing_items: tuple[MissingItem, ...] = ()
    family_consulted_on: date | None = None
    views_received_on: date | None = None
    views_considered_on: date | None = None
    assess_decision: AssessDecision | None = None
    plan_decision: PlanDecision | None = None
    notices: tuple[Notice, ...] = ()
    advice: tuple[AdviceRequest, ...] = ()
    advice_completed_on: date | None = None
    plan_text: PlanText | None = None
    health_provision_agreed_on: date | None = None
    drafts: tuple[Draft, ...] = ()
    representations: tuple[Representation, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    placement: Placement | None = None
    closures: tuple[Closure, ...] = ()
    absences: tuple[Absence, ...] = ()
    circumstances: tuple[PersonalCircumstance, ...] = ()
    exceptions: tuple[ClaimedException, ...] = ()
    delay_causes: tuple[DelayCause, ...] = ()
    ended_on: date | None = None
    duplicate_of: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the authority still owes a step of the assessment itself."""
        return self.state in OPEN_STATES

    @property
    def received_on(self) -> date:
        """The day that starts the clock: the earliest of all triggers (setting `lead_trigger`)."""
        return min(trigger.received_on for trigger in self.triggers)

    @property
    def logged_on(self) -> date:
        """The day the first trigger was logged: a different fact from its arrival."""
        return min(trigger.logged_on for trigger in self.triggers)

    @property
    def current_draft(self) -> Draft | None:
        """The complete draft whose window counts: the last one served and not replaced."""
        for draft in reversed(self.drafts):
            if not draft.part and not draft.replaced:
                return draft
        return None

    def notice(self, *kinds: Letter) -> Notice | None:
        """The first notice of these kinds that went, if any."""
        return next((notice for notice in self.notices if notice.kind in kinds), None)

    def advice_request(self, request_id: str) -> AdviceRequest | None:
        """The request for advice of this id, if it is one of this case's."""
        return next((request for request in self.advice if request.id == request_id), None)

    def contact(self, contact_id: str) -> Contact | None:
        """The contact of this id, if it is one of this case's."""
        return next((contact for contact in self.contacts if contact.id == contact_id), None)
