"""Advice that came in is read, marked out, accepted or returned, and looked at again where it came late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.dates.counting import first_working_day_on_or_after, is_working_day
from ehc_workflow.dates.words import in_words
from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.advice_list import unanswered
from ehc_workflow.domain.case import (
    AdviceRequest,
    Answer,
    Case,
    Finding,
)
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    digest,
    happened,
    not_before,
    not_in_future,
    refuse,
    the_request,
)
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.joint_advice import read_together
from ehc_workflow.domain.signed_advice import marked_words


@answers(c.MarkOutAdvice)
def mark_out_advice(case: Case, command: c.MarkOutAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """The author's files stay as they are: what was read in them is kept beside, with who read it."""
    latest = the_request(case, command.request_id).contributions[-1]
    refuse(
        not_in_future(command.marked_on, facing, "/marked_on", "The day"),
        not_before(command.marked_on, latest.received_on, "/marked_on", "The day", "it came"),
        list(_unmarked(command)),
    )
    return (
        e.AdviceMarkedOut(
            request_id=command.request_id,
            contribution_id=latest.id,
            marking=latest.markings + 1,
            marked_on=command.marked_on,
            digest=digest(*marked_words(command.paragraphs)),
            kinds=tuple(paragraph.kind for paragraph in command.paragraphs),
        ),
    )


def _unmarked(command: c.MarkOutAdvice) -> Iterator[Impossible]:
    if not command.paragraphs:
        yield Impossible("/paragraphs", "Mark out at least one paragraph.")
    for place, paragraph in enumerate(command.paragraphs):
        if not paragraph.text.strip():
            yield Impossible(f"/paragraphs/{place}/text", "A paragraph is empty.")


@answers(c.AcceptAdvice)
def accept_advice(case: Case, command: c.AcceptAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """Accepted: needs, outcomes and specific provision are there. What was signed together is read once, for all."""
    read = read_together(case, the_request(case, command.request_id))
    refuse(
        not_in_future(command.accepted_on, facing, "/accepted_on", "The day of accepting"),
        _before_it_came(read, command.accepted_on, "/accepted_on", "The day of accepting"),
    )
    return tuple(
        e.AdviceAccepted(request_id=each.id, accepted_on=command.accepted_on) for each in read
    )


def _before_it_came(
    read: tuple[AdviceRequest, ...], day: date, pointer: str, what: str
) -> list[Impossible]:
    came = max(each.contributions[-1].received_on for each in read)
    return not_before(day, came, pointer, what, "it came")


@answers(c.ReturnAdvice)
def return_advice(case: Case, command: c.ReturnAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """Returned: the first-received day and the due day stay as they were, of each service that signed."""
    read = read_together(case, the_request(case, command.request_id))
    refuse(
        not_in_future(command.returned_on, facing, "/returned_on", "The day of returning"),
        _before_it_came(read, command.returned_on, "/returned_on", "The day of returning"),
        _not_back_by(command.return_due_on, facing),
    )
    return tuple(
        e.AdviceReturned(
            request_id=each.id,
            returned_on=command.returned_on,
            return_due_on=command.return_due_on,
        )
        for each in read
    )


def _not_back_by(day: date, facing: Facing) -> list[Impossible]:
    """A day on which nobody can give the advice back is no day to have it back by."""
    if day < facing.today:
        says = "The day to come back by has passed: choose a later one."
    elif not is_working_day(day, facing.known.policy.calendar.days):
        nearest = first_working_day_on_or_after(day, facing.known.policy.calendar.days)
        says = f"{in_words(day)} is not a working day: the next one is {in_words(nearest)}."
    else:
        return []
    return [Impossible("/return_due_on", says)]


@answers(c.SettleRecheck)
def settle_recheck(case: Case, command: c.SettleRecheck, facing: Facing) -> tuple[e.Event, ...]:
    """Looked at, up to the version that came last. A change that the family prompted names what they said."""
    recheck = case.recheck(command.recheck_id)
    assert recheck is not None, "the guard asks for it"
    refuse(
        not_in_future(command.settled_on, facing, "/settled_on", "The day"),
        not_before(command.settled_on, recheck.raised_on, "/settled_on", "The day", "it came"),
        _unprompted(case, command),
    )
    request = the_request(case, recheck.request_id)
    return (
        e.RecheckSettled(
            recheck_id=recheck.id,
            contribution_id=request.contributions[-1].id,
            settled_on=command.settled_on,
            finding=command.finding,
            prompted_by=command.prompted_by,
        ),
    )


def _unprompted(case: Case, command: c.SettleRecheck) -> list[Impossible]:
    """A finding that the family prompted the change, without what they said; or what they said with another one."""
    if command.finding is not Finding.PROMPTED:
        says = "Only advice that the family’s words prompted names them."
        return [Impossible("/prompted_by", says)] if command.prompted_by else []
    said = {one.id for one in case.representations if one.answer is not Answer.DECLINED}
    if command.prompted_by in said:
        return []
    return [Impossible("/prompted_by", "Say which representation of the family prompted it.")]


@answers(c.CompleteAdvice)
def complete_advice(case: Case, command: c.CompleteAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """T7. What it goes on without is named."""
    happened(case, command.completed_on, facing, "/completed_on", "The day")
    return (
        e.AdviceCompleted(
            completed_on=command.completed_on,
            without=tuple(request.id for request in unanswered(case)),
        ),
    )
