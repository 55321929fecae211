"""What happened when the author of accepted advice was asked back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.case import AuthorQuestion
from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorAsked(Event):
    """The author of accepted advice was asked about a paragraph of it."""

    kind: ClassVar[str] = "author_asked"
    question: AuthorQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(Event):
    """The author answered."""

    kind: ClassVar[str] = "question_answered"
    question_id: str
    answered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTakenBack(Event):
    """A question was taken back before it was answered."""

    kind: ClassVar[str] = "question_taken_back"
    question_id: str
    taken_back_on: date
