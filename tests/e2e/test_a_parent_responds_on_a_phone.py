"""A parent reads the draft on a phone, says something about the very line, and sees what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import Answer
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from tests import builders as b
from tests.support.casework import on, week, with_family
from tests.support.office import Office
from tests.support.web import PASSWORD

PHONE: ViewportSize = {"width": 390, "height": 844}


def looks_right(page: Page) -> None:
    """Nothing sticks out at the side, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found] == []


def parent_with_phone(office: Office, case_id: str) -> Page:
    """The parent of the case, with a narrow screen."""
    seat = Seat(id=new_id(), role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=case_id)
    email = office.web.person(Role.FAMILY, seat=seat)
    context: Any = office.browser.new_context(base_url=office.address, viewport=PHONE)
    page: Page = context.new_page()
    page.goto("/sign-in")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).last.click()
    return page


def test_a_parent_responds_to_the_draft_on_a_phone(office: Office) -> None:
    journey = with_family(office.web)
    day = week(12) + timedelta(days=2)
    on(office.web, day)
    page = parent_with_phone(office, journey.case_id)

    page.get_by_role("button", name="Read the draft and respond").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The draft plan")
    expect(page.locator(".ehc-now")).to_contain_text("14 days left, counting today")
    looks_right(page)

    page.locator("#item-f").get_by_role("link", name="Say something about this").click()
    expect(page.locator("blockquote")).to_contain_text("Invented words of section F.")
    page.get_by_role("button", name="Send what you say").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write what you want to say")
    page.locator("[name=said]").fill("30 minutes is not enough 🧩")
    page.get_by_role("button", name="Send what you say").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("We have what you said.")
    expect(page.locator("#item-f")).to_contain_text("Waiting for our answer")

    page.get_by_role("link", name="Ask for a meeting with us").click()
    page.get_by_role("button", name="Ask for a meeting").click()
    expect(page.locator("#said ~ section").first).to_contain_text("We owe you days to choose from.")

    with office.web.database.reading() as connection:
        said = case_file(connection, journey.case_id).case.representations[0]
    journey.at(day).do(
        c.AnswerRepresentation(
            assessment_id=journey.case_id,
            representation_id=said.id,
            answer=Answer.ACCEPTED,
            answered_on=day,
            reason="You are right: 45 minutes.",
        )
    )
    page.goto("/family/draft")
    expect(page.locator(f"#said-{said.id}")).to_contain_text("You are right: 45 minutes.")
    looks_right(page)
