"""What a person does on a page of the browser, whichever page it is, and what is true of every page."""

from __future__ import annotations

from datetime import date

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def press(page: Page, name: str) -> None:
    """The visible button: a hidden one of the same name stands first, for the Enter key."""
    page.get_by_role("button", name=name, exact=True).last.click()


def submit(page: Page) -> None:
    """The last button of the page's form."""
    page.locator("main form button.govuk-button:not([name])").last.click()


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"[name='{name}'][value='{value}']").check()


def fill_day(page: Page, name: str, day: date) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name='{name}-{part}']").fill(str(value))


def fill_blanks(page: Page) -> None:
    """Where the authority of the tests has set no contact details, the officer writes what the letter lacks."""
    for block in page.locator("textarea[name^=block-]").all():
        if not block.input_value():
            block.fill("Invented words of the letter.")


def looks_right(page: Page) -> None:
    """Nothing sticks out at the side, and axe finds nothing."""
    assert page.viewport_size
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], page.url
    found = Axe().run(page).response["violations"]
    assert not found, (page.url, [(one["id"], one["nodes"][0]["html"]) for one in found])
