"""Asking the author of accepted advice back, and the answer: what can be asked of whom, and when it is over."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AdviceItem, AuthorQuestion, Case, Source
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
from ehc_workflow.domain.errors import Impossible, NotFoundError, TransitionRefusedError
from ehc_workflow.domain.plan_items import can_be_accounted_for

LONGEST = 4_000


@answers(c.AskAuthor)
def ask_author(case: Case, command: c.AskAuthor, facing: Facing) -> tuple[e.Event, ...]:
    """About a paragraph of advice that was accepted. What the family thinks is asked of the family itself."""
    happened(case, command.asked_on, facing, "/asked_on", "The day of the question")
    request = the_request(case, command.request_id)
    source = Source(command.contribution_id, command.paragraph)
    theirs = {given.words_in for given in request.written_from}
    refuse(
        not_used((one.id for one in case.questions), command.question_id, "/question_id"),
        _not_in_advice(source.of in theirs and can_be_accounted_for(case, source)),
        _of_the_family(request.item),
        _worded(command.question, "/question", "Write what you want to know."),
    )
    asked = AuthorQuestion(
        id=command.question_id,
        request_id=request.id,
        source=source,
        asked_on=command.asked_on,
        asked_by=facing.actor_id,
    )
    return (e.AuthorAsked(question=asked),)


@answers(c.AnswerQuestion)
def answer_question(case: Case, command: c.AnswerQuestion, facing: Facing) -> tuple[e.Event, ...]:
    """Once. What an author adds later is a new version of the advice, or the answer to another question."""
    asked = _open_question(case, command.question_id, command.request_id)
    refuse(
        _later(asked, command.answered_on, facing, "/answered_on", "The day of the answer"),
        _worded(command.answer, "/answer", "Write the answer."),
    )
    return (e.QuestionAnswered(question_id=asked.id, answered_on=command.answered_on),)


@answers(c.TakeBackQuestion)
def take_back_question(
    case: Case, command: c.TakeBackQuestion, facing: Facing
) -> tuple[e.Event, ...]:
    """While nobody has answered."""
    asked = _open_question(case, command.question_id, command.request_id)
    refuse(_later(asked, command.taken_back_on, facing, "/taken_back_on", "The day"))
    return (e.QuestionTakenBack(question_id=asked.id, taken_back_on=command.taken_back_on),)


def _open_question(case: Case, question_id: str, request_id: str) -> AuthorQuestion:
    """The question, while it waits; of another request there is none to be known of."""
    asked = next(
        (one for one in case.questions if (one.id, one.request_id) == (question_id, request_id)),
        None,
    )
    if asked is None:
        raise NotFoundError("This request has no such question.")
    if asked.answered_on is not None:
        raise TransitionRefusedError("This question was answered meanwhile. Read the answer first.")
    if asked.taken_back_on is not None:
        raise TransitionRefusedError("This question was taken back: nothing is asked any more.")
    return asked


def _later(
    asked: AuthorQuestion, day: date, facing: Facing, pointer: str, what: str
) -> list[Impossible]:
    return [
        *not_in_future(day, facing, pointer, what),
        *not_before(day, asked.asked_on, pointer, what, "the question was asked"),
    ]


def _not_in_advice(is_there: bool) -> list[Impossible]:
    says = "There is no such paragraph in the advice that was accepted on this request."
    return [] if is_there else [Impossible("/paragraph", says)]


def _of_the_family(item: AdviceItem) -> list[Impossible]:
    says = "These are the family's own views. Write to the family, or talk it over with them."
    return [Impossible("/paragraph", says)] if item is AdviceItem.FAMILY else []


def _worded(words: str, pointer: str, says: str) -> list[Impossible]:
    if not words.strip():
        return [Impossible(pointer, says)]
    if len(words) > LONGEST:
        return [Impossible(pointer, f"Keep it to {LONGEST:,} characters.")]
    return []
