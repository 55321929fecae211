"""What a family contests, through the pages and the API: the same steps, refused in the same words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import Case, DatedLimit, State
from ehc_workflow.domain.commands import OrderToAssess
from ehc_workflow.domain.facts import ClockId
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from tests.builders import AUTHORITY, Journey
from tests.support.casework import answer, considered, on, set_letters, week
from tests.support.web import Web, hidden, summary, words


def stored(web: Web, journey: Journey) -> Case:
    with web.database.reading() as connection:
        return case_file(connection, journey.case_id).case


def step(journey: Journey, trigger: str) -> str:
    return f"/assessments/{journey.case_id}/steps/{trigger}"


def refused(web: Web) -> Journey:
    """Refused in week five."""
    return considered(web).at(week(5)).decide_to_refuse().tell_refusal()


def appealed(web: Web) -> Journey:
    """The appeal registered in week nine, with a certificate of week seven."""
    return refused(web).at(week(7)).certify().at(week(9)).appeal()


def family_of(web: Web, journey: Journey) -> TestClient:
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=AUTHORITY, assessment_id=journey.case_id
    )
    return web.signed_in(Role.FAMILY, seat=seat)


def shown(web: Web, journey: Journey, role: Role = Role.CASEWORKER) -> str:
    on(web, journey.today)
    return words(web.signed_in(role).get(f"/assessments/{journey.case_id}").text)


def test_a_refusal_comes_back_as_an_assessment_by_its_forms_alone(web: Web) -> None:
    set_letters(web)
    journey = refused(web)

    def take_on(day: date, role: Role, trigger: str, **answers: Any) -> None:
        on(web, day)
        done = answer(web.signed_in(role), step(journey, trigger), **answers)
        assert done.status_code == 303, f"{trigger}: {summary(done.text)}"

    cw, dm = Role.CASEWORKER, Role.DECISION_MAKER
    take_on(
        week(7),
        cw,
        "start_mediation",
        contacted_adviser_on="2 3 2026",
        authority_told_on="2 3 2026",
        issues="both",
    )
    take_on(week(7), cw, "tell_health_body")
    take_on(week(9), cw, "end_mediation", ended="met", ended_on="16 3 2026")
    take_on(week(9), cw, "issue_certificate", issued_on="16 3 2026")
    take_on(week(10), cw, "register_appeal", registered_on="23 3 2026", reply_due_on="4 5 2026")
    take_on(
        week(18),
        cw,
        "order_to_assess",
        made_on="18 5 2026",
        **{"directed_dates-0-clock": "final_plan", "directed_dates-0-day": "3 8 2026"},
    )
    told = shown(web, journey.at(week(18)))
    assert "Reopened on 18 May 2026 by an order, a concession or an agreement." in told
    assert "Superseded" in told
    letter = web.signed_in(dm).get(step(journey, "start_ordered_assessment"))
    assert "within 10 weeks of that day" in letter.text
    assert "20 weeks" not in letter.text
    take_on(week(19), cw, "start_ordered_assessment")

    case = stored(web, journey)
    assert case.state is State.ASSESSING
    (order,) = case.orders
    assert order.directed_dates == (DatedLimit(clock=ClockId.FINAL_PLAN, day=date(2026, 8, 3)),)


def test_what_is_contested_stands_on_the_case_and_on_the_familys_page(web: Web) -> None:
    journey = appealed(web)
    told = shown(web, journey)
    assert "In appeal" in told
    assert "Appeal: response due" in told
    assert "Mediation certificate issued" in told
    program = web.program(Role.CASEWORKER)
    out = program.get(f"/api/v1/assessments/{journey.case_id}").json()
    assert out["overlays"] == ["in_appeal"]
    assert ("tribunal_response", "running") in {(d["code"], d["status"]) for d in out["deadlines"]}


def test_a_case_in_appeal_is_on_the_worklist_until_the_appeal_is_over(web: Web) -> None:
    journey = appealed(web).at(week(15))
    on(web, journey.today)
    browser = web.signed_in(Role.CASEWORKER)
    assert journey.now.reference in browser.get("/worklist?whose=team").text
    done = answer(
        web.signed_in(Role.CASEWORKER), step(journey, "dismiss_appeal"), made_on="20 4 2026"
    )
    assert done.status_code == 303
    assert journey.now.reference not in browser.get("/worklist?whose=team").text


REFUSALS: list[tuple[str, dict[str, str], dict[str, Any], str]] = [
    (
        "issue_certificate",
        {"issued_on": "9 2 2026", "declined_on": "2 3 2026"},
        {"issued_on": "2026-02-09", "declined_on": "2026-03-02"},
        "The certificate (s55) is 9 February 2026, before the notice went on 16 February 2026.",
    ),
    (
        "register_appeal",
        {"registered_on": "2 3 2026", "reply_due_on": "4 5 2026"},
        {"appeal_id": "a", "registered_on": "2026-03-02", "reply_due_on": "2026-05-04"},
        "A mediation certificate is on file, the appeal is about the placement alone, or the Tribunal gave leave (s55)",
    ),
    (
        "start_mediation",
        {
            "contacted_adviser_on": "1 2 2026",
            "authority_told_on": "2 3 2026",
            "issues": "health",
        },
        {
            "mediation_id": "m",
            "contacted_adviser_on": "2026-02-01",
            "authority_told_on": "2026-03-02",
            "issues": "health",
        },
        "The contact is 1 February 2026, before the notice went on 16 February 2026.",
    ),
]


@pytest.mark.parametrize(("trigger", "typed", "body", "says"), REFUSALS)
def test_page_and_api_refuse_in_the_same_words(
    web: Web, trigger: str, typed: dict[str, str], body: dict[str, Any], says: str
) -> None:
    journey = refused(web).at(week(7))
    on(web, journey.today)
    page = answer(web.signed_in(Role.CASEWORKER), step(journey, trigger), **typed)
    assert page.status_code in (409, 422)
    assert says in summary(page.text)
    sent = web.program(Role.CASEWORKER).post(
        f"/api/v1/assessments/{journey.case_id}/{trigger.replace('_', '-')}",
        json={"notice_id": "refusal_to_assess-1", **body},
    )
    assert sent.status_code == page.status_code
    assert says in sent.text.replace("\\u2019", "’")
    assert stored(web, journey).version == journey.now.version


def test_an_order_on_an_open_case_is_refused_with_its_provision(web: Web) -> None:
    journey = considered(web)
    on(web, journey.today)
    says = "only while it is refused to assess (reg 44(2)(b))"
    sent = web.program(Role.CASEWORKER).post(
        f"/api/v1/assessments/{journey.case_id}/order-to-assess",
        json={"order_id": "o", "appeal_id": "a", "made_on": week(1).isoformat()},
    )
    assert sent.status_code == 409
    assert says in sent.text
    browser = web.signed_in(Role.CASEWORKER)
    own = browser.get(step(journey, "record_views"))
    typed = {**hidden(own.text), "appeal_id": "a", "made_on": "19 1 2026"}
    page = browser.post(step(journey, "order_to_assess"), data=typed)
    assert says in words(page.text)


def test_a_concession_is_a_decision_makers(web: Web) -> None:
    journey = appealed(web)
    on(web, journey.today)
    body = {"appeal_id": "appeal-1", "notified_tribunal_on": journey.today.isoformat()}
    address = f"/api/v1/assessments/{journey.case_id}/concede-assessment"
    assert web.program(Role.CASEWORKER).post(address, json=body).status_code == 403
    assert web.program(Role.DECISION_MAKER).post(address, json=body).status_code == 200
    assert stored(web, journey).state is State.ASSESS_ORDERED


def test_the_superseded_day_still_has_its_proof(web: Web) -> None:
    journey = appealed(web).at(week(20)).order(OrderToAssess)
    on(web, journey.today)
    browser = web.signed_in(Role.CASEWORKER)
    old = words(browser.get(f"/assessments/{journey.case_id}/deadlines/final_plan").text)
    assert "superseded by a later order, concession or agreement" in old
    new = words(browser.get(f"/assessments/{journey.case_id}/deadlines/final_plan/order-1").text)
    assert "reg 44(2)(b)" in new
    assert "date of the Tribunal" in new
    response = browser.get(f"/assessments/{journey.case_id}/deadlines/tribunal_response/appeal-1")
    assert response.status_code == 200
    assert "Response to the appeal" in words(response.text)
    case_page = words(browser.get(f"/assessments/{journey.case_id}").text)
    assert "; set aside since" in case_page


def test_the_family_sees_that_its_appeal_is_with_the_tribunal(web: Web) -> None:
    journey = appealed(web)
    on(web, journey.today)
    told = words(family_of(web, journey).get("/family").text)
    assert "Your appeal is with the Tribunal." in told
    journey.at(journey.today + timedelta(weeks=4)).order(OrderToAssess)
    on(web, journey.today)
    told = words(family_of(web, journey).get("/family").text)
    assert "There will be an assessment after all, as was ordered or agreed." in told
    assert "reg 13(2)" not in told
