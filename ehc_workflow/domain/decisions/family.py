"""What a family hears and says: a message is a fact from the day it came, and a delay is told by a letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    Case,
    DelayTold,
    Draft,
    FamilyMessage,
    Letter,
    Notice,
    Promise,
    Road,
)
from ehc_workflow.domain.clocks import done_on
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.deadlines.forecast import limits_owed, open_limits, seen_missed
from ehc_workflow.domain.decisions.notices import notice_of, with_window, words_of
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_in_future,
    not_used,
    refuse,
)
from ehc_workflow.domain.errors import Impossible, NotFoundError
from ehc_workflow.domain.facts import Method

MOST_SAID = 20_000
"""Characters of one message or reply: a long letter, and no file pasted into a box."""


@answers(c.RecordFamilyMessage)
def record_message(
    case: Case, command: c.RecordFamilyMessage, facing: Facing
) -> tuple[e.Event, ...]:
    """The reply is owed from the day the message came, not from the day somebody logged it."""
    happened(case, command.received_on, facing, "/received_on", "The day it came")
    refuse(
        not_used((one.id for one in case.family_messages), command.message_id, "/message_id"),
        _said(command.said, "/said", "Write what the family says."),
    )
    if command.by_contact_id and case.contact(command.by_contact_id) is None:
        refuse([Impossible("/by_contact_id", "Choose somebody who is on file for this case.")])
    message = FamilyMessage(
        id=command.message_id,
        received_on=command.received_on,
        road=command.road,
        by_contact_id=command.by_contact_id or None,
    )
    return (e.FamilyWrote(message=message),)


def _said(words: str, pointer: str, empty: str) -> list[Impossible]:
    if not words.strip():
        return [Impossible(pointer, empty)]
    if len(words) > MOST_SAID:
        says = f"This is {len(words):,} characters; {MOST_SAID:,} can be kept here."
        return [Impossible(pointer, f"{says} Put the rest into a document and send that.")]
    return []


@answers(c.AnswerFamilyMessage)
def answer_message(
    case: Case, command: c.AnswerFamilyMessage, facing: Facing
) -> tuple[e.Event, ...]:
    """A reply, whatever road it takes, can be read on the family's page."""
    message = _the_message(case, command.message_id)
    what = "The day of the reply"
    refuse(
        not_in_future(command.answered_on, facing, "/answered_on", what),
        not_before(command.answered_on, message.received_on, "/answered_on", what, "it came"),
        _said(command.answer, "/answer", "Write the reply."),
    )
    return (
        e.FamilyAnswered(
            message_id=message.id,
            answered_on=command.answered_on,
            road=command.road,
            promise=_promise(case, f"reply-{message.id}", command.promised_on, command.answered_on),
        ),
    )


def _promise(case: Case, name: str, promised_on: date | None, made_on: date) -> Promise | None:
    if promised_on is None:
        return None
    refuse(not_before(promised_on, made_on, "/promised_on", "The day promised", "the promise"))
    return Promise(id=name, made_on=made_on, promised_on=promised_on)


@answers(c.CloseFamilyMessage)
def close_message(case: Case, command: c.CloseFamilyMessage, facing: Facing) -> tuple[e.Event, ...]:
    """Some messages only thank; somebody says so."""
    message = _the_message(case, command.message_id)
    refuse(
        not_in_future(command.closed_on, facing, "/closed_on", "The day"),
        not_before(command.closed_on, message.received_on, "/closed_on", "The day", "it came"),
    )
    return (e.FamilyMessageClosed(message_id=message.id, closed_on=command.closed_on),)


def _the_message(case: Case, message_id: str) -> FamilyMessage:
    message = case.family_message(message_id)
    if message is None:
        raise NotFoundError("This case has no such message.")
    return message


@answers(c.UpdateFamily)
def update_family(case: Case, command: c.UpdateFamily, facing: Facing) -> tuple[e.Event, ...]:
    """The letter is about every limit that has passed or is seen to be missed that day; with none, about the next."""
    notice = replace(notice_of(case, command, facing), other_form=command.other_form)
    if command.expected_on is not None:
        refuse(
            not_before(
                command.expected_on,
                command.sent_on,
                "/expected_on",
                "The day expected",
                "the letter goes",
            )
        )
    policy = facing.known.policy
    owed = deadlines(case, policy)
    limits = open_limits(owed)
    late = [one for one in limits if seen_missed(case, one, owed, command.sent_on, policy)]
    told = DelayTold(
        notice_id=notice.id,
        sent_on=command.sent_on,
        about=tuple((one.code, one.ref) for one in late or limits[:1] or limits_owed(owed)[:1]),
        sure=command.sure,
        expected_on=command.expected_on,
        automatic=command.automatic,
    )
    return (
        e.FamilyUpdated(
            notice=notice,
            told=told,
            digest=words_of(command),
            promise=_promise(case, notice.id, command.promised_on, command.sent_on),
        ),
    )


@answers(c.RecordPromiseKept)
def keep_promise(case: Case, command: c.RecordPromiseKept, facing: Facing) -> tuple[e.Event, ...]:
    """Done, on a day after it was promised."""
    promise = case.promise(command.promise_id)
    if promise is None:
        raise NotFoundError("The family was promised no such thing in this case.")
    refuse(
        not_in_future(command.kept_on, facing, "/kept_on", "The day"),
        not_before(command.kept_on, promise.made_on, "/kept_on", "The day", "it was promised"),
    )
    return (e.PromiseKept(promise_id=promise.id, kept_on=command.kept_on),)


@answers(c.RecordFamilyReached)
def family_reached(
    case: Case, command: c.RecordFamilyReached, facing: Facing
) -> tuple[e.Event, ...]:
    """Rung, met or posted. A draft that had not got through is served by the post, and its window counts from there."""
    notice = _the_notice(case, command.notice_id)
    what = "The day the family was reached"
    refuse(
        not_in_future(command.reached_on, facing, "/reached_on", what),
        not_before(command.reached_on, notice.sent_on, "/reached_on", what, "the notice went"),
        _not_got_through(command),
    )
    posted = command.posted
    return (
        e.FamilyReached(
            notice_id=notice.id,
            reached_on=command.reached_on,
            road=command.road,
            posted=posted,
            served_on=done_on(command.reached_on, posted, facing.known.policy) if posted else None,
            draft=_served_again(case, notice, command, facing),
        ),
    )


def _not_got_through(command: c.RecordFamilyReached) -> list[Impossible]:
    """Nobody is reached where they did not open it; paper alone is served, by a post that is named."""
    if command.road in (Road.PORTAL, Road.EMAIL):
        says = "That is where they did not open it. Ring them, meet them, or post it."
        return [Impossible("/road", says)]
    if command.road is Road.LETTER and command.posted is None:
        says = "Say by which post it went: the day on which it counts as served follows from it."
        return [Impossible("/posted", says)]
    by_hand = command.road is Road.MEETING and command.posted is Method.HAND
    if command.posted is not None and command.road is not Road.LETTER and not by_hand:
        says = "A call or a talk serves no paper: leave the post out, or say that a letter went."
        return [Impossible("/posted", says)]
    return []


def _served_again(
    case: Case, notice: Notice, command: c.RecordFamilyReached, facing: Facing
) -> Draft | None:
    """The draft with the window of its second service: only where the first failed, and the paper went."""
    draft = case.current_draft
    is_its_letter = (
        notice.kind is Letter.DRAFT_PLAN and draft is not None and draft.sent_on == notice.sent_on
    )
    if not is_its_letter or draft is None or command.posted is None or notice.failed_on is None:
        return None
    again = replace(draft, sent_on=command.reached_on, method=command.posted, sent_after_five=False)
    return with_window(case, again, facing)


@answers(c.RecordNoticeOpened)
def notice_opened(case: Case, command: c.RecordNoticeOpened, facing: Facing) -> tuple[e.Event, ...]:
    """Who opened it is in the record of views; that it was opened is a fact of the case."""
    notice = _the_notice(case, command.notice_id)
    opened_on = max(command.opened_on, notice.sent_on)
    refuse(not_in_future(opened_on, facing, "/opened_on", "The day it was opened"))
    return (e.NoticeOpened(notice_id=notice.id, opened_on=opened_on),)


@answers(c.RecordNoticeFailed)
def notice_failed(case: Case, command: c.RecordNoticeFailed, facing: Facing) -> tuple[e.Event, ...]:
    """A notice that came back, or whose addressee uses no such means."""
    notice = _the_notice(case, command.notice_id)
    failed_on = max(command.failed_on, notice.sent_on)
    refuse(not_in_future(failed_on, facing, "/failed_on", "The day it failed"))
    return (e.NoticeFailed(notice_id=notice.id, failed_on=failed_on, offline=command.offline),)


def _the_notice(case: Case, notice_id: str) -> Notice:
    notice = case.notice_of_id(notice_id)
    if notice is None:
        raise NotFoundError("This case has no such notice.")
    return notice
