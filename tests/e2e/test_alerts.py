"""A caseworker and a manager with their alerts in a real browser: ticked, taken up, undone, given on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.store.ids import new_id
from tests import builders as b
from tests.support.casework import assessing, on, week
from tests.support.hands import looks_right
from tests.support.serving import serving
from tests.support.web import PASSWORD, Web

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).last.click()


def promise(page: Page, day: str, month: str) -> None:
    for part, value in (("day", day), ("month", month), ("year", "2026")):
        page.locator(f"#recovery_on-{part}").fill(value)
    page.get_by_label("What will be done").fill("Ring the service and ask for the day.")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_alerts_are_taken_up_many_at_once_and_undone(
    web: Web, browser: Browser, size: dict[str, int]
) -> None:
    assessing(web, asked_on=week(4))
    seats = [
        Seat(id=new_id(), role=Role.CASEWORKER, authority_id=b.AUTHORITY, team_id=b.TEAM)
        for _ in range(2)
    ]
    # The first is given the vacant seat that the case belongs to, the second a new one.
    caseworker, _colleague = (web.person(Role.CASEWORKER, seat=seat) for seat in seats)
    manager = web.person(Role.MANAGER)
    on(web, week(10) + timedelta(days=1))
    sweep(web.database, web.clock.today(), web.clock.now())
    with serving(web.app) as address:
        mine = browser.new_context(viewport=size).new_page()  # type: ignore[arg-type]
        sign_in(mine, address, caseworker)
        mine.goto(f"{address}/alerts")
        looks_right(mine)
        every = mine.get_by_role("article").count()
        assert every > 3

        # Two by the keyboard, one plan.
        for number in (1, 2):
            mine.locator(f"#alert-{number}").focus()
            mine.keyboard.press("Space")
        promise(mine, "27", "3")
        mine.get_by_role("button", name="Take up the ticked alerts").press("Enter")
        expect(mine.get_by_text("2 alerts taken up.")).to_be_visible()
        expect(mine.get_by_role("article")).to_have_count(every - 2)
        looks_right(mine)
        mine.get_by_role("button", name="Undo").click()
        expect(mine.get_by_text("2 alerts put back.")).to_be_visible()
        expect(mine.get_by_role("article")).to_have_count(every)

        # One is given to a colleague.
        mine.get_by_role("button", name="Take up the alert on").first.click()
        looks_right(mine)
        mine.get_by_text("Put it off, or give it to another seat").click()
        mine.get_by_label("Who has it from now on?").select_option(seats[1].id)
        mine.get_by_label("Why it goes to them").fill("She knows the service.")
        looks_right(mine)
        mine.get_by_role("button", name="Give", exact=True).click()
        expect(mine.get_by_role("article")).to_have_count(every - 1)

        # The manager sees all of it, and takes up one on its own page.
        office = browser.new_context(viewport=size).new_page()  # type: ignore[arg-type]
        sign_in(office, address, manager)
        office.goto(f"{address}/alerts")
        looks_right(office)
        expect(office.get_by_role("article")).to_have_count(every)
        office.get_by_role("button", name="Take up the alert on").last.click()
        promise(office, "1", "4")
        office.get_by_role("button", name="Take up", exact=True).click()
        expect(office.get_by_text("is taken up.")).to_be_visible()
        office.goto(f"{address}/preferences")
        looks_right(office)
