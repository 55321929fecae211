"""A decision told limb by limb: for those who work on the case, and for the family in the reasons of its letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ehc_workflow.domain.case import AssessDecision, PlanDecision
from ehc_workflow.domain.limbs import answer_to, limbs_of, name_of_words

TOO_SOON = "There was an assessment in the six months before this request."
"""The one ground of a refusal to re-assess that is no limb of a test, reg 24."""


@dataclass(frozen=True, slots=True)
class LimbSaid:
    """One limb as it was answered: what follows from the answer, what was said of it, and its provision."""

    question: str
    answer: bool
    follows: str
    because: str
    provision: str


def limbs_said(
    decision: AssessDecision | PlanDecision, words: Mapping[str, str]
) -> tuple[LimbSaid, ...]:
    """The limbs that were answered, in the order of the law; none of a decision brought in from a record."""
    answered = [(limb, answer_to(limb, decision)) for limb in limbs_of(decision)]
    return tuple(
        LimbSaid(
            question=limb.question,
            answer=answer,
            follows=limb.met if answer else limb.not_met,
            because=words.get(name_of_words(limb), ""),
            provision=limb.citation.place,
        )
        for limb, answer in answered
        if answer is not None
    )


def reasons_told(decision: AssessDecision | PlanDecision | None, words: Mapping[str, str]) -> str:
    """The reasons as the letter begins with them: about this child, then each limb with what was said of it."""
    reasons = words.get("reasons", "")
    said = limbs_said(decision, words) if decision else ()
    parts = [f"We found that {one.follows}. {one.because}".strip() for one in said]
    if isinstance(decision, AssessDecision) and decision.too_soon:
        return "\n\n".join((reasons, TOO_SOON, *parts))
    return "\n\n".join((reasons, *parts)) if any(one.because for one in said) else reasons
