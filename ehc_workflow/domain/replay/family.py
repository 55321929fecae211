"""What the events make of a case about what the family hears and says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, FamilyMessage, Notice, Promise
from ehc_workflow.domain.replay.evolving import applies, with_notice


def _with_message(
    case: Case, message_id: str, change: Callable[[FamilyMessage], FamilyMessage]
) -> Case:
    return replace(
        case,
        family_messages=tuple(
            change(one) if one.id == message_id else one for one in case.family_messages
        ),
    )


def _with_notice_changed(case: Case, notice_id: str, change: Callable[[Notice], Notice]) -> Case:
    return replace(
        case, notices=tuple(change(one) if one.id == notice_id else one for one in case.notices)
    )


def _promises(case: Case, promise: Promise | None, told_on: date) -> tuple[Promise, ...]:
    """The promises with a new one. Telling the family another day takes the place of a promise that was passed."""
    if promise is None:
        return case.promises
    kept = (
        replace(one, replaced_on=told_on) if one.is_open and one.promised_on < told_on else one
        for one in case.promises
    )
    return (*kept, promise)


@applies(e.FamilyWrote)
def _wrote(case: Case, event: e.FamilyWrote) -> Case:
    return replace(case, family_messages=(*case.family_messages, event.message))


@applies(e.FamilyAnswered)
def _answered(case: Case, event: e.FamilyAnswered) -> Case:
    answered = _with_message(
        case, event.message_id, lambda one: replace(one, answered_on=event.answered_on)
    )
    return replace(answered, promises=_promises(case, event.promise, event.answered_on))


@applies(e.FamilyMessageClosed)
def _closed(case: Case, event: e.FamilyMessageClosed) -> Case:
    return _with_message(
        case, event.message_id, lambda one: replace(one, needs_no_reply_on=event.closed_on)
    )


@applies(e.FamilyUpdated)
def _updated(case: Case, event: e.FamilyUpdated) -> Case:
    return replace(
        with_notice(case, event.notice),
        delays_told=(*case.delays_told, event.told),
        promises=_promises(case, event.promise, event.told.sent_on),
    )


@applies(e.PromiseKept)
def _kept(case: Case, event: e.PromiseKept) -> Case:
    return replace(
        case,
        promises=tuple(
            replace(one, kept_on=event.kept_on) if one.id == event.promise_id else one
            for one in case.promises
        ),
    )


@applies(e.FamilyReached)
def _reached(case: Case, event: e.FamilyReached) -> Case:
    reached = _with_notice_changed(
        case, event.notice_id, lambda one: replace(one, reached_on=event.reached_on)
    )
    if event.draft is None:
        return reached
    again = event.draft
    return replace(
        reached, drafts=tuple(again if one.id == again.id else one for one in reached.drafts)
    )


@applies(e.NoticeOpened)
def _opened(case: Case, event: e.NoticeOpened) -> Case:
    return _with_notice_changed(
        case, event.notice_id, lambda one: replace(one, opened_on=one.opened_on or event.opened_on)
    )


@applies(e.NoticeFailed)
def _failed(case: Case, event: e.NoticeFailed) -> Case:
    return _with_notice_changed(
        case, event.notice_id, lambda one: replace(one, failed_on=event.failed_on)
    )
