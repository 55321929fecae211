"""S18 A shortage of psychologists is a cause, not an exception."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.errors import TransitionRefusedError
from ehc_workflow.domain.facts import DelayKind
from ehc_workflow.rules.book import BOOK
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.service.case_view import case_view
from ehc_workflow.service.desk import allocation_reach
from ehc_workflow.store.queries.allocation import Narrowed, Part, lines
from tests.builders import CASEWORKER, DECISION_MAKER, PSYCHOLOGIST, SERVICES, Journey
from tests.scenarios.looking import WEEK_20, limit, words_of_last_entry


@pytest.fixture
def no_psychologist(journey: Journey) -> Journey:
    """Asked in time; nobody is free until July."""
    journey.receive().at(date(2026, 1, 20)).consider()
    journey.at(date(2026, 2, 23)).decide_to_assess().tell_assessing().ask()
    return journey.at(date(2026, 5, 18))


def test_no_limit_lists_such_a_ground() -> None:
    words = " ".join(
        f"{ground.basis} {ground.kind}".casefold()
        for rule in BOOK.limits
        for ground in rule.grounds or ()
    )
    for resource in ("capacity", "shortage", "psycholog", "staff", "waiting", "panel"):
        assert resource not in words


@pytest.mark.parametrize("ground", ["EP capacity", "psychologist_shortage", "reg 10(4)(e)", ""])
def test_it_cannot_be_recorded_as_an_exception_on_week_20(
    no_psychologist: Journey, ground: str
) -> None:
    with pytest.raises(TransitionRefusedError) as refused:
        no_psychologist.do(
            c.ClaimException(
                assessment_id=no_psychologist.case_id,
                exception_id="capacity",
                limit="final_plan",
                ref="",
                ground=ground,
                decided_on=no_psychologist.today,
                family_told_on=no_psychologist.today,
                review_on=date(2026, 7, 1),
                facts="No psychologist is free until July.",
                evidence="The service's list",
                why_impractical="There is nobody to see the child.",
            ),
            DECISION_MAKER,
        )
    assert "ground_listed" in {unmet.guard for unmet in refused.value.unmet}


def cause(journey: Journey, what_was_done: str) -> None:
    journey.do(
        c.RecordDelayCause(
            assessment_id=journey.case_id,
            limit="final_plan",
            cause=DelayKind.PSYCHOLOGIST_SHORTAGE,
            recorded_on=journey.today,
            what_was_done=what_was_done,
        )
    )


def test_the_cause_is_kept_apart_with_what_was_done_about_it(no_psychologist: Journey) -> None:
    with pytest.raises(TransitionRefusedError, match="What was done about the delay"):
        cause(no_psychologist, " ")
    cause(no_psychologist, "A locum is booked for 26 May; the case was put first.")
    (kept,) = no_psychologist.now.delay_causes
    assert (kept.limit, kept.cause) == ("final_plan", DelayKind.PSYCHOLOGIST_SHORTAGE)
    assert "locum" in words_of_last_entry(no_psychologist)["what_was_done"]


def test_the_case_counts_as_late_all_the_same(no_psychologist: Journey) -> None:
    cause(no_psychologist, "A locum is booked.")
    found = limit(no_psychologist, "final_plan")
    assert found.due_on == WEEK_20
    assert found.disapplied_by is None
    assert found.status(date(2026, 6, 2)) == "breached_open"


def test_what_nobody_has_stands_in_the_services_queue_late_and_owed_by_the_service(
    no_psychologist: Journey,
) -> None:
    request_id = no_psychologist.request_id(AdviceItem.PSYCHOLOGY)
    today = no_psychologist.today
    with no_psychologist.database.reading() as connection:
        (found,) = lines(
            connection,
            allocation_reach(PSYCHOLOGIST),
            Part.NOT_ALLOCATED,
            (),
            today=today,
            narrowed=Narrowed(),
        )
    assert (found.request_id, found.days_late(today)) == (request_id, 42)
    assert (found.week_16_on, found.week_20_on) == (date(2026, 5, 4), WEEK_20)
    owed = limit(no_psychologist, "advice_psychology", request_id)
    assert owed.service_id == SERVICES[AdviceItem.PSYCHOLOGY]


def test_the_cause_and_what_was_done_stand_on_the_case(no_psychologist: Journey) -> None:
    cause(no_psychologist, "A locum is booked for 26 May; the case was put first.")
    with no_psychologist.database.reading() as connection:
        view = case_view(
            connection,
            CASEWORKER,
            no_psychologist.case_id,
            no_psychologist.today,
            policy=DEFAULT_POLICY,
        )
    assert "locum" in view.words_of("delay_cause_recorded", "what_was_done")
