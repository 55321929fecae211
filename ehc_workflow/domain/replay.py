"""What an event makes of a case. Replaying the log gives the stored case; nothing else changes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AdviceRequest, Case, Notice, Person, State

Applied = Callable[[Case, Any], Case]
AnyEvent = TypeVar("AnyEvent", bound=e.Event)
_APPLY: dict[type[e.Event], Applied] = {}


def evolve(case: Case, event: e.Event, state: State) -> Case:
    """The case after this event, in this state, one version on."""
    return replace(_APPLY[type(event)](case, event), state=state, version=case.version + 1)


def replay(blank: Case, entries: Iterable[tuple[e.Event, State]], person: Person | None) -> Case:
    """The case after these log entries, from a case that is not open yet. `person` is kept outside the log."""
    case = replace(blank, person=person)
    for event, state in entries:
        case = evolve(case, event, state)
    return case


def applies(
    event: type[AnyEvent],
) -> Callable[[Callable[[Case, AnyEvent], Case]], Callable[[Case, AnyEvent], Case]]:
    """Register what one kind of event changes."""

    def register(function: Callable[[Case, AnyEvent], Case]) -> Callable[[Case, AnyEvent], Case]:
        _APPLY[event] = function
        return function

    return register


def unapplied() -> frozenset[str]:
    """Events that nothing here knows: always empty, which a test says."""
    return frozenset(kind for kind, event in e.EVENTS.items() if event not in _APPLY)


def _with_request(
    case: Case, request_id: str, change: Callable[[AdviceRequest], AdviceRequest]
) -> Case:
    return replace(
        case,
        advice=tuple(
            change(request) if request.id == request_id else request for request in case.advice
        ),
    )


def _put_request(case: Case, request: AdviceRequest) -> Case:
    kept = tuple(known for known in case.advice if known.id != request.id)
    return replace(case, advice=(*kept, request))


def _with_notice(case: Case, notice: Notice) -> Case:
    return replace(case, notices=(*case.notices, notice))


@applies(e.RequestReceived)
def _request_received(case: Case, event: e.RequestReceived) -> Case:
    return replace(
        case,
        authority_id=event.authority_id,
        team_id=event.team_id,
        child_id=event.child_id,
        reference=event.reference,
        rule_version=event.rule_version,
        triggers=(event.trigger,),
        contacts=event.contacts,
        missing_items=event.missing_items,
        setting_id=event.setting_id,
        setting_kind=event.setting_kind,
        caseworker_seat_id=event.caseworker_seat_id,
        imported=event.imported,
    )


@applies(e.TriggerAdded)
def _trigger_added(case: Case, event: e.TriggerAdded) -> Case:
    return replace(case, triggers=(*case.triggers, event.trigger))


@applies(e.ReceivedDateCorrected)
def _received_date_corrected(case: Case, event: e.ReceivedDateCorrected) -> Case:
    return replace(
        case,
        triggers=tuple(
            replace(trigger, received_on=event.new, evidence=event.evidence)
            if trigger.id == event.trigger_id
            else trigger
            for trigger in case.triggers
        ),
    )


@applies(e.Assigned)
def _assigned(case: Case, event: e.Assigned) -> Case:
    return replace(
        case,
        caseworker_seat_id=event.caseworker_seat_id or case.caseworker_seat_id,
        plan_writer_seat_id=event.plan_writer_seat_id or case.plan_writer_seat_id,
    )


@applies(e.ContactAdded)
def _contact_added(case: Case, event: e.ContactAdded) -> Case:
    return replace(case, contacts=(*case.contacts, event.contact))


@applies(e.AddressConfirmed)
def _address_confirmed(case: Case, event: e.AddressConfirmed) -> Case:
    return replace(
        case,
        contacts=tuple(
            replace(contact, address_confirmed_on=event.confirmed_on)
            if contact.id == event.contact_id
            else contact
            for contact in case.contacts
        ),
    )


@applies(e.CopiesAgreed)
def _copies_agreed(case: Case, event: e.CopiesAgreed) -> Case:
    change: dict[str, Any] = (
        {"capacity_finding_on": event.agreed_on}
        if event.capacity_finding
        else {"copy_agreed_on": event.agreed_on}
    )
    return replace(
        case,
        contacts=tuple(
            replace(contact, **change) if contact.id == event.contact_id else contact
            for contact in case.contacts
        ),
    )


@applies(e.FamilyConsulted)
def _family_consulted(case: Case, event: e.FamilyConsulted) -> Case:
    return replace(case, family_consulted_on=event.consulted_on)


@applies(e.MissingAsked)
def _missing_asked(case: Case, event: e.MissingAsked) -> Case:
    return replace(case, missing_items=(*case.missing_items, event.item))


@applies(e.MissingReceived)
def _missing_received(case: Case, event: e.MissingReceived) -> Case:
    return replace(
        case,
        missing_items=tuple(
            replace(item, received_on=event.received_on) if item.id == event.item_id else item
            for item in case.missing_items
        ),
    )


@applies(e.ViewsReceived)
def _views_received(case: Case, event: e.ViewsReceived) -> Case:
    return replace(case, views_received_on=event.received_on)


@applies(e.AssessmentDecided)
def _assessment_decided(case: Case, event: e.AssessmentDecided) -> Case:
    considered = event.decision.decided_on if event.views_considered else case.views_considered_on
    return replace(case, assess_decision=event.decision, views_considered_on=considered)


@applies(e.RefusalConfirmed)
def _refusal_confirmed(case: Case, event: e.RefusalConfirmed) -> Case:
    if case.assess_decision is None:
        return case
    return replace(
        case, assess_decision=replace(case.assess_decision, confirmed_by=event.confirmed_by)
    )


@applies(e.NoticeSent)
def _notice_sent(case: Case, event: e.NoticeSent) -> Case:
    return _with_notice(case, event.notice)


@applies(e.AdviceRequested)
def _advice_requested(case: Case, event: e.AdviceRequested) -> Case:
    for request in event.requests:
        known = case.advice_request(request.id)
        reuse = (
            known.reuse if known else None
        )  # a refusal of reuse stays beside the request it led to
        case = _put_request(case, replace(request, reuse=reuse))
    return case


@applies(e.RequestReachedContributor)
def _request_reached(case: Case, event: e.RequestReachedContributor) -> Case:
    return _with_request(
        case,
        event.request_id,
        lambda request: replace(request, received_by_body_on=event.received_by_body_on),
    )


@applies(e.AdviceNotAsked)
def _advice_not_asked(case: Case, event: e.AdviceNotAsked) -> Case:
    known = case.advice_request(event.request_id)
    blank = known or AdviceRequest(id=event.request_id, item=event.item, service_id=None)
    return _put_request(case, replace(blank, not_asked_on=event.declined_on))


@applies(e.ReuseRecorded)
def _reuse_recorded(case: Case, event: e.ReuseRecorded) -> Case:
    known = case.advice_request(event.request_id)
    blank = known or AdviceRequest(id=event.request_id, item=event.item, service_id=None)
    return _put_request(case, replace(blank, reuse=event.reuse))


@applies(e.AdviceReceived)
def _advice_received(case: Case, event: e.AdviceReceived) -> Case:
    return _with_request(
        case,
        event.request_id,
        lambda request: replace(
            request, contributions=(*request.contributions, event.contribution)
        ),
    )


@applies(e.AdviceAccepted)
def _advice_accepted(case: Case, event: e.AdviceAccepted) -> Case:
    return _with_request(
        case,
        event.request_id,
        lambda request: replace(
            request,
            contributions=(
                *request.contributions[:-1],
                replace(request.contributions[-1], accepted_on=event.accepted_on),
            ),
        ),
    )


@applies(e.AdviceReturned)
def _advice_returned(case: Case, event: e.AdviceReturned) -> Case:
    return _with_request(
        case,
        event.request_id,
        lambda request: replace(
            request,
            contributions=(
                *request.contributions[:-1],
                replace(
                    request.contributions[-1],
                    returned_on=event.returned_on,
                    return_due_on=event.return_due_on,
                ),
            ),
        ),
    )


@applies(e.ContributorReplied)
def _contributor_replied(case: Case, event: e.ContributorReplied) -> Case:
    return _with_request(
        case,
        event.request_id,
        lambda request: replace(
            request, replies=(*request.replies, event.reply), health_question_settled_on=None
        ),
    )


@applies(e.NotKnownSettled)
def _not_known_settled(case: Case, event: e.NotKnownSettled) -> Case:
    return _with_request(
        case,
        event.request_id,
        lambda request: replace(
            request,
            health_question_settled_on=event.settled_on,
            service_id=event.service_id or request.service_id,
        ),
    )


@applies(e.ContributorChased)
def _contributor_chased(case: Case, event: e.ContributorChased) -> Case:
    return _with_request(
        case,
        event.request_id,
        lambda request: replace(request, chases=(*request.chases, event.chase)),
    )


@applies(e.AlternativeRecorded)
def _alternative_recorded(case: Case, event: e.AlternativeRecorded) -> Case:
    return _with_request(
        case,
        event.request_id,
        lambda request: replace(request, alternative_recorded_on=event.recorded_on),
    )


@applies(e.AppointmentMissed)
def _appointment_missed(case: Case, event: e.AppointmentMissed) -> Case:
    return _with_request(
        case,
        event.request_id,
        lambda request: replace(
            request, missed_appointments=(*request.missed_appointments, event.missed)
        ),
    )


@applies(e.AdviceCompleted)
def _advice_completed(case: Case, event: e.AdviceCompleted) -> Case:
    return replace(case, advice_completed_on=event.completed_on)


@applies(e.PlanDecided)
def _plan_decided(case: Case, event: e.PlanDecided) -> Case:
    return replace(case, plan_decision=event.decision)


@applies(e.PlanSaved)
def _plan_saved(case: Case, event: e.PlanSaved) -> Case:
    same_provision = (
        case.plan_text is not None and case.plan_text.health_digest == event.text.health_digest
    )
    agreed_on = case.health_provision_agreed_on if same_provision else None
    return replace(case, plan_text=event.text, health_provision_agreed_on=agreed_on)


@applies(e.HealthProvisionAgreed)
def _health_provision_agreed(case: Case, event: e.HealthProvisionAgreed) -> Case:
    return replace(case, health_provision_agreed_on=event.agreed_on)


@applies(e.DraftServed)
def _draft_served(case: Case, event: e.DraftServed) -> Case:
    earlier = tuple(replace(draft, replaced=True) for draft in case.drafts)
    return _with_notice(replace(case, drafts=(*earlier, event.draft)), event.notice)


@applies(e.PartDraftShared)
def _part_draft_shared(case: Case, event: e.PartDraftShared) -> Case:
    return replace(case, drafts=(*case.drafts, event.draft))


@applies(e.RepresentationReceived)
def _representation_received(case: Case, event: e.RepresentationReceived) -> Case:
    return replace(case, representations=(*case.representations, event.representation))


@applies(e.RepresentationAnswered)
def _representation_answered(case: Case, event: e.RepresentationAnswered) -> Case:
    return replace(
        case,
        representations=tuple(
            replace(said, answer=event.answer, answered_on=event.answered_on)
            if said.id == event.representation_id
            else said
            for said in case.representations
        ),
    )


@applies(e.FreshDraftStarted)
def _fresh_draft_started(case: Case, event: e.FreshDraftStarted) -> Case:
    return replace(
        case, drafts=tuple(replace(draft, replaced=True) for draft in case.drafts), placement=None
    )


@applies(e.SettingConsulted)
def _setting_consulted(case: Case, event: e.SettingConsulted) -> Case:
    return replace(case, consultations=(*case.consultations, event.consultation))


@applies(e.ConsultationAnswered)
def _consultation_answered(case: Case, event: e.ConsultationAnswered) -> Case:
    return replace(
        case,
        consultations=tuple(
            replace(asked, replied_on=event.replied_on, can_meet_needs=event.can_meet_needs)
            if asked.id == event.consultation_id
            else asked
            for asked in case.consultations
        ),
    )


@applies(e.PlacementSettled)
def _placement_settled(case: Case, event: e.PlacementSettled) -> Case:
    return replace(case, placement=event.placement)


@applies(e.FinalPlanSent)
def _final_plan_sent(case: Case, event: e.FinalPlanSent) -> Case:
    return _with_notice(case, event.notice)


@applies(e.ClosureRecorded)
def _closure_recorded(case: Case, event: e.ClosureRecorded) -> Case:
    return replace(case, closures=(*case.closures, event.closure))


@applies(e.AbsenceRecorded)
def _absence_recorded(case: Case, event: e.AbsenceRecorded) -> Case:
    return replace(case, absences=(*case.absences, event.absence))


@applies(e.CircumstancesRecorded)
def _circumstances_recorded(case: Case, event: e.CircumstancesRecorded) -> Case:
    return replace(case, circumstances=(*case.circumstances, event.circumstance))


@applies(e.ExceptionClaimed)
def _exception_claimed(case: Case, event: e.ExceptionClaimed) -> Case:
    return replace(case, exceptions=(*case.exceptions, event.claim))


@applies(e.DelayCauseRecorded)
def _delay_cause_recorded(case: Case, event: e.DelayCauseRecorded) -> Case:
    return replace(case, delay_causes=(*case.delay_causes, event.cause))


@applies(e.CaseEnded)
def _case_ended(case: Case, event: e.CaseEnded) -> Case:
    return replace(case, ended_on=event.ended_on, duplicate_of=event.duplicate_of)


@applies(e.WithdrawalRefused)
def _withdrawal_refused(case: Case, event: e.WithdrawalRefused) -> Case:
    return case  # the duty remains, and so does everything else


@applies(e.AlertAcknowledged)
def _alert_acknowledged(case: Case, event: e.AlertAcknowledged) -> Case:
    return case  # the alert's own row says who took it up
