"""Where the days of a case went, on the page and as JSON."""

from __future__ import annotations

from datetime import timedelta

from ehc_workflow.domain.actors import Role
from tests.builders import Journey
from tests.support.casework import considered, on, week
from tests.support.web import Web, words


def test_the_page_and_the_json_add_up_to_the_days_of_the_case(web: Web) -> None:
    journey = Journey(web.database).at(week(0)).to_final()
    on(web, journey.today + timedelta(weeks=3))
    told = web.program(Role.CASEWORKER).get(f"/api/v1/assessments/{journey.case_id}/days").json()
    assert told["in_all"] == (journey.today - week(0)).days == sum(told["parts"].values())
    assert told["parts"]["family_window"] == 14
    browser = web.signed_in(Role.CASEWORKER)
    assert (
        f"/assessments/{journey.case_id}/days"
        in browser.get(f"/assessments/{journey.case_id}").text
    )
    page = words(browser.get(f"/assessments/{journey.case_id}/days").text)
    assert f"In all {told['in_all']}" in page
    assert "The family’s 15 days 14" in page


def test_on_the_first_day_there_is_nothing_to_show(web: Web) -> None:
    journey = Journey(web.database).at(week(0)).receive()
    on(web, week(0))
    page = web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}/days")
    assert "No day has passed yet." in words(page.text)


def test_it_is_no_more_open_than_the_case(web: Web) -> None:
    journey = considered(web)
    assert web.signed_in(Role.DCO).get(f"/assessments/{journey.case_id}/days").status_code == 404
