"""Checking a plan and rating one that went: what is found, who may, and what one reader may not see of another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import CheckEnd
from ehc_workflow.domain.commands import AgreeAmendment, AuditPlan, CriterionAnswer, SavePlan
from ehc_workflow.domain.decisions import Facing, decide
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.guards import Known
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.rules.plan_criteria import Criterion, Grade, Met
from ehc_workflow.store.queries.plan_ratings import ratings
from ehc_workflow.store.tables.accounts import UserAccount
from tests.builders import MANAGER, PLAN_WRITER, Journey
from tests.support.casework import answer, drafting, on, placed, week
from tests.support.plans import items_for
from tests.support.web import Web, summary, words


def path(journey: Journey) -> str:
    return f"/assessments/{journey.case_id}/plan/checks"


def answers(**changes: str) -> dict[str, Any]:
    return {one.value: Met.MET.value for one in Criterion} | changes


@pytest.fixture
def written(web: Web) -> Journey:
    journey = drafting(web).save_plan()
    on(web, journey.today)
    return journey


def test_what_the_words_show_stands_beside_the_criteria(web: Web, written: Journey) -> None:
    told = words(web.signed_in(Role.MANAGER).get(path(written)).text)
    assert "does not say how much" in told
    assert "Does provision say what, how much, how often, by whom and how qualified?" in told
    assert "Nobody has checked this plan yet." in told


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [(Role.PLAN_WRITER, "/plan/items/f"), (Role.DECISION_MAKER, "/plan#item-f")],
)
def test_a_sign_leads_to_where_its_reader_may_go(
    web: Web, written: Journey, role: Role, leads_to: str
) -> None:
    browser = web.signed_in(role)
    address = f"/assessments/{written.case_id}{leads_to}"
    assert f'href="{address}"' in browser.get(path(written)).text
    assert browser.get(address).status_code == 200


def test_a_version_is_signed_off_and_the_grade_follows(web: Web, written: Journey) -> None:
    browser = web.signed_in(Role.MANAGER)
    done = answer(
        browser,
        path(written),
        **answers(plain="partly", plain_comment="Shorter sentences in B."),
        end=CheckEnd.SIGNED_OFF.value,
    )
    assert done.status_code == 303
    told = words(browser.get(done.headers["location"]).text)
    assert "Signed off: version 1." in told
    assert "Shorter sentences in B." in told
    with web.database.reading() as connection:
        (kept,) = ratings(connection, [written.case_id], "check")
    assert kept.grade is Grade.TO_IMPROVE
    assert kept.answers[Criterion.PLAIN] == (Met.PARTLY, "Shorter sentences in B.")


def test_a_plan_that_misses_a_criterion_is_not_signed_off(web: Web, written: Journey) -> None:
    browser = web.signed_in(Role.MANAGER)
    refused = answer(
        browser,
        path(written),
        **answers(needs="not_met", needs_comment="No provision for the second need."),
        end=CheckEnd.SIGNED_OFF.value,
    )
    assert refused.status_code == 422
    assert "return the plan with what has to be changed" in summary(refused.text)
    assert "No provision for the second need." in refused.text


def test_every_criterion_is_answered(web: Web, written: Journey) -> None:
    given = {**answers(), "end": CheckEnd.SIGNED_OFF.value}
    given.pop("voice")
    refused = answer(web.signed_in(Role.MANAGER), path(written), **given)
    assert refused.status_code == 422
    assert "Answer this: Are the views, interests and aspirations there" in summary(refused.text)


def test_a_plan_goes_back_only_with_what_has_to_be_changed(web: Web, written: Journey) -> None:
    refused = answer(
        web.signed_in(Role.MANAGER), path(written), **answers(), end=CheckEnd.RETURNED.value
    )
    assert refused.status_code == 422
    assert "Say what has to be changed" in summary(refused.text)


def test_who_wrote_a_version_does_not_check_it(web: Web, written: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    with web.database.reading() as connection:
        is_writer = UserAccount.email.startswith(Role.PLAN_WRITER.value)
        writer = connection.scalars(select(UserAccount.id).where(is_writer)).one()
    items = items_for(written.now, B="Invented words, written again.")
    written.do(
        SavePlan(assessment_id=written.case_id, saved_on=written.today, items=items),
        replace(PLAN_WRITER, id=writer),
    )
    told = words(browser.get(path(written)).text)
    assert "Somebody else checks it" in told
    assert "Record the check" not in told


def test_a_version_written_over_meanwhile_is_not_signed_off(web: Web, written: Journey) -> None:
    browser = web.signed_in(Role.MANAGER)
    refused = answer(
        browser, path(written), **answers(), end=CheckEnd.SIGNED_OFF.value, plan_version="0"
    )
    assert refused.status_code == 422
    assert "version 1 stands now" in summary(refused.text)


@pytest.mark.parametrize("role", [Role.FAMILY, Role.SETTING, Role.DCO])
def test_who_has_no_need_of_the_check_does_not_see_it(
    web: Web, written: Journey, role: Role
) -> None:
    assert web.signed_in(role).get(path(written)).status_code in (403, 404)


def test_two_people_rate_a_plan_apart(web: Web) -> None:
    journey = placed(web).confirm_address().at(week(17)).send_final()
    on(web, journey.today)
    month = f"{journey.today:%Y-%m}"
    here = f"/plan-audits/{journey.case_id}"
    manager, decider = web.signed_in(Role.MANAGER), web.signed_in(Role.DECISION_MAKER)
    listed = words(manager.get(f"/plan-audits?month={month}").text)
    assert "1 of the 1 plan that went" in listed
    assert "Nobody yet" in listed
    assert answer(manager, here, **answers()).status_code == 303
    assert "Shown after your own rating" in words(decider.get(f"/plan-audits?month={month}").text)
    assert "Your rating is kept" not in words(decider.get(here).text)
    done = answer(decider, here, **answers(voice="partly"))
    assert done.status_code == 303
    told = words(decider.get(f"/plan-audits?month={month}").text)
    assert "1 of 1" in told
    assert "0 of 1" in told


def test_a_plan_is_rated_as_it_went_and_not_as_it_is_written_since(web: Web) -> None:
    journey = placed(web).confirm_address().at(week(17)).send_final()
    went = journey.now.final_version
    journey.at(week(18)).ask_for_mediation().agree(AgreeAmendment)
    journey.save_plan(F="Words written after the plan went.")
    on(web, journey.today)
    assert journey.now.plan_text is not None
    assert journey.now.plan_text.version > went > 0
    browser, here = web.signed_in(Role.MANAGER), f"/plan-audits/{journey.case_id}"
    told = words(browser.get(here).text)
    assert "Invented words of section F." in told
    assert "Words written after the plan went." not in told
    assert answer(browser, here, **answers()).status_code == 303
    with web.database.reading() as connection:
        (kept,) = ratings(connection, [journey.case_id], "audit")
    assert kept.plan_version == went


def test_who_wrote_the_plan_that_went_does_not_rate_it(web: Web) -> None:
    journey = placed(web).confirm_address().at(week(17)).send_final()
    text = journey.now.plan_text
    assert text is not None
    writer = replace(MANAGER, id=text.saved_by)
    rated = AuditPlan(
        assessment_id=journey.case_id,
        audited_on=journey.today,
        answers=tuple(CriterionAnswer(criterion=one, met=Met.MET) for one in Criterion),
    )
    with pytest.raises(ImpossibleFactsError, match="somebody else has to rate it"):
        journey.do(rated, writer)


def test_who_wrote_what_went_does_not_rate_it_either_once_somebody_wrote_on(web: Web) -> None:
    journey = placed(web).confirm_address().at(week(17)).send_final()
    wrote = journey.now.final_written_by
    assert wrote
    text = journey.now.plan_text
    assert text is not None
    later = replace(journey.now, plan_text=replace(text, version=99, saved_by="somebody else"))
    known = Known(today=journey.today, policy=DEFAULT_POLICY)
    facing = Facing(actor_id=wrote, known=known, rule_version=later.rule_version)
    rated = AuditPlan(
        assessment_id=journey.case_id,
        audited_on=journey.today,
        answers=tuple(CriterionAnswer(criterion=one, met=Met.MET) for one in Criterion),
    )
    with pytest.raises(ImpossibleFactsError, match="somebody else has to rate it"):
        decide(later, rated, facing)


def test_a_month_without_plans_says_so(web: Web) -> None:
    told = words(web.signed_in(Role.MANAGER).get("/plan-audits").text)
    assert "No plan went in" in told
