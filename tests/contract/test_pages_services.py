"""The pages of services, seats and teams: who may open them and do what, and that nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.service.services_seen import services_seen
from ehc_workflow.store import organisation
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import services
from ehc_workflow.store.queries.services import Show
from tests import builders as b
from tests.support.casework import assessing, counted, on, week
from tests.support.web import SIGN_IN, Web, hidden, send, summary, words

HEALTH = b.SERVICES[AdviceItem.HEALTH]
AT = f"/services/{HEALTH}"
READS = {Role.ADMINISTRATOR, Role.MANAGER, Role.DCO, Role.HEALTH_ADMINISTRATOR}
ADMINISTRATORS_OWN = [
    "/services/new",
    f"{AT}/change",
    f"{AT}/close",
    f"{AT}/seats/new",
    "/health-bodies",
    "/teams",
    f"/teams/{b.AUTHORITY}/{b.TEAM}",
    f"/teams/{b.AUTHORITY}/whole/seats/new",
]


def a_seat(web: Web, browser: TestClient, name: str = "First desk") -> str:
    """A vacant seat in the health service, made by page; its page."""
    made = send(browser, f"{AT}/seats/new", {"role": "health_administrator", "name": name})
    assert made.status_code == 303, made.text
    return str(made.headers["location"])


def press(browser: TestClient, page: str, action: str, **answers: str) -> str:
    """Press a button of a page; the words of the page that comes."""
    sent = browser.post(action, data={**hidden(browser.get(page).text), **answers})
    if sent.status_code == 303:
        return words(browser.get(sent.headers["location"]).text)
    return summary(sent.text)


# --- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", SIGN_IN)
def test_services_are_seen_by_those_who_look_after_them(web: Web, role: Role) -> None:
    browser = web.signed_in(role)
    wanted = 200 if role in READS else 403
    assert [browser.get(path).status_code for path in ("/services", AT)] == [wanted, wanted]


@pytest.mark.parametrize("role", [role for role in SIGN_IN if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_changes_anything(web: Web, role: Role) -> None:
    seat = a_seat(web, web.signed_in(Role.ADMINISTRATOR))
    browser = web.signed_in(role)
    pages = [*ADMINISTRATORS_OWN, seat]
    assert {browser.get(path).status_code for path in pages} == {403}
    csrf = {"_csrf": hidden(browser.get("/").text or "").get("_csrf", "")}
    for path in (f"{AT}/confirm", f"{AT}/reopen", f"{seat}/take", f"{seat}/close"):
        assert browser.post(path, data=csrf).status_code == 403
    if role in READS:
        told = browser.get(AT).text
        assert "/confirm" not in told
        assert "What was changed" not in told


def test_an_administrator_opens_every_page(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    for path in [*ADMINISTRATORS_OWN, a_seat(web, browser)]:
        assert browser.get(path).status_code == 200, path


def test_another_authoritys_services_and_seats_are_not_there(web: Web) -> None:
    with web.database.writing() as connection:
        organisation.add_authority(
            connection, authority_id="other", name="Otherland", dfe_number="998"
        )
        organisation.add_service(
            connection,
            service_id="theirs",
            kind=ServiceKind.HEALTH,
            name="Their service",
            authority_ids=["other"],
        )
    here = web.signed_in(Role.ADMINISTRATOR)
    seat = a_seat(web, here)
    there = web.signed_in(
        Role.ADMINISTRATOR, seat=Seat(id=new_id(), role=Role.ADMINISTRATOR, authority_id="other")
    )
    assert "Their service" not in here.get("/services").text
    assert here.get("/services/theirs").status_code == 404
    assert "Their service" in there.get("/services").text
    assert [there.get(path).status_code for path in (AT, f"{AT}/change", seat)] == [404] * 3
    assert there.post(f"{seat}/take", data=hidden(there.get("/services").text)).status_code == 404


def test_a_clinical_officer_sees_the_health_services_of_their_own_body(web: Web) -> None:
    with web.database.writing() as connection:
        for name in ("North", "South"):
            organisation.add_service(
                connection,
                service_id=name,
                kind=ServiceKind.HEALTH,
                name=f"{name} therapies",
                authority_ids=[b.AUTHORITY],
                health_body=f"{name} body",
            )
    seat = Seat(id=new_id(), role=Role.DCO, authority_id=b.AUTHORITY, service_id="North")
    browser = web.signed_in(Role.DCO, seat=seat)
    told = browser.get("/services").text
    assert "North therapies" in told
    assert "Invented health service" in told, "of no body"
    assert "South therapies" not in told
    assert "Invented psychology service" not in told
    assert browser.get("/services/South").status_code == 404


def test_what_is_handed_to_another_body_leaves_the_desk(web: Web) -> None:
    journey = assessing(web, asked_on=week(4))
    with web.database.writing() as connection:
        for name in ("North", "South"):
            organisation.add_service(
                connection,
                service_id=name,
                kind=ServiceKind.HEALTH,
                name=f"{name} therapies",
                authority_ids=[b.AUTHORITY],
                health_body=f"{name} body",
                confirmed_on=b.MONDAY,
            )
    on(web, week(5))
    seat = Seat(id=new_id(), role=Role.DCO, authority_id=b.AUTHORITY, service_id="North")
    browser = web.signed_in(Role.DCO, seat=seat)
    request = f"/desk/requests/{journey.request_id(AdviceItem.HEALTH)}"
    own = send(browser, f"{request}/route", {"service_id": "North"})
    assert own.headers["location"] == request
    other = send(browser, f"{request}/route", {"service_id": "South"})
    assert other.headers["location"] == "/desk"
    assert "Sent to South therapies." in words(browser.get("/desk").text)
    assert browser.get(request).status_code == 404


# --- what they show -----------------------------------------------------------------------------------------------


def test_a_list_says_what_waits_and_that_nobody_is_there(web: Web) -> None:
    assessing(web, asked_on=week(4))
    on(web, week(11))
    browser = web.signed_in(Role.ADMINISTRATOR)
    told = words(browser.get("/services").text)
    assert "have requests and nobody in a seat" in told
    assert re.search(r"Invented health service Health 1 1 Nobody", told)
    vacant = words(browser.get("/services?show=vacant").text)
    assert "Invented health service" in vacant
    assert "Quayside School" not in vacant
    a_seat(web, browser)
    assert "1 request waits and nobody is in a seat" in words(browser.get(AT).text)


def test_a_list_is_searched_and_says_when_nothing_is_found(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    found = words(browser.get("/services?q=psycho").text)
    assert "Invented psychology service" in found
    assert "Larkrise School" not in found
    assert "No service is found." in words(browser.get("/services?q=%25").text)
    assert "No service is closed." in words(browser.get("/services?show=closed").text)
    schools = words(browser.get("/services?kind=setting").text)
    assert "Larkrise School" in schools
    assert "Invented health service" not in schools
    assert browser.get("/services?after=nonsense").status_code == 404


def test_a_page_of_services_costs_one_statement(web: Web) -> None:
    seen = services_seen(b.MANAGER)
    with web.database.reading() as connection, counted(connection) as statements:
        services.service_lines(connection, seen, Show.OPEN, today=web.clock.today())
    assert len(statements) == 1


def test_a_long_list_goes_on(web: Web) -> None:
    with web.database.writing() as connection:
        for number in range(services.PAGE + 5):
            organisation.add_service(
                connection,
                service_id=f"many {number}",
                kind=ServiceKind.SETTING,
                name=f"School {number:03}",
                authority_ids=[b.AUTHORITY],
            )
    browser = web.signed_in(Role.MANAGER)
    first = browser.get("/services?kind=setting").text
    (link,) = re.findall(r'href="(/services\?[^"]*after=[^"]*)"', first)
    second = browser.get(link.replace("&amp;", "&")).text
    names = re.findall(r">(School \d{3})<", first + second)
    assert len(names) == len(set(names)) == services.PAGE + 5


# --- what can be done ---------------------------------------------------------------------------------------------


def test_a_service_is_made_changed_and_confirmed_and_the_page_says_what_was_before(
    web: Web,
) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    send(browser, "/health-bodies", {"name": "North body", "executive_email": "x@example.invalid"})
    assert "North body x@example.invalid" in words(browser.get("/health-bodies").text)
    answers = {"name": "Therapies", "kind": "health", "email": "old@example.invalid"}
    made = send(browser, "/services/new", {**answers, "health_body": "North body"})
    at = made.headers["location"]
    assert "The service is on the list." in words(browser.get(at).text)
    assert "Confirmed Never" in words(browser.get(at).text)
    told = press(browser, at, f"{at}/confirm")
    assert "The addresses are confirmed as of today." in told
    send(browser, f"{at}/change", {"name": "Therapies", "email": "new@example.invalid"})
    told = words(browser.get(at).text)
    assert "Shared inbox: old@example.invalid → new@example.invalid" in told
    assert "Health body: North body → none" in told
    assert "Confirmed Never" in told
    assert "Invented administrator" in told


def test_a_refused_form_comes_back_with_what_was_typed(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    refused = send(
        browser, f"{AT}/change", {"name": "Another name", "email": "nowhere", "lead_email": ""}
    )
    assert "Enter an e-mail address" in summary(refused.text)
    assert 'value="Another name"' in refused.text
    assert 'value="nowhere"' in refused.text
    seat = a_seat(web, browser)
    answers = {"email": "bo@example.invalid", "first_day": "20 1 2026", "last_day": "13 1 2026"}
    web.accounts.create("bo@example.invalid", "Bo", password=None, now=web.clock.now())
    page = browser.get(seat)
    refused = browser.post(f"{seat}/cover", data={**hidden(page.text), "_form": "cover", **answers})
    assert "must be the first day or later" in summary(refused.text)
    assert 'value="bo@example.invalid"' in refused.text


def test_a_seat_is_given_covered_taken_and_closed(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    seat = a_seat(web, browser)
    for name in ("asha", "bo"):
        web.accounts.create(f"{name}@example.invalid", name, password=None, now=web.clock.now())
    told = press(browser, seat, f"{seat}/give", email="Asha@example.invalid")
    assert "asha holds the seat from today." in told
    again = press(browser, seat, f"{seat}/give", email="bo@example.invalid")
    assert "asha holds this seat: take it from them first." in again
    days = {"first_day": "12 1 2026", "last_day": "16 1 2026"}
    own = press(browser, seat, f"{seat}/cover", email="asha@example.invalid", **days)
    assert "cannot cover it" in own
    told = press(browser, seat, f"{seat}/cover", email="bo@example.invalid", **days)
    assert "bo covers the seat from 12 January 2026 to 16 January 2026." in told
    assert "1 covered today" in words(browser.get("/services").text)
    assert "asha bo Mon 12 Jan 2026 to Fri 16 Jan 2026" in words(browser.get(AT).text)
    assert "The seat is vacant." in press(browser, seat, f"{seat}/take")
    cover = re.findall(rf'action="({seat}/cover/[^"]*/end)"', browser.get(seat).text)
    assert "The cover is ended." in press(browser, seat, cover[0])
    assert "The seat is closed." in press(browser, seat, f"{seat}/close")
    assert "Closed since" in words(browser.get(seat).text)
    told = press(browser, seat, f"{seat}/reopen")
    assert "The seat is open and vacant." in told
    for said in ("taken from asha", "cover by bo ended", "Seat closed", "given to asha"):
        assert said in told


def test_a_closing_service_says_what_lies_with_it_and_sends_it_on(web: Web) -> None:
    assessing(web, asked_on=week(4))
    on(web, week(5))
    browser = web.signed_in(Role.ADMINISTRATOR)
    made = send(browser, "/services/new", {"name": "Therapies", "kind": "health"})
    therapies = made.headers["location"]
    page = words(browser.get(f"{AT}/close").text)
    assert "1 open request would be left behind: choose where it goes." in page
    refused = send(browser, f"{AT}/close", {"send_on_to": ""})
    assert "choose the service that they are sent on to" in summary(refused.text)
    done = send(browser, f"{AT}/close", {"send_on_to": therapies.removeprefix("/services/")})
    told = words(browser.get(done.headers["location"]).text)
    assert "The service is closed. 1 request sent on." in told
    assert "Invented health service" not in browser.get("/services").text
    assert "Invented health service" in browser.get("/services?show=closed").text
    assert "1 to give" in words(browser.get(therapies).text)
    assert "Its seats are vacant" in press(browser, AT, f"{AT}/reopen")


def test_a_team_is_added_and_its_seats_say_what_lies_with_them(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    send(browser, "/teams", {"name": "South"})
    html = browser.get("/teams").text
    assert "The team South is there." in words(html)
    assert "There is a team South already" in summary(
        send(browser, "/teams", {"name": "South"}).text
    )
    team = f"/teams/{b.AUTHORITY}/{b.TEAM}"
    made = send(browser, f"{team}/seats/new", {"role": "caseworker", "name": "Third desk"})
    assert "Open cases with it 0" in words(browser.get(made.headers["location"]).text)
    assert "Third desk SEN caseworker Vacant None 0" in words(browser.get(team).text)
    refused = send(browser, f"{team}/seats/new", {"role": "administrator", "name": "Mine"})
    assert refused.status_code in {404, 422}
    assert browser.get(f"/teams/{b.AUTHORITY}/no-such-team").status_code == 404


# --- the caseworker -----------------------------------------------------------------------------------------------


def test_a_caseworker_is_told_of_an_address_that_nobody_confirmed(web: Web) -> None:
    journey = assessing(web, asked_on=week(4))
    with web.database.writing() as connection:
        organisation.change_service(connection, HEALTH, confirmed_on=None)
    on(web, week(5))
    browser = web.signed_in(Role.CASEWORKER)
    request = journey.request_id(AdviceItem.PSYCHOLOGY)
    told = words(browser.get(f"/desk/requests/{request}/route").text)
    assert "Invented health service (address never confirmed)" in told
    assert "Invented social care service (address" not in told
