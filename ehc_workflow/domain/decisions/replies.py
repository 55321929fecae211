"""A contributor answers something that is not advice, and what becomes of an answer that gives nobody to advise."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Case,
    Reply,
    ReplyKind,
    ReuseAgreement,
)
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_in_future,
    refuse,
    the_request,
)
from ehc_workflow.domain.errors import Impossible


@answers(c.ReplyToRequest)
def reply_to_request(case: Case, command: c.ReplyToRequest, facing: Facing) -> tuple[e.Event, ...]:
    """A reply is not advice: no limit moves, and the count of advice received does not go up."""
    request = the_request(case, command.request_id)
    refuse(
        _nothing_owed(request),
        not_in_future(command.replied_on, facing, "/replied_on", "The day of the reply"),
        not_before(
            command.replied_on,
            request.requested_on or case.received_on,
            "/replied_on",
            "The day of the reply",
            "it was asked",
        ),
        _of_a_new_assessment(command, facing),
        _of_an_existing_report(request, command, facing),
        _of_another_area(command),
    )
    reply = Reply(kind=command.kind, replied_on=command.replied_on, planned_for=command.planned_for)
    replied = e.ContributorReplied(request_id=command.request_id, reply=reply)
    if command.advice_written_on is None:
        return (replied,)
    offered = ReuseAgreement(advice_written_on=command.advice_written_on, author=True)
    reuse = e.ReuseRecorded(request_id=command.request_id, item=request.item, reuse=offered)
    return (replied, reuse)


def _nothing_owed(request: AdviceRequest) -> list[Impossible]:
    if not request.is_held:
        return []
    says = "All three agree that the existing report is enough: no answer is owed any more."
    return [Impossible("/request_id", says)]


def _of_a_new_assessment(command: c.ReplyToRequest, facing: Facing) -> list[Impossible]:
    planned_for = command.planned_for
    if command.kind is not ReplyKind.NEW_ASSESSMENT:
        says = "Only “a new assessment is needed” has a planned day: choose that answer, or leave the day out."
        return [Impossible("/planned_for", says)] if planned_for else []
    if planned_for is None:
        return [Impossible("/planned_for", "Enter the day the new assessment is planned for.")]
    return not_before(
        planned_for, facing.today, "/planned_for", "The day it is planned for", "today"
    )


def _of_an_existing_report(
    request: AdviceRequest, command: c.ReplyToRequest, facing: Facing
) -> list[Impossible]:
    """Reg 6(4) starts at (b), and the age and purpose of the report are what the others agree to."""
    written_on = command.advice_written_on
    if command.kind is not ReplyKind.EXISTING_REPORT:
        says = "Only “an existing report will do” has this: choose that answer, or leave it out."
        given = {"/advice_written_on": written_on, "/purpose": command.purpose.strip()}
        return [Impossible(pointer, says) for pointer, value in given.items() if value]
    if request.item is AdviceItem.FAMILY:
        says = "Existing advice cannot stand in for the family’s views (reg 6(4))."
        return [Impossible("/kind", says)]
    found = []
    if written_on is None:
        found.append(Impossible("/advice_written_on", "Enter the day the report was written."))
    else:
        found += not_in_future(written_on, facing, "/advice_written_on", "The day it was written")
    known = request.reuse
    if known is not None and known.is_refused and known.advice_written_on == written_on:
        says = "Not everybody agreed to this report: the advice is sought anew (reg 6(4))."
        found.append(Impossible("/advice_written_on", says))
    if not command.purpose.strip():
        found.append(Impossible("/purpose", "Say what the report was written for."))
    return found


def _of_another_area(command: c.ReplyToRequest) -> list[Impossible]:
    if command.kind is ReplyKind.OTHER_AREA or not command.other_body.strip():
        return []
    says = "Only “another area’s patient” names another body: choose that answer, or leave it out."
    return [Impossible("/other_body", says)]


@answers(c.SettleNotKnown)
def settle_not_known(case: Case, command: c.SettleNotKnown, facing: Facing) -> tuple[e.Event, ...]:
    """Another service is asked, or the reasoned position is on file; either way the words are kept."""
    the_request(case, command.request_id)
    happened(case, command.settled_on, facing, "/settled_on", "The day")
    if not command.statement.strip():
        refuse([Impossible("/statement", "Say who can advise, or give the reasoned position.")])
    return (
        e.NotKnownSettled(
            request_id=command.request_id,
            settled_on=command.settled_on,
            service_id=command.service_id,
        ),
    )
