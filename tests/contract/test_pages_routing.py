"""Requests for health advice that no service was named for: sent on one by one, or many at once."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.store import organisation
from ehc_workflow.store.queries import desk
from tests import builders as b
from tests.contract.test_pages_desk import HEALTH, asked_unconfirmed, at, view
from tests.support.casework import answer, counted, on, week
from tests.support.web import Web, hidden, summary, words

THERAPY = b.fixed_id("therapy")
NAME = "Invented speech and language therapy"


def a_therapy(web: Web) -> None:
    with web.database.writing() as connection:
        organisation.add_service(
            connection,
            service_id=THERAPY,
            kind=ServiceKind.HEALTH,
            name=NAME,
            authority_ids=[b.AUTHORITY],
            email="therapy@example.invalid",
            lead_email="therapy.lead@example.invalid",
            confirmed_on=b.MONDAY,
        )


def unrouted(web: Web, number: int = 1) -> list[b.Journey]:
    a_therapy(web)
    journeys = [asked_unconfirmed(web, HEALTH, service=False) for _ in range(number)]
    on(web, week(5))
    return journeys


def told(web: Web) -> list[str]:
    statement = "SELECT template FROM outbox_message WHERE recipient = :to"
    with web.database.reading() as connection:
        return list(connection.scalars(text(statement), {"to": f"service:{THERAPY}"}))


def test_one_is_sent_in_two_actions_from_the_list(web: Web) -> None:
    (journey,) = unrouted(web)
    browser = web.signed_in(Role.DCO)
    page = browser.get("/desk?view=unrouted").text
    assert NAME in page
    name = f"to-{journey.request_id(HEALTH)}"
    sent = browser.post("/desk/routed", data={**hidden(page), name: THERAPY})
    assert sent.status_code == 303
    assert "1 request sent to a service." in view(browser, "unrouted")
    assert "0 No service named" in view(browser, "unrouted")
    assert NAME in view(browser, "to_give")
    assert told(web) == ["advice_asked"]


def test_ten_are_sent_in_four_actions(web: Web) -> None:
    journeys = unrouted(web, 10)
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    page = browser.get("/desk?view=unrouted&all=1").text
    assert page.count('" checked>') == 10
    ids = [journey.request_id(HEALTH) for journey in journeys]
    sent = browser.post("/desk/routed", data={**hidden(page), "request": ids, "for_all": THERAPY})
    assert sent.status_code == 303
    assert "10 requests sent to a service." in view(browser, "unrouted")
    assert len(told(web)) == 10


def test_a_page_of_the_desk_is_four_statements_however_much_is_on_it(web: Web) -> None:
    """What each part holds, the requests of one, the services to choose from, what was asked back; and the session."""
    a_therapy(web)
    for _ in range(2):
        for _ in range(3):
            asked_unconfirmed(web, HEALTH, service=False)
        on(web, week(5))
        browser = web.signed_in(Role.DCO)
        for view_ in ("unrouted", "to_give", "late"):
            with counted(web.database.reader) as said:
                assert browser.get("/desk", params={"view": view_}).status_code == 200
            assert len(said) == 4 + 2, view_


def test_the_requests_of_a_batch_are_read_at_once(web: Web) -> None:
    journeys = unrouted(web, 7)
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    read = []
    for chosen in (journeys[:2], journeys[2:]):
        page = hidden(browser.get("/desk?view=unrouted").text)
        ids = [journey.request_id(HEALTH) for journey in chosen]
        with counted(web.database.reader) as said:
            browser.post("/desk/routed", data={**page, "request": ids, "for_all": THERAPY})
        read.append(len(said))
    assert read[0] == read[1]


def test_the_list_stands_where_it_stood(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PAGE", 2)
    unrouted(web, 5)
    browser = web.signed_in(Role.DCO)
    first = browser.get("/desk?view=unrouted").text
    second = re.findall(r'href="([^"]*)" rel="next"', first)[0].replace("&amp;", "&")
    page = browser.get(f"{second}&all=1").text
    ids = re.findall(r'name="request" type="checkbox" value="([^"]+)" checked', page)
    unseen = {name: unescape(value) for name, value in hidden(page).items()}
    sent = browser.post("/desk/routed", data={**unseen, "request": ids, "for_all": THERAPY})
    assert sent.headers["location"] == second
    assert "2 requests sent to a service." in words(browser.get(second).text)


def test_no_day_moves_and_the_history_names_the_service(web: Web) -> None:
    (journey,) = unrouted(web)
    answer(web.signed_in(Role.HEALTH_ADMINISTRATOR), at(journey, page="/received"))
    browser = web.signed_in(Role.DCO)
    before = words(browser.get(at(journey)).text)
    done = answer(browser, at(journey, page="/route"), service_id=THERAPY)
    assert done.status_code == 303, summary(done.text)
    after = words(browser.get(at(journey)).text)
    due = "Due on 30 March 2026"
    assert due in before
    assert due in after
    assert f"sent to {NAME}" in after, after


def test_what_cannot_be_sent_says_why(web: Web) -> None:
    (journey,) = unrouted(web)
    browser = web.signed_in(Role.DCO)
    page = hidden(browser.get("/desk?view=unrouted").text)
    nothing = browser.post("/desk/routed", data=page)
    assert nothing.status_code == 422
    assert "Tick requests and choose a service" in summary(nothing.text)
    request_id = journey.request_id(HEALTH)
    no_service = browser.post("/desk/routed", data={**page, "request": [request_id]})
    assert f'value="{request_id}" checked>' in no_service.text, "what was ticked comes back"
    name = f"to-{request_id}"
    browser.post("/desk/routed", data={**page, name: b.SCHOOL})
    assert "0 requests sent to a service. 1 could not be: " in view(browser, "unrouted")
    browser.post("/desk/routed", data={**page, f"to-{uuid4()}": THERAPY})
    assert "0 requests sent" in view(browser, "unrouted")
    program = web.program(Role.CASEWORKER)
    body = {
        "request_id": journey.request_id(HEALTH),
        "service_id": THERAPY,
        "routed_on": web.clock.day.isoformat(),
    }
    path = f"/api/v1/assessments/{journey.case_id}/route-request"
    assert program.post(path, json=body).status_code == 200
    again = program.post(path, json=body)
    assert again.status_code == 422
    assert "lies with this service already" in again.text
    elsewhere = program.post(path, json={**body, "service_id": str(uuid4())})
    assert elsewhere.status_code in (404, 422), elsewhere.text


# --- one chase for many ---------------------------------------------------------------------------------------------


def late(web: Web, number: int) -> list[str]:
    journeys = [asked_unconfirmed(web, HEALTH) for _ in range(number)]
    for journey in journeys:
        journey.do(
            c.RecordRequestReceived(
                assessment_id=journey.case_id,
                request_id=journey.request_id(HEALTH),
                received_by_body_on=journey.today,
            )
        )
    on(web, week(11))
    return [journey.request_id(HEALTH) for journey in journeys]


def test_one_chase_is_logged_for_all_that_are_ticked(web: Web) -> None:
    ids = late(web, 3)
    browser = web.signed_in(Role.DCO)
    page = browser.get("/desk?view=late&all=1").text
    assert page.count('" checked>') == 3 + 1, "three requests, and the telephone"
    said = {"channel": "phone", "to_whom": "Their administrator", "reply": "On Thursday."}
    done = browser.post("/desk/chased", data={**hidden(page), **said, "request": ids[:2]})
    assert done.status_code == 303
    told = view(browser, "late")
    assert "2 requests logged as chased today." in told
    assert told.count("last chased") == 2


def test_the_desk_of_health_can_be_narrowed_to_one_service(web: Web) -> None:
    (journey,) = unrouted(web)
    late(web, 2)
    on(web, week(5))
    browser = web.signed_in(Role.DCO)
    body = {f"to-{journey.request_id(HEALTH)}": THERAPY}
    browser.post("/desk/routed", data={**hidden(browser.get("/desk?view=unrouted").text), **body})
    everything = browser.get("/desk?view=to_give").text
    assert everything.count('href="/desk/requests/') == 3
    narrowed = browser.get(f"/desk?view=to_give&service={THERAPY}").text
    assert narrowed.count('href="/desk/requests/') == 1
    assert f'value="{THERAPY}" selected' in narrowed
    nothing = words(browser.get(f"/desk?view=done&service={THERAPY}").text)
    assert "No request here lies with this service." in nothing


def test_a_chase_of_nothing_or_of_nobody_loses_nothing(web: Web) -> None:
    ids = late(web, 1)
    browser = web.signed_in(Role.DCO)
    page = hidden(browser.get("/desk?view=late").text)
    said = {"channel": "email", "to_whom": "Their administrator", "reply": "Words to keep."}
    nothing = browser.post("/desk/chased", data={**page, **said})
    assert nothing.status_code == 422
    assert "Tick the requests that the chase was about." in summary(nothing.text)
    assert "Words to keep." in nothing.text
    nobody = browser.post("/desk/chased", data={**page, **said, "to_whom": "", "request": ids})
    assert nobody.status_code == 422
    assert f'value="{ids[0]}" checked>' in nobody.text
    assert "Words to keep." in nobody.text


def test_who_gives_advice_sees_no_form_for_chases(web: Web) -> None:
    late(web, 1)
    page = web.signed_in(Role.HEALTH_ADMINISTRATOR).get("/desk?view=late").text
    assert "Log one chase" not in page


def test_another_services_request_is_not_theirs_to_send_on(web: Web) -> None:
    a_therapy(web)
    journey = asked_unconfirmed(web, AdviceItem.PSYCHOLOGY)
    on(web, week(5))
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    assert browser.get(at(journey, AdviceItem.PSYCHOLOGY, "/route")).status_code == 404
