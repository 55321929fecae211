"""An administrator's pages: messages that did not go, webhooks, and the words of messages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select, update

from ehc_workflow.domain.actors import Role
from ehc_workflow.store import channel_state
from ehc_workflow.store.tables.channels import Webhook
from ehc_workflow.store.tables.papers import OutboxMessage
from tests.contract.test_pages_desk import HEALTH, asked_unconfirmed
from tests.support.casework import answer, assessing, filled
from tests.support.web import SIGN_IN, Web, hidden, summary, words

GIVEN_UP = datetime(2026, 2, 20, 12, tzinfo=UTC)
PAGES = (
    "/messages",
    "/messages/again",
    "/messages/aside",
    "/webhooks",
    "/webhooks/new",
    "/message-templates",
)
HOOK = {
    "name": "Invented warehouse",
    "address": "https://records.example.org/ehc",
    "kinds": ["advice_asked", "deadline_alert"],
    "active": "yes",
}
WORDS = {
    "subject": "Please advise on {reference}",
    "body": "Read what is asked: {link}",
    "sms": "",
    "reason": "Plainer",
}


def failed(web: Web) -> list[str]:
    """Messages that were given up."""
    assessing(web)
    with web.database.writing() as connection:
        connection.execute(
            update(OutboxMessage).values(
                attempts=8,
                first_attempt_at=GIVEN_UP,
                last_attempt_at=GIVEN_UP,
                failed_at=GIVEN_UP,
                error="The server refused the address.",
            )
        )
        return list(connection.scalars(select(OutboxMessage.id).order_by(OutboxMessage.id)))


def chosen(ids: list[str]) -> str:
    return "&".join(f"message={id_}" for id_ in ids)


@pytest.mark.parametrize("path", PAGES)
def test_only_an_administrator_comes_in(web: Web, path: str) -> None:
    for role in set(SIGN_IN) - {Role.ADMINISTRATOR}:
        assert web.signed_in(role).get(path).status_code == 403, role
    assert web.signed_in(Role.ADMINISTRATOR).get(path).status_code == 200


# --- messages that did not go -----------------------------------------------------------------------------------------


def test_what_was_given_up_stands_there_with_its_attempts_and_without_a_child(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    assert "Every message went." in words(browser.get("/messages").text)
    ids = failed(web)
    told = words(browser.get("/messages").text)
    assert f"{len(ids)} Given up" in told
    assert "8 tries first 20 February 2026, 12:00pm last 20 February 2026, 12:00pm" in told
    assert "Given up 20 February 2026, 12:00pm The server refused the address." in told
    assert "to a service, by e-mail" in told
    assert "Robin" not in told
    assert "Nothing is found." in words(browser.get("/messages?search=nowhere").text)
    assert "Nothing waits to be tried again." in words(browser.get("/messages?part=tried").text)


def test_chosen_messages_go_again_after_a_question(web: Web) -> None:
    ids = failed(web)
    browser = web.signed_in(Role.ADMINISTRATOR)
    path = f"/messages/again?{chosen(ids[:2])}"
    shown = words(browser.get(path).text)
    assert "These messages go again within seconds" in shown
    done = answer(browser, path)
    assert done.status_code == 303, done.text
    told = words(browser.get("/messages").text)
    assert "2 messages go again within seconds." in told
    assert f"{len(ids) - 2} Given up" in told
    assert browser.get(path).status_code == 404, "they are on their way"
    assert "No message is chosen." in words(browser.get("/messages/again").text)


def test_chosen_messages_are_set_aside_with_a_reason(web: Web) -> None:
    ids = failed(web)
    browser = web.signed_in(Role.ADMINISTRATOR)
    path = f"/messages/aside?{chosen(ids[:1])}"
    refused = answer(browser, path, reason="")
    assert refused.status_code == 422
    assert summary(refused.text)
    assert answer(browser, path, reason="Told by telephone").status_code == 303
    aside = words(browser.get("/messages?part=set_aside").text)
    assert "Invented administrator: Told by telephone" in aside


def test_a_list_longer_than_a_page_goes_on(web: Web) -> None:
    ids = failed(web)
    with web.database.writing() as connection:
        row = connection.execute(select(OutboxMessage.__table__).limit(1)).one()._mapping
        for number in range(60):
            copy = {**row, "id": f"copy-{number:02}", "key": f"copy/{number}"}
            connection.execute(insert(OutboxMessage).values(**copy))
    browser = web.signed_in(Role.ADMINISTRATOR)
    seen: list[str] = []
    path = "/messages"
    while path:
        page = browser.get(path).text
        seen += re.findall(r'name="message" type="checkbox" value="([^"]+)"', page)
        following = re.search(r'href="(/messages\?[^"]*after=[^"]*)" rel="next"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == len(ids) + 60
    assert browser.get("/messages?after=nonsense").status_code == 404


def test_a_closed_road_is_said_and_tried_now(web: Web) -> None:
    with web.database.writing() as connection:
        channel_state.stop(
            connection, "notify", web.clock.now(), "GOV.UK Notify refuses this service's key: no."
        )
    browser = web.signed_in(Role.ADMINISTRATOR)
    page = browser.get("/messages").text
    assert "GOV.UK Notify takes no messages from here" in words(page)
    assert browser.post("/messages/roads/notify", data=hidden(page)).status_code == 303
    assert "takes no messages" not in words(browser.get("/messages").text)
    assert browser.post("/messages/roads/notify", data=hidden(page)).status_code == 404


# --- webhooks ---------------------------------------------------------------------------------------------------------


def add(browser: TestClient, **changes: Any) -> Any:
    return answer(browser, "/webhooks/new", **{**HOOK, **changes})


def test_a_webhooks_secret_is_shown_once(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    assert "No other system is told of anything." in words(browser.get("/webhooks").text)
    made = add(browser)
    assert made.status_code == 200, summary(made.text)
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]{44}", made.text)
    told = browser.get("/webhooks").text
    assert "Invented warehouse" in told
    assert "Advice is asked for" in told
    assert secret not in told
    with web.database.reading() as connection:
        (hook_id,) = connection.scalars(select(Webhook.id)).all()
    assert secret not in browser.get(f"/webhooks/{hook_id}").text
    renewed = answer(browser, f"/webhooks/{hook_id}/secret")
    assert re.findall(r"whsec_[A-Za-z0-9+/=]{44}", renewed.text) not in ([], [secret])
    off = answer(browser, f"/webhooks/{hook_id}", **{**HOOK, "active": None})
    assert off.status_code == 303, summary(off.text)
    assert "Switched off" in words(browser.get("/webhooks").text)


def test_what_was_typed_comes_back_when_a_webhook_is_refused(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    refused = add(browser, address="https://169.254.169.254/latest")
    assert refused.status_code == 422
    assert "on a network of our own" in summary(refused.text)
    assert filled(refused.text)["name"] == "Invented warehouse"
    assert "Choose at least one kind" in summary(add(browser, kinds=[]).text)
    assert add(browser).status_code == 200
    assert "There is a webhook called" in summary(add(browser).text)


def test_another_authoritys_webhook_is_not_found(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    assert browser.get("/webhooks/another").status_code == 404
    assert browser.get("/webhooks?authority=another").status_code == 404


# --- the words of messages --------------------------------------------------------------------------------------------


def test_words_are_looked_at_kept_and_taken_back(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    here = "/message-templates/advice_asked"
    assert "These words are built in." in words(browser.get(here).text)
    shown = answer(browser, f"{here}/change", **WORDS)
    assert shown.status_code == 200, summary(shown.text)
    assert "Please advise on EHC-ABCDE-12345" in words(shown.text)
    assert "These words are built in." in words(browser.get(here).text), "nothing is kept yet"
    carried = {name: value for name, value in filled(shown.text).items() if name[0] != "_"}
    done = browser.post(f"{here}/change", data={**hidden(shown.text), **carried, "_send": "yes"})
    assert done.status_code == 303, summary(done.text)
    kept = words(browser.get(here).text)
    assert "These are your authority’s own words." in kept
    assert "Plainer" in kept
    assert "Your own, version 1" in words(browser.get("/message-templates").text)
    back = answer(browser, f"{here}/undo/1", reason="It was good")
    assert back.status_code == 303, summary(back.text)
    assert "These words are built in." in words(browser.get(here).text)


def test_a_field_for_a_childs_name_is_refused_and_what_was_typed_comes_back(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    typed = {**WORDS, "body": "About {child_name}: {link}"}
    refused = answer(browser, "/message-templates/advice_asked/change", **typed)
    assert refused.status_code == 422
    assert "There is no field {child_name} in this message." in summary(refused.text)
    assert filled(refused.text)["body"] == "About {child_name}: {link}"
    assert browser.get("/message-templates/no_such").status_code == 404


# --- late advice ------------------------------------------------------------------------------------------------------


def test_a_request_that_came_back_says_so_where_nothing_shows_that_it_arrived(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    request_id = journey.request_id(HEALTH)
    mine = OutboxMessage.params["request_id"].as_string() == request_id
    with web.database.writing() as connection:
        connection.execute(
            update(OutboxMessage)
            .where(mine, OutboxMessage.template == "advice_asked")
            .values(
                sent_at=GIVEN_UP,
                bounced_at=GIVEN_UP,
                delivery_detail="The mail server sent it back (5.1.1).",
            )
        )
    browser = web.signed_in(Role.CASEWORKER)
    listed = words(browser.get("/late-advice?whose=team&part=not_arrived").text)
    assert "Did not arrive The mail server sent it back (5.1.1)." in listed
    assert "Came back 20 February 2026" in words(browser.get(f"/desk/requests/{request_id}").text)
    with web.database.writing() as connection:
        connection.execute(
            update(OutboxMessage).where(mine).values(bounced_at=None, delivered_at=GIVEN_UP)
        )
    listed = words(browser.get("/late-advice?whose=team&part=not_arrived").text)
    assert "was delivered 20 February 2026" in listed
    assert "nothing shows that it arrived" in listed, "a person says whether it is proof"
