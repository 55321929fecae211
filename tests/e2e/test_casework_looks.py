"""The caseworker's pages in a real browser, on a desk and on a phone: nothing for axe to find, nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.service.organisation_changes import by_command_line
from tests.builders import OTHER_SCHOOL, SCHOOL
from tests.support.casework import (
    assessing,
    considered,
    drafting,
    on,
    placed,
    set_letters,
    week,
    with_family,
)
from tests.support.serving import serving
from tests.support.web import PASSWORD, Web

DESK, PHONE = 1280, 390
ON_A_PHONE_TOO = {"list", "late case", "a letter to send"}
"""axe sees little of a page's width, and takes its time: on a phone it looks at one page of each kind."""

SIGN_IN = 'button:has-text("Sign in")'


@dataclass
class Served:
    """The program on a port, with cases in it, and a way in."""

    address: str
    person: str
    paths: dict[str, str]

    def sign_in(self, context: BrowserContext) -> None:
        page = context.new_page()
        page.goto(f"{self.address}/sign-in")
        page.fill("#email", self.person)
        page.fill("#password", PASSWORD)
        page.click(SIGN_IN)
        page.close()


@pytest.fixture
def served(web: Web) -> Iterator[Served]:
    """Cases in several states, seen in week 13 by somebody who decides."""
    set_letters(web)
    new, late, writing, final = considered(web), assessing(web), drafting(web), placed(web)
    refused = considered(web).at(week(5)).decide_to_refuse()
    late.at(week(12)).give(AdviceItem.HEALTH)
    again = with_family(web).at(week(13)).ask_for_setting().consult(SCHOOL, OTHER_SCHOOL)
    again.hear(SCHOOL, reply="With a ramp.").at(week(14)).fresh_draft().consult(OTHER_SCHOOL)
    on(web, week(17))
    person = web.person(Role.DECISION_MAKER)
    seat = web.accounts.seat_at(Role.CASEWORKER)
    by = by_command_line(now=web.clock.now(), today=web.clock.today())
    web.accounts.give_seat(person, seat, name=None, first_day=week(0), by=by)

    def case(journey: object, path: str = "") -> str:
        return f"/assessments/{journey.case_id}{path}"  # type: ignore[attr-defined]

    paths = {
        "list": "/worklist?whose=team",
        "empty list": "/worklist",
        "nothing found": "/worklist?q=nobody",
        "register": "/requests/new",
        "new case": case(new),
        "late case": case(late),
        "case with a placement": case(final),
        "a decision": case(new, "/steps/decide_whether_to_assess"),
        "a letter to send": case(refused, "/steps/notify_refusal"),
        "asking for advice": case(late, "/steps/request_advice"),
        "a step not open": case(new, "/steps/send_final_plan"),
        "an exception": case(late, "/steps/claim_exception"),
        "advice": case(late, "/steps/submit_advice"),
        "a proof": case(late, "/deadlines/decide_no_plan"),
        "a target": case(late, "/deadlines/ask_for_advice"),
        "a plan": case(writing, "/plan"),
        "an item of a plan": case(writing, "/plan/items/0?section=F"),
        "what became of the advice": case(writing, "/plan/advice"),
        "a letter that went": case(new, "/letters/3"),
        "families who wait": "/families?whose=team&part=news",
        "messages of a family": case(late, "/messages"),
        "settings to be asked again": case(again, "/consultations"),
        "placement after a fresh draft": case(again, "/steps/settle_placement"),
        "a letter about a delay": case(late, "/steps/update_family"),
    }
    with serving(web.app) as address:
        yield Served(address, person, paths)


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds: the rule and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [(violation["id"], violation["nodes"][0]["html"]) for violation in found]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_nothing_for_axe_to_find_and_nothing_cut_off(
    served: Served, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    served.sign_in(context)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    found: list[tuple[object, ...]] = []
    for name, path in served.paths.items():
        answer = page.goto(f"{served.address}{path}")
        assert answer is not None
        assert answer.status == 200, name
        if width == DESK or name in ON_A_PHONE_TOO:
            found += [(name, *violation) for violation in violations(page)]
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wider > 0:
            found.append((name, "wider than the screen", wider))
    context.close()
    assert not found
    assert not said


def test_it_all_works_without_javascript(served: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    served.sign_in(context)
    page = context.new_page()
    page.goto(f"{served.address}{served.paths['new case']}")
    page.click("text=Record the family's views")
    page.fill("#views", "Invented views of the family.")
    page.click('.govuk-button:has-text("Record the family")')
    assert page.get_by_text("Recorded: Record the family's views.").is_visible()
    page.goto(f"{served.address}{served.paths['a plan']}")
    page.click("text=Add an item to section B")
    page.fill("[name='text']", "Written without a script.")
    page.click('.govuk-button:has-text("Save the item")')
    assert page.locator(".ehc-item__says", has_text="Written without a script.").is_visible()
    context.close()


def test_a_refusal_is_put_before_the_eyes(served: Served, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 900})
    served.sign_in(context)
    page = context.new_page()
    page.goto(f"{served.address}{served.paths['a decision']}")
    page.check("#outcome")
    page.fill("#reasons", "These words must not be lost.")
    page.click('.govuk-button:has-text("Decide whether to assess")')
    assert page.title().startswith("Error: ")
    assert page.locator(".govuk-error-summary").is_visible()
    assert page.input_value("#reasons") == "These words must not be lost."
    assert not violations(page)
    context.close()
