"""Every date explains itself: trigger and evidence, rule, counting, and what would not change it."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.deadlines import deadlines
from tests.builders import Journey
from tests.support.casework import assessing, considered, on, placed, week, with_family
from tests.support.web import Web, words


def proof(web: Web, journey: Journey, path: str) -> str:
    on(web, journey.today)
    page = web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}/deadlines/{path}")
    assert page.status_code == 200, page.text
    return words(page.text)


def test_week_16_on_a_bank_holiday_says_so_and_does_not_move(web: Web) -> None:
    told = proof(web, assessing(web), "decide_no_plan")
    assert "Monday 4 May 2026" in told
    assert "the working target is Friday 1 May 2026" in told
    assert "4 May 2026, Early May bank holiday" in told
    assert "They do not move the last day." in told
    assert "reg 10(1), Special Educational Needs and Disability Regulations 2014" in told
    assert "Monday 12 January 2026 Day 0" in told
    assert "Week 16" in told
    assert "E-mail in the team inbox" in told


def test_a_contributors_days_run_from_their_receipt(web: Web) -> None:
    journey = assessing(web)
    told = proof(web, journey, f"advice_health/{journey.request_id(AdviceItem.HEALTH)}")
    assert "Monday 30 March 2026" in told
    assert "reg 8(1)" in told


def test_the_familys_fifteen_days_count_the_day_of_service(web: Web) -> None:
    journey = with_family(web)
    assert journey.case
    told = proof(web, journey, "draft_window/draft-1")
    assert "the day itself is day 1" in told


def test_a_local_target_says_that_it_is_no_law(web: Web) -> None:
    journey = considered(web).at(week(4)).decide_to_assess()
    told = proof(web, journey, "tell_decision/assess")
    assert "This is the authority’s own target, not law." in told
    assert "The statutory limit is met by telling the family, not by deciding." in told


def test_every_deadline_of_a_long_case_has_its_proof(web: Web) -> None:
    journey = placed(web)
    assert journey.case
    on(web, journey.today)
    browser = web.signed_in(Role.CASEWORKER)
    for deadline in deadlines(journey.case):
        path = f"{deadline.code}/{deadline.ref}" if deadline.ref else deadline.code
        page = browser.get(f"/assessments/{journey.case_id}/deadlines/{path}")
        assert page.status_code == 200, path


@pytest.mark.parametrize("path", ["nonsense", "final_plan/nonsense", "advice_health"])
def test_a_deadline_the_case_has_not_is_not_found(web: Web, path: str) -> None:
    journey = assessing(web)
    browser = web.signed_in(Role.CASEWORKER)
    assert browser.get(f"/assessments/{journey.case_id}/deadlines/{path}").status_code == 404


def test_a_limit_that_passed_says_how_late(web: Web) -> None:
    told = proof(web, considered(web).at(date(2026, 2, 25)), "decide_whether_to_assess")
    assert "was due Mon 23 Feb 2026, 2 days late (reg 5(1))" in told


def test_the_count_stands_on_a_calendar_with_its_signs_told(web: Web) -> None:
    journey = assessing(web)
    on(web, journey.today)
    page = web.signed_in(Role.CASEWORKER).get(
        f"/assessments/{journey.case_id}/deadlines/decide_no_plan"
    )
    assert 'class="ehc-month__due">4<span>●</span>' in page.text
    assert 'class="ehc-month__act_by">1<span>◆</span>' in page.text
    assert 'class="ehc-month__holiday">3<span>H</span>' in page.text
    told = words(page.text)
    assert "January 2026" in told
    assert "last working day for it" in told


def test_page_and_api_put_the_same_days_on_the_calendar(web: Web) -> None:
    journey = assessing(web)
    on(web, journey.today)
    answer = web.program(Role.CASEWORKER).get(
        f"/api/v1/assessments/{journey.case_id}/deadlines/decide_no_plan/proof"
    )
    days = {one["day"]: one["mark"] for one in answer.json()["calendar"]}
    assert days["2026-01-12"] == "start"
    assert days["2026-05-04"] == "due"
    assert days["2026-05-01"] == "act_by"
    assert days["2026-04-03"] == "holiday"
    assert [day for day, mark in days.items() if mark == "counted"] == [
        step["day"] for step in answer.json()["steps"][1:16]
    ]


def test_a_local_target_is_counted_on_a_calendar_too(web: Web) -> None:
    journey = assessing(web).at(week(6)).give(AdviceItem.HEALTH)
    contribution = journey.now.advice_request(journey.request_id(AdviceItem.HEALTH))
    assert contribution is not None
    told = proof(web, journey, f"check_advice/{contribution.contributions[0].id}")
    assert "Working day 3" in told
    assert "The same on a calendar" in told
