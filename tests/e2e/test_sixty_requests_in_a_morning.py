"""A health administrator's morning in a browser: sixty new requests sent to services, each action counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page
from sqlalchemy import text

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from tests.contract.test_pages_desk import asked_unconfirmed
from tests.contract.test_pages_routing import NAME, THERAPY, a_therapy
from tests.support.casework import on, week
from tests.support.office import Office

NEW = 60
CHOOSE_ALL, SERVICE, SEND = (
    "Choose all on this page",
    "Send the ticked ones to",
    "Send to the chosen",
)


@dataclass
class Hands:
    """Somebody at the page, every click and every choice of theirs counted."""

    page: Page
    actions: int = 0

    def click(self, what: Locator) -> None:
        self.actions += 1
        what.click()

    def choose(self, what: Locator, option: str) -> None:
        self.actions += 1
        what.select_option(label=option)

    def count(self) -> int:
        """The actions since the last count."""
        so_far, self.actions = self.actions, 0
        return so_far


def waiting(page: Page) -> int:
    """What the desk says has no service."""
    tile = page.get_by_role("link", name=re.compile("No service named")).first
    return int(re.sub(r"\D", "", tile.inner_text()))


def test_sixty_requests_are_sent_with_few_actions(office: Office) -> None:
    a_therapy(office.web)
    for _ in range(NEW):
        asked_unconfirmed(office.web, AdviceItem.HEALTH, service=False)
    on(office.web, week(5))
    page = office.sit_down(Role.HEALTH_ADMINISTRATOR, "/desk")
    hands = Hands(page)
    assert waiting(page) == NEW

    hands.choose(page.locator("tbody select").first, NAME)
    hands.click(page.get_by_role("button", name=SEND).first)
    page.get_by_text("1 request sent to a service.").wait_for()
    assert hands.count() == 2, "one, in two actions"

    batches = []
    while left := waiting(page):
        hands.click(page.get_by_role("link", name=CHOOSE_ALL))
        hands.choose(page.get_by_label(SERVICE), NAME)
        hands.click(page.get_by_role("button", name=SEND).first)
        page.get_by_text("sent to a service.").wait_for()
        assert page.get_by_role("heading", name="No service named").is_visible(), (
            "its place is kept"
        )
        batches.append((left - waiting(page), hands.count()))
    assert [sent for sent, _ in batches] == [25, 25, 9]
    assert all(actions <= 4 for _, actions in batches), "ten or more at once, in four at most"
    page.get_by_text("Every request has a service.").wait_for()

    told = "SELECT count(*) FROM outbox_message WHERE recipient = :to AND template = 'advice_asked'"
    with office.web.database.reading() as connection:
        assert connection.scalar(text(told), {"to": f"service:{THERAPY}"}) == NEW
