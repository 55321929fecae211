"""What the authors of accepted advice were asked back, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import aliased

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, Case, Source
from ehc_workflow.store.cases import Change
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.papers import AuthorQuestionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with its answer; names are empty for somebody no longer known."""

    id: str
    assessment_id: str
    reference: str
    request_id: str
    item: AdviceItem
    source: Source
    question: str
    asked_on: date
    asked_by: str
    answer: str
    answered_on: date | None
    answered_by: str

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer. What was taken back is not read at all."""
        return self.answered_on is None


def keep_question(rows: Rows, command: c.AskAuthor, change: Change) -> None:
    """A question, waiting."""
    rows.insert(
        "author_question",
        {
            "id": command.question_id,
            "assessment_id": command.assessment_id,
            "request_id": command.request_id,
            "contribution_id": command.contribution_id,
            "paragraph": command.paragraph,
            "question": command.question,
            "asked_on": command.asked_on,
            "asked_by": change.actor_id,
            "answer": "",
        },
    )


def keep_answer(rows: Rows, command: c.AnswerQuestion, change: Change) -> None:
    """Its answer."""
    sql = "UPDATE author_question SET answer = ?, answered_on = ?, answered_by = ? WHERE id = ?"
    rows.run(sql, command.answer, command.answered_on, change.actor_id, command.question_id)


def keep_taking_back(rows: Rows, command: c.TakeBackQuestion, change: Change) -> None:
    """That nobody need answer it."""
    sql = "UPDATE author_question SET taken_back_on = ? WHERE id = ?"
    rows.run(sql, command.taken_back_on, command.question_id)


def of_case(connection: Connection, case: Case) -> tuple[Question, ...]:
    """Every question of a case that was not taken back, in the order of asking. None is looked for where none was."""
    if not case.questions:
        return ()
    return _found(connection, AuthorQuestionRow.assessment_id == case.id)


def waiting_at(
    connection: Connection, where: ColumnElement[bool], most: int
) -> tuple[Question, ...]:
    """Questions that wait, of the requests that `where` lets through, the oldest first."""
    waits = AuthorQuestionRow.answered_on.is_(None)
    return _found(connection, where & waits, most)


def _found(
    connection: Connection, where: ColumnElement[bool], most: int | None = None
) -> tuple[Question, ...]:
    asked, answered = aliased(UserAccount), aliased(UserAccount)
    statement = (
        select(
            *AuthorQuestionRow.__table__.c,
            AdviceRequestRow.item,
            AssessmentRow.reference,
            func.coalesce(asked.name, "").label("asked_by_name"),
            func.coalesce(answered.name, "").label("answered_by_name"),
        )
        .join(AdviceRequestRow, AdviceRequestRow.id == AuthorQuestionRow.request_id)
        .join(AssessmentRow, AssessmentRow.id == AuthorQuestionRow.assessment_id)
        .outerjoin(asked, asked.id == AuthorQuestionRow.asked_by)
        .outerjoin(answered, answered.id == AuthorQuestionRow.answered_by)
        .where(where, AuthorQuestionRow.taken_back_on.is_(None))
        .order_by(AuthorQuestionRow.asked_on, AuthorQuestionRow.id)
        .limit(most)
    )
    return tuple(_question(row) for row in connection.execute(statement))


def _question(row: Any) -> Question:
    return Question(
        id=row.id,
        assessment_id=row.assessment_id,
        reference=row.reference,
        request_id=row.request_id,
        item=AdviceItem(row.item),
        source=Source(row.contribution_id, row.paragraph),
        question=row.question,
        asked_on=row.asked_on,
        asked_by=row.asked_by_name,
        answer=row.answer,
        answered_on=row.answered_on,
        answered_by=row.answered_by_name,
    )
