"""A parent reads the draft on a phone, says something about the very line, and sees what became of it."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Answer
from ehc_workflow.store.queries.case_page import case_file
from tests.support.casework import on, week, with_family
from tests.support.hands import looks_right
from tests.support.office import PHONE, Office


def test_a_parent_responds_to_the_draft_on_a_phone(office: Office) -> None:
    journey = with_family(office.web)
    day = week(12) + timedelta(days=2)
    on(office.web, day)
    page = office.desk(PHONE)
    office.open(page, office.family_of(journey.case_id))

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
