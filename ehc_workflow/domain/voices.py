"""Whose views belong to an assessment: the right-holder's by reg 6(1)(a), and a child's own by section 19(a)."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain.case import AdviceItem, AdviceRequest, Case
from ehc_workflow.domain.clocks.people import right_holder
from ehc_workflow.domain.facts import RightHolder, Who


def voices_of(case: Case, on: date) -> tuple[Who, ...]:
    """Whose views are looked for on a day: parent and child apart; of a young person, their own.

    A parent may add views to a young person's: nothing in the law makes the authority seek them.
    """
    if case.person and right_holder(case.person.date_of_birth, on) is RightHolder.YOUNG_PERSON:
        return (Who.YOUNG_PERSON, Who.PARENT)
    return (Who.PARENT, Who.CHILD)


def unheard(case: Case, request: AdviceRequest, on: date) -> tuple[Who, ...]:
    """Whose views are still blank: the right-holder's until they come, a child's until they come or were tried for.

    What was given before it was asked whose views it is counts for everybody.
    """
    holder, other = voices_of(case, on)
    if request.has_voice_unknown:
        return ()
    tried = any(one.voice is other for one in request.views_not_obtained)
    child_is_blank = other is Who.CHILD and not tried and not request.has_voice(other)
    was_a_child = holder is Who.YOUNG_PERSON and request.has_voice(Who.CHILD)
    holder_is_blank = not (request.has_voice(holder) or was_a_child)
    return (*((holder,) if holder_is_blank else ()), *((other,) if child_is_blank else ()))


def family_request(case: Case) -> AdviceRequest | None:
    """The request for the family's own part: the last that was made."""
    made = [one for one in case.advice if one.item is AdviceItem.FAMILY and one.is_asked]
    return made[-1] if made else None
