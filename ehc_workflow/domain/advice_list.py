"""The lawful list of advice for this child: what reg 6(1) makes the authority seek, from the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.case import AdviceItem, AdviceRequest, Case, FamilyAsk

YEAR_NINE_AGE = 13
"""A child is in national curriculum year 9 in the school year (from 1 September) that begins at age 13."""


class How(StrEnum):
    """How one item stands: three ways to be settled, and blank."""

    ASKED = "asked"
    NOT_ASKED = "not_asked"
    HELD = "held"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Expected:
    """One item of reg 6(1) that this child's assessment cannot do without, with why.

    `ask_id` is what the family asked for, where the item is on the list because they did.
    """

    item: AdviceItem
    provision: str
    why: str
    ask_id: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: what is expected, how it stands, and the requests that this rests on."""

    expected: Expected
    how: How
    requests: tuple[AdviceRequest, ...] = ()


_OPTIONAL = (AdviceItem.OTHER, AdviceItem.REQUESTED)
"""What only the authority or the family may think needed: the rest the law makes the authority seek."""

FAMILY = Expected(AdviceItem.FAMILY, "reg 6(1)(a)", "The views of the parent or young person.")
EDUCATION = Expected(
    AdviceItem.EDUCATION, "reg 6(1)(b)", "Advice from the head, principal or early years lead."
)
HEALTH = Expected(
    AdviceItem.HEALTH, "reg 6(1)(c)", "Advice from a professional the health body identifies."
)
PSYCHOLOGY = Expected(
    AdviceItem.PSYCHOLOGY, "reg 6(1)(d)", "Advice from an educational psychologist."
)
SOCIAL_CARE = Expected(
    AdviceItem.SOCIAL_CARE, "reg 6(1)(e)", "Advice from social care, known to them or not."
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
    always = (FAMILY, _education(case), HEALTH, PSYCHOLOGY, SOCIAL_CARE)
    return (*always, ADULTHOOD) if in_year_nine_or_above(case, on) else always


def _education(case: Case) -> Expected:
    """Reg 6(2): where sight or hearing is impaired, a teacher qualified for it is consulted first."""
    if not teacher_of_sensory_impaired_needed(case):
        return EDUCATION
    assert case.person is not None
    both = {"Vision": case.person.vision_impaired, "Hearing": case.person.hearing_impaired}
    impaired = " and ".join(sense for sense, is_so in both.items() if is_so).capitalize()
    return replace(
        EDUCATION,
        provision="reg 6(1)(b) and (2)",
        why=f"{EDUCATION.why} {impaired} impairment is on file: it is given after consulting a qualified teacher of "
        "sensory impaired pupils.",
    )


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


def lawful_list(case: Case, on: date) -> tuple[Listed, ...]:
    """Every item of reg 6(1) for this child, and how it stands.

    What the law names comes first, in its order; then what the authority or the family thought needed, and each thing
    that the family asked for. Existing advice that somebody did not agree to leaves its item to be asked for.
    """
    return (
        *(
            _line(expected, requests_for(case, expected.item))
            for expected in expected_advice(case, on)
        ),
        *_of_choice(case),
        *(_asked_for(case, ask) for ask in case.family_asks),
    )


def _line(expected: Expected, requests: tuple[AdviceRequest, ...]) -> Listed:
    if any(request.is_held for request in requests):
        return Listed(expected, How.HELD, requests)
    if any(request.is_asked for request in requests):
        return Listed(expected, How.ASKED, requests)
    if any(request.not_asked_on is not None for request in requests):
        return Listed(expected, How.NOT_ASKED, requests)
    return Listed(expected, How.BLANK, requests)


def _of_choice(case: Case) -> Iterator[Listed]:
    """What is on the list by a choice of the authority or the family, each request a line of its own."""
    for request in case.advice:
        if request.item in _OPTIONAL and request.answers_ask is None:
            expected = NOT_AGREED[request.item] if not request.is_settled else _CHOSEN[request.item]
            yield _line(expected, (request,))


_CHOSEN = {
    AdviceItem.OTHER: Expected(
        AdviceItem.OTHER, "reg 6(1)(f)", "Somebody else whose advice the authority thinks right."
    ),
    AdviceItem.REQUESTED: Expected(
        AdviceItem.REQUESTED, "reg 6(1)(h)", "Somebody the family reasonably asked for."
    ),
}


def _asked_for(case: Case, ask: FamilyAsk) -> Listed:
    """What the family asked for: asked, declined with a reason they were told, or without an answer."""
    expected = Expected(
        AdviceItem.REQUESTED, "reg 6(1)(h)", "The family asked for it.", ask_id=ask.id
    )
    line = _line(expected, answers_to(case, ask))
    declined = line.how is How.BLANK and ask.declined_on is not None
    return replace(line, how=How.NOT_ASKED) if declined else line


def answers_to(case: Case, ask: FamilyAsk) -> tuple[AdviceRequest, ...]:
    """The requests for advice by which something the family asked for was answered."""
    return tuple(request for request in case.advice if request.answers_ask == ask.id)


def open_asks(case: Case) -> tuple[FamilyAsk, ...]:
    """What the family asked for and nobody has answered."""
    return tuple(
        ask
        for ask in case.family_asks
        if ask.declined_on is None and not any(one.is_settled for one in answers_to(case, ask))
    )


def blank_items(case: Case, on: date) -> tuple[Expected, ...]:
    """Items that are neither asked, nor not asked with a reason, nor held by agreement of all three."""
    blank = (line.expected for line in lawful_list(case, on) if line.how is How.BLANK)
    return tuple(dict.fromkeys(blank))


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
