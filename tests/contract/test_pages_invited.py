"""A one-time link: sent by the desk, opened with a code, good for one request, and over when the advice is given."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ehc_workflow.clock import FixedClock
from ehc_workflow.domain.actors import Role
from ehc_workflow.jobs.deliver import deliver
from ehc_workflow.notify import Mail, MemoryNotifier
from ehc_workflow.service.invitations import MOST_CODES, TRIES
from tests import builders as b
from tests.contract.test_pages_advice import WHOSE
from tests.contract.test_pages_desk import HEALTH, asked_unconfirmed, at
from tests.contract.test_pages_routing import THERAPY, a_therapy
from tests.support.casework import answer, filled, on, week
from tests.support.mornings import ADDRESS
from tests.support.web import Web, hidden, summary, words

THERAPIST = "therapist@example.invalid"
LINK = re.compile(rf"{ADDRESS}(/invited/[\w-]+)")
CODE = re.compile(r"Your code is (\d{6})\.")


def mails(web: Web) -> list[Mail]:
    """What the worker sends now to the therapist."""
    notifier = MemoryNotifier()
    deliver(web.database, notifier, web.clock, ADDRESS)
    return [mail for mail in notifier.sent if mail.to == (THERAPIST,)]


def invite(web: Web, journey: b.Journey, role: Role = Role.DCO) -> str:
    """Send a link; the path in the message that carries it."""
    given = {"name": "Invented therapist", "email": THERAPIST}
    done = answer(web.signed_in(role), at(journey, page="/invite"), **given)
    assert done.status_code == 303, summary(done.text)
    (mail,) = mails(web)
    found = LINK.search(mail.body)
    assert found, mail.body
    return found[1]


def code_for(web: Web, browser: TestClient, link: str) -> str:
    page = browser.get(link).text
    assert browser.post(f"{link}/code", data=hidden(page)).status_code == 303
    (mail,) = mails(web)
    found = CODE.search(mail.body)
    assert found, mail.body
    return found[1]


def opened(web: Web, link: str) -> TestClient:
    """A browser that is in by the link."""
    browser = web.browser()
    code = code_for(web, browser, link)
    entered = answer(browser, link, code=code)
    assert entered.status_code == 303, summary(entered.text)
    return browser


def invited(web: Web) -> tuple[b.Journey, str]:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(6))
    return journey, invite(web, journey)


def give(browser: TestClient, journey: b.Journey) -> None:
    values = {
        "needs-0-text": "She follows one step of an instruction.",
        "outcomes-0-text": "By July 2027 she follows two.",
        "provision-0-text": "Language therapy",
        "provision-0-amount": "30 minutes",
        "provision-0-frequency": "twice a week",
        "provision-0-by_whom": "a therapist",
        "author_name": "Invented therapist",
        "author_role": "Therapist",
        **WHOSE,
    }
    path = at(journey, page="/advice")
    page = answer(browser, path, **values)
    assert page.status_code == 200, summary(page.text)
    sent = browser.post(path, data={**hidden(page.text), **filled(page.text), "_send": "yes"})
    assert sent.status_code == 303, summary(sent.text)


def test_the_message_names_no_child_and_the_link_lies_in_no_table(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(6))
    link = invite(web, journey)
    with web.database.reading() as connection:
        kept = [
            str(row)
            for table in ("outbox_message", "invitation", "log_entry", "log_text")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    assert not [row for row in kept if link.removeprefix("/invited/") in row]


def test_a_therapist_gives_advice_with_a_link_and_a_code(web: Web) -> None:
    journey, link = invited(web)
    browser = opened(web, link)
    page = words(browser.get(at(journey)).text)
    assert "Health: advice on" in page
    assert "Send a one-time link" not in page
    assert browser.get("/").headers["location"] == at(journey)
    give(browser, journey)
    desk = words(web.signed_in(Role.DCO).get(at(journey)).text)
    assert "Signed by Invented therapist, Therapist" in desk
    assert "Advice given" in desk


def test_the_link_opens_nothing_but_its_own_request(web: Web) -> None:
    other = asked_unconfirmed(web, HEALTH)
    _, link = invited(web)
    browser = opened(web, link)
    for path in (
        at(other),
        f"/assessments/{other.case_id}",
        "/desk",
        "/worklist",
        "/desk/figures",
        f"/assessments/{other.case_id}/documents",
    ):
        assert browser.get(path).status_code in (403, 404), path


def test_two_links_of_one_person_are_two_doors(web: Web) -> None:
    first, link = invited(web)
    second = asked_unconfirmed(web, HEALTH)
    on(web, week(6))
    other = invite(web, second)
    browser = opened(web, link)
    assert browser.get(at(first)).status_code == 200
    assert browser.get(at(second)).status_code == 404
    assert opened(web, other).get(at(second)).status_code == 200


def test_a_link_is_over_when_the_advice_is_given(web: Web) -> None:
    journey, link = invited(web)
    give(opened(web, link), journey)
    again = web.browser().get(link)
    assert again.status_code == 404
    assert "This link has been used: the advice was given." in words(again.text)


def test_whoever_is_still_in_reads_what_was_given_and_does_no_more(web: Web) -> None:
    journey, link = invited(web)
    browser = opened(web, link)
    give(browser, journey)
    page = browser.get(at(journey))
    assert page.status_code == 200
    assert "Invented therapist" in page.text
    again = {"request_id": journey.request_id(HEALTH), "kind": "known"}
    replied = browser.post(
        at(journey, page="/reply"),
        data={**hidden(page.text), **again, "replied_on": week(6).isoformat()},
    )
    assert replied.status_code in (403, 404, 422)
    assert web.signed_in(Role.DCO).get(at(journey)).status_code == 200


def test_an_invitation_changes_nobodys_account(web: Web) -> None:
    first, _ = invited(web)
    answer(web.signed_in(Role.DCO), at(first, page="/invite"), name="Another name", email=THERAPIST)
    with web.database.reading() as connection:
        named = text("SELECT name FROM user_account WHERE email = :email")
        assert connection.scalar(named, {"email": THERAPIST}) == "Invented therapist"
        links = text("SELECT name FROM invitation ORDER BY invited_at, name")
        assert sorted(connection.scalars(links)) == ["Another name", "Invented therapist"]


def test_a_link_ends_with_its_last_day(web: Web) -> None:
    _, link = invited(web)
    browser = web.browser()
    on(web, week(6) + timedelta(days=14))
    assert browser.get(link).status_code == 200
    on(web, week(6) + timedelta(days=15))
    ended = browser.get(link)
    assert ended.status_code == 404
    assert "This link ended on" in words(ended.text)
    assert "Ask whoever sent it for a new one" in words(ended.text)


def test_a_link_taken_back_puts_out_whoever_is_in(web: Web) -> None:
    journey, link = invited(web)
    browser = opened(web, link)
    desk = web.signed_in(Role.HEALTH_ADMINISTRATOR)
    page = desk.get(at(journey)).text
    (take_back,) = re.findall(r'action="([^"]+/withdraw)"', page)
    assert desk.post(take_back, data=hidden(page)).status_code == 303
    assert browser.get(at(journey)).headers["location"].startswith("/sign-in")
    assert "This link was taken back." in words(web.browser().get(link).text)
    again = desk.post(take_back, data={**hidden(page), "_key": "another"})
    assert again.status_code == 422


def test_a_request_sent_to_another_service_ends_its_links(web: Web) -> None:
    a_therapy(web)
    journey, link = invited(web)
    browser = opened(web, link)
    answer(web.signed_in(Role.DCO), at(journey, page="/route"), service_id=THERAPY)
    assert browser.get(at(journey)).headers["location"].startswith("/sign-in")
    assert "This link was taken back." in words(web.browser().get(link).text)


def test_who_is_invited_holds_no_seat_of_the_service(web: Web) -> None:
    _, link = invited(web)
    opened(web, link)
    with web.database.reading() as connection:
        of_service = text("SELECT service_id FROM seat WHERE role = 'invited'")
        assert list(connection.scalars(of_service)) == [None]


def test_a_wrong_code_is_refused_and_five_end_it(web: Web) -> None:
    _, link = invited(web)
    browser = web.browser()
    code = code_for(web, browser, link)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(TRIES):
        refused = answer(browser, link, code=wrong)
        assert refused.status_code == 422
        assert "This is not the code that was sent last." in summary(refused.text)
    assert "typed wrong too often" in summary(answer(browser, link, code=code).text)
    newer = code_for(web, browser, link)
    assert answer(browser, link, code=newer).status_code == 303


def test_a_code_is_good_once_and_for_a_quarter_of_an_hour(web: Web) -> None:
    _, link = invited(web)
    browser = web.browser()
    code = code_for(web, browser, link)
    assert answer(browser, link, code=f" {code[:3]} {code[3:]} ").status_code == 303
    assert answer(web.browser(), link, code=code).status_code == 422
    late = code_for(web, browser, link)
    now = web.clock.now() + timedelta(minutes=15)
    web.app.state.clock = FixedClock(web.clock.today(), at=now.time())
    assert "This code has ended" in summary(answer(browser, link, code=late).text)


def test_codes_are_not_sent_without_end(web: Web) -> None:
    _, link = invited(web)
    browser = web.browser()
    page = hidden(browser.get(link).text)
    for _ in range(MOST_CODES):
        assert browser.post(f"{link}/code", data=page).status_code == 303
    assert browser.post(f"{link}/code", data=page).status_code == 404


def test_a_link_that_is_none_says_so(web: Web) -> None:
    answered = web.browser().get("/invited/made-up")
    assert answered.status_code == 404
    assert "This link does not hold." in words(answered.text)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"email": "nobody"}, "Enter an e-mail address"),
        ({"name": " "}, "Enter name of the person who is to give the advice"),
        ({"last_day-year": "2031"}, "A link holds for 42 days at most"),
        ({"last_day-year": "2025"}, "A link holds for 42 days at most"),
    ],
)
def test_what_cannot_be_sent_says_why_and_keeps_what_was_typed(
    web: Web, answers: dict[str, str], says: str
) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(6))
    given = {"name": "Invented therapist", "email": THERAPIST, **answers}
    refused = answer(web.signed_in(Role.DCO), at(journey, page="/invite"), **given)
    assert refused.status_code == 422
    assert says in summary(refused.text), summary(refused.text)
    assert 'value="Invented therapist"' in refused.text or "name" in answers


def test_who_has_an_account_needs_no_link(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(6))
    colleague = web.person(Role.PSYCHOLOGY)
    refused = answer(
        web.signed_in(Role.DCO), at(journey, page="/invite"), name="Somebody", email=colleague
    )
    assert refused.status_code == 422
    assert "has an account here and can sign in" in summary(refused.text)


def test_a_message_sent_twice_carries_a_newer_link(web: Web) -> None:
    _, link = invited(web)
    with web.database.writing() as connection:
        connection.execute(
            text(
                "UPDATE outbox_message SET sent_at = NULL, sent_to = NULL, next_attempt_at = created_at "
                "WHERE template = 'invitation'"
            )
        )
    (mail,) = mails(web)
    found = LINK.search(mail.body)
    assert found
    assert web.browser().get(link).status_code == 404
    assert web.browser().get(found[1]).status_code == 200


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.HEALTH_ADMINISTRATOR, Role.DCO])
def test_the_desk_and_the_caseworker_send_links(web: Web, role: Role) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(6))
    assert invite(web, journey, role)


def test_nobody_else_does(web: Web) -> None:
    journey = asked_unconfirmed(web, HEALTH)
    on(web, week(6))
    for role in (Role.DECISION_MAKER, Role.PLAN_WRITER, Role.PSYCHOLOGY, Role.AUDITOR):
        assert web.signed_in(role).get(at(journey, page="/invite")).status_code == 404
