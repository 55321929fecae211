"""The outcome of a check: vector by vector, and a score by topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehc_workflow.conformance.answers import answer
from ehc_workflow.conformance.comparing import Difference, differences
from ehc_workflow.conformance.document import Document, Vector
from ehc_workflow.conformance.topics import TOPICS, topic_of, topics_of
from ehc_workflow.conformance.words import VectorError


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one vector. `problem`: it could not be read or worked out. Not `compared`: it only asks."""

    id: str
    title: str
    topics: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    problem: str | None = None
    compared: bool = True

    @property
    def agrees(self) -> bool:
        """Whether everything written came out."""
        return self.problem is None and not self.differences


@dataclass(frozen=True, slots=True)
class Score:
    """How many vectors that say something on a topic agree on it."""

    topic: str
    agree: int
    of: int


@dataclass(frozen=True, slots=True)
class Report:
    """All results of a check."""

    results: tuple[Result, ...]

    @property
    def all_agree(self) -> bool:
        """Whether nothing differs and nothing failed."""
        return all(result.agrees for result in self.results)

    @property
    def agreeing(self) -> int:
        """How many compared vectors agree in everything."""
        return sum(result.agrees for result in self.results if result.compared)

    @property
    def compared(self) -> int:
        """How many vectors were compared, those that failed included."""
        return sum(result.compared for result in self.results)

    def scores(self) -> tuple[Score, ...]:
        """The score by topic, for the topics that any vector touches."""
        return tuple(score for score in map(self._score, TOPICS) if score.of)

    def _score(self, topic: str) -> Score:
        touching = [result for result in self.results if topic in result.topics]
        agree = sum(
            result.problem is None and topic not in _differing(result) for result in touching
        )
        return Score(topic, agree, len(touching))


def check(document: Document, answers: Mapping[str, Any] | None = None) -> Report:
    """Hold our answers, or those of another system, against what must come out."""
    return Report(tuple(_result(vector, answers) for vector in document.vectors))


def _result(vector: Vector, answers: Mapping[str, Any] | None) -> Result:
    if vector.problem is not None:
        return Result(vector.id, vector.title, problem=vector.problem)
    if vector.expect is None:
        return Result(vector.id, vector.title, compared=False)
    topics = topics_of(vector.expect)
    try:
        answered = answer(vector) if answers is None else _theirs(vector.id, answers)
    except VectorError as error:
        return Result(vector.id, vector.title, topics, problem=str(error))
    return Result(vector.id, vector.title, topics, tuple(differences(vector.expect, answered)))


def _theirs(vector_id: str, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    theirs = answers.get(vector_id)
    if not isinstance(theirs, Mapping):
        raise VectorError("", "there is no answer to this vector")
    return theirs


def _differing(result: Result) -> set[str]:
    return {
        topic
        for difference in result.differences
        for topic in topic_of(difference.clock, difference.key)
    }
