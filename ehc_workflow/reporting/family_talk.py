"""What a family and the authority said to each other outside letters, as one talk: messages, replies, promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.case import Case, FamilyMessage, Promise, Road
from ehc_workflow.domain.deadlines import Deadline
from ehc_workflow.domain.events import (
    FamilyAnswered,
    FamilyMessageClosed,
    FamilyUpdated,
    FamilyWrote,
)
from ehc_workflow.store.queries.timeline import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message with what became of it. `reason` is why it needs no reply; `answer_by` the day it is owed one."""

    message: FamilyMessage
    words: str
    written_by: str
    answer: str = ""
    answered_by: Road | None = None
    reason: str = ""
    answer_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """One promise with its words."""

    promise: Promise
    words: str


def talk_of(case: Case, entries: Iterable[Entry], owed: Iterable[Deadline]) -> tuple[Said, ...]:
    """Every message, the newest first."""
    history = tuple(entries)
    due = {one.ref: one.due_on for one in owed if one.code == "answer_family_message"}
    return tuple(_said(message, history, due) for message in reversed(case.family_messages))


def _said(message: FamilyMessage, entries: tuple[Entry, ...], due: dict[str, date]) -> Said:
    words, by, answer, reason = "", "", "", ""
    road: Road | None = None
    for entry in entries:
        match entry.event:
            case FamilyWrote(message=came) if came.id == message.id:
                words, by = entry.words.get("said", ""), entry.actor_id
            case FamilyAnswered(message_id=answered, road=by_road) if answered == message.id:
                answer, road = entry.words.get("answer", ""), by_road
            case FamilyMessageClosed(message_id=closed) if closed == message.id:
                reason = entry.words.get("reason", "")
    return Said(
        message=message,
        words=words,
        written_by=by,
        answer=answer,
        answered_by=road,
        reason=reason,
        answer_by=due.get(message.id),
    )


def promises_of(case: Case, entries: Iterable[Entry]) -> tuple[Promised, ...]:
    """Every promise, the newest first."""
    words = {
        entry.event.promise.id: entry.words.get("promised", "")
        for entry in entries
        if isinstance(entry.event, FamilyAnswered | FamilyUpdated) and entry.event.promise
    }
    return tuple(
        Promised(promise=one, words=words.get(one.id, "")) for one in reversed(case.promises)
    )
