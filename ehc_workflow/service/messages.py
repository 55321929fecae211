"""What is to be sent because of an event: rows for the outbox, holding a reference and a link, never a child's data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AdviceItem, Case, Notice, Road
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.guards import may_be_addressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: `key` makes it one however often its cause is repeated; `recipient` is looked up when it is sent."""

    key: str
    recipient: str
    template: str
    params: dict[str, Any]


def messages_for(case: Case, event: e.Event) -> Iterator[Message]:
    """The messages an event sends. Imported history sends none: it went out long ago."""
    yield from _about_advice(case, event)
    yield from _to_or_of_the_family(case, event)
    match event:
        case e.AlertDelegated():
            key = f"{case.id}/{event.alert_id}/given/{case.version}"
            given = _message(
                case, key, f"seat:{event.seat_id}", "alert_delegated", alert_id=event.alert_id
            )
            yield _can_wait(given, case)
        case e.SettingConsulted() | e.MoreAskedOnConsultation():
            yield from _on_consultation(case, event)


def _about_advice(case: Case, event: e.Event) -> Iterator[Message]:
    match event:
        case e.AdviceRequested():
            yield from _asked(case, event)
        case e.NotKnownSettled() if event.service_id:
            yield from _asked_instead(case, event, event.service_id)
        case e.ReuseRecorded() if event.reuse.is_refused:
            yield from _owed_after_all(case, event)
        case e.RequestRouted():
            key = f"{case.id}/{event.request_id}/routed/{event.service_id}/{event.routed_on}"
            to = f"service:{event.service_id}"
            yield _message(case, key, to, "advice_asked", request_id=event.request_id)
        case e.ContributorInvited():
            invited = event.invitation
            key = f"{case.id}/{invited.id}/invited"
            until = invited.last_day.isoformat()
            yield _message(case, key, f"invitation:{invited.id}", "invitation", last_day=until)
        case e.AdviceReceived():
            yield from _to_sign(case, event)
        case e.AdviceReturned():
            yield from _returned(case, event)
        case e.AuthorAsked():
            yield from _author_asked(case, event)
        case e.QuestionAnswered():
            seat = case.plan_writer_seat_id
            to = f"seat:{seat}" if seat else _caseworker(case)
            yield _message(case, f"{case.id}/{event.question_id}/answered", to, "question_answered")


def _on_consultation(
    case: Case, event: e.SettingConsulted | e.MoreAskedOnConsultation
) -> Iterator[Message]:
    if isinstance(event, e.MoreAskedOnConsultation):
        key = f"{case.id}/{event.consultation_id}/more/{case.version}"
        yield _message(case, key, _caseworker(case), "consultation_question")
    elif event.consultation.method in (None, Method.EMAIL, Method.PORTAL):
        asked = event.consultation
        key, to = f"{case.id}/{asked.id}/consulted", f"service:{asked.setting_id}"
        yield _message(case, key, to, "consultation_sent", consultation_id=asked.id)


def _to_or_of_the_family(case: Case, event: e.Event) -> Iterator[Message]:
    """A letter or a reply for the family, and its own message for whoever holds the case."""
    match event:
        case (
            e.NoticeSent()
            | e.DraftServed()
            | e.FinalPlanSent()
            | e.AmendedPlanSent()
            | e.FamilyUpdated()
        ):
            yield from _letter(case, event.notice)
            if isinstance(event, e.FinalPlanSent | e.AmendedPlanSent):
                yield from _plan_for_others(case, event.notice)
        case e.FamilyWrote():
            key = f"{case.id}/{event.message.id}/wrote"
            yield _message(case, key, _caseworker(case), "family_wrote")
        case e.FamilyAnswered():
            yield from _answered(case, event)
        case (
            e.RepresentationReceived()
            | e.RepresentationAnswered()
            | e.MeetingOffered()
            | e.AgreedPointSettled()
        ):
            yield from _about_draft(case, event)


def _caseworker(case: Case) -> str:
    """Whoever holds the case; where nobody does, the managers of its team."""
    seat = case.caseworker_seat_id
    return f"seat:{seat}" if seat else f"team_managers:{case.team_id}"


def _asked(case: Case, event: e.AdviceRequested) -> Iterator[Message]:
    for request in event.requests:
        if request.service_id is not None and request.item is not AdviceItem.FAMILY:
            key = f"{case.id}/{request.id}/asked"
            to = f"service:{request.service_id}"
            yield _message(case, key, to, "advice_asked", request_id=request.id)


def _asked_instead(case: Case, event: e.NotKnownSettled, service_id: str) -> Iterator[Message]:
    """Another service is asked after one that does not know the child; each reply may lead to one more."""
    request = case.advice_request(event.request_id)
    replies = len(request.replies) if request else 0
    key = f"{case.id}/{event.request_id}/asked/{replies}"
    yield _message(case, key, f"service:{service_id}", "advice_asked", request_id=event.request_id)


def _owed_after_all(case: Case, event: e.ReuseRecorded) -> Iterator[Message]:
    """The service that found an existing report enough is told at once that somebody did not agree (reg 6(4))."""
    request = case.advice_request(event.request_id)
    if request is None or request.service_id is None or not request.is_outstanding:
        return
    key = f"{case.id}/{request.id}/not-held/{case.version}"
    to = f"service:{request.service_id}"
    yield _message(case, key, to, "advice_owed_after_all", request_id=request.id)


def _to_sign(case: Case, event: e.AdviceReceived) -> Iterator[Message]:
    """Each service that the advice was written together with is asked to sign it."""
    for request_id in event.contribution.offered_to:
        request = case.advice_request(request_id)
        if request is not None and request.service_id is not None:
            key = f"{case.id}/{event.contribution.id}/sign/{request_id}"
            to = f"service:{request.service_id}"
            yield _message(case, key, to, "advice_to_sign", request_id=request_id)


def _returned(case: Case, event: e.AdviceReturned) -> Iterator[Message]:
    request = case.advice_request(event.request_id)
    if request is None or request.service_id is None:
        return
    yield _message(
        case,
        f"{case.id}/{request.id}/returned/{len(request.contributions)}",
        f"service:{request.service_id}",
        "advice_returned",
        request_id=request.id,
        back_by=event.return_due_on.isoformat(),
    )


def _author_asked(case: Case, event: e.AuthorAsked) -> Iterator[Message]:
    """The service that gave the advice; whoever came by a one-time link is asked by the caseworker in person."""
    asked = event.question
    request = case.advice_request(asked.request_id)
    if request is not None and request.service_id is not None:
        to = f"service:{request.service_id}"
        key = f"{case.id}/{asked.id}/asked"
        yield _message(case, key, to, "question_asked", request_id=request.id)


def _letter(case: Case, notice: Notice) -> Iterator[Message]:
    """A letter by post or by hand is its own message; one by e-mail or portal waits behind a sign-in."""
    if notice.method in (Method.EMAIL, Method.PORTAL):
        for contact_id in (notice.addressee, *notice.copies):
            key = f"{case.id}/{notice.id}/{contact_id}"
            yield _message(case, key, f"contact:{contact_id}", "letter_waiting")


def _plan_for_others(case: Case, notice: Notice) -> Iterator[Message]:
    """The named setting and the health body each have the plan to read, reg 13(2). Nobody without a desk is told so."""
    named = case.placement.setting_id if case.placement else None
    asked = [one for one in case.consultations if named and one.setting_id == named]
    if asked:
        key, to = f"{case.id}/{notice.id}/setting", f"service:{named}"
        read_under = asked[-1].id
        yield _message(
            case, key, to, "plan_for_setting", notice_id=notice.id, consultation_id=read_under
        )
    health = case.health_request
    if health is not None:
        key = f"{case.id}/{notice.id}/health-body"
        to = f"dco:{case.authority_id}/{health.service_id}"
        yield _message(
            case, key, to, "plan_for_health_body", notice_id=notice.id, request_id=health.id
        )


def _can_wait(message: Message, case: Case) -> Message:
    """The same message for the next morning, should it be made in the quiet hours."""
    params = {**message.params, "urgent": False, "authority_id": case.authority_id}
    return replace(message, params=params)


def _answered(case: Case, event: e.FamilyAnswered) -> Iterator[Message]:
    """Whoever wrote has something to read, or where that is not known whoever holds the rights. No words go out."""
    message = case.family_message(event.message_id)
    writer = message.by_contact_id if message else None
    for contact_id in _readers(case, writer, event.answered_on):
        key = f"{case.id}/{event.message_id}/answered/{contact_id}"
        yield _message(case, key, f"contact:{contact_id}", "reply_waiting")


def _readers(case: Case, writer: str | None, on: date) -> Iterator[str]:
    """Whoever said it, or where that is not known whoever holds the rights on the day."""
    for contact in case.contacts:
        if contact.id == writer if writer else may_be_addressed(case, contact.id, on):
            yield contact.id


def _about_draft(
    case: Case,
    event: e.RepresentationReceived
    | e.RepresentationAnswered
    | e.MeetingOffered
    | e.AgreedPointSettled,
) -> Iterator[Message]:
    """What the family says of the draft is told to whoever holds the case, and what became of it to the family."""
    if isinstance(event, e.RepresentationReceived):
        if event.representation.road is Road.PORTAL:
            key = f"{case.id}/{event.representation.id}/said"
            yield _message(case, key, _caseworker(case), "draft_response")
        return
    match event:
        case e.RepresentationAnswered():
            on = event.answered_on
        case e.MeetingOffered():
            on = event.offer.offered_on
        case e.AgreedPointSettled():
            on = event.settled_on
    said = case.representation(event.representation_id)
    for contact_id in _readers(case, said.by_contact_id if said else None, on):
        key = f"{case.id}/{event.representation_id}/{event.kind}/{case.version}/{contact_id}"
        yield _message(case, key, f"contact:{contact_id}", "draft_reply_waiting")


def _message(case: Case, key: str, recipient: str, template: str, **params: str) -> Message:
    return Message(
        key=key,
        recipient=recipient,
        template=template,
        params={"reference": case.reference, "assessment_id": case.id, **params},
    )
