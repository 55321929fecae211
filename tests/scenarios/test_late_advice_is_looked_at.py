"""A later version than the one a decision rested on makes a look owed, and nothing goes to the family before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, Finding, Recheck, RestsOn, State
from ehc_workflow.domain.deadlines import Owner
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from tests.builders import DCO, DECISION_MAKER, MONDAY, Journey
from tests.scenarios.looking import limit

HEALTH = AdviceItem.HEALTH
WEEK = timedelta(weeks=1)


def settled(journey: Journey, finding: Finding, prompted_by: str | None = None) -> Journey:
    (waiting,) = [one for one in journey.now.rechecks if one.is_open]
    journey.do(
        c.SettleRecheck(
            assessment_id=journey.case_id,
            recheck_id=waiting.id,
            settled_on=journey.today,
            finding=finding,
            reason="Read beside what was decided and drafted",
            prompted_by=prompted_by,
        ),
        DECISION_MAKER,
    )
    return journey


def come(journey: Journey, contribution_id: str = "later") -> Recheck:
    """A newer version arrives, and this is what it makes owed."""
    journey.give(HEALTH, DCO, contribution_id=contribution_id)
    return journey.now.rechecks[-1]


@pytest.fixture
def deciding(journey: Journey) -> Journey:
    journey.receive().at(MONDAY + WEEK).consider().at(MONDAY + 4 * WEEK)
    return (
        journey.decide_to_assess().tell_assessing().ask().at(MONDAY + 10 * WEEK).complete_advice()
    )


@pytest.fixture
def drafting(deciding: Journey) -> Journey:
    return deciding.at(MONDAY + 11 * WEEK).decide_plan().save_plan().agree_health()


def test_while_advice_is_gathered_nothing_rests_on_it(journey: Journey) -> None:
    journey.receive().at(MONDAY + WEEK).consider().at(MONDAY + 4 * WEEK)
    journey.decide_to_assess().tell_assessing().ask().give(HEALTH, DCO).accept(HEALTH)
    journey.give(HEALTH, DCO)
    assert journey.now.rechecks == ()
    with pytest.raises(TransitionRefusedError, match="Every item is answered"):
        journey.do(c.CompleteAdvice(assessment_id=journey.case_id, completed_on=journey.today))


def test_a_look_is_owed_in_the_authoritys_own_working_days(drafting: Journey) -> None:
    raised = come(drafting)
    assert raised.rests_on is RestsOn.DECISION
    owed = limit(drafting, "look_again", "later")
    assert (owed.owner, owed.provision) == (Owner.CASEWORKER, "local target")
    assert owed.due_on == date(2026, 4, 2), "three working days after Monday 30 March"
    with pytest.raises(TransitionRefusedError, match="was looked at"):
        drafting.serve_draft()
    settled(drafting, Finding.TAKEN_UP).serve_draft()
    assert limit(drafting, "look_again", "later").status(drafting.today) == "met"


def test_what_was_accepted_before_still_stands_meanwhile(drafting: Journey) -> None:
    before = drafting.now.advice_request(drafting.request_id(HEALTH))
    come(drafting)
    after = drafting.now.advice_request(drafting.request_id(HEALTH))
    assert before is not None
    assert after is not None
    assert after.accepted_on == before.accepted_on
    assert after.is_unread
    assert limit(drafting, "check_advice", "later").status(drafting.today) == "running"


def test_versions_that_follow_are_one_look_until_somebody_has_looked(drafting: Journey) -> None:
    first = come(drafting)
    assert come(drafting, "later still") == first
    settled(drafting, Finding.STANDS)
    assert come(drafting, "another").id == "another"


def test_a_decision_that_was_not_told_can_be_taken_again(deciding: Journey) -> None:
    deciding.do(
        c.DecideWhetherToIssue(
            assessment_id=deciding.case_id,
            outcome="make_plan",  # type: ignore[arg-type]
            decided_on=deciding.today,
            reasons="Reasons about this child",
            plan_needed=True,
        ),
        DECISION_MAKER,
    )
    assert come(deciding).rests_on is RestsOn.DECISION
    settled(deciding, Finding.DECIDE_AGAIN)
    assert deciding.now.rechecks[0].is_owed, "found is not yet done"
    deciding.decide_plan()
    assert not deciding.now.rechecks[0].is_owed
    assert deciding.now.state is State.DRAFTING


def test_advice_after_the_gathering_goes_to_whoever_decides(deciding: Journey) -> None:
    assert come(deciding).rests_on is RestsOn.GATHERING
    settled(deciding, Finding.TAKEN_UP).decide_plan()


def test_after_the_draft_only_what_the_family_prompted_changes_it(drafting: Journey) -> None:
    drafting.serve_draft()
    assert come(drafting).rests_on is RestsOn.DRAFT
    with pytest.raises(TransitionRefusedError, match="What is found fits"):
        settled(drafting, Finding.TAKEN_UP)
    with pytest.raises(ImpossibleFactsError, match="which representation"):
        settled(drafting, Finding.PROMPTED)
    drafting.ask_for_setting()
    (said,) = drafting.now.representations
    with pytest.raises(ImpossibleFactsError, match="Only advice"):
        settled(drafting, Finding.STANDS, prompted_by=said.id)
    settled(drafting, Finding.PROMPTED, prompted_by=said.id)
    assert not any(one.is_owed for one in drafting.now.rechecks)


def test_anything_else_after_the_draft_needs_a_fresh_one_and_a_fresh_window(
    drafting: Journey,
) -> None:
    drafting.serve_draft()
    come(drafting)
    settled(drafting, Finding.FRESH_DRAFT)
    drafting.at(MONDAY + 12 * WEEK).ask_for_setting().consult()
    drafting.at(MONDAY + 16 * WEEK).answer_all().place().confirm_address()
    with pytest.raises(TransitionRefusedError, match="what was found is done"):
        drafting.send_final()
    drafting.do(
        c.StartFreshDraft(assessment_id=drafting.case_id, reason="New hearing test"), DECISION_MAKER
    )
    drafting.save_plan().agree_health().serve_draft(draft_id="fresh")
    assert drafting.now.current_draft is not None
    assert drafting.now.current_draft.id == "fresh"
    assert not any(one.is_owed for one in drafting.now.rechecks)


def test_a_look_says_why(drafting: Journey) -> None:
    come(drafting)
    with pytest.raises(TransitionRefusedError, match="reason is written down"):
        drafting.do(
            c.SettleRecheck(
                assessment_id=drafting.case_id,
                recheck_id="later",
                settled_on=drafting.today,
                finding=Finding.STANDS,
                reason=" ",
            ),
            DECISION_MAKER,
        )
