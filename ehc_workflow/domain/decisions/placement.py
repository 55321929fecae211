"""Settings are consulted on the draft, they answer, and placement is settled: sections 39 and 40."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, Consultation, Placement
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


@answers(c.ConsultOnPlacement, c.ConsultAnother)
def consult_on_placement(
    case: Case, command: c.ConsultOnPlacement, facing: Facing
) -> tuple[e.Event, ...]:
    """T13."""
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
        not_used(
            (asked.id for asked in case.consultations), command.consultation_id, "/consultation_id"
        ),
    )
    return (
        e.SettingConsulted(
            consultation=Consultation(
                id=command.consultation_id,
                setting_id=command.setting_id,
                consulted_on=command.consulted_on,
            )
        ),
    )


@answers(c.RecordConsultationReply)
def record_consultation_reply(
    case: Case, command: c.RecordConsultationReply, facing: Facing
) -> tuple[e.Event, ...]:
    """A setting's silence never stops the authority; its reply is kept."""
    asked = _consultation(case, command.consultation_id)
    refuse(
        _reply_unexplained(command),
        not_in_future(command.replied_on, facing, "/replied_on", "The day of the reply"),
        not_before(
            command.replied_on,
            asked.consulted_on,
            "/replied_on",
            "The day of the reply",
            "it was consulted",
        ),
    )
    return (
        e.ConsultationAnswered(
            consultation_id=asked.id,
            replied_on=command.replied_on,
            can_meet_needs=command.can_meet_needs,
            grounds=command.grounds,
        ),
    )


def _consultation(case: Case, consultation_id: str) -> Consultation:
    asked = next((known for known in case.consultations if known.id == consultation_id), None)
    if asked is None:
        raise NotFoundError("This case has no such consultation.")
    return asked


def _reply_unexplained(command: c.RecordConsultationReply) -> list[Impossible]:
    """An answer of no says why; an answer of yes has no ground against."""
    if command.can_meet_needs and command.grounds:
        says = "A ground of s39(4) goes with an answer of no. Take it out, or answer no."
        return [Impossible("/grounds", says)]
    if not command.can_meet_needs and not command.grounds and not command.reply.strip():
        says = "Say on what ground of s39(4) the setting should not be named, or what it said."
        return [Impossible("/grounds", says)]
    return []


@answers(c.AskMoreOnConsultation)
def ask_more_on_consultation(
    case: Case, command: c.AskMoreOnConsultation, facing: Facing
) -> tuple[e.Event, ...]:
    """The question is for the authority to answer; the day to reply by stays."""
    asked = _consultation(case, command.consultation_id)
    refuse(
        not_in_future(command.asked_on, facing, "/asked_on", "The day of asking"),
        not_before(
            command.asked_on,
            asked.consulted_on,
            "/asked_on",
            "The day of asking",
            "it was consulted",
        ),
        [] if command.question.strip() else [Impossible("/question", "Say what you need to know.")],
    )
    return (e.MoreAskedOnConsultation(consultation_id=asked.id, asked_on=command.asked_on),)


@answers(c.SettlePlacement)
def settle_placement(case: Case, command: c.SettlePlacement, facing: Facing) -> tuple[e.Event, ...]:
    """T14. What section I will say is a decision; it is written into the plan when the final goes."""
    happened(case, command.decided_on, facing, "/decided_on", "The day of the decision")
    return (
        e.PlacementSettled(
            placement=Placement(
                decided_on=command.decided_on,
                decided_by=facing.actor_id,
                setting_id=command.setting_id,
                setting_type=command.setting_type,
                seen=seen(case, facing, command.documents_seen, command.advice_seen),
            )
        ),
    )
