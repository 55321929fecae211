"""A plan writer takes advice in, writes what is missing, leaves one thing out, and sees that nothing is lost."""

from __future__ import annotations

from playwright.sync_api import expect

from ehc_workflow.domain.actors import Role
from tests.support.casework import drafting, on
from tests.support.hands import press
from tests.support.office import Office


def test_from_advice_to_a_plan_that_stands_up(office: Office) -> None:
    journey = drafting(office.web)
    on(office.web, journey.today)
    page = office.sit_down(Role.PLAN_WRITER, f"/assessments/{journey.case_id}/plan")
    expect(page.locator("#section-B ~ p").first).to_contain_text("Section B says nothing yet")

    page.get_by_role("link", name="Leave out or change about P1 of Larkrise School").click()
    page.get_by_label("It is left out of the plan").check()
    page.get_by_label("Why", exact=True).fill("The psychologist recommends more of the same.")
    press(page, "Save what became of it")
    expect(page.locator(".ehc-passage:target")).to_contain_text("more of the same")

    press(page, "Take in everything not yet looked at")
    expect(page.locator("#section-F ~ .ehc-item")).to_contain_text("F.1")

    page.get_by_role("link", name="Add an item to section H1").click()
    page.get_by_label("Words", exact=True).fill("Larkrise School found none.")
    page.get_by_label("This says that the assessment found none").check()
    page.locator("[name=sources]").first.check()
    press(page, "Save the item")
    expect(page.locator(".govuk-error-summary")).to_contain_text("must not name a school")
    expect(page.get_by_label("Words", exact=True)).to_have_value("Larkrise School found none.")
    page.get_by_label("Words", exact=True).fill("The assessment found none.")
    press(page, "Save the item")
    expect(page.locator("#section-H1 ~ .ehc-item")).to_contain_text("Says that none was found")

    page.get_by_role("link", name="Change F.1").click()
    page.get_by_label("How much (optional)").fill("45 minutes")
    press(page, "Save and come back later")
    expect(page.locator(".ehc-alert").first).to_contain_text("You have begun an item of section F")
    page.get_by_role("link", name="Go on writing it").click()
    expect(page.get_by_label("How much (optional)")).to_have_value("45 minutes")
    press(page, "Save the item")

    page.get_by_role("link", name="What became of the advice").click()
    expect(page.locator("h1")).to_have_text("What became of the advice")
    told = page.locator("main").inner_text()
    assert "Lost so far: nobody has said what becomes of it (0)" in told
    assert "Left out (1)" in told
    assert "In the plan, changed (1)" in told
