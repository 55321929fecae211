"""What a plan is written from, and what may be written in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehc_workflow.domain.case import AdviceItem, Case, Contribution, State
from ehc_workflow.domain.plan_items import lost, written_from
from tests.unit.domain.places import at

DAY = date(2026, 4, 20)


def with_request(case: Case, item: AdviceItem, *contributions: Contribution) -> Case:
    """The case, with these versions of the advice for one item."""
    advice = tuple(
        replace(request, contributions=contributions) if request.item is item else request
        for request in case.advice
    )
    return replace(case, advice=advice)


def psychology(case: Case) -> Contribution:
    """The accepted advice of the educational psychologist."""
    (given,) = (
        request.contributions[-1]
        for request in case.advice
        if request.item is AdviceItem.PSYCHOLOGY
    )
    return given


@pytest.mark.parametrize("returned_on", [None, DAY])
def test_advice_accepted_stays_what_the_plan_is_written_from_while_a_newer_version_is_not(
    returned_on: date | None,
) -> None:
    case = replace(at(State.DRAFTING).now, plan_lines=(), accounted=())
    first = psychology(case)
    newer = replace(first, id="newer", version=2, accepted_on=None, returned_on=returned_on)
    both = with_request(case, AdviceItem.PSYCHOLOGY, first, newer)
    assert first in set(written_from(both))
    assert newer not in set(written_from(both))
    assert lost(both) == lost(case)
    accepted = with_request(case, AdviceItem.PSYCHOLOGY, first, replace(newer, accepted_on=DAY))
    assert first not in set(written_from(accepted))
