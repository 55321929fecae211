"""What the family asks for, reg 6(1)(h): kept from the day of asking, declined only for a reason about this child."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, FamilyAsk
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_in_future,
    not_used,
    refuse,
)
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.reasons import only_weak


def weak(reason: str, facing: Facing) -> list[Impossible]:
    """A reason that rests only on what the authority itself lists as none, each with why it is none."""
    found = only_weak(reason, facing.known.policy.no_reason_not_to_ask)
    if not found:
        return []
    why = " ".join(f"{one.name}: {one.because}" for one in found)
    return [
        Impossible(
            "/reason",
            f"This does not stand as a reason by itself. {why} "
            "Say in a sentence of its own what it is about this child.",
        )
    ]


@answers(c.RecordFamilyAsk)
def record_family_ask(
    case: Case, command: c.RecordFamilyAsk, facing: Facing
) -> tuple[e.Event, ...]:
    """What the family wants is a fact from the day it said so, whatever becomes of it."""
    happened(case, command.asked_on, facing, "/asked_on", "The day of asking")
    refuse(not_used((ask.id for ask in case.family_asks), command.ask_id, "/ask_id"))
    if not command.from_whom.strip():
        refuse([Impossible("/from_whom", "Say whose advice the family asks for.")])
    return (e.FamilyAsked(ask=FamilyAsk(id=command.ask_id, asked_on=command.asked_on)),)


@answers(c.DeclineFamilyAsk)
def decline_family_ask(
    case: Case, command: c.DeclineFamilyAsk, facing: Facing
) -> tuple[e.Event, ...]:
    """Declined with a reason about this child, and told: the one way besides asking."""
    ask = case.family_ask(command.ask_id)
    asked_on = ask.asked_on if ask else case.received_on
    refuse(
        not_in_future(command.declined_on, facing, "/declined_on", "The day of declining"),
        not_before(
            command.declined_on, asked_on, "/declined_on", "The day of declining", "they asked"
        ),
        not_in_future(
            command.family_told_on, facing, "/family_told_on", "The day the family was told"
        ),
        not_before(
            command.family_told_on,
            command.declined_on,
            "/family_told_on",
            "The day the family was told",
            "it was declined",
        ),
        weak(command.reason, facing),
    )
    return (
        e.FamilyAskDeclined(
            ask_id=command.ask_id,
            declined_on=command.declined_on,
            family_told_on=command.family_told_on,
        ),
    )
