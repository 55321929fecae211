"""By what a plan is judged before it goes to the family: criteria that a checker answers, and what follows from them.

The criteria are the authority's own and no law. What each rests on stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Criterion(StrEnum):
    """One question that a checker and an auditor answer of a plan."""

    NEEDS = "needs"
    OUTCOMES = "outcomes"
    PROVISION = "provision"
    EVIDENCE = "evidence"
    SECTIONS = "sections"
    VOICE = "voice"
    PLAIN = "plain"


class Met(StrEnum):
    """The answer to a criterion."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


class Grade(StrEnum):
    """How good a plan is. It follows from the answers and is never typed."""

    GOOD = "good"
    TO_IMPROVE = "to_improve"
    NOT_GOOD_ENOUGH = "not_good_enough"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a criterion asks, and what it rests on."""

    question: str
    rests_on: str


CRITERIA: dict[Criterion, Asked] = {
    Criterion.NEEDS: Asked(
        "Is every need of the advice in the plan, and met by provision?", "reg 11, reg 12(1)"
    ),
    Criterion.OUTCOMES: Asked(
        "Is each outcome specific to this child or young person, and does it say by when?",
        "reg 11, reg 12(1)(e)",
    ),
    Criterion.PROVISION: Asked(
        "Does provision say what, how much, how often, by whom and how qualified?", "Code 9.69"
    ),
    Criterion.EVIDENCE: Asked(
        "Does each statement rest on advice or on the family’s words?", "reg 11"
    ),
    Criterion.SECTIONS: Asked(
        "Does each thing stand in its own section, and do health and care say something true?",
        "reg 12(1)",
    ),
    Criterion.VOICE: Asked(
        "Are the views, interests and aspirations there as the family and the child gave them?",
        "s19, reg 12(1)(a)",
    ),
    Criterion.PLAIN: Asked(
        "Can the family read it: plain words, and about this child or young person alone?", "s19"
    ),
}


def grade_of(answers: Mapping[Criterion, Met]) -> Grade:
    """The grade that these answers make: anything not met is not good enough, anything partly met is to improve."""
    said = set(answers.values())
    if Met.NOT_MET in said:
        return Grade.NOT_GOOD_ENOUGH
    return Grade.TO_IMPROVE if Met.PARTLY in said else Grade.GOOD
