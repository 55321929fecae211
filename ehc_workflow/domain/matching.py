"""Whose a file is: cases that its clues point to, each with its reasons in words. A person decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.clues import Clues

SUGGESTED = 3
_REFERENCE, _NUMBER, _NAME, _BORN = 100, 80, 40, 30
_ENOUGH = 40
"""A name or a number. That a child was born on a day that stands in a file is no reason alone."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Advice that was asked for and is not accepted yet."""

    request_id: str
    item: AdviceItem
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A case that a file may belong to."""

    assessment_id: str
    reference: str
    name: str
    date_of_birth: date
    upn: str
    nhs_number: str
    waits_for: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A case that is suggested, and why."""

    candidate: Candidate
    score: int
    reasons: tuple[str, ...]


def best_matches(clues: Clues, candidates: Iterable[Candidate]) -> list[Match]:
    """The cases with most to speak for them, three at most. Equal ones stand in a fixed order, owed advice first."""
    found = [_match(clues, candidate) for candidate in candidates]
    enough = [match for match in found if match.score >= _ENOUGH]
    return sorted(enough, key=_order)[:SUGGESTED]


def _order(match: Match) -> tuple[int, bool, str]:
    return -match.score, not match.candidate.waits_for, match.candidate.reference


def _match(clues: Clues, candidate: Candidate) -> Match:
    reasons = list(_reasons(clues, candidate))
    says = [words for _, words in reasons]
    if candidate.waits_for:
        says.append("Advice is waited for")
    return Match(candidate, sum(score for score, _ in reasons), tuple(says))


def _reasons(clues: Clues, candidate: Candidate) -> Iterator[tuple[int, str]]:
    if candidate.reference in clues.references:
        yield _REFERENCE, f"The reference {candidate.reference} stands in it"
    if candidate.nhs_number in clues.nhs_numbers:
        yield _NUMBER, "The NHS number stands in it"
    if candidate.upn in clues.upns:
        yield _NUMBER, "The unique pupil number stands in it"
    if candidate.name.casefold().replace("’", "'") in clues.names:
        yield _NAME, "The name stands in it"
    if candidate.date_of_birth in clues.days:
        yield _BORN, f"The date of birth, {in_words(candidate.date_of_birth)}, stands in it"
