"""A served program and people in front of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from ehc_workflow.domain.actors import Role
from tests.support.web import PASSWORD, Web


@dataclass
class Office:
    """The program at an address, and one page for each person, who signs in again when time has passed."""

    web: Web
    address: str
    browser: Browser
    people: dict[Role, str] = field(default_factory=dict)

    def sit_down(self, role: Role, path: str = "/") -> Page:
        """Somebody of this role signs in, without JavaScript, and opens a page."""
        email = self.people.setdefault(role, self.web.person(role))
        context = self.browser.new_context(base_url=self.address, java_script_enabled=False)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto("/sign-in")
        page.locator("[name=email]").fill(email)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).last.click()
        page.goto(path)
        return page


def say_whose(page: Page) -> None:
    """Whose the advice is, as it stands in the report: the child of every invented case."""
    page.locator("[name=name_written]").fill("Robin Example")
    for part, value in (("day", "4"), ("month", "3"), ("year", "2018")):
        page.locator(f"[name=born_written-{part}]").fill(value)
