"""What the events make of a case while a request is received, put right and decided on, and notices go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AssessDecision, Case, PanelMatter, PlanDecision
from ehc_workflow.domain.replay.evolving import (
    applies,
    off_the_agenda,
    with_notice,
)


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
        caseworker_since=event.trigger.logged_on if event.caseworker_seat_id else None,
        imported=event.imported,
        reassesses=event.reassesses,
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


@applies(e.DatesMoved)
def _dates_moved(case: Case, event: e.DatesMoved) -> Case:
    if not event.code:
        return case  # the days follow from the calendar
    others = tuple(known for known in case.rules_of if known[0] != event.code)
    moved = () if event.rules_from is None else ((event.code, event.rules_from),)
    return replace(case, rules_of=(*others, *moved))


@applies(e.Assigned)
def _assigned(case: Case, event: e.Assigned) -> Case:
    return replace(
        case,
        caseworker_seat_id=event.caseworker_seat_id or case.caseworker_seat_id,
        caseworker_since=case.caseworker_since or (event.on if event.caseworker_seat_id else None),
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


@applies(e.LanguageNeedsRecorded)
def _language_needs_recorded(case: Case, event: e.LanguageNeedsRecorded) -> Case:
    return case  # language and format needs are kept with the child


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
    return replace(
        case,
        assess_decision=event.decision,
        views_considered_on=considered,
        agenda=off_the_agenda(case, PanelMatter.ASSESS, event.decision.decided_on),
    )


@applies(e.RefusalConfirmed)
def _refusal_confirmed(case: Case, event: e.RefusalConfirmed) -> Case:
    """The decision of the stage the case is at: not to assess, or not to make a plan."""
    match case.decision_to_tell:
        case AssessDecision() as decision:
            return replace(case, assess_decision=replace(decision, confirmed_by=event.confirmed_by))
        case PlanDecision() as decision:
            return replace(case, plan_decision=replace(decision, confirmed_by=event.confirmed_by))
    return case


@applies(e.NoticeSent)
def _notice_sent(case: Case, event: e.NoticeSent) -> Case:
    return with_notice(case, event.notice)
