"""Somebody who has a plan is assessed again, or is refused it: section 44 and regulations 23 to 27, day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AssessOutcome, PlanOutcome, Reassessed, State
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.deadlines import Deadline, Kind, deadlines, facts_of
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.domain.facts import AppealMatter, OrderKind, TriggerKind
from ehc_workflow.domain.workflow import steps_of
from tests.builders import MONDAY
from tests.unit.domain.course import Course
from tests.unit.domain.places import appealed

S = State
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LAST_YEAR = Reassessed(last_assessed_on=date(2024, 11, 4))


def asked(*, plan: Reassessed = LAST_YEAR, **changes: object) -> Course:
    """A request to re-assess that arrived on the Monday of the scenarios."""
    course = Course(case_id="3f0f3c7e-6d4c-5f43-9d6e-0d2f9e1b7a11")
    course.receive(reassesses=plan, **changes)
    return course


def limit(course: Course, code: str) -> Deadline:
    (found,) = [one for one in deadlines(course.now) if one.code == code and not one.is_superseded]
    return found


def also(course: Course, kind: TriggerKind, received_on: date | None = None) -> None:
    """Something else arrives about the same child."""
    course.do(
        c.AddTrigger(
            assessment_id=course.case_id,
            trigger_id=f"also {kind}",
            kind=kind,
            received_on=received_on or course.today,
            evidence="E-mail",
        )
    )


def limits(course: Course) -> set[str]:
    return {one.code for one in deadlines(course.now) if one.kind is not Kind.LOCAL}


def refused(course: Course, **changes: object) -> TransitionRefusedError:
    """What stands in the way of deciding so."""
    values: dict[str, object] = {
        "assessment_id": course.case_id,
        "outcome": AssessOutcome.REFUSE,
        "decided_on": course.today,
        "reasons": "The plan still fits this child.",
        "further_needed": True,
        "further_needed_because": "",
    }
    with pytest.raises(TransitionRefusedError) as held:
        course.do(c.DecideWhetherToReassess(**{**values, **changes}))  # type: ignore[arg-type]
    return held.value


def test_there_are_fifteen_days_to_answer_and_no_other_limit_of_the_law() -> None:
    course = asked()
    assert limits(course) == {"decide_whether_to_reassess"}
    found = limit(course, "decide_whether_to_reassess")
    assert (found.starts_on, found.due_on, found.provision) == (
        MONDAY,
        date(2026, 1, 27),
        "reg 25(1)",
    )


def test_a_second_request_does_not_give_more_time() -> None:
    course = asked().at(MONDAY + WEEK)
    also(course, TriggerKind.SCHOOL_REQUEST)
    assert limit(course, "decide_whether_to_reassess").due_on == date(2026, 1, 27)


def test_the_answer_on_the_last_day_meets_it_and_a_day_later_does_not() -> None:
    for day, status in ((date(2026, 1, 27), "met"), (date(2026, 1, 28), "met_late")):
        course = asked().at(day).decide_to_reassess().tell_reassessing()
        assert course.now.state is S.ASSESSING
        assert limit(course, "decide_whether_to_reassess").status(day) == status


def test_the_final_plan_is_due_fourteen_weeks_after_the_letter() -> None:
    course = asked().at(date(2026, 1, 20)).decide_to_reassess().tell_reassessing()
    found = limit(course, "final_plan")
    assert (found.due_on, found.provision) == (date(2026, 1, 20) + 14 * WEEK, "reg 27(2)")
    assert "decide_no_plan" not in limits(course)


def test_what_nobody_asked_for_runs_from_the_decision_and_owes_no_answer() -> None:
    course = asked(kind=TriggerKind.IDENTIFIED_BY_AUTHORITY)
    assert limits(course) == set()
    course.at(date(2026, 1, 20)).decide_to_reassess().at(date(2026, 2, 3)).tell_reassessing()
    assert limits(course) == {"final_plan"}
    assert limit(course, "final_plan").due_on == date(2026, 1, 20) + 14 * WEEK


def test_a_refusal_can_be_appealed_within_two_months_and_leaves_nothing_else_owed() -> None:
    course = asked().at(date(2026, 1, 26)).decide_to_reassess(AssessOutcome.REFUSE)
    course.tell_no_reassessment()
    assert course.now.state is S.REFUSED_TO_ASSESS
    assert course.now.is_settled
    assert limit(course, "appeal").due_on == date(2026, 3, 26)
    assert limit(course, "decide_whether_to_reassess").status(date(2026, 6, 1)) == "met"


@pytest.mark.parametrize(
    ("change", "kind", "limits_from"),
    [
        (lambda j: appealed(j).order(c.OrderToAssess), OrderKind.REASSESS, "orders"),
        (lambda j: appealed(j).concede(c.ConcedeAssessment), AppealMatter.REASSESS, "appeals"),
    ],
)
def test_a_refusal_that_does_not_stand_brings_the_limits_of_a_reassessment(
    change: Callable[[Course], object], kind: str, limits_from: str
) -> None:
    course = asked().at(date(2026, 1, 26)).decide_to_reassess(AssessOutcome.REFUSE)
    change(course.tell_no_reassessment())
    assert course.now.state is S.ASSESS_ORDERED
    (matter,) = (
        getattr(one, "kind", None) or getattr(one, "conceded", None)
        for one in getattr(course.now, limits_from)
    )
    assert matter == kind
    began = course.now.way_back
    assert began is not None
    assert limit(course, "notify_will_assess").due_on == began.began_on + 2 * WEEK
    assert limit(course, "final_plan").due_on == began.began_on + 14 * WEEK


def test_it_is_refused_as_too_soon_only_within_six_months_of_the_last() -> None:
    too_soon = Reassessed(last_assessed_on=date(2025, 7, 13))
    course = asked(plan=too_soon)
    course.do(
        c.DecideWhetherToReassess(
            assessment_id=course.case_id,
            outcome=AssessOutcome.REFUSE,
            decided_on=course.today,
            reasons="It was assessed in the autumn.",
            too_soon=True,
        )
    )
    assert course.now.assess_decision is not None
    assert course.now.assess_decision.too_soon
    a_day_longer_ago = Reassessed(last_assessed_on=date(2025, 7, 12))
    held = refused(asked(plan=a_day_longer_ago), too_soon=True)
    assert [one.guard for one in held.unmet] == ["assessed_lately"]


def test_it_is_not_refused_where_a_further_assessment_is_needed() -> None:
    assert [one.guard for one in refused(asked()).unmet] == ["further_need_answered"]


def test_a_request_of_the_health_body_is_met() -> None:
    held = refused(
        asked(kind=TriggerKind.HEALTH_BODY_NOTIFICATION),
        further_needed=False,
        further_needed_because="The plan fits.",
    )
    assert [(one.guard, one.citation) for one in held.unmet] == [
        ("health_body_not_refused", "reg 23")
    ]


@pytest.mark.parametrize("needed", [False, None])
def test_a_request_of_the_health_body_is_met_without_the_test(needed: bool | None) -> None:
    course = asked(kind=TriggerKind.HEALTH_BODY_NOTIFICATION)
    course.do(
        c.DecideWhetherToReassess(
            assessment_id=course.case_id,
            outcome=AssessOutcome.ASSESS,
            decided_on=course.today,
            reasons="The health body asked for it.",
            further_needed=needed,
            further_needed_because="The plan fits, but it was asked for.",
        )
    )
    assert course.tell_reassessing().now.state is S.ASSESSING
    held = refused(asked(), outcome=AssessOutcome.ASSESS, further_needed=needed)
    assert "further_need_answered" in [one.guard for one in held.unmet]


def test_a_refusal_is_not_told_once_the_health_body_has_asked() -> None:
    course = asked().at(MONDAY + WEEK).decide_to_reassess(AssessOutcome.REFUSE)
    also(course, TriggerKind.HEALTH_BODY_NOTIFICATION)
    with pytest.raises(TransitionRefusedError) as held:
        course.tell_no_reassessment()
    assert [one.guard for one in held.value.unmet] == ["health_body_not_refused"]


def test_what_is_no_request_gives_no_other_day() -> None:
    course = asked().at(MONDAY + WEEK)
    also(course, TriggerKind.BROUGHT_TO_ATTENTION, MONDAY - WEEK)
    assert limit(course, "decide_whether_to_reassess").due_on == date(2026, 1, 27)
    own = asked(kind=TriggerKind.IDENTIFIED_BY_AUTHORITY).at(MONDAY + WEEK)
    also(own, TriggerKind.BROUGHT_TO_ATTENTION)
    assert limits(own) == set()


def test_a_request_while_the_authoritys_own_reassessment_runs_changes_none_of_its_days() -> None:
    course = asked(kind=TriggerKind.IDENTIFIED_BY_AUTHORITY).at(date(2026, 1, 20))
    course.decide_to_reassess().at(date(2026, 2, 3)).tell_reassessing().at(date(2026, 3, 2))
    also(course, TriggerKind.PARENTAL_REQUEST)
    assert limits(course) == {"final_plan"}
    assert limit(course, "final_plan").due_on == date(2026, 1, 20) + 14 * WEEK


def test_a_request_before_the_authority_decided_by_itself_is_answered() -> None:
    course = asked(kind=TriggerKind.IDENTIFIED_BY_AUTHORITY).at(date(2026, 1, 20))
    also(course, TriggerKind.PARENTAL_REQUEST, date(2026, 1, 19))
    course.decide_to_reassess().at(date(2026, 2, 2)).tell_reassessing()
    assert limit(course, "decide_whether_to_reassess").due_on == date(2026, 2, 3)
    assert limit(course, "final_plan").due_on == date(2026, 2, 2) + 14 * WEEK


def test_the_day_of_arrival_is_not_corrected_to_before_the_last_assessment_ended() -> None:
    course = asked(plan=Reassessed(last_assessed_on=MONDAY - WEEK)).at(MONDAY + DAY)
    (trigger,) = course.now.triggers
    with pytest.raises(ImpossibleFactsError, match="before the last assessment ended"):
        course.do(
            c.CorrectReceivedDate(
                assessment_id=course.case_id,
                trigger_id=trigger.id,
                received_on=MONDAY - 8 * DAY,
                evidence="Post mark",
                reason="Stamped late",
            )
        )


def test_an_earlier_arrival_moves_the_fifteen_days_and_says_so() -> None:
    course = asked().at(MONDAY + DAY)
    (trigger,) = course.now.triggers
    course.do(
        c.CorrectReceivedDate(
            assessment_id=course.case_id,
            trigger_id=trigger.id,
            received_on=MONDAY - WEEK,
            evidence="Post mark",
            reason="Stamped late",
        )
    )
    assert limit(course, "decide_whether_to_reassess").due_on == date(2026, 1, 20)


def test_the_grounds_of_an_exception_are_those_of_regulation_27() -> None:
    course = asked().at(date(2026, 1, 20)).decide_to_reassess().tell_reassessing()
    (final,) = [one for one in clocks(facts_of(course.now)) if one.clock == "final_plan"]
    assert {one.basis for one in final.rule.grounds or ()} == {
        f"reg 27(3)({letter})" for letter in "abcd"
    }


def test_it_is_decided_by_no_step_of_a_first_assessment() -> None:
    again = {step.trigger for step in steps_of(asked().now)}
    first = {step.trigger for step in steps_of(asked(plan=None).now)}  # type: ignore[arg-type]
    assert again - first == {
        "decide_whether_to_reassess",
        "notify_reassessment",
        "notify_refusal_to_reassess",
    }
    assert first - again == {
        "consult_family",
        "tell_family_considering",
        "decide_whether_to_assess",
        "notify_assessment",
        "notify_refusal",
    }


def test_it_ends_in_a_plan_made_anew_and_not_in_none() -> None:
    course = asked().decide_to_reassess().tell_reassessing().ask()
    course.at(MONDAY + 6 * WEEK).complete_advice()
    with pytest.raises(TransitionRefusedError) as held:
        course.decide_plan(PlanOutcome.NO_PLAN)
    assert [one.guard for one in held.value.unmet] == ["plan_is_made_anew"]
    assert course.decide_plan().now.state is S.DRAFTING


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 1, 13), "by the day of the request"),
        (date(2018, 3, 3), "before the child was born"),
    ],
)
def test_a_last_assessment_that_cannot_be_is_refused(day: date, says: str) -> None:
    with pytest.raises(ImpossibleFactsError, match=says):
        asked(plan=Reassessed(last_assessed_on=day))
