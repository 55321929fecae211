"""The author of accepted advice is asked back from a line of it, and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.commands.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAuthor(Command):
    """Ask whoever gave a piece of accepted advice about one paragraph of it. What was accepted stays as it is."""

    step: ClassVar[str] = "ask_author"
    question_id: str
    request_id: str
    contribution_id: str
    paragraph: int
    asked_on: date
    question: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What is asked."""
        return {"question": self.question}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion(Command):
    """The author answers, or somebody writes down what the author said. An answer is kept with the advice."""

    step: ClassVar[str] = "answer_question"
    question_id: str
    request_id: str
    answered_on: date
    answer: str

    @property
    def prose(self) -> Mapping[str, str]:
        """What was answered."""
        return {"answer": self.answer}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackQuestion(Command):
    """A question that nobody has answered is not needed any more."""

    step: ClassVar[str] = "take_back_question"
    question_id: str
    request_id: str
    taken_back_on: date
