"""The open caseload as an authority's own spreadsheet would hold it: one plain record for each case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import (
    AdviceItem,
    AssessOutcome,
    Case,
    ContactKind,
    Letter,
    PlanOutcome,
    State,
)
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.simulate.authority import Cast
from ehc_workflow.simulate.history import History, Lived


@dataclass(frozen=True, slots=True)
class AdviceRecord:
    """When advice on one item was asked for and when all of it had come."""

    item: AdviceItem
    service: str
    asked_on: date
    received_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One open case. Every person in it is invented."""

    own_reference: str
    given_name: str
    family_name: str
    date_of_birth: date
    upn: str
    nhs_number: str
    vision_impaired: bool
    hearing_impaired: bool
    contact_name: str
    contact_kind: ContactKind
    contact_email: str
    contact_phone: str
    contact_address: str
    address_confirmed_on: date | None
    kind: TriggerKind
    received_on: date
    logged_on: date
    setting: str
    caseworker: str
    team: str
    state: State
    considering_told_on: date | None
    assess_decided_on: date | None
    assess_outcome: AssessOutcome | None
    assessment_told_on: date | None
    advice: tuple[AdviceRecord, ...]
    advice_checked: bool
    advice_completed_on: date | None
    plan_decided_on: date | None
    plan_outcome: PlanOutcome | None
    plan_told_on: date | None
    draft_sent_on: date | None
    consulted_on: date | None
    consulted_setting: str
    placement_decided_on: date | None
    placed_setting: str


def open_caseload(history: History) -> list[CaseRecord]:
    """A record of every open case, in the order of arrival.

    A spreadsheet has one decision to a case: those that were refused and reopened are none of its rows.
    """
    first_time = [lived for lived in history.open_cases if lived.story.course.contest is None]
    return [_record(history, lived, n) for n, lived in enumerate(first_time, start=1)]


def _record(history: History, lived: Lived, number: int) -> CaseRecord:
    cast, case, child = history.cast, lived.case, lived.child.details
    young_person = case.triggers[0].kind is TriggerKind.YOUNG_PERSON_REQUEST
    contact = lived.story.contacts[-1 if young_person else 0]
    confirmed = case.contact(contact.id)
    return CaseRecord(
        own_reference=f"SEN/{case.received_on.year}/{number:04d}",
        given_name=child.given_name,
        family_name=child.family_name,
        date_of_birth=child.date_of_birth,
        upn=child.upn,
        nhs_number=child.nhs_number,
        vision_impaired=child.vision_impaired,
        hearing_impaired=child.hearing_impaired,
        contact_name=contact.name,
        contact_kind=contact.kind,
        contact_email=contact.email,
        contact_phone=contact.phone,
        contact_address=contact.address,
        address_confirmed_on=confirmed.address_confirmed_on if confirmed else None,
        kind=case.triggers[0].kind,
        received_on=case.received_on,
        logged_on=case.logged_on,
        setting=_setting(cast, case.setting_id),
        caseworker=_seat_name(history, case),
        team=lived.story.team.name,
        state=case.state,
        considering_told_on=_sent(case, Letter.CONSIDERING),
        assess_decided_on=case.assess_decision.decided_on if case.assess_decision else None,
        assess_outcome=case.assess_decision.outcome if case.assess_decision else None,
        assessment_told_on=_sent(case, Letter.WILL_ASSESS),
        advice=tuple(_advice(cast, case)),
        advice_checked=_is_checked(case),
        advice_completed_on=case.advice_completed_on,
        plan_decided_on=case.plan_decision.decided_on if case.plan_decision else None,
        plan_outcome=case.plan_decision.outcome if case.plan_decision else None,
        plan_told_on=_sent(case, Letter.PLAN_WILL_BE_MADE),
        draft_sent_on=case.current_draft.sent_on if case.current_draft else None,
        consulted_on=case.consultations[0].consulted_on if case.consultations else None,
        consulted_setting=_setting(cast, case.consultations[0].setting_id)
        if case.consultations
        else "",
        placement_decided_on=case.placement.decided_on if case.placement else None,
        placed_setting=_setting(cast, case.placement.setting_id) if case.placement else "",
    )


def _is_checked(case: Case) -> bool:
    came = [request for request in case.advice if request.contributions]
    return bool(came) and all(request.accepted_on is not None for request in came)


def _setting(cast: Cast, service_id: str | None) -> str:
    return next((place.name for place in cast.places if place.service_id == service_id), "")


def _sent(case: Case, letter: Letter) -> date | None:
    notice = case.notice(letter)
    return notice.sent_on if notice else None


def _seat_name(history: History, case: Case) -> str:
    for team in history.cast.teams:
        for number, worker in enumerate(team.caseworkers, start=1):
            if _sits_in(worker, case.caseworker_seat_id):
                return f"Caseworker {team.name} {number}"
    return ""


def _sits_in(worker: Actor, seat_id: str | None) -> bool:
    return any(seat.id == seat_id for seat in worker.seats)


def _advice(cast: Cast, case: Case) -> Iterator[AdviceRecord]:
    """One line an item: asked when the first of its services was, received when the last of them answered."""
    for item in AdviceItem:
        requests = [r for r in case.advice if r.item is item and r.requested_on is not None]
        if requests:
            came = [request.first_received_on for request in requests]
            asked = min(r.requested_on for r in requests if r.requested_on is not None)
            known = [day for day in came if day is not None]
            received = max(known) if len(known) == len(came) else None
            # What the family asked for stands in an authority's own record as other advice.
            named = AdviceItem.OTHER if item is AdviceItem.REQUESTED else item
            yield AdviceRecord(named, cast.service_name(requests[0].service_id), asked, received)
