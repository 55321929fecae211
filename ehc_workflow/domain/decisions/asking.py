"""Whose advice is asked for, of which service, and when they had the request: regulation 6 and regulation 8(1)."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Case,
    ReceiptProof,
    ReuseAgreement,
)
from ehc_workflow.domain.decisions.family_asks import weak
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_in_future,
    not_used,
    refuse,
    the_request,
)
from ehc_workflow.domain.errors import Impossible


@answers(c.RequestAdvice)
def request_advice(case: Case, command: c.RequestAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """T6. Where no day of receipt is known the contributor's clock waits for one: it never runs from a guess."""
    happened(case, command.requested_on, facing, "/requested_on", "The day of asking")
    refuse(_cannot_be_asked(case, command))
    return (
        e.AdviceRequested(
            requests=tuple(
                AdviceRequest(
                    id=asked.request_id,
                    item=asked.item,
                    service_id=asked.service_id,
                    setting=asked.setting,
                    bound_by_reg_8=asked.bound_by_reg_8 or asked.item is AdviceItem.HEALTH,
                    qualified_teacher_consulted=asked.qualified_teacher_consulted,
                    requested_on=command.requested_on,
                    received_by_body_on=command.received_by_body_on,
                    answers_ask=asked.answers_ask,
                )
                for asked in command.asked
            )
        ),
    )


def _cannot_be_asked(case: Case, command: c.RequestAdvice) -> list[Impossible]:
    if not command.asked:
        return [Impossible("/asked", "Choose at least one item to ask for.")]
    found = [
        Impossible(
            f"/asked/{place}",
            f"Advice on {asked.item.value} was already asked for with this request.",
        )
        for place, asked in enumerate(command.asked)
        if (known := case.advice_request(asked.request_id)) is not None and known.is_asked
    ]
    found += [
        Impossible(
            f"/asked/{place}",
            "All three agree that the existing advice is enough: it must not be sought again (reg 6(4)).",
        )
        for place, asked in enumerate(command.asked)
        if (known := case.advice_request(asked.request_id)) is not None and known.is_held
    ]
    found += [
        Impossible(
            f"/asked/{place}",
            "Only advice under reg 6(1)(h) answers what the family asked for, and only what is on file.",
        )
        for place, asked in enumerate(command.asked)
        if asked.answers_ask is not None
        and (asked.item is not AdviceItem.REQUESTED or case.family_ask(asked.answers_ask) is None)
    ]
    ids = [asked.request_id for asked in command.asked]
    for place, request_id in enumerate(ids):
        found += not_used(ids[:place], request_id, f"/asked/{place}/request_id")
    if command.received_by_body_on is not None:
        found += not_before(
            command.received_by_body_on,
            command.requested_on,
            "/received_by_body_on",
            "The day the contributor received it",
            "it was sent",
        )
    return found


@answers(c.RecordRequestReceived)
def record_request_received(
    case: Case, command: c.RecordRequestReceived, facing: Facing
) -> tuple[e.Event, ...]:
    """The six weeks can never start before the request was sent, nor be cut short by moving the day back."""
    request = the_request(case, command.request_id)
    refuse(
        _unshown_receipt(command),
        not_in_future(
            command.received_by_body_on, facing, "/received_by_body_on", "The day it was received"
        ),
        not_before(
            command.received_by_body_on,
            request.requested_on or case.received_on,
            "/received_by_body_on",
            "The day it was received",
            "it was sent",
        ),
        not_before(
            command.received_by_body_on,
            request.received_by_body_on or command.received_by_body_on,
            "/received_by_body_on",
            "The day it was received",
            "the day already recorded",
        ),
    )
    return (
        e.RequestReachedContributor(
            request_id=command.request_id,
            received_by_body_on=command.received_by_body_on,
            proof=command.proof,
        ),
    )


def _unshown_receipt(command: c.RecordRequestReceived) -> list[Impossible]:
    """What others say of a receipt is written down: the contributor may ask to see it."""
    if (
        command.proof in (ReceiptProof.DELIVERED, ReceiptProof.TOLD)
        and not command.evidence.strip()
    ):
        return [Impossible("/evidence", "Say who told you, or which receipt shows it.")]
    return []


@answers(c.DeclineToAsk)
def decline_to_ask(case: Case, command: c.DeclineToAsk, facing: Facing) -> tuple[e.Event, ...]:
    """Not asked, with a reason: the family's own views can never be done without."""
    happened(case, command.declined_on, facing, "/declined_on", "The day")
    refuse(weak(command.reason, facing))
    if command.item is AdviceItem.FAMILY:
        refuse([Impossible("/item", "The family's own views must always be sought (reg 6(1)(a)).")])
    return (
        e.AdviceNotAsked(
            request_id=command.request_id, item=command.item, declined_on=command.declined_on
        ),
    )


@answers(c.RecordReuse)
def record_reuse(case: Case, command: c.RecordReuse, facing: Facing) -> tuple[e.Event, ...]:
    """Reg 6(4) starts at (b): nothing stands in for the family's views, and three must agree."""
    if command.item is AdviceItem.FAMILY:
        refuse(
            [
                Impossible(
                    "/item", "Existing advice cannot stand in for the family's views (reg 6(4))."
                )
            ]
        )
    refuse(
        not_in_future(
            command.advice_written_on, facing, "/advice_written_on", "The day it was written"
        )
    )
    return (
        e.ReuseRecorded(
            request_id=command.request_id,
            item=command.item,
            reuse=ReuseAgreement(
                advice_written_on=command.advice_written_on,
                author=command.author,
                authority=command.authority,
                family=command.family,
            ),
        ),
    )


@answers(c.RouteRequest)
def route_request(case: Case, command: c.RouteRequest, facing: Facing) -> tuple[e.Event, ...]:
    """A reply of "not known" is settled with reasons instead; the body's six weeks run on, whoever it sends it to."""
    request = the_request(case, command.request_id)
    happened(case, command.routed_on, facing, "/routed_on", "The day")
    found = []
    if request.not_known_open:
        found.append(
            Impossible("/request_id", "It was answered “not known”: settle that answer instead.")
        )
    if request.service_id == command.service_id:
        found.append(Impossible("/service_id", "The request lies with this service already."))
    if request.item is AdviceItem.FAMILY:
        found.append(Impossible("/request_id", "The family’s own views are asked of no service."))
    refuse(found)
    return (
        e.RequestRouted(
            request_id=command.request_id,
            service_id=command.service_id,
            routed_on=command.routed_on,
        ),
    )
