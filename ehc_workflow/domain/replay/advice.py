"""What the events make of a case while advice is gathered."""

from __future__ import annotations

from dataclasses import replace

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AdviceRequest, Case, Visit, VisitEnd
from ehc_workflow.domain.replay.contributing import ends, moved_on, offered_no_more
from ehc_workflow.domain.replay.evolving import (
    applies,
    put_request,
    with_request,
)


@applies(e.AdviceRequested)
def _advice_requested(case: Case, event: e.AdviceRequested) -> Case:
    for request in event.requests:
        known = case.advice_request(request.id)
        reuse = (
            known.reuse if known else None
        )  # a refusal of reuse stays beside the request it led to
        case = put_request(case, replace(request, reuse=reuse))
    return case


@applies(e.RequestReachedContributor)
def _request_reached(case: Case, event: e.RequestReachedContributor) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(
            request, received_by_body_on=event.received_by_body_on, receipt_proof=event.proof
        ),
    )


@applies(e.AdviceNotAsked)
def _advice_not_asked(case: Case, event: e.AdviceNotAsked) -> Case:
    known = case.advice_request(event.request_id)
    blank = known or AdviceRequest(id=event.request_id, item=event.item, service_id=None)
    return put_request(case, replace(blank, not_asked_on=event.declined_on))


@applies(e.FamilyAsked)
def _family_asked(case: Case, event: e.FamilyAsked) -> Case:
    return replace(case, family_asks=(*case.family_asks, event.ask))


@applies(e.FamilyAskDeclined)
def _family_ask_declined(case: Case, event: e.FamilyAskDeclined) -> Case:
    return replace(
        case,
        family_asks=tuple(
            replace(ask, declined_on=event.declined_on, family_told_on=event.family_told_on)
            if ask.id == event.ask_id
            else ask
            for ask in case.family_asks
        ),
    )


@applies(e.ReuseRecorded)
def _reuse_recorded(case: Case, event: e.ReuseRecorded) -> Case:
    known = case.advice_request(event.request_id)
    blank = known or AdviceRequest(id=event.request_id, item=event.item, service_id=None)
    return put_request(case, replace(blank, reuse=event.reuse))


@applies(e.AdviceReceived)
def _advice_received(case: Case, event: e.AdviceReceived) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(
            request,
            contributions=(*request.contributions, event.contribution),
            invitations=tuple(
                replace(link, used_on=link.used_on or event.contribution.received_on)
                for link in request.invitations
            ),
        ),
    )


@applies(e.AdviceMarkedOut)
def _advice_marked_out(case: Case, event: e.AdviceMarkedOut) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(
            request,
            contributions=tuple(
                replace(one, markings=event.marking, kinds=event.kinds)
                if one.id == event.contribution_id
                else one
                for one in request.contributions
            ),
        ),
    )


@applies(e.AdviceAccepted)
def _advice_accepted(case: Case, event: e.AdviceAccepted) -> Case:
    return with_request(
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
    return with_request(
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


@applies(e.RecheckRaised)
def _recheck_raised(case: Case, event: e.RecheckRaised) -> Case:
    return replace(case, rechecks=(*case.rechecks, event.recheck))


@applies(e.RecheckSettled)
def _recheck_settled(case: Case, event: e.RecheckSettled) -> Case:
    return replace(
        case,
        rechecks=tuple(
            replace(one, settled_on=event.settled_on, finding=event.finding)
            if one.id == event.recheck_id
            else one
            for one in case.rechecks
        ),
    )


@applies(e.ContributorReplied)
def _contributor_replied(case: Case, event: e.ContributorReplied) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(
            request, replies=(*request.replies, event.reply), health_question_settled_on=None
        ),
    )


@applies(e.RequestRouted)
def _request_routed(case: Case, event: e.RequestRouted) -> Case:
    return with_request(
        offered_no_more(case, event.request_id, event.service_id),
        event.request_id,
        lambda request: moved_on(request, event.service_id, event.routed_on),
    )


@applies(e.NotKnownSettled)
def _not_known_settled(case: Case, event: e.NotKnownSettled) -> Case:
    return with_request(
        offered_no_more(case, event.request_id, event.service_id),
        event.request_id,
        lambda request: replace(
            moved_on(request, event.service_id, event.settled_on) if event.service_id else request,
            health_question_settled_on=event.settled_on,
        ),
    )


@applies(e.ContributorChased)
def _contributor_chased(case: Case, event: e.ContributorChased) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(request, chases=(*request.chases, event.chase)),
    )


@applies(e.AlternativeRecorded)
def _alternative_recorded(case: Case, event: e.AlternativeRecorded) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(request, alternative_recorded_on=event.recorded_on),
    )


@applies(e.AppointmentMissed)
def _appointment_missed(case: Case, event: e.AppointmentMissed) -> Case:
    return with_request(case, event.request_id, lambda request: _missed(request, event))


def _missed(request: AdviceRequest, event: e.AppointmentMissed) -> AdviceRequest:
    """The visit that was missed, where it was planned here, and the next one, where its day is known."""
    missed = event.missed
    was = request.visit(event.visit) if event.visit is not None else None
    if was is not None:
        request = ends(was.number, VisitEnd.MISSED, missed.missed_on)(request)
    if event.next_visit is not None and missed.new_appointment_on is not None:
        following = Visit(
            number=event.next_visit,
            visit_on=missed.new_appointment_on,
            purpose=missed.purpose,
            place=was.place if was else None,
        )
        request = replace(request, visits=(*request.visits, following))
    return replace(request, missed_appointments=(*request.missed_appointments, missed))


@applies(e.ContributorInvited)
def _contributor_invited(case: Case, event: e.ContributorInvited) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(request, invitations=(*request.invitations, event.invitation)),
    )


@applies(e.InvitationWithdrawn)
def _invitation_withdrawn(case: Case, event: e.InvitationWithdrawn) -> Case:
    return with_request(
        case,
        event.request_id,
        lambda request: replace(
            request,
            invitations=tuple(
                replace(one, withdrawn_on=event.withdrawn_on)
                if one.id == event.invitation_id
                else one
                for one in request.invitations
            ),
        ),
    )


@applies(e.AdviceCompleted)
def _advice_completed(case: Case, event: e.AdviceCompleted) -> Case:
    return replace(case, advice_completed_on=event.completed_on)
