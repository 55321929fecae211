"""A served program and people in front of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, ViewportSize

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.store.ids import new_id
from tests.builders import AUTHORITY
from tests.support.web import PASSWORD, Web

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


@dataclass
class Office:
    """The program at an address, and people who open its pages and sign in when they are asked to."""

    web: Web
    address: str
    browser: Browser
    people: dict[Role, str] = field(default_factory=dict)

    def sit_down(self, role: Role, path: str = "/") -> Page:
        """Somebody of this role signs in, without JavaScript, and opens a page."""
        email = self.people.setdefault(role, self.web.person(role))
        page = self.desk(scripts=False)
        page.set_default_timeout(30_000)
        self.open(page, email, path)
        return page

    def desk(self, screen: ViewportSize = DESK, *, scripts: bool = True) -> Page:
        """A browser of somebody's own, with nothing in it yet."""
        context = self.browser.new_context(
            base_url=self.address, viewport=screen, java_script_enabled=scripts
        )
        return context.new_page()

    def open(self, page: Page, email: str, path: str = "/") -> None:
        """Open a page; where that takes a sign-in, whoever has this address signs in and is led on to it."""
        page.goto(path)
        if "/sign-in" in page.url:
            page.locator("[name=email]").fill(email)
            page.locator("[name=password]").fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).last.click()
            page.wait_for_url(lambda url: "/sign-in" not in url)

    def family_of(self, assessment_id: str) -> str:
        """The address of a new account that sees this one case as its family."""
        seat = Seat(
            id=new_id(), role=Role.FAMILY, authority_id=AUTHORITY, assessment_id=assessment_id
        )
        return self.web.person(Role.FAMILY, seat=seat)


def say_whose(page: Page) -> None:
    """Whose the advice is, as it stands in the report: the child of every invented case."""
    page.locator("[name=name_written]").fill("Robin Example")
    for part, value in (("day", "4"), ("month", "3"), ("year", "2018")):
        page.locator(f"[name=born_written-{part}]").fill(value)
