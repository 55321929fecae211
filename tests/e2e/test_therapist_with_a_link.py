"""A therapist without an account: the link in a message, the code in another, the advice, and a link that is over."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ehc_workflow.domain.actors import Role
from tests.contract.test_pages_desk import HEALTH, asked_unconfirmed, at
from tests.contract.test_pages_invited import CODE, LINK, THERAPIST, mails
from tests.support.casework import on, week
from tests.support.office import Office, say_whose

PHONE = {"width": 390, "height": 800}


def test_a_therapist_gives_advice_by_a_link_and_the_link_is_over(office: Office) -> None:
    journey = asked_unconfirmed(office.web, HEALTH)
    on(office.web, week(6))
    desk = office.sit_down(Role.DCO, at(journey))
    desk.get_by_role("button", name="Send a one-time link").click()
    desk.get_by_label("Name of the person").fill("Invented therapist")
    desk.get_by_label("Their e-mail address").fill(THERAPIST)
    desk.get_by_role("button", name="Send it").click()
    expect(desk.get_by_text("The link is on its way.")).to_be_visible()
    (asked,) = mails(office.web)
    link = LINK.search(asked.body)
    assert link

    therapist = come_in(office, link[1])
    assert Axe().run(therapist).violations_count == 0
    give(therapist)
    expect(therapist.get_by_text("The advice is given.")).to_be_visible()

    therapist.goto(link[1])
    expect(therapist.get_by_text("This link has been used")).to_be_visible()
    desk.goto(at(journey))
    expect(desk.get_by_text("Signed by Invented therapist, Speech therapist")).to_be_visible()


def come_in(office: Office, link: str) -> Page:
    """Open the link on a telephone, ask for the code and type it."""
    context = office.browser.new_context(base_url=office.address, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(link)
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Send me a code").click()
    (mail,) = mails(office.web)
    code = CODE.search(mail.body)
    assert code
    page.get_by_label("Code", exact=True).fill(code[1])
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Health: advice on")
    return page


def give(page: Page) -> None:
    page.get_by_role("button", name="Give advice").click()
    page.locator("[name=needs-0-text]").fill("She follows one step of an instruction.")
    page.locator("[name=outcomes-0-text]").fill("By July 2027 she follows two.")
    page.locator("[name=provision-0-text]").fill("Language therapy")
    say_whose(page)
    page.locator("[name=author_name]").fill("Invented therapist")
    page.locator("[name=author_role]").fill("Speech therapist")
    page.get_by_role("button", name="Look at it before it goes").click()
    page.get_by_role("button", name="Send the advice").click()
