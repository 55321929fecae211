"""What shows that a request arrived, and what the engine sent about it."""

from __future__ import annotations

from ehc_workflow.domain.actors import Role
from tests.contract.test_pages_desk import HEALTH, asked_unconfirmed, at
from tests.support.casework import answer, on, week
from tests.support.mornings import Mornings
from tests.support.web import Web, summary, words


def test_a_request_that_nothing_shows_to_have_arrived_says_so(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(5))
    page = words(web.signed_in(Role.CASEWORKER).get(at(journey)).text)
    assert "Nobody of the service has opened it here." in page
    assert "so the six weeks do not run: ring the service, and record the day" in page
    assert "Asked for the advice, by e-mail The service Waits to be sent" in page


def test_the_page_shows_what_went_and_when_it_was_opened(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(5))
    Mornings(web.database).run(week(6))
    web.signed_in(Role.HEALTH_ADMINISTRATOR).get(at(journey))
    page = words(web.signed_in(Role.CASEWORKER).get(at(journey)).text)
    assert "The service health@example.invalid" in page
    assert "First opened by the service:" in page


def test_a_caseworkers_look_opens_nothing_for_the_service(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(5))
    browser = web.signed_in(Role.CASEWORKER)
    browser.get(at(journey))
    assert "Nobody of the service has opened it here." in words(browser.get(at(journey)).text)


def test_the_authority_says_what_shows_the_receipt(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(5))
    browser = web.signed_in(Role.CASEWORKER)
    refused = answer(browser, at(journey, page="/received"), proof="told", evidence="")
    assert refused.status_code == 422
    assert "Say who told you, or which receipt shows it." in summary(refused.text)
    done = answer(
        browser, at(journey, page="/received"), proof="told", evidence="Invented administrator"
    )
    assert done.status_code == 303, summary(done.text)
    page = words(browser.get(at(journey)).text)
    assert "told to the authority" in page
    assert "How it is known: Invented administrator" in page


def test_those_who_owe_it_are_asked_only_for_the_day(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(5))
    browser = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    assert 'name="proof"' not in browser.get(at(journey, page="/received")).text
    answer(browser, at(journey, page="/received"))
    assert "confirmed by the service" in words(browser.get(at(journey)).text)
