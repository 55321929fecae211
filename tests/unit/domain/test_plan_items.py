"""What a plan is written from, and what may be written in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, Became, Case, Contribution, Source, State
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.domain.plan_items import LONGEST, MOST_ITEMS, is_on_file, lost, written_from
from tests.builders import PLAN_WRITER
from tests.unit.domain.course import Course
from tests.unit.domain.places import CASE_ID, at

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


def left_out(course: Course, source: Source) -> c.AccountForAdvice:
    return c.AccountForAdvice(
        assessment_id=CASE_ID,
        contribution_id=source.of,
        paragraph=source.paragraph,
        became=Became.LEFT_OUT,
        accounted_on=course.today,
        reason="Met by what the setting gives to every child.",
    )


def test_advice_given_before_its_paragraphs_were_counted_can_be_accounted_for() -> None:
    course = at(State.DRAFTING)
    given = psychology(course.now)
    third = Source(given.id, len(given.kinds) + 3)
    with pytest.raises(ImpossibleFactsError, match="no such paragraph"):
        course.do(left_out(course, third), PLAN_WRITER)
    course.case = with_request(course.now, AdviceItem.PSYCHOLOGY, replace(given, kinds=()))
    course.do(left_out(course, third), PLAN_WRITER)
    assert third in {one.source for one in course.now.accounted}
    with pytest.raises(ImpossibleFactsError, match="no such paragraph"):
        course.do(left_out(course, Source(given.id, 0)), PLAN_WRITER)
    assert is_on_file(course.now, third)
    assert not is_on_file(course.now, Source(given.id, -1))


def saving(course: Course, *items: c.PlanItem) -> c.SavePlan:
    return c.SavePlan(assessment_id=CASE_ID, saved_on=course.today, items=items)


def needs(count: int) -> tuple[c.PlanItem, ...]:
    return tuple(c.PlanItem(id=f"need {n}", section="B", text="A need.") for n in range(count))


def test_a_plan_has_as_many_items_as_can_be_given_out_and_brought_in() -> None:
    course = at(State.DRAFTING)
    before = len(course.now.plan_lines)
    with pytest.raises(ImpossibleFactsError, match="1,000 items at most"):
        course.do(saving(course, *needs(MOST_ITEMS - before + 1)), PLAN_WRITER)
    course.do(saving(course, *needs(MOST_ITEMS - before)), PLAN_WRITER)
    assert len(course.now.plan_lines) == MOST_ITEMS


@pytest.mark.parametrize("part", ["text", "amount", "frequency", "by_whom", "qualified"])
def test_an_item_is_as_long_as_can_be_given_out_and_brought_in(part: str) -> None:
    course = at(State.DRAFTING)
    (need,) = needs(1)
    longest: dict[str, Any] = {"text": "A need.", part: "x" * LONGEST}
    with pytest.raises(ImpossibleFactsError) as refused:
        course.do(
            saving(course, replace(need, **{**longest, part: "x" * (LONGEST + 1)})), PLAN_WRITER
        )
    assert [one.pointer for one in refused.value.errors] == [f"/items/0/{part}"]
    course.do(saving(course, replace(need, **longest)), PLAN_WRITER)
    assert need.id in {line.id for line in course.now.plan_lines}


def brought_in(state: State) -> Course:
    """A case in this state whose draft was served elsewhere, with some of its words written down here since."""
    course = at(state)
    drafts = tuple(replace(draft, plan_version=0, items=()) for draft in course.now.drafts)
    course.case = replace(course.now, drafts=drafts)
    return course


def test_a_draft_brought_in_is_written_down_without_a_cause_and_changed_only_with_one() -> None:
    course = brought_in(State.DRAFT_WITH_FAMILY)
    course.do(saving(course, *needs(1)), PLAN_WRITER)
    (line,) = (line for line in course.now.plan_lines if line.id == "need 0")
    other = replace(*needs(1), text="Another need.", seen=line.version)
    out = replace(saving(course), taken_out=(c.TakenOut(id=line.id, seen=line.version),))
    for change in (saving(course, other), out):
        with pytest.raises(TransitionRefusedError):
            course.do(change, PLAN_WRITER)


def test_a_plan_brought_in_as_issued_is_amended_only_where_an_amendment_is_owed() -> None:
    course = brought_in(State.PLAN_ISSUED)
    with pytest.raises(TransitionRefusedError):
        course.do(saving(course, *needs(1)), PLAN_WRITER)
