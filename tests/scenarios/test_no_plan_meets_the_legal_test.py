"""The plan decision is held to the same as the first: the test answered about this child, and no house rule for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import PlanOutcome, State
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from tests.builders import DECISION_MAKER, MONDAY, SECOND_DECISION_MAKER, Journey
from tests.scenarios.looking import words_of_last_entry

WEEK = timedelta(weeks=1)
HOUSE = "No diagnosis, and the school has not spent its £6,000."
CHILD = "All that the advice describes is given in the school of this child and will go on."


@pytest.fixture
def deciding(journey: Journey) -> Journey:
    journey.receive().at(MONDAY + WEEK).consider().at(MONDAY + 4 * WEEK)
    journey.decide_to_assess().tell_assessing().ask().at(MONDAY + 10 * WEEK).complete_advice()
    return journey.confirm_address()


def decide(journey: Journey, **changes: object) -> None:
    fields: dict[str, object] = {
        "assessment_id": journey.case_id,
        "outcome": PlanOutcome.NO_PLAN,
        "decided_on": journey.today,
        "reasons": CHILD,
        "plan_needed": False,
        "plan_needed_because": CHILD,
    }
    journey.do(c.DecideWhetherToIssue(**(fields | changes)), DECISION_MAKER)  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", [None, True])
def test_an_outcome_that_its_own_answer_contradicts_is_refused(
    deciding: Journey, answer: bool | None
) -> None:
    with pytest.raises(TransitionRefusedError, match=r"the answer fits the outcome.*\(s37\(1\)\)"):
        decide(deciding, plan_needed=answer)
    assert deciding.now.plan_decision is None


def test_a_limb_that_is_not_met_is_explained_about_this_child(deciding: Journey) -> None:
    with pytest.raises(TransitionRefusedError, match="it is said why, about this child"):
        decide(deciding, plan_needed_because=" ")
    decide(deciding)
    assert words_of_last_entry(deciding)["plan_needed_because"] == CHILD


def test_house_rules_alone_need_another_person_before_the_family_is_told(deciding: Journey) -> None:
    decide(deciding, reasons=HOUSE)
    decision = deciding.now.plan_decision
    assert decision is not None
    assert decision.house_rules == ("money_spent", "no_diagnosis")
    with pytest.raises(TransitionRefusedError, match="confirmed by a second authorised person"):
        deciding.tell_no_plan()
    confirm = c.ConfirmRefusal(
        assessment_id=deciding.case_id,
        confirmed_on=deciding.today,
        reasons="On the advice itself the school meets every need.",
    )
    with pytest.raises(ImpossibleFactsError, match="cannot be the one who decided"):
        deciding.do(confirm, DECISION_MAKER)
    deciding.do(confirm, SECOND_DECISION_MAKER)
    deciding.tell_no_plan()
    assert deciding.now.state is State.NO_PLAN


def test_the_versions_that_were_seen_are_kept_as_of_the_decision(deciding: Journey) -> None:
    decide(deciding)
    decision = deciding.now.plan_decision
    assert decision is not None
    assert decision.seen is not None
    given = {one.id for request in deciding.now.advice for one in request.contributions}
    assert set(decision.seen.advice) == given
    assert given


def test_advice_that_is_not_on_the_case_was_not_seen(deciding: Journey) -> None:
    seen = [one.contributions[-1].id for one in deciding.now.advice if one.contributions]
    with pytest.raises(ImpossibleFactsError, match="no such version of advice"):
        decide(deciding, advice_seen=(*seen, "of another child"))
    with pytest.raises(ImpossibleFactsError, match="no such document"):
        decide(deciding, documents_seen=("of another child",))


def test_no_decision_passes_over_the_newest_advice(deciding: Journey) -> None:
    with pytest.raises(TransitionRefusedError, match=r"newest advice .* \(reg 7\)"):
        decide(deciding, advice_seen=())
