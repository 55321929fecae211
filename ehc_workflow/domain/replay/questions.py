"""What the events make of a case while authors are asked back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.replay.evolving import applies


@applies(e.AuthorAsked)
def _author_asked(case: Case, event: e.AuthorAsked) -> Case:
    return replace(case, questions=(*case.questions, event.question))


@applies(e.QuestionAnswered)
def _question_answered(case: Case, event: e.QuestionAnswered) -> Case:
    return _with_question(case, event.question_id, answered_on=event.answered_on)


@applies(e.QuestionTakenBack)
def _question_taken_back(case: Case, event: e.QuestionTakenBack) -> Case:
    return _with_question(case, event.question_id, taken_back_on=event.taken_back_on)


def _with_question(case: Case, question_id: str, **changes: Any) -> Case:
    changed = (replace(one, **changes) if one.id == question_id else one for one in case.questions)
    return replace(case, questions=tuple(changed))
