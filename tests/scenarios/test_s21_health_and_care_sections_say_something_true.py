"""S21 Health and care sections say something true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, ReplyKind, Source
from ehc_workflow.domain.errors import TransitionRefusedError
from ehc_workflow.service.plan_coverage import Stands, coverage
from tests.builders import DECISION_MAKER, PLAN_WRITER, SOCIAL_WORKER, Journey
from tests.support.plans import items_for

ASKED = date(2026, 2, 23)


@pytest.fixture
def writing(journey: Journey) -> Journey:
    """Everybody advised but social care, which answered that the child is not known to it."""
    journey.receive().at(date(2026, 1, 20)).consider()
    journey.at(ASKED).decide_to_assess().tell_assessing().ask()
    for item in journey.items():
        if item is not AdviceItem.SOCIAL_CARE:
            journey.give(item).accept(item)
    journey.do(
        c.ReplyToRequest(
            assessment_id=journey.case_id,
            request_id=journey.request_id(AdviceItem.SOCIAL_CARE),
            kind=ReplyKind.NOT_KNOWN,
            replied_on=journey.today,
        ),
        SOCIAL_WORKER,
    )
    journey.at(date(2026, 4, 20)).do(
        c.CompleteAdvice(
            assessment_id=journey.case_id,
            completed_on=journey.today,
            why_without="Social care does not know the child and saw no need to assess.",
        ),
        DECISION_MAKER,
    )
    return journey.decide_plan()


def save(journey: Journey, *items: c.PlanItem) -> None:
    journey.do(
        c.SavePlan(assessment_id=journey.case_id, saved_on=journey.today, items=items), PLAN_WRITER
    )


def unmet(journey: Journey) -> set[str]:
    with pytest.raises(TransitionRefusedError) as refused:
        journey.serve_draft()
    return {one.guard for one in refused.value.unmet}


def reply(journey: Journey) -> Source:
    return Source(journey.request_id(AdviceItem.SOCIAL_CARE))


def test_five_empty_sections_hold_the_draft(writing: Journey) -> None:
    save(writing, *items_for(writing.now, C="", D="", G="", H1="", H2=""))
    assert {"sections_present", "health_and_care_traced"} <= unmet(writing)


def test_a_plain_statement_that_rests_on_nothing_holds_it_too(writing: Journey) -> None:
    says_none = {"D", "H1", "H2"}
    save(
        writing,
        *(
            replace(item, sources=()) if item.section in says_none else item
            for item in items_for(writing.now)
        ),
    )
    writing.agree_health()
    assert unmet(writing) == {"health_and_care_traced"}


def test_traced_to_the_reply_that_says_so_it_is_true(writing: Journey) -> None:
    items = (
        replace(item, sources=(reply(writing),)) if item.none_found else item
        for item in items_for(writing.now)
    )
    save(writing, *items)
    writing.agree_health().serve_draft()
    assert [line.sources for line in writing.now.plan_lines if line.section == "D"] == [
        (reply(writing),)
    ]


def test_something_and_nothing_cannot_both_be_true(writing: Journey) -> None:
    found = c.PlanItem(
        id="d2", section="D", text="A break for all at home.", sources=(reply(writing),)
    )
    save(writing, *items_for(writing.now), found)
    writing.agree_health()
    assert unmet(writing) == {"health_and_care_traced"}


def test_provision_in_g_needs_the_health_bodys_agreement(writing: Journey) -> None:
    save(writing, *items_for(writing.now))
    assert unmet(writing) == {"health_provision_agreed"}


def test_a_health_need_that_the_draft_leaves_out_is_listed_as_a_gap(writing: Journey) -> None:
    health = writing.now.advice_request(writing.request_id(AdviceItem.HEALTH))
    assert health
    need = Source(health.written_from[0].id, 1)
    save(
        writing,
        *(
            replace(item, sources=tuple(one for one in item.sources if one != need))
            for item in items_for(writing.now)
        ),
    )
    writing.agree_health()
    with writing.database.reading() as connection:
        gaps = [
            one.source
            for one in coverage(connection, writing.now)
            if one.is_recommendation and one.stands is Stands.NOT_YET
        ]
    assert gaps == [need]
    assert unmet(writing) == {"nothing_lost"}
