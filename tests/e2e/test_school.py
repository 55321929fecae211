"""A SENCO in a real browser: sees every child, gives advice for one, answers a consultation for another."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from tests.builders import AUTHORITY, SCHOOL
from tests.support.casework import assessing, considered, on, week, with_family
from tests.support.hands import looks_right
from tests.support.office import say_whose
from tests.support.serving import serving
from tests.support.web import PASSWORD, Web

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Children and young people")


def give_advice(page: Page) -> None:
    """From the list to the advice given."""
    page.get_by_role("link", name="Education: give advice").click()
    page.get_by_role("button", name="Give advice").click()
    page.get_by_label("What the child or young person needs").fill("Finds group work hard.")
    page.get_by_label("What is to be reached, and by when").fill("Works in a pair by July 2027.")
    page.get_by_label("What is provided").fill("A pair with one adult")
    page.get_by_label("How much").fill("30 minutes")
    page.get_by_label("How often").fill("daily")
    page.get_by_label("By whom").fill("a teaching assistant")
    say_whose(page)
    page.get_by_role("button", name="Look at it before it goes").click()
    page.locator("button[name=_send]").click()


def answer_by_keyboard(page: Page) -> None:
    """An answer of no with its ground and its words, without a mouse."""
    page.locator("#answer-2").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("No room of this size is free.")
    for _ in range(9):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_senco_gives_advice_for_one_child_and_answers_for_another(
    web: Web, browser: Browser, size: dict[str, int]
) -> None:
    first = assessing(web)
    second = with_family(web).at(week(13)).ask_for_setting().consult()
    considered(web)
    on(web, week(14))
    seat = Seat(id=new_id(), role=Role.SETTING, authority_id=AUTHORITY, service_id=SCHOOL)
    email = web.person(Role.SETTING, seat=seat)
    with serving(web.app) as address:
        context = browser.new_context(viewport=size)  # type: ignore[arg-type]  # width and height
        page = context.new_page()
        sign_in(page, address, email)
        for journey in (first, second):
            expect(page.get_by_text(journey.now.reference)).to_be_visible()
        looks_right(page)
        give_advice(page)
        expect(page.get_by_text("The advice is given")).to_be_visible()
        page.goto(f"{address}/children")
        expect(page.get_by_text("waits to be checked")).to_be_visible()
        page.get_by_role("link", name="Answer the consultation").click()
        expect(page.get_by_text("Invented words of section F.")).to_be_visible()
        looks_right(page)
        answer_by_keyboard(page)
        expect(page.get_by_text("you should not be named").first).to_be_visible()
        looks_right(page)
        page.goto(f"{address}/closures")
        looks_right(page)
        context.close()
    with web.database.reading() as connection:
        (asked,) = case_file(connection, second.case_id).case.consultations
    assert asked.can_meet_needs is False
    assert len(asked.grounds) == 1
