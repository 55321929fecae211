"""S17 The school-holiday exception is narrow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.deadlines import deadlines, facts_of
from ehc_workflow.domain.errors import NotPermittedError, TransitionRefusedError
from ehc_workflow.domain.facts import Closure, Setting
from tests.builders import CASEWORKER, DECISION_MAKER, Journey
from tests.scenarios.looking import limit, words_of_last_entry

RECEIVED = date(2026, 6, 8)
CLOSED, REOPENS = date(2026, 7, 22), date(2026, 9, 3)
WEEK_6, WEEK_16, WEEK_20 = date(2026, 7, 20), date(2026, 9, 28), date(2026, 10, 26)


@pytest.fixture
def assessing(journey: Journey) -> Journey:
    journey.at(RECEIVED).receive().at(date(2026, 6, 15)).consider()
    journey.at(date(2026, 7, 6)).decide_to_assess().tell_assessing()
    journey.do(
        c.RecordClosure(
            assessment_id=journey.case_id, closure=Closure(Setting.SCHOOL, CLOSED, REOPENS)
        )
    )
    return journey


def claim(journey: Journey, **changes: object) -> c.ClaimException:
    values: dict[str, object] = {
        "assessment_id": journey.case_id,
        "exception_id": "holiday",
        "limit": "decide_no_plan",
        "ref": "",
        "ground": "reg 10(4)(a)",
        "decided_on": journey.today,
        "family_told_on": journey.today,
        "review_on": date(2026, 9, 10),
        "facts": "The head was asked on 20 July; the school closed two days later.",
        "evidence": "The request and the school's calendar",
        "why_impractical": "The head's advice cannot come before the school is open again.",
        **changes,
    }
    return c.ClaimException(**values)  # type: ignore[arg-type]


def grounds(journey: Journey) -> dict[str, tuple[str, ...]]:
    return {str(clock.clock): clock.exceptions or () for clock in clocks(facts_of(journey.now))}


def test_the_limits_are_those_of_june(assessing: Journey) -> None:
    assert limit(assessing, "decide_whether_to_assess").due_on == WEEK_6
    assert limit(assessing, "decide_no_plan").due_on == WEEK_16
    assert limit(assessing, "final_plan").due_on == WEEK_20


def test_asked_on_10_july_it_is_not_available(assessing: Journey) -> None:
    assessing.at(date(2026, 7, 10)).ask(AdviceItem.EDUCATION)
    with pytest.raises(TransitionRefusedError, match="The recorded facts meet the ground"):
        assessing.do(claim(assessing), DECISION_MAKER)


@pytest.mark.parametrize(
    ("asked_on", "available"),
    [
        (date(2026, 7, 14), False),
        (date(2026, 7, 15), True),
        (date(2026, 7, 20), True),
        (date(2026, 8, 27), True),
        (date(2026, 8, 28), False),
    ],
)
def test_the_window_runs_from_a_week_before_closing_to_a_week_before_reopening(
    assessing: Journey, asked_on: date, available: bool
) -> None:
    assessing.at(asked_on).ask(AdviceItem.EDUCATION)
    assert ("reg 10(4)(a)" in grounds(assessing)["decide_no_plan"]) is available


def test_asked_on_20_july_a_named_officer_may_record_it_with_its_reason(
    assessing: Journey,
) -> None:
    assessing.at(date(2026, 7, 20)).ask(AdviceItem.EDUCATION)
    with pytest.raises(NotPermittedError):
        assessing.do(claim(assessing), CASEWORKER)
    with pytest.raises(TransitionRefusedError, match="why they made the limit impractical"):
        assessing.do(claim(assessing, why_impractical=""), DECISION_MAKER)
    before = assessing.today - timedelta(days=1)
    with pytest.raises(TransitionRefusedError, match="The family is told"):
        assessing.do(claim(assessing, family_told_on=before), DECISION_MAKER)
    assessing.do(claim(assessing), DECISION_MAKER)
    (recorded,) = assessing.now.exceptions
    assert recorded.decided_by == DECISION_MAKER.id
    assert recorded.family_told_on == date(2026, 7, 20)
    assert words_of_last_entry(assessing)["why_impractical"].startswith("The head's advice")


@pytest.mark.parametrize("item", [AdviceItem.PSYCHOLOGY, AdviceItem.HEALTH, AdviceItem.SOCIAL_CARE])
def test_it_never_applies_to_another_contributors_reply(
    assessing: Journey, item: AdviceItem
) -> None:
    assessing.at(date(2026, 7, 20)).ask(item)
    assert not any(grounds(assessing).values())
    with pytest.raises(TransitionRefusedError, match="The law lists this ground"):
        assessing.do(
            claim(assessing, limit=f"advice_{item.value}", ref=assessing.request_id(item)),
            DECISION_MAKER,
        )


def test_it_never_applies_simply_because_it_is_summer(assessing: Journey) -> None:
    assessing.at(date(2026, 7, 20))
    with pytest.raises(TransitionRefusedError, match="The recorded facts meet the ground"):
        assessing.do(claim(assessing), DECISION_MAKER)


def days_but_for_telling(journey: Journey) -> dict[tuple[str, str], date]:
    """Every day but that of telling the family of a delay: of an exception its own letter tells it."""
    return {
        (d.code, d.ref): d.due_on
        for d in deadlines(journey.now)
        if d.code != "tell_family_of_delay"
    }


def test_it_makes_no_new_statutory_date(assessing: Journey) -> None:
    assessing.at(date(2026, 7, 20)).ask(AdviceItem.EDUCATION)
    before = days_but_for_telling(assessing)
    assessing.do(claim(assessing), DECISION_MAKER)
    after = days_but_for_telling(assessing)
    assert after == {**before, ("review_exception", "holiday"): date(2026, 9, 10)}
    assert limit(assessing, "review_exception", "holiday").kind == "local"
    assert limit(assessing, "decide_no_plan").status(date(2026, 10, 1)) == "disapplied_asap"
    assert limit(assessing, "final_plan").status(date(2026, 10, 27)) == "breached_open"
    assert assessing.now.exceptions[0].review_on == date(2026, 9, 10)
