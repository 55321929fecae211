"""Settings are consulted on the draft, they answer, and placement is settled: sections 39 and 40."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    Attempt,
    Case,
    Consultation,
    EnclosedAdvice,
    NotNamed,
    PanelMatter,
    Placement,
)
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_in_future,
    not_used,
    refuse,
)
from ehc_workflow.domain.decisions.seen import seen
from ehc_workflow.domain.errors import Impossible, NotFoundError
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.panels import advised_on

_GOES_TO_AN_ADDRESS = frozenset({Method.HAND, Method.FIRST_CLASS_POST, Method.SECOND_CLASS_POST})


@answers(c.ConsultOnPlacement, c.ConsultAnother)
def consult_on_placement(
    case: Case, command: c.ConsultOnPlacement, facing: Facing
) -> tuple[e.Event, ...]:
    """T13. All settings or none; what is enclosed is the draft that was served, and each thing in the version named."""
    served = case.current_draft.served_on if case.current_draft else case.received_on
    refuse(
        not_in_future(command.consulted_on, facing, "/consulted_on", "The day of consulting"),
        not_before(
            command.consulted_on,
            served,
            "/consulted_on",
            "The day of consulting",
            "the draft was served",
        ),
        list(_cannot_be_consulted(case, command)),
        list(_without_address(command, facing)),
        list(_not_to_enclose(case, command)),
    )
    return tuple(
        e.SettingConsulted(consultation=_consultation_of(case, command, asked, facing))
        for asked in command.settings
    )


def _cannot_be_consulted(case: Case, command: c.ConsultOnPlacement) -> Iterator[Impossible]:
    if not command.settings:
        yield Impossible("/settings", "Choose at least one setting to consult.")
    used = [known.id for known in case.consultations]
    waits = {one.setting_id for one in case.consultations_that_count if one.replied_on is None}
    for place, asked in enumerate(command.settings):
        before = command.settings[:place]
        yield from not_used(
            (*used, *(one.consultation_id for one in before)),
            asked.consultation_id,
            f"/settings/{place}/consultation_id",
        )
        if asked.setting_id in {one.setting_id for one in before}:
            says = "This setting is chosen twice: it gets one consultation."
            yield Impossible(f"/settings/{place}/setting_id", says)
        if asked.setting_id in waits:
            says = "This setting is consulted on this draft already, and has not replied yet."
            yield Impossible(f"/settings/{place}/setting_id", says)


def _without_address(command: c.ConsultOnPlacement, facing: Facing) -> Iterator[Impossible]:
    for place, asked in enumerate(command.settings):
        known = facing.known.settings.get(asked.setting_id)
        if command.method in _GOES_TO_AN_ADDRESS and not asked.sent_to.strip():
            says = "Say to which address it goes."
            yield Impossible(f"/settings/{place}/sent_to", says)
        elif command.method is Method.EMAIL and known is not None and not known.email:
            says = f"No e-mail address of {known.name} is on file: have one put on file, or send by post."
            yield Impossible(f"/settings/{place}/sent_to", says)


def _not_to_enclose(case: Case, command: c.ConsultOnPlacement) -> Iterator[Impossible]:
    theirs = accepted_advice_of(case)
    for place, contribution_id in enumerate(command.contributions):
        if contribution_id not in theirs:
            says = "This is no advice that was accepted in this case."
            yield Impossible(f"/contributions/{place}", says)
    for place, document_id in enumerate(command.document_ids):
        if document_id in case.sealed_documents:
            yield Impossible(f"/document_ids/{place}", "This document is sealed.")


def accepted_advice_of(case: Case) -> dict[str, EnclosedAdvice]:
    """The advice that can be enclosed, each in the version that was accepted, by its contribution."""
    return {
        given.id: EnclosedAdvice(
            contribution_id=given.id,
            words_in=given.words_in,
            request_id=request.id,
            version=given.version,
            document_ids=tuple(
                one for one in given.document_ids if one not in case.sealed_documents
            ),
        )
        for request in case.advice
        for given in request.written_from
    }


def _consultation_of(
    case: Case, command: c.ConsultOnPlacement, asked: c.SettingToConsult, facing: Facing
) -> Consultation:
    known = facing.known.settings.get(asked.setting_id)
    draft, advice = case.current_draft, accepted_advice_of(case)
    by_mail = command.method is Method.EMAIL
    return Consultation(
        id=asked.consultation_id,
        setting_id=asked.setting_id,
        consulted_on=command.consulted_on,
        method=command.method,
        sent_to=known.email if by_mail and known is not None else asked.sent_to.strip(),
        plan_version=draft.plan_version if draft else None,
        advice=tuple(advice[one] for one in dict.fromkeys(command.contributions)),
        document_ids=tuple(dict.fromkeys(command.document_ids)),
    )


@answers(c.RecordConsultationReply)
def record_consultation_reply(
    case: Case, command: c.RecordConsultationReply, facing: Facing
) -> tuple[e.Event, ...]:
    """A setting's silence never stops the authority; its reply is kept, and so is one that it changes later."""
    asked = _consultation(case, command.consultation_id)
    last = asked.changed_on or asked.replied_on
    refuse(
        list(_reply_unexplained(command)),
        not_in_future(command.replied_on, facing, "/replied_on", "The day of the reply"),
        not_before(
            command.replied_on,
            last or asked.consulted_on,
            "/replied_on",
            "The day of the reply",
            "the reply before it" if last else "it was consulted",
        ),
    )
    return (
        e.ConsultationAnswered(
            consultation_id=asked.id,
            replied_on=command.replied_on,
            can_meet_needs=command.can_meet_needs,
            grounds=command.grounds,
            starts_on=command.starts_on,
            places=command.places,
        ),
    )


def _consultation(case: Case, consultation_id: str) -> Consultation:
    asked = case.consultation(consultation_id)
    if asked is None:
        raise NotFoundError("This case has no such consultation.")
    return asked


def _reply_unexplained(command: c.RecordConsultationReply) -> Iterator[Impossible]:
    """An answer of no says why, on each ground for this child; an answer of yes has no ground against."""
    if command.can_meet_needs and command.grounds:
        says = "A ground of s39(4) goes with an answer of no. Take it out, or answer no."
        yield Impossible("/grounds", says)
    if not command.can_meet_needs and not command.grounds and not command.reply.strip():
        says = "Say on what ground of s39(4) the setting should not be named, or what it said."
        yield Impossible("/grounds", says)
    for ground, words in command.because.items():
        pointer = f"/because_{ground.value}"
        if ground in command.grounds and not words.strip():
            yield Impossible(pointer, "Say why this ground holds for this child or young person.")
        if ground not in command.grounds and words.strip():
            yield Impossible(pointer, "Choose this ground as well, or take these words out.")
    if command.places is not None and command.places < 0:
        yield Impossible("/places", "Say how many places are free: nought or more.")


@answers(c.AskMoreOnConsultation)
def ask_more_on_consultation(
    case: Case, command: c.AskMoreOnConsultation, facing: Facing
) -> tuple[e.Event, ...]:
    """The question is for the authority to answer; the day to reply by stays."""
    asked = _consultation(case, command.consultation_id)
    refuse(
        _since_it_was_consulted(asked, command.asked_on, facing, "/asked_on", "The day of asking"),
        [] if command.question.strip() else [Impossible("/question", "Say what you need to know.")],
    )
    return (e.MoreAskedOnConsultation(consultation_id=asked.id, asked_on=command.asked_on),)


@answers(c.RecordConsultationAttempt)
def record_consultation_attempt(
    case: Case, command: c.RecordConsultationAttempt, facing: Facing
) -> tuple[e.Event, ...]:
    """Each attempt with its day, its way and its words: what is not written down was not tried."""
    asked = _consultation(case, command.consultation_id)
    said = command.what_came_of_it.strip()
    refuse(
        _since_it_was_consulted(
            asked, command.tried_on, facing, "/tried_on", "The day of the attempt"
        ),
        []
        if said
        else [Impossible("/what_came_of_it", "Say whom you tried, where, and what came of it.")],
    )
    attempt = Attempt(tried_on=command.tried_on, channel=command.channel)
    return (e.ConsultationAttempted(consultation_id=asked.id, attempt=attempt),)


@answers(c.RecordSettingNotReached)
def record_setting_not_reached(
    case: Case, command: c.RecordSettingNotReached, facing: Facing
) -> tuple[e.Event, ...]:
    """It is what the attempts on file show, so it is no earlier than the last of them."""
    asked = _consultation(case, command.consultation_id)
    last = max((tried.tried_on for tried in asked.attempts), default=asked.consulted_on)
    refuse(
        not_in_future(command.found_on, facing, "/found_on", "The day"),
        not_before(command.found_on, last, "/found_on", "The day", "the last attempt"),
    )
    return (e.SettingNotReached(consultation_id=asked.id, found_on=command.found_on),)


def _since_it_was_consulted(
    asked: Consultation, day: date, facing: Facing, pointer: str, what: str
) -> list[Impossible]:
    return [
        *not_in_future(day, facing, pointer, what),
        *not_before(day, asked.consulted_on, pointer, what, "it was consulted"),
    ]


@answers(c.SettlePlacement)
def settle_placement(case: Case, command: c.SettlePlacement, facing: Facing) -> tuple[e.Event, ...]:
    """T14. What section I will say is a decision; it is written into the plan when the final goes."""
    happened(case, command.decided_on, facing, "/decided_on", "The day of the decision")
    refuse(list(_not_passed_over(case, command)))
    return (
        e.PlacementSettled(
            placement=Placement(
                decided_on=command.decided_on,
                decided_by=facing.actor_id,
                setting_id=command.setting_id,
                setting_type=command.setting_type,
                panel=advised_on(case, PanelMatter.PLACEMENT),
                seen=seen(case, facing, command.documents_seen, command.advice_seen),
                not_named=tuple(
                    NotNamed(setting_id=one.setting_id, ground=one.ground)
                    for one in command.not_named
                ),
            )
        ),
    )


def _not_passed_over(case: Case, command: c.SettlePlacement) -> Iterator[Impossible]:
    """Only what the family asked for is passed over, once each, and not what is named."""
    for place, one in enumerate(command.not_named):
        pointer = f"/not_named/{place}/setting_id"
        if one.setting_id not in case.settings_asked_for:
            yield Impossible(pointer, "The family did not ask for this setting.")
        elif one.setting_id == command.setting_id:
            yield Impossible(pointer, "This setting is named: take the ground out.")
        elif one.setting_id in {each.setting_id for each in command.not_named[:place]}:
            yield Impossible(pointer, "This setting is here twice.")
