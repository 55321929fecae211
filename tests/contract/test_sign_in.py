"""Coming in and going out: what a stranger, a guesser and another site can and cannot do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.security import PUBLIC, local_path
from ehc_workflow.domain.actors import Role
from ehc_workflow.service.organisation_changes import by_command_line
from tests import builders
from tests.support.web import PASSWORD, PRODUCTION, Web, hidden, open_web, sign_in, summary, words

WRONG = "The e-mail address or the password is not right."


def filled(path: str) -> str:
    """A path whose parameters are filled with something."""
    return re.sub(r"{[^}]+}", "1", path)


def test_every_route_needs_a_sign_in_unless_it_is_listed(web: Web) -> None:
    seen = 0
    for method, path in web.routes():
        if path in PUBLIC:
            continue
        seen += 1
        answer = web.browser().request(method, filled(path))
        if path.startswith("/api/"):
            assert answer.status_code == 401, (method, path)
            assert answer.json()["type"] == "/problems/not-signed-in"
        else:
            assert answer.status_code == 303, (method, path)
            assert answer.headers["location"].startswith("/sign-in?next=")
    assert seen > 20


def test_every_changing_page_needs_the_token_of_its_session(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    for method, path in web.routes():
        if method != "POST" or path in PUBLIC or path.startswith("/api/"):
            continue
        for form in ({}, {"_csrf": "guessed"}):
            assert browser.post(filled(path), data=form).status_code == 403, path
        forged = {"_csrf": csrf_of(web, browser)}
        answer = browser.post(filled(path), data=forged, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403, path
        answer = browser.post(filled(path), data=forged, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403, path


def csrf_of(web: Web, browser: TestClient) -> str:
    now, today = web.clock.now(), web.clock.today()
    session = web.accounts.session(browser.cookies["sid"], now=now, today=today)
    assert session is not None
    return session.csrf_token


def test_a_cookie_does_not_let_another_site_use_the_api(web: Web) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    answer = browser.post("/api/v1/assessments", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-from-this-site")


def test_one_signs_in_and_out(web: Web) -> None:
    browser = web.browser()
    address = web.person(Role.CASEWORKER)
    answer = sign_in(browser, f"  {address.upper()} ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.get("/start").status_code == 404
    page = browser.get("/sign-in")
    assert "Invented caseworker" in page.text
    token = browser.cookies["sid"]
    out = browser.post("/sign-out", data=hidden(page.text))
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    # The old cookie is worth nothing, even to somebody who copied it.
    copied = web.browser()
    copied.cookies.set("sid", token)
    assert copied.get("/").headers["location"] == "/sign-in?next=%2F"


def test_a_wrong_password_and_an_unknown_address_read_the_same(web: Web) -> None:
    known, unknown = web.person(Role.CASEWORKER), "nobody@example.invalid"
    answers = [sign_in(web.browser(), who, "not the password") for who in (known, unknown)]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert [summary(answer.text) for answer in answers] == [f"There is a problem {WRONG}"] * 2
    assert all("not the password" not in answer.text for answer in answers)
    assert known in answers[0].text


def test_a_closed_account_is_as_unknown(web: Web) -> None:
    address = web.person(Role.CASEWORKER)
    browser = web.browser()
    sign_in(browser, address)
    web.accounts.close(address, now=web.clock.now(), today=web.clock.today())
    assert browser.get("/").headers["location"].startswith("/sign-in")
    assert WRONG in sign_in(web.browser(), address).text


def test_guessing_is_slowed_by_account_and_the_owner_waits_no_longer_for_it(web: Web) -> None:
    address = web.person(Role.CASEWORKER)
    for _ in range(5):
        assert sign_in(web.browser(), address, "a guess").status_code == 401
    for _ in range(3):
        answer = sign_in(web.browser(), address)
        assert answer.status_code == 429
        assert "too many tries" in summary(answer.text)
    web.clock.at = (web.clock.now() + timedelta(minutes=16)).time()
    assert sign_in(web.browser(), address).status_code == 303


def test_a_right_password_starts_the_count_again(web: Web) -> None:
    address = web.person(Role.CASEWORKER)
    for _ in range(4):
        sign_in(web.browser(), address, "a slip")
    assert sign_in(web.browser(), address).status_code == 303
    for _ in range(4):
        assert sign_in(web.browser(), address, "a slip").status_code == 401
    assert sign_in(web.browser(), address).status_code == 303


def test_guessing_is_slowed_by_where_it_comes_from(sqlite_url: str) -> None:
    with open_web(sqlite_url, sign_in_tries_per_address=3) as web:
        for number in range(3):
            assert sign_in(web.browser(), f"{number}@example.invalid").status_code == 401
        assert sign_in(web.browser(), web.person(Role.CASEWORKER)).status_code == 429


def test_a_session_ends_when_it_lies_idle(web: Web) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    for _ in range(3):
        web.clock.at = (web.clock.now() + timedelta(minutes=50)).time()
        assert not browser.get("/").headers.get("location", "").startswith("/sign-in")
    web.clock.at = (web.clock.now() + timedelta(minutes=61)).time()
    assert browser.get("/").headers["location"].startswith("/sign-in")


def test_a_session_ends_after_its_day_however_busy(sqlite_url: str) -> None:
    with open_web(sqlite_url, session_hours=2) as web:
        browser = web.signed_in(Role.CASEWORKER)
        for minutes, location in ((50, "/worklist"), (50, "/worklist"), (25, "/sign-in?next=%2F")):
            web.clock.at = (web.clock.now() + timedelta(minutes=minutes)).time()
            assert browser.get("/").headers["location"] == location


def test_what_is_kept_of_secrets_is_not_the_secrets(web: Web) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    address = web.person(Role.MANAGER)
    token = web.accounts.issue_token(address, "test", now=web.clock.now())
    with web.database.reading() as connection:
        tables = ("sign_in_session", "api_token", "sign_in_attempt")
        kept = str([connection.execute(text(f"SELECT * FROM {table}")).all() for table in tables])
    assert browser.cookies["sid"] not in kept
    assert token not in kept
    assert address not in kept


def test_a_token_works_until_it_is_revoked(web: Web) -> None:
    address = web.person(Role.CASEWORKER)
    token = web.accounts.issue_token(address, "test", now=web.clock.now())
    program = TestClient(web.app, headers={"Authorization": f"Bearer {token}"})
    assert program.get("/api/v1/nothing").status_code == 404
    url = "/api/v1/assessments"
    assert program.post(url, json={}).status_code == 422
    assert web.accounts.revoke_tokens(address, now=web.clock.now()) == 1
    answer = program.post(url, json={})
    assert (answer.status_code, answer.json()["detail"]) == (401, "This token does not hold.")


def test_after_signing_in_one_goes_on_where_one_was(web: Web) -> None:
    browser = web.browser()
    target = browser.get("/cases?team=north&page=2")
    assert target.status_code == 404
    asked = browser.get("/?team=north").headers["location"]
    assert asked == "/sign-in?next=%2F%3Fteam%3Dnorth"
    page = browser.get(asked)
    sent = {**hidden(page.text), "next": "/?team=north", "email": web.person(Role.CASEWORKER)}
    answer = browser.post("/sign-in", data={**sent, "password": PASSWORD})
    assert answer.headers["location"] == "/?team=north"


ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/ok\r\nSet-Cookie: a=b",
    "evil.example",
    "",
    None,
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_link_to_the_sign_in_page_leads_nowhere_else(path: str | None) -> None:
    assert local_path(path) == "/"


@pytest.mark.parametrize("path", ["/", "/cases/1?tab=dates#x", "/search?q=a%20b"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_does_not_lead_elsewhere(web: Web, path: str) -> None:
    answer = sign_in(web.browser(), web.person(Role.CASEWORKER), next=path)
    assert answer.headers["location"] == "/"


def test_a_demonstration_shows_its_sign_ins_and_fills_the_form_in(web: Web) -> None:
    address = web.person(Role.MANAGER)
    page = web.browser().get("/sign-in")
    assert address in page.text
    assert "all-of-this-is-invented" in page.text
    chosen = web.browser().get("/sign-in", params={"example": address})
    assert f'value="{address}"' in chosen.text
    assert 'value="all-of-this-is-invented"' in chosen.text
    stranger = web.browser().get("/sign-in", params={"example": "x@evil.example"})
    assert "x@evil.example" not in stranger.text


def test_for_real_there_are_no_examples_and_the_cookie_is_tied_to_https(sqlite_url: str) -> None:
    with open_web(sqlite_url, today=None, **PRODUCTION) as web:
        address = web.person(Role.MANAGER)
        browser = TestClient(
            web.app, base_url="https://ehc.example.invalid", follow_redirects=False
        )
        page = browser.get("/sign-in")
        assert address not in page.text
        assert "invented" not in words(page.text)
        assert page.headers["Strict-Transport-Security"].startswith("max-age=")
        cookie = sign_in(browser, address).headers["set-cookie"]
        assert cookie.startswith("__Host-sid=")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie


def test_a_person_without_a_seat_is_told_so(web: Web) -> None:
    now = web.clock.now()
    web.accounts.create("new@example.invalid", "New Person", password=PASSWORD, now=now)
    browser = web.browser()
    sign_in(browser, "new@example.invalid")
    page = browser.get("/")
    assert "You hold no seat today." in page.text


def test_a_seat_counts_on_its_days_only(web: Web) -> None:
    address = web.person(Role.CASEWORKER)
    by = by_command_line(now=web.clock.now(), today=web.clock.today())
    web.accounts.take_seats(address, role=None, last_day=builders.MONDAY, by=by)
    on_the_day = web.accounts.actor(address, today=builders.MONDAY)
    day_after = web.accounts.actor(address, today=builders.MONDAY + timedelta(days=1))
    assert [seat.role for seat in on_the_day.seats] == [Role.CASEWORKER]
    assert day_after.seats == ()
