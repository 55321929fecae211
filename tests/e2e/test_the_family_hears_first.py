"""A parent writes, a caseworker replies and tells of a delay, and the parent reads it: in two browsers. S25."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from ehc_workflow.domain.actors import Role
from tests.builders import Journey
from tests.support.casework import set_letters
from tests.support.hands import fill_day, looks_right, press
from tests.support.office import PHONE, Office

TOLD, TODAY = date(2026, 2, 23), date(2026, 4, 22)
DOING = "We ring the service every Monday, and have asked an agency for somebody else."


def test_a_parent_asks_and_is_told_of_the_delay_before_the_day_passes(office: Office) -> None:
    set_letters(office.web)
    journey = Journey(office.web.database).receive().at(date(2026, 1, 20)).consider()
    journey.at(TOLD).decide_to_assess().tell_assessing().ask()
    office.web.clock.day = TODAY
    office.people[Role.FAMILY] = office.family_of(journey.case_id)
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
    on_a_phone = office.desk(PHONE)
    office.open(on_a_phone, office.people[Role.FAMILY], "/family/messages")
    looks_right(on_a_phone)
    parent.goto("/family")
    parent.get_by_role("link", name="Letter about a delay").click()
    for said in (
        DOING,
        "At the earliest",
        "Local Government and Social Care Ombudsman",
        "SENDIASS",
    ):
        expect(parent.locator("main")).to_contain_text(said)
