"""A parent writes, a caseworker replies and tells of a delay, and the parent reads it: in two browsers. S25."""

from __future__ import annotations

from datetime import date

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.store.ids import new_id
from tests.builders import AUTHORITY, Journey
from tests.support.casework import set_letters
from tests.support.office import Office
from tests.support.web import PASSWORD

TOLD, TODAY = date(2026, 2, 23), date(2026, 4, 22)
DOING = "We ring the service every Monday, and have asked an agency for somebody else."


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def fill_day(page: Page, name: str, day: date) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name='{name}-{part}']").fill(str(value))


def axe_finds_nothing(office: Office, path: str) -> None:
    """The parent's page again, with JavaScript, on a phone."""
    context = office.browser.new_context(
        base_url=office.address, viewport={"width": 390, "height": 900}
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("[name=email]").fill(office.people[Role.FAMILY])
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Sign in")
    page.goto(path)
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_parent_asks_and_is_told_of_the_delay_before_the_day_passes(office: Office) -> None:
    set_letters(office.web)
    journey = Journey(office.web.database).receive().at(date(2026, 1, 20)).consider()
    journey.at(TOLD).decide_to_assess().tell_assessing().ask()
    office.web.clock.day = TODAY
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=AUTHORITY, assessment_id=journey.case_id
    )

    office.people[Role.FAMILY] = office.web.person(Role.FAMILY, seat=seat)
    parent = office.sit_down(Role.FAMILY, "/family")
    parent.get_by_role("button", name="Write to us").click()
    press(parent, "Send the message")
    expect(parent.locator(".govuk-error-summary")).to_contain_text("Write your message")
    parent.locator("[name=said]").fill("The school says nobody has seen our child. Is that right?")
    press(parent, "Send the message")
    expect(parent.locator("main")).to_contain_text("We mean to reply by 27 April 2026.")

    worker = office.sit_down(Role.CASEWORKER, "/families?whose=team")
    worker.get_by_role("link", name="Read and reply").click()
    expect(worker.locator("main")).to_contain_text("nobody has seen our child")
    worker.get_by_role("button", name="Reply").click()
    worker.locator("[name=road][value=portal]").check()
    worker.locator("[name=answer]").fill("It is right, and we are sorry. We ring you on Friday.")
    fill_day(worker, "promised_on", date(2026, 4, 24))
    worker.locator("[name=promised]").fill("We ring you with the day of the visit")
    press(worker, "Reply to the family")
    expect(worker.locator("main")).to_contain_text("all settled")

    worker.get_by_role("link", name="Tell the family of a delay").first.click()
    expect(worker.locator("[name=block-what_is_late]")).to_have_value(
        "The law gives us until 4 May 2026 to tell you whether there will be a plan (reg 10(1)). We do not expect to "
        "keep that day, and we want you to hear it from us before it passes.\n\nThe law gives us until 1 June 2026 to "
        "send you the final plan (reg 13(2)). We do not expect to keep that day, and we want you to hear it from us "
        "before it passes."
    )
    press(worker, "Tell the family of a delay")
    expect(worker.locator(".govuk-error-summary")).to_contain_text("“What we are doing” is empty")
    worker.locator("[name=block-being_done]").fill(DOING)
    press(worker, "Tell the family of a delay")
    expect(worker.locator("main")).to_contain_text("Told of a delay 1 time")

    parent.goto("/family/messages")
    expect(parent.locator("main")).to_contain_text("It is right, and we are sorry.")
    expect(parent.locator("main")).to_contain_text("We ring you with the day of the visit")
    axe_finds_nothing(office, "/family/messages")
    parent.goto("/family")
    parent.get_by_role("link", name="Letter about a delay").click()
    for said in (
        DOING,
        "At the earliest",
        "Local Government and Social Care Ombudsman",
        "SENDIASS",
    ):
        expect(parent.locator("main")).to_contain_text(said)
