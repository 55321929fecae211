"""What happened to a case, in the past tense: facts of the process, ids and digests, never a child's name or prose.

`kind` is the event's name in the log; `citation` the provision under which the step is taken, as the log says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Answer,
    AssessDecision,
    Chase,
    ClaimedException,
    Consultation,
    Contact,
    Contribution,
    DelayCause,
    Draft,
    MissedAppointment,
    MissingItem,
    MovedLimit,
    Notice,
    Placement,
    PlanDecision,
    PlanText,
    Reply,
    Representation,
    ReuseAgreement,
    Trigger,
)
from ehc_workflow.domain.facts import Absence, Closure, PersonalCircumstance, Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to one case."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReceived(Event):
    """A request arrived, or a child was brought to attention, and a case was opened for it."""

    kind: ClassVar[str] = "request_received"
    authority_id: str
    team_id: str
    child_id: str
    reference: str
    rule_version: str
    trigger: Trigger
    contacts: tuple[Contact, ...]
    missing_items: tuple[MissingItem, ...] = ()
    setting_id: str | None = None
    setting_kind: Setting = Setting.NONE
    caseworker_seat_id: str | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerAdded(Event):
    """Another arrival for the same child was logged. An earlier one moves limits: who was told wrong days is named."""

    kind: ClassVar[str] = "trigger_added"
    trigger: Trigger
    moved: tuple[MovedLimit, ...] = ()
    told_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedDateCorrected(Event):
    """A received date was corrected; the old value stays here, with the limits it moved and who was told before."""

    kind: ClassVar[str] = "received_date_corrected"
    trigger_id: str
    old: date
    new: date
    evidence: str
    moved: tuple[MovedLimit, ...] = ()
    told_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Event):
    """The case or its plan was given to a seat."""

    kind: ClassVar[str] = "assigned"
    caseworker_seat_id: str | None
    plan_writer_seat_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAdded(Event):
    """Someone else can be written to."""

    kind: ClassVar[str] = "contact_added"
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressConfirmed(Event):
    """A delivery address was confirmed."""

    kind: ClassVar[str] = "address_confirmed"
    contact_id: str
    confirmed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesAgreed(Event):
    """A parent may have copies, or represents the young person."""

    kind: ClassVar[str] = "copies_agreed"
    contact_id: str
    agreed_on: date
    capacity_finding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyConsulted(Event):
    """The family was consulted, s36(4)."""

    kind: ClassVar[str] = "family_consulted"
    consulted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingAsked(Event):
    """Something the request lacked was asked for."""

    kind: ClassVar[str] = "missing_asked"
    item: MissingItem


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingReceived(Event):
    """Something missing came."""

    kind: ClassVar[str] = "missing_received"
    item_id: str
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsReceived(Event):
    """The family's views or evidence came in."""

    kind: ClassVar[str] = "views_received"
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDecided(Event):
    """A named officer decided whether to assess. Nobody has been told yet."""

    kind: ClassVar[str] = "assessment_decided"
    decision: AssessDecision
    views_considered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalConfirmed(Event):
    """A second person confirmed a refusal that rests on house rules."""

    kind: ClassVar[str] = "refusal_confirmed"
    confirmed_by: str
    confirmed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSent(Event):
    """A notice went to the family, with the digest of its exact words."""

    kind: ClassVar[str] = "notice_sent"
    notice: Notice
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRequested(Event):
    """Advice was asked for."""

    kind: ClassVar[str] = "advice_requested"
    requests: tuple[AdviceRequest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReachedContributor(Event):
    """A contributor received the request: their period runs."""

    kind: ClassVar[str] = "request_reached_contributor"
    request_id: str
    received_by_body_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceNotAsked(Event):
    """An item of reg 6(1) was not asked for, with a reason."""

    kind: ClassVar[str] = "advice_not_asked"
    request_id: str
    item: AdviceItem
    declined_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseRecorded(Event):
    """What the three parties said to existing advice standing in."""

    kind: ClassVar[str] = "reuse_recorded"
    request_id: str
    item: AdviceItem
    reuse: ReuseAgreement


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceReceived(Event):
    """Advice came in, with the digest of its paragraphs and the ids of its files."""

    kind: ClassVar[str] = "advice_received"
    request_id: str
    contribution: Contribution
    digest: str
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAccepted(Event):
    """Advice was found good enough to write from."""

    kind: ClassVar[str] = "advice_accepted"
    request_id: str
    accepted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceReturned(Event):
    """Advice went back with its gaps named."""

    kind: ClassVar[str] = "advice_returned"
    request_id: str
    returned_on: date
    return_due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorReplied(Event):
    """A contributor answered something that is not advice."""

    kind: ClassVar[str] = "contributor_replied"
    request_id: str
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKnownSettled(Event):
    """After "not known": someone else was identified, or a reasoned position recorded."""

    kind: ClassVar[str] = "not_known_settled"
    request_id: str
    settled_on: date
    service_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorChased(Event):
    """A person chased late advice."""

    kind: ClassVar[str] = "contributor_chased"
    request_id: str
    chase: Chase


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeRecorded(Event):
    """The authority recorded whether it gets late advice another way."""

    kind: ClassVar[str] = "alternative_recorded"
    request_id: str
    recorded_on: date
    another_way: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMissed(Event):
    """The child or young person missed a contributor's appointment."""

    kind: ClassVar[str] = "appointment_missed"
    request_id: str
    missed: MissedAppointment


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceCompleted(Event):
    """The advice is complete, or the assessment goes on without the items named."""

    kind: ClassVar[str] = "advice_completed"
    completed_on: date
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecided(Event):
    """A named officer decided whether a plan is needed. Nobody has been told yet."""

    kind: ClassVar[str] = "plan_decided"
    decision: PlanDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSaved(Event):
    """A version of the plan text was saved."""

    kind: ClassVar[str] = "plan_saved"
    text: PlanText
    prompted_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthProvisionAgreed(Event):
    """The health body agreed section G."""

    kind: ClassVar[str] = "health_provision_agreed"
    agreed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftServed(Event):
    """The draft went to the family with notice N5; their window began with service."""

    kind: ClassVar[str] = "draft_served"
    draft: Draft
    notice: Notice
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDraftShared(Event):
    """An unfinished draft went out for conversation; no period began."""

    kind: ClassVar[str] = "part_draft_shared"
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationReceived(Event):
    """The family said or asked something about the draft."""

    kind: ClassVar[str] = "representation_received"
    representation: Representation


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationAnswered(Event):
    """A representation was answered."""

    kind: ClassVar[str] = "representation_answered"
    representation_id: str
    answer: Answer
    answered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshDraftStarted(Event):
    """The served draft is replaced: a fresh draft and a fresh window follow."""

    kind: ClassVar[str] = "fresh_draft_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingConsulted(Event):
    """A setting was consulted on the draft."""

    kind: ClassVar[str] = "setting_consulted"
    consultation: Consultation


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationAnswered(Event):
    """A consulted setting replied."""

    kind: ClassVar[str] = "consultation_answered"
    consultation_id: str
    replied_on: date
    can_meet_needs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementSettled(Event):
    """A named officer decided what section I will say."""

    kind: ClassVar[str] = "placement_settled"
    placement: Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalPlanSent(Event):
    """The final plan went to the family, the setting and the health body."""

    kind: ClassVar[str] = "final_plan_sent"
    notice: Notice
    signed_by: str
    signed_on: date
    setting_told: bool
    health_body_told: bool
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureRecorded(Event):
    """A closure of the child's own setting was entered."""

    kind: ClassVar[str] = "closure_recorded"
    closure: Closure


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRecorded(Event):
    """An absence from the area was entered."""

    kind: ClassVar[str] = "absence_recorded"
    absence: Absence


@dataclass(frozen=True, slots=True, kw_only=True)
class CircumstancesRecorded(Event):
    """Exceptional personal circumstances were found."""

    kind: ClassVar[str] = "circumstances_recorded"
    circumstance: PersonalCircumstance


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionClaimed(Event):
    """One limit was disapplied."""

    kind: ClassVar[str] = "exception_claimed"
    claim: ClaimedException


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayCauseRecorded(Event):
    """A cause of delay was entered; it excepts nothing."""

    kind: ClassVar[str] = "delay_cause_recorded"
    cause: DelayCause


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEnded(Event):
    """The assessment ended without a decision under sections 36 or 37."""

    kind: ClassVar[str] = "case_ended"
    ended_on: date
    duplicate_of: str | None = None
    new_authority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRefused(Event):
    """A withdrawal came, but the authority's own duty remains: the case stays open and its clocks run."""

    kind: ClassVar[str] = "withdrawal_refused"
    withdrawn_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertAcknowledged(Event):
    """A manager took up an alert with a recovery date."""

    kind: ClassVar[str] = "alert_acknowledged"
    alert_id: str
    recovery_on: date


EVENTS: dict[str, type[Event]] = {
    event.kind: event
    for event in list(globals().values())
    if isinstance(event, type) and issubclass(event, Event) and event is not Event
}
"""Every kind of event by its name in the log."""
