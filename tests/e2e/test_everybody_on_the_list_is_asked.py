"""A caseworker asks everybody on the lawful list in one action, and answers what the family asked for."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from tests.builders import SERVICES, Journey
from tests.support.casework import set_letters
from tests.support.hands import fill_day, press
from tests.support.office import Office

TOLD = date(2026, 2, 9)
BAD = "There is a long waiting list."
GOOD = "The school's own therapist assessed this in January, and her report is on file."


def the_family_asks(page: Page, case: str, whom: str) -> None:
    page.goto(f"{case}/steps/record_family_ask")
    page.locator("[name=from_whom]").fill(whom)
    press(page, "Record that the family asked for somebody's advice")


def test_from_the_letter_to_everybody_asked_and_the_family_answered(office: Office) -> None:
    set_letters(office.web)
    journey = Journey(office.web.database).receive().at(date(2026, 1, 20)).consider()
    journey.at(TOLD).decide_to_assess()
    office.web.clock.day = TOLD
    case = f"/assessments/{journey.case_id}"

    page = office.sit_down(Role.CASEWORKER, f"{case}/steps/notify_assessment")
    press(page, "Tell the family: the authority will assess")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for advice")
    expect(page.get_by_text("Blank", exact=True)).to_have_count(5)
    press(page, "Send the requests")
    expect(page.locator("main")).to_contain_text("Nothing on the list is blank.")

    the_family_asks(page, case, "An occupational therapist")
    the_family_asks(page, case, "A speech and language therapist")
    page.goto(f"{case}/steps/request_advice")
    expect(page.get_by_text("Blank", exact=True)).to_have_count(2)

    page.get_by_role("link", name="Decline it, with reasons").first.click()
    page.locator("[name=reason]").fill(BAD)
    fill_day(page, "family_told_on", TOLD)
    press(page, "Decline advice the family asked for")
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "says nothing about whether this child needs its advice"
    )
    expect(page.locator("[name=reason]")).to_have_value(BAD)
    page.locator("[name=reason]").fill(GOOD)
    press(page, "Decline advice the family asked for")

    page.goto(f"{case}/steps/request_advice")
    page.get_by_label("A speech and language therapist: whom to ask").select_option(
        SERVICES[AdviceItem.HEALTH]
    )
    press(page, "Send the requests")
    expect(page.locator("main")).to_contain_text("1 request for advice sent.")
    page.goto(f"{case}/steps/request_advice")
    expect(page.get_by_text("Blank", exact=True)).to_have_count(0)
    expect(page.locator("main")).to_contain_text(GOOD)
