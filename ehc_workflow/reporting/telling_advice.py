"""What happened to advice, told in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, ReplyKind
from ehc_workflow.domain.joint_advice import holder_of
from ehc_workflow.reporting.case_words import (
    FINDINGS,
    ITEMS,
    RESTED_ON,
    SCREENED,
    VOICES,
    inside,
    item_of,
    spaced,
)
from ehc_workflow.store.queries.case_page import Names

Teller = Callable[[Any, Case, Names], str]


def _advice_requested(event: e.AdviceRequested, case: Case, names: Names) -> str:
    asked = ", ".join(inside(ITEMS[request.item]) for request in event.requests)
    return f"Advice asked for: {asked}"


def _received(event: e.AdviceReceived, case: Case, names: Names) -> str:
    given, item = event.contribution, item_of(case, event.request_id)
    if given.voice:
        return f"Views given: {VOICES[given.voice]}"
    if given.joint_with is not None:
        holder = holder_of(case, given.joint_with)
        by = item_of(case, holder.id) if holder else "another service"
        return f"Joint advice signed: {item}, with {by}, version {given.version}"
    together = [item_of(case, one) for one in given.offered_to]
    with_whom = f", written together with {' and '.join(together)}" if together else ""
    return f"Advice received: {item}, version {given.version}{with_whom}"


def _rechecked(event: e.RecheckSettled, case: Case, names: Names) -> str:
    found = next(one for one in case.rechecks if one.id == event.recheck_id)
    return f"New advice from {item_of(case, found.request_id)} looked at: {FINDINGS[event.finding]}"


def _alternative(event: e.AlternativeRecorded, case: Case, names: Names) -> str:
    way = "will be got another way" if event.another_way else "will not be got another way"
    return f"Late {item_of(case, event.request_id)} advice {way}"


def _visit_planned(event: e.VisitPlanned, case: Case, names: Names) -> str:
    visit = event.visit
    at = f" at {visit.at.isoformat('minutes')}" if visit.at else ""
    return f"Visit planned for {in_words(visit.visit_on)}{at}: {item_of(case, event.request_id)}"


_REPLIES = {
    ReplyKind.KNOWN: "known here, the advice is coming",
    ReplyKind.NOT_KNOWN: "not known to this service",
    ReplyKind.EXISTING_REPORT: "an existing report will do, if the authority and the family agree",
    ReplyKind.NEW_ASSESSMENT: "a new assessment is needed",
    ReplyKind.OTHER_AREA: "another area’s patient",
}


def _replied(event: e.ContributorReplied, case: Case, names: Names) -> str:
    reply = event.reply
    planned = f", planned for {in_words(reply.planned_for)}" if reply.planned_for else ""
    answer = f"{_REPLIES[reply.kind]}{planned}"
    return f"Reply from {item_of(case, event.request_id)}: {answer}; this is a reply, not advice"


OF_ADVICE: Mapping[type[e.Event], Teller] = {
    e.AdviceRequested: _advice_requested,
    e.RequestReachedContributor: lambda v, c, n: (
        f"Request for {item_of(c, v.request_id)} received by the contributor on {in_words(v.received_by_body_on)}"
    ),
    e.AdviceNotAsked: lambda v, c, n: f"{ITEMS[v.item]}: not asked for",
    e.FamilyAsked: lambda v, c, n: (
        f"The family asked on {in_words(v.ask.asked_on)} for somebody’s advice"
    ),
    e.FamilyAskDeclined: lambda v, c, n: (
        f"Advice the family asked for declined; the family was told on {in_words(v.family_told_on)}"
    ),
    e.ReuseRecorded: lambda v, c, n: (
        f"{ITEMS[v.item]}: existing advice of {in_words(v.reuse.advice_written_on)} "
        + (
            "stands in by agreement of all three"
            if v.reuse.agreed_by_all
            else "not agreed by all three"
        )
    ),
    e.AdviceReceived: _received,
    e.AdviceMarkedOut: lambda v, c, n: (
        f"Paragraphs marked out in the files of {item_of(c, v.request_id)}"
        + (", again" if v.marking > 1 else "")
    ),
    e.ViewsCouldNotBeHad: lambda v, c, n: f"Views could not be had: {VOICES[v.not_obtained.voice]}",
    e.AdviceAccepted: lambda v, c, n: f"Advice accepted: {item_of(c, v.request_id)}",
    e.AdviceReturned: lambda v, c, n: (
        f"Advice returned: {item_of(c, v.request_id)}, to come back by {in_words(v.return_due_on)}"
    ),
    e.RecheckRaised: lambda v, c, n: (
        f"New advice from {item_of(c, v.recheck.request_id)}: to look whether the "
        f"{RESTED_ON[v.recheck.rests_on]} still stands"
    ),
    e.RecheckSettled: _rechecked,
    e.ContributorReplied: _replied,
    e.RequestRouted: lambda v, c, n: (
        f"Request for advice ({item_of(c, v.request_id)}) sent to {n.service(v.service_id)}"
    ),
    e.NotKnownSettled: lambda v, c, n: (
        f"Settled who can advise instead, or the position stated: {item_of(c, v.request_id)}"
    ),
    e.ContributorChased: lambda v, c, n: (
        f"Chased {item_of(c, v.request_id)} by {spaced(v.chase.channel)}"
    ),
    e.AlternativeRecorded: _alternative,
    e.RequestAllocated: lambda v, c, n: (
        f"Request for {item_of(c, v.request_id)} advice "
        + (f"allocated to {n.seat(v.seat_id)}" if v.seat_id else "taken back: not allocated")
    ),
    e.VisitPlanned: _visit_planned,
    e.VisitKept: lambda v, c, n: f"Visit kept on {in_words(v.kept_on)}: {item_of(c, v.request_id)}",
    e.VisitCalledOff: lambda v, c, n: (
        f"Visit called off on {in_words(v.called_off_on)}: {item_of(c, v.request_id)}"
    ),
    e.ScreeningRecorded: lambda v, c, n: (
        f"Screening by social care on {in_words(v.screening.screened_on)}: "
        f"{SCREENED[v.screening.found]}; this is no advice"
    ),
    e.ContributorInvited: lambda v, c, n: (
        f"One-time link sent for {item_of(c, v.request_id)}, good until {in_words(v.invitation.last_day)}"
    ),
    e.InvitationWithdrawn: lambda v, c, n: (
        f"One-time link for {item_of(c, v.request_id)} taken back"
    ),
    e.AppointmentMissed: lambda v, c, n: (
        f"Appointment missed on {in_words(v.missed.missed_on)}: {item_of(c, v.request_id)}"
    ),
    e.AdviceCompleted: lambda v, c, n: (
        "Gathering of advice closed"
        + (f", going on without {len(v.without)} of the items" if v.without else "")
    ),
}
