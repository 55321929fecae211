"""The web program under test: a made-up authority, a still clock, passwords that cost nothing, and browsers for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from api.main import create_app
from ehc_workflow.clock import FixedClock
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.service.accounts import Accounts, Passwords, accounts_for
from ehc_workflow.service.organisation_changes import by_command_line
from ehc_workflow.settings import load_settings
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.ids import new_id
from tests import builders

PASSWORD = "correct horse battery"
PRODUCTION: dict[str, object] = {
    "environment": "production",
    "base_url": "https://ehc.example.invalid",
    "mail_channel": "smtp",
    "smtp_host": "localhost",
    "smtp_from": "ehc@example.invalid",
    "virus_scanner": "unix:/run/invented/clamd.ctl",
}
SIGN_IN = tuple(role for role in Role if role not in (Role.SYSTEM, Role.INVITED))
"""The roles whose holders have an account: the program has none, and somebody invited comes by a link."""
HIDDEN = re.compile(r'<input type="hidden" name="(_\w+)" value="([^"]*)"')
SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</div>\s*</div>\s*</div>', re.DOTALL)


class CheapHasher:
    """Says which password it was; argon2 would take most of the tests' time."""

    def hash(self, password: str) -> str:
        return f"cheap:{password}"

    def verify(self, password: str, hash: str) -> bool:
        return hash == self.hash(password)


@dataclass
class Web:
    """The program and what it was given."""

    app: FastAPI
    database: Database
    clock: FixedClock
    accounts: Accounts

    def browser(self) -> TestClient:
        """A browser that has never been here, and follows no redirect by itself."""
        return TestClient(self.app, follow_redirects=False)

    def routes(self) -> list[tuple[str, str]]:
        """Every method and path of the program's own routes, as the router has them."""
        found = [each for each in iter_route_contexts(self.app.routes) if each.methods]
        return [(method, each.path or "") for each in found for method in each.methods or ()]

    def person(self, role: Role, *, seat: Seat | None = None) -> str:
        """Somebody with a seat of this role; their address."""
        address = f"{role.value}.{new_id()}@example.invalid"
        now, today = self.clock.now(), self.clock.today()
        self.accounts.create(address, f"Invented {role.value}", password=PASSWORD, now=now)
        by = by_command_line(now=now, today=today)
        self.accounts.give_seat(address, seat or _seat(role), name=None, first_day=today, by=by)
        return address

    def signed_in(self, role: Role, *, seat: Seat | None = None) -> TestClient:
        """A browser in which somebody of this role has signed in."""
        browser = self.browser()
        answer = sign_in(browser, self.person(role, seat=seat))
        assert answer.status_code == 303, answer.text
        return browser

    def program(self, role: Role, *, seat: Seat | None = None) -> TestClient:
        """A program with a token of somebody of this role."""
        token = self.accounts.issue_token(
            self.person(role, seat=seat), "test", now=self.clock.now()
        )
        return TestClient(self.app, headers={"Authorization": f"Bearer {token}"})


def _seat(role: Role) -> Seat:
    services = {
        Role.DCO: "health",
        Role.HEALTH_ADMINISTRATOR: "health",
        Role.PSYCHOLOGY: "psychology",
        Role.SOCIAL_CARE: "social care",
        Role.SETTING: "school",
    }
    service = builders.fixed_id(services[role]) if role in services else None
    return Seat(
        id=new_id(),
        role=role,
        authority_id=builders.AUTHORITY,
        team_id=None,
        service_id=service,
        assessment_id="a case" if role is Role.FAMILY else None,
    )


def sign_in(browser: TestClient, address: str, password: str = PASSWORD, **fields: str) -> Any:
    """Send the sign-in form."""
    page = browser.get("/sign-in")
    sent = {**hidden(page.text), "email": address, "password": password, **fields}
    return browser.post("/sign-in", data=sent)


def hidden(html: str) -> dict[str, str]:
    """What the last form of a page carries unseen."""
    return dict(HIDDEN.findall(html))


def send(browser: TestClient, path: str, answers: Mapping[str, Any], **more: Any) -> Any:
    """Open the page of a form, and send the form filled in."""
    page = browser.get(path)
    assert page.status_code == 200, page.text
    return browser.post(path, data={**hidden(page.text), **answers}, **more)


def summary(html: str) -> str:
    """The words of the error summary at the top of a page, or nothing."""
    found = SUMMARY.search(html)
    return words(found[0]) if found else ""


def words(html: str) -> str:
    """A page's words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


@contextmanager
def open_web(url: str, **settings: object) -> Iterator[Web]:
    """Start the program on a migrated database, with a made-up authority in it."""
    day = builders.MONDAY
    read = load_settings(**{"database_url": url, "today": day, **settings})
    database = open_database(url)
    clock = FixedClock(day, at=time(9, 0))
    accounts = accounts_for(read, database, passwords=Passwords(CheapHasher()))
    builders.found_authority(database)
    try:
        yield Web(
            create_app(read, database=database, clock=clock, accounts=accounts),
            database,
            clock,
            accounts,
        )
    finally:
        database.close()
