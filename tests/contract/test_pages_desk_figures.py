"""The figures of a month by service: each request in one column, late by how much, right first time."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, ReplyKind
from tests.support.casework import assessing, on, week
from tests.support.web import Web, words

HEALTH = AdviceItem.HEALTH


def test_each_request_of_the_month_is_in_one_column(web: Web) -> None:
    """Asked in February: one in time and accepted, one two weeks late and returned, one overdue."""
    in_time = assessing(web).at(week(9)).give(HEALTH)
    accepted_on = in_time.today
    in_time.do(
        c.AcceptAdvice(
            assessment_id=in_time.case_id,
            request_id=in_time.request_id(HEALTH),
            accepted_on=accepted_on,
        )
    )
    late = assessing(web).at(week(13)).give(HEALTH)
    late.do(
        c.ReturnAdvice(
            assessment_id=late.case_id,
            request_id=late.request_id(HEALTH),
            returned_on=late.today,
            return_due_on=week(15),
            gaps="It says nothing of how often.",
        )
    )
    assessing(web)
    on(web, week(14))
    told = words(web.signed_in(Role.DCO).get("/desk/figures?month=2026-02").text)
    assert "Figures: February 2026" in told
    # asked, in time, late, overdue, waiting, returned, right first time, median days late of 14 and 21,
    # and to the first answer of 28 and 56
    assert "Invented health service 3 1 1 1 0 1 1 18 42" in told


def test_a_service_sees_its_own_and_nobody_else_any(web: Web) -> None:
    assessing(web)
    on(web, week(6))
    told = words(web.signed_in(Role.PSYCHOLOGY).get("/desk/figures?month=2026-02").text)
    assert "Invented psychology service 1 0 0 0 1 0 0 – –" in told
    assert "health service" not in told
    assert web.signed_in(Role.CASEWORKER).get("/desk/figures").status_code == 403


def test_an_empty_month_says_so_and_a_wrong_one_shows_the_last_whole_month(web: Web) -> None:
    on(web, week(6))
    browser = web.signed_in(Role.DCO)
    assert "Nothing was asked in January 2026." in words(browser.get("/desk/figures").text)
    assert "Nothing was asked in January 2026." in words(
        browser.get("/desk/figures?month=nonsense").text
    )


def test_the_figures_as_json_and_the_time_to_the_first_answer(web: Web) -> None:
    """A reply short of advice counts as an answer, and not as advice."""
    journey = assessing(web)
    journey.at(week(6)).do(
        c.ReplyToRequest(
            assessment_id=journey.case_id,
            request_id=journey.request_id(HEALTH),
            kind=ReplyKind.NOT_KNOWN,
            replied_on=week(6),
        )
    )
    on(web, week(7))
    path = "/api/v1/reports/advice?month=2026-02"
    (health,) = web.program(Role.DCO).get(path).json()["services"]
    assert health == {
        "service": "Invented health service",
        "asked": 1,
        "in_time": 0,
        "late": 0,
        "overdue": 0,
        "waiting": 1,
        "returned": 0,
        "right_first_time": 0,
        "median_days_late": None,
        "answered": 1,
        "median_days_to_answer": 7,
    }
    everything = web.program(Role.MANAGER).get(path).json()["services"]
    assert [one["asked"] for one in everything] == [1, 1, 1, 1]
    assert web.program(Role.CASEWORKER).get(path).status_code == 403
