"""Over many cases: the caseload as known on a past day, and where the days of a year went."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from api.pages import caseload
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.days import Cause, in_whole_days, where_the_days_went
from tests.builders import Journey
from tests.support.casework import assessing, considered, on, week
from tests.support.web import Web, summary, words


def test_the_days_of_a_caseload_are_the_sum_of_its_cases(web: Web) -> None:
    first = Journey(web.database).at(week(0)).to_final(caseworker_seat_id=None)
    second = considered(web, caseworker_seat_id=None).at(week(5)).decide_to_refuse().tell_refusal()
    considered(web)  # still open: no outcome to count to
    on(web, week(30))
    told = web.program(Role.MANAGER).get("/api/v1/reports/days?year=2026").json()
    own = [where_the_days_went(one.now, one.today) for one in (first, second)]
    assert told["all_teams"]["cases"] == 2
    assert told["all_teams"]["in_all"] == sum(sum(in_whole_days(one).values()) for one in own)
    assert sum(told["all_teams"]["parts"].values()) == told["all_teams"]["in_all"]
    assert told["all_teams"]["parts"]["nobody"] == sum(
        in_whole_days(one)[Cause.NOBODY] for one in own
    ), "no seat held either case"
    (team,) = told["by_team"].values()
    assert team == told["all_teams"]


def test_the_managers_page_shows_the_days_as_a_picture_and_a_table(web: Web) -> None:
    Journey(web.database).at(week(0)).to_final(caseworker_seat_id=None)
    on(web, week(30))
    page = web.signed_in(Role.MANAGER).get("/days?year=2026")
    told = words(page.text)
    assert "1 case, 119 days: 119 a case." in told
    assert "In all 119 119.0 100 %" in told
    assert 'class="ehc-days__nobody"' in page.text
    assert 'class="ehc-days__family_window"' in page.text
    assert "No case ended in 2025." in words(
        web.signed_in(Role.MANAGER).get("/days?year=2025").text
    )


def test_a_caseload_is_shown_as_it_was_known_and_not_as_it_was(web: Web) -> None:
    journey = assessing(web, asked_on=week(4))
    journey.at(week(11)).give(AdviceItem.HEALTH, received_on=week(9))
    on(web, week(12))
    between = week(10) + timedelta(days=2)
    told = web.program(Role.MANAGER).get(f"/api/v1/reports/caseload-as-known-on/{between}").json()
    (case,) = told["owed"]
    assert (case["reference"], case["state"]) == (journey.now.reference, "assessing")
    assert (case["level"], case["code"], case["learned_later"]) == ("late", "advice_health", 1)
    assert (told["by_level"]["late"], told["learned_later"]) == (1, 1)
    before = web.program(Role.MANAGER).get(
        f"/api/v1/reports/caseload-as-known-on/{week(0) - timedelta(days=1)}"
    )
    assert before.json()["owed"] == []


def test_the_page_leads_to_each_case_as_it_was_known(web: Web) -> None:
    journey = assessing(web, asked_on=week(4))
    on(web, week(12))
    browser = web.signed_in(Role.MANAGER)
    assert "/caseload/as-known-on" in browser.get("/manager").text
    page = browser.get(f"/caseload/as-known-on?day={week(11).isoformat()}")
    assert f"/assessments/{journey.case_id}/as-known-on?day={week(11)}" in page.text
    told = words(page.text)
    assert "1 case with something owed: 1 late, 0 due now, 0 at risk, 0 on track." in told
    empty = words(browser.get("/caseload/as-known-on?day=1/1/2026").text)
    assert "Nothing was owed on that day." in empty


@pytest.mark.parametrize(
    ("day", "says"), [("1/6/2027", "still to come"), ("soon", "Write a day such as")]
)
def test_a_day_that_cannot_be_is_refused_and_kept(web: Web, day: str, says: str) -> None:
    on(web, week(12))
    page = web.signed_in(Role.MANAGER).get("/caseload/as-known-on", params={"day": day})
    assert page.status_code == 422
    assert says in summary(page.text)
    assert f'value="{day}"' in page.text


def test_a_caseload_too_large_for_a_page_says_where_to_ask(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    considered(web)
    on(web, week(12))
    monkeypatch.setattr(caseload, "MOST_ON_A_PAGE", 0)
    page = web.signed_in(Role.MANAGER).get("/caseload/as-known-on?day=2/3/2026")
    assert page.status_code == 422
    assert "ehc report caseload --on DAY" in summary(page.text)


@pytest.mark.parametrize("path", ["days?year=2026", "caseload-as-known-on/2026-03-02"])
def test_figures_over_many_cases_are_a_managers(web: Web, path: str) -> None:
    on(web, date(2026, 6, 1))
    for role in (Role.CASEWORKER, Role.DCO, Role.FAMILY):
        assert web.program(role).get(f"/api/v1/reports/{path}").status_code == 403
    assert web.program(Role.MANAGER).get(f"/api/v1/reports/{path}").status_code == 200
