"""S05 Refusal has to meet the legal test, not a house rule."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AssessOutcome, State
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.reporting.refusals import by_house_rule, by_limb
from ehc_workflow.rules.local_reasons import HOUSE_RULES
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.queries.refusals import refusals
from tests.builders import DECISION_MAKER, MANAGER, SECOND_DECISION_MAKER, Journey
from tests.scenarios.looking import words_of_last_entry

HOUSE = (
    "No EP report, fewer than two support cycles, school has not spent its £6,000, no diagnosis."
)
CHILD = "Robin reads at the level of the class, and the support of this year has closed the gap."


@pytest.fixture
def considered(journey: Journey) -> Journey:
    return journey.receive().at(date(2026, 1, 20)).consider().at(date(2026, 2, 18))


def confirm(journey: Journey, who: object = SECOND_DECISION_MAKER) -> None:
    journey.do(
        c.ConfirmRefusal(
            assessment_id=journey.case_id,
            confirmed_on=journey.today,
            reasons="The second limb is not met: the school's support is enough.",
        ),
        who,  # type: ignore[arg-type]  # somebody
    )


@pytest.mark.parametrize("limb", ["may_have_sen", "may_need_plan"])
def test_the_engine_asks_for_an_answer_to_both_limbs(considered: Journey, limb: str) -> None:
    with pytest.raises(TransitionRefusedError, match=r"Both limbs of the test .* \(s36\(8\)\)"):
        considered.decide_to_refuse(reasons=HOUSE, **{limb: None})
    assert considered.now.assess_decision is None


def test_both_limbs_met_is_no_refusal(considered: Journey) -> None:
    with pytest.raises(TransitionRefusedError, match="the answers fit the outcome"):
        considered.decide_to_refuse(reasons=HOUSE, may_have_sen=True, may_need_plan=True)


def test_reasons_made_only_of_those_rules_are_flagged_and_each_is_named(
    considered: Journey,
) -> None:
    decision = considered.decide_to_refuse(reasons=HOUSE).now.assess_decision
    assert decision is not None
    assert decision.house_rules_only
    assert decision.house_rules == (
        "report_not_held",
        "support_cycles",
        "money_spent",
        "no_diagnosis",
    )


def test_a_second_authorised_person_confirms_it_before_it_is_told(considered: Journey) -> None:
    considered.decide_to_refuse(reasons=HOUSE)
    with pytest.raises(TransitionRefusedError) as held:
        considered.tell_refusal()
    assert [unmet.guard for unmet in held.value.unmet] == ["house_rules_confirmed"]
    with pytest.raises(ImpossibleFactsError, match="cannot be the one who decided"):
        confirm(considered, DECISION_MAKER)
    confirm(considered)
    considered.tell_refusal()
    assert considered.now.state is State.REFUSED_TO_ASSESS


def test_or_changes_the_decision(considered: Journey) -> None:
    considered.decide_to_refuse(reasons=HOUSE)
    considered.do(
        c.DecideWhetherToAssess(
            assessment_id=considered.case_id,
            outcome=AssessOutcome.ASSESS,
            decided_on=considered.today,
            reasons=CHILD,
            may_have_sen=True,
            may_need_plan=True,
            views_considered=True,
        ),
        SECOND_DECISION_MAKER,
    )
    considered.tell_assessing()
    assert considered.now.state is State.ASSESSING


def test_reasons_about_the_child_need_no_second_person(considered: Journey) -> None:
    decision = considered.decide_to_refuse(reasons=f"{HOUSE} {CHILD}").now.assess_decision
    assert decision is not None
    assert not decision.house_rules_only
    assert decision.house_rules  # still counted where they are named
    considered.tell_refusal()


def test_an_officer_may_flag_what_no_list_knows(considered: Journey) -> None:
    considered.decide_to_refuse(reasons="Below our matrix of thresholds.", house_rules_only=True)
    with pytest.raises(TransitionRefusedError, match="house rules alone are confirmed"):
        considered.tell_refusal()


def test_local_criteria_are_recorded_as_evidence_weighed_and_never_decide(
    considered: Journey,
) -> None:
    considered.decide_to_refuse(reasons=CHILD, criteria_weighed=HOUSE)
    kept = words_of_last_entry(considered)
    assert (kept["reasons"], kept["criteria_weighed"]) == (CHILD, HOUSE)
    decision = considered.now.assess_decision
    assert decision is not None
    assert not decision.house_rules_only
    assert decision.house_rules == ()
    with pytest.raises(TransitionRefusedError, match="Reasons about this child"):
        considered.decide_to_refuse(reasons="", criteria_weighed=HOUSE)


def test_to_assess_nothing_is_flagged(considered: Journey) -> None:
    considered.do(
        c.DecideWhetherToAssess(
            assessment_id=considered.case_id,
            outcome=AssessOutcome.ASSESS,
            decided_on=considered.today,
            reasons="There is no diagnosis, and both limbs are met.",
            may_have_sen=True,
            may_need_plan=True,
            views_considered=True,
        ),
        DECISION_MAKER,
    )
    decision = considered.now.assess_decision
    assert decision is not None
    assert (decision.house_rules_only, decision.house_rules) == (False, ())


def test_the_manager_sees_refusals_by_reason_and_how_many_were_later_reversed(
    considered: Journey,
) -> None:
    considered.decide_to_refuse(reasons=HOUSE)
    confirm(considered)
    considered.tell_refusal()
    other = Journey(considered.database).receive(received_on=date(2026, 1, 12))
    other.at(date(2026, 1, 20)).consider().at(date(2026, 2, 18))
    other.decide_to_refuse(
        reasons=CHILD, may_have_sen=False, may_have_sen_because=CHILD
    ).tell_refusal()
    considered.at(date(2026, 3, 2)).certify().appeal().at(date(2026, 4, 1)).order(c.OrderToAssess)
    with considered.database.reading() as connection:
        told = refusals(
            connection,
            reach_of(MANAGER, frozenset({Role.MANAGER})),
            first_day=date(2026, 1, 1),
            last_day=date(2026, 12, 31),
        )
    assert [(row.name, row.told, row.reversed) for row in by_limb(told)] == [
        ("No special educational needs (first limb)", 1, 0),
        ("Provision through a plan is not needed (second limb)", 1, 1),
    ]
    named = {row.name: (row.told, row.reversed) for row in by_house_rule(told, HOUSE_RULES)}
    assert named["A diagnosis that is lacking"] == (1, 1)
    assert named["Nothing but local criteria"] == (1, 1)
