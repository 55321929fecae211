"""The lawful list of advice for this child: what reg 6(1) makes the authority seek, from the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.case import AdviceItem, AdviceRequest, Case

YEAR_NINE_AGE = 13
"""A child is in national curriculum year 9 in the school year (from 1 September) that begins at age 13."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One item of reg 6(1) that this child's assessment cannot do without, with why."""

    item: AdviceItem
    provision: str
    why: str


_OPTIONAL = (AdviceItem.OTHER, AdviceItem.REQUESTED)
"""What only the authority or the family may think needed: the rest the law makes the authority seek."""

ALWAYS = (
    Expected(AdviceItem.FAMILY, "reg 6(1)(a)", "The views of the parent or young person."),
    Expected(
        AdviceItem.EDUCATION, "reg 6(1)(b)", "Advice from the head, principal or early years lead."
    ),
    Expected(
        AdviceItem.HEALTH, "reg 6(1)(c)", "Advice from a professional the health body identifies."
    ),
    Expected(AdviceItem.PSYCHOLOGY, "reg 6(1)(d)", "Advice from an educational psychologist."),
    Expected(
        AdviceItem.SOCIAL_CARE, "reg 6(1)(e)", "Advice from social care, known to them or not."
    ),
)
ADULTHOOD = Expected(
    AdviceItem.ADULTHOOD, "reg 6(1)(g)", "Year 9 or above: advice on preparing for adulthood."
)


NOT_AGREED = {
    AdviceItem.OTHER: Expected(
        AdviceItem.OTHER, "reg 6(1)(f)", "Existing advice that not all three agree is enough."
    ),
    AdviceItem.REQUESTED: Expected(
        AdviceItem.REQUESTED, "reg 6(1)(h)", "Existing advice that not all three agree is enough."
    ),
}


def expected_advice(case: Case, on: date) -> tuple[Expected, ...]:
    """What must be asked, not asked with a reason, or held by agreement before the advice can be complete."""
    return (*ALWAYS, ADULTHOOD) if in_year_nine_or_above(case, on) else ALWAYS


def in_year_nine_or_above(case: Case, on: date) -> bool:
    """Whether reg 6(1)(g) applies on this day, by age on the 31 August before the school year."""
    if case.person is None:
        return False
    born = case.person.date_of_birth
    school_year_starts = on.year if on.month >= 9 else on.year - 1
    age_at_start = school_year_starts - born.year - (1 if (born.month, born.day) > (8, 31) else 0)
    return age_at_start >= YEAR_NINE_AGE


def teacher_of_sensory_impaired_needed(case: Case) -> bool:
    """Whether a qualified teacher must be consulted in giving the educational advice, reg 6(2)."""
    return case.person is not None and (case.person.vision_impaired or case.person.hearing_impaired)


def requests_for(case: Case, item: AdviceItem) -> tuple[AdviceRequest, ...]:
    """Every request of this case for one item."""
    return tuple(request for request in case.advice if request.item is item)


def blank_items(case: Case, on: date) -> tuple[Expected, ...]:
    """Items that are neither asked, nor not asked with a reason, nor held by agreement of all three.

    Existing advice that somebody did not agree to leaves its item to be asked for, also one the law does not list.
    """
    listed = (
        expected
        for expected in expected_advice(case, on)
        if not any(request.is_settled for request in requests_for(case, expected.item))
    )
    not_agreed = (
        NOT_AGREED[request.item]
        for request in case.advice
        if request.item in NOT_AGREED and not request.is_settled
    )
    return (*listed, *dict.fromkeys(not_agreed))


def unanswered(case: Case) -> tuple[AdviceRequest, ...]:
    """Requests with no accepted advice and no agreement: still owed. A reason not to ask settles only (f) and (h)."""
    return tuple(
        request
        for request in case.advice
        if not (
            request.is_answered if request.item in _OPTIONAL else _advice_is_held(case, request)
        )
    )


def _advice_is_held(case: Case, request: AdviceRequest) -> bool:
    """Whether this request is answered; one not asked, whether the same item is by another request."""
    if request.not_asked_on is None:
        return request.is_answered
    return any(
        other.accepted_on is not None or other.is_held for other in requests_for(case, request.item)
    )
