"""What is typed into the advice form stays: by the button, by the script, for colleagues, in two windows, after all."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.jobs.drafts import KEPT_FOR, forget_drafts
from ehc_workflow.service import drafts
from ehc_workflow.store.tables.drafts import DraftRow
from tests import builders as b
from tests.contract.test_pages_advice import WHOSE
from tests.support.casework import assessing, filled, on, week
from tests.support.web import Web, hidden, sign_in, summary, words

NEED = "Finds it hard to follow spoken instructions."
SCRIPT = {"Accept": "application/json"}


class Writer:
    """Somebody's browser on the advice form of one request."""

    def __init__(
        self, web: Web, journey: b.Journey, role: Role = Role.HEALTH_ADMINISTRATOR
    ) -> None:
        self.web = web
        self.address = web.person(role)
        self.browser: TestClient = web.browser()
        sign_in(self.browser, self.address)
        self.request = f"/desk/requests/{journey.request_id(AdviceItem.HEALTH)}"
        self.form = f"{self.request}/advice"

    def opened(self, query: str = "") -> dict[str, Any]:
        """The form as it is shown."""
        page = self.browser.get(self.form + query).text
        shown = {**hidden(page), **filled(page)}
        shown.pop("files", None)
        return shown

    def comes_back_on(self, day: date) -> None:
        """Their session has run out by then."""
        on(self.web, day)
        sign_in(self.browser, self.address)

    def saves(self, window: Any = None, **answers: Any) -> Any:
        return self.browser.post(
            f"{self.form}/draft", data={**(window or self.opened()), **answers}
        )

    def autosaves(self, window: dict[str, Any], **answers: Any) -> Any:
        return self.browser.post(f"{self.form}/draft", data={**window, **answers}, headers=SCRIPT)

    def told(self, query: str = "") -> str:
        return words(self.browser.get(self.form + query).text)


@pytest.fixture
def journey(web: Web) -> b.Journey:
    found = assessing(web)
    on(web, week(6))
    return found


@pytest.fixture
def writer(web: Web, journey: b.Journey) -> Writer:
    return Writer(web, journey)


def kept(web: Web) -> int:
    with web.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(DraftRow)) or 0


def test_what_was_typed_is_there_on_coming_back_with_the_day(writer: Writer) -> None:
    sent = writer.saves(
        **{"needs-0-text": NEED, "needs-1-text": "A second\r\nline", "how_seen": ""}
    )
    assert sent.headers["location"] == writer.request
    told = words(writer.browser.get(writer.request).text)
    assert "What you typed is saved." in told
    assert "You have begun the advice: what you typed was saved on 23 February 2026" in told
    back = writer.opened()
    assert back["needs-0-text"] == NEED
    assert back["needs-1-text"].strip() == "A second\nline"
    assert "What you typed is here again, as it was saved on 23 February 2026" in writer.told()


def test_it_needs_no_answer_to_be_whole_or_right(writer: Writer) -> None:
    writer.saves(author_name="", **{"received_on-day": "32", "provision-0-amount": "30 min"})
    back = writer.opened()
    assert (back["received_on-day"], back["provision-0-amount"]) == ("32", "30 min")


def test_the_day_of_giving_moves_on_with_the_calendar(writer: Writer) -> None:
    writer.saves(**{"needs-0-text": NEED})
    writer.comes_back_on(week(6) + timedelta(days=3))
    assert writer.opened()["received_on-day"] == "26"
    writer.saves(**{"received_on-day": "24"})
    assert writer.opened()["received_on-day"] == "24"


def test_the_script_saves_as_one_types(writer: Writer) -> None:
    window = writer.opened()
    first = writer.autosaves(window, **{"needs-0-text": "Finds"})
    assert first.json()["version"] == 1
    assert first.json()["told"].startswith("Saved 23 February 2026, ")
    second = writer.autosaves({**window, "_draft": "1"}, **{"needs-0-text": NEED})
    assert second.json()["version"] == 2
    assert writer.autosaves({**window, "_draft": "1"}, **{"needs-0-text": NEED}).json() == {
        **second.json(),
        "version": 2,
    }, "an answer that was lost on its way does no harm"
    assert writer.opened()["needs-0-text"] == NEED


def test_looking_at_it_before_it_goes_keeps_it(writer: Writer) -> None:
    writer.browser.post(writer.form, data={**writer.opened(), **WHOSE, "needs-0-text": NEED})
    assert writer.opened()["needs-0-text"] == NEED


def test_two_windows_do_not_write_over_each_other(writer: Writer) -> None:
    one, other = writer.opened(), writer.opened()
    writer.saves(one, **{"needs-0-text": "Words of the first window"})
    stale = writer.saves(other, **{"needs-0-text": "Words of the second window"})
    assert stale.status_code == 409
    assert "saved from another window in the meantime" in summary(stale.text)
    assert filled(stale.text)["needs-0-text"] == "Words of the second window"
    assert "Need 1: What the child or young person needs Words of the first window" in words(
        stale.text
    )
    again = {**hidden(stale.text), **filled(stale.text)}
    again.pop("files", None)
    assert writer.saves(again, **{"needs-0-text": "Both"}).status_code == 303
    assert writer.opened()["needs-0-text"] == "Both"


def test_advice_is_not_sent_while_other_words_were_saved_since(writer: Writer) -> None:
    shown = writer.browser.post(
        writer.form, data={**writer.opened(), **WHOSE, "needs-0-text": NEED}
    )
    writer.saves(**{"needs-0-text": "Later words"})
    data = {**hidden(shown.text), **filled(shown.text), "_send": "yes"}
    stale = writer.browser.post(writer.form, data=data)
    assert stale.status_code == 409
    assert "Later words" in words(stale.text)
    assert filled(stale.text)["needs-0-text"] == NEED


def test_given_advice_leaves_no_draft_even_when_sent_twice(writer: Writer) -> None:
    shown = writer.browser.post(
        writer.form, data={**writer.opened(), **WHOSE, "needs-0-text": NEED}
    )
    data = {**hidden(shown.text), **filled(shown.text), "_send": "yes"}
    assert [writer.browser.post(writer.form, data=data).status_code for _ in range(2)] == [303, 303]
    assert kept(writer.web) == 0
    assert "Version 2" not in words(writer.browser.get(writer.request).text)


def test_colleagues_of_one_service_see_each_other_and_lose_nothing(
    web: Web, journey: b.Journey
) -> None:
    first, second = Writer(web, journey), Writer(web, journey)
    first.saves(**{"needs-0-text": "Words of the first", "provision-0-text": "A programme"})
    told = second.told()
    assert "Invented health_administrator is writing this advice as well" in told
    assert "Piece of provision 1: What is provided A programme" in told
    assert second.opened()["needs-0-text"] == ""
    page = second.browser.get(second.form).text
    (query,) = re.findall(r'href="[^"]*/advice(\?words=[0-9a-f-]{36})"', page)
    goes_on = second.opened(query)
    assert goes_on["needs-0-text"] == "Words of the first"
    second.saves(goes_on, **{"needs-0-text": "Words of the second"})
    assert first.opened()["needs-0-text"] == "Words of the first"
    assert "Words of the second" in first.told()
    assert second.opened()["needs-0-text"] == "Words of the second"


def test_nobody_outside_the_service_sees_it(web: Web, journey: b.Journey, writer: Writer) -> None:
    writer.saves(**{"needs-0-text": "Unfinished words"})
    caseworker = Writer(web, journey, Role.CASEWORKER)
    for path in ("", "/advice"):
        assert "Unfinished words" not in caseworker.browser.get(caseworker.request + path).text
    caseworker.saves(**{"needs-0-text": "An officer's words"})
    assert "An officer's words" not in writer.told()
    stranger = Writer(web, journey, Role.PSYCHOLOGY)
    assert stranger.browser.get(stranger.form).status_code == 404
    assert stranger.saves(hidden(stranger.browser.get("/desk").text)).status_code == 404


def test_too_much_is_refused_with_a_way_on(writer: Writer) -> None:
    rows = {f"needs-{n}-text": "x" * 20_000 for n in range(21)}
    refused = writer.saves(**rows)
    assert refused.status_code == 422
    assert "400,000 characters is the most. Attach it as a file instead." in summary(refused.text)
    assert filled(refused.text)["needs-20-text"] == "x" * 20_000
    assert kept(writer.web) == 0


def test_5_mb_in_one_box_come_back_with_a_sentence(writer: Writer) -> None:
    pasted = "x" * 5_000_000
    data = {**writer.opened(), "needs-0-text": pasted}
    refused = writer.browser.post(writer.form, data=data, files=[("files", ("", b""))])
    assert refused.status_code == 422
    assert "characters is the most. Attach it as a file instead." in summary(refused.text)
    assert filled(refused.text)["needs-0-text"] == pasted


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script></textarea><img src=x onerror=alert(1)>",
        "a\0b",
        "\u202eright to left\u202c 🙂 שלום ﷽",
        "\ufeffstarts with a mark",
        "Ａ ① ﬁ",
    ],
)
def test_odd_signs_are_words_like_others(writer: Writer, text: str) -> None:
    assert writer.saves(**{"needs-0-text": text}).status_code == 303
    assert writer.opened()["needs-0-text"] == text.replace("\0", "")
    assert "<script>alert" not in writer.browser.get(writer.form).text
    shown = writer.browser.post(writer.form, data={**writer.opened(), **WHOSE})
    data = {**hidden(shown.text), **filled(shown.text), "_send": "yes"}
    assert writer.browser.post(writer.form, data=data).status_code == 303
    assert "<script>alert" not in writer.browser.get(writer.request).text


def test_advice_accepted_meanwhile_takes_a_newer_version_and_costs_no_word(
    writer: Writer, journey: b.Journey
) -> None:
    window = writer.opened()
    journey.at(week(6)).give(AdviceItem.HEALTH).accept(AdviceItem.HEALTH)
    assert writer.saves(window, **{"needs-0-text": NEED}).status_code == 303
    assert forget_drafts(writer.web.database, writer.web.clock.now()) == 0
    assert writer.opened()["needs-0-text"] == NEED


def test_words_for_a_withdrawn_case_come_back(writer: Writer, journey: b.Journey) -> None:
    writer.saves(**{"needs-0-text": NEED})
    window = writer.opened()
    journey.at(week(6)).do(
        c.Withdraw(
            assessment_id=journey.case_id,
            withdrawn_on=week(6),
            by_contact_id=b.parent_of(journey.case_id),
            reasons="At their wish.",
        ),
        b.DECISION_MAKER,
    )
    refused = writer.browser.post(writer.form, data={**window, "needs-0-text": "Newer words"})
    assert refused.status_code == 409
    assert "The assessment has ended in the meantime" in summary(refused.text)
    assert "Newer words" in words(refused.text)
    assert NEED in writer.told(), "what was saved can still be read"
    assert forget_drafts(writer.web.database, writer.web.clock.now()) == 1
    assert writer.browser.get(writer.form).status_code == 404


def test_what_nobody_comes_back_to_is_forgotten(writer: Writer) -> None:
    writer.saves(**{"needs-0-text": NEED})
    now = writer.web.clock.now()
    assert forget_drafts(writer.web.database, now + KEPT_FOR - timedelta(hours=1)) == 0
    assert forget_drafts(writer.web.database, now + KEPT_FOR + timedelta(hours=1)) == 1


def test_after_signing_in_again_one_is_back_on_the_form(web: Web, journey: b.Journey) -> None:
    writer = Writer(web, journey)
    writer.saves(**{"needs-0-text": NEED})
    window = writer.opened()
    writer.browser.cookies.clear()
    sent = writer.browser.post(
        writer.form, data=window, headers={"Referer": f"http://testserver{writer.form}"}
    )
    assert sent.status_code == 303
    asked_for = sent.headers["location"]
    assert asked_for == f"/sign-in?next={writer.form.replace('/', '%2F')}"
    elsewhere = writer.browser.post(
        writer.form, data=window, headers={"Referer": "https://example.invalid/desk"}
    )
    assert elsewhere.headers["location"] == "/sign-in?next=%2F"


def test_two_first_savings_at_once_are_one_row(writer: Writer, monkeypatch: Any) -> None:
    window = writer.opened()
    writer.saves(window, **{"needs-0-text": "First"})
    monkeypatch.setattr(drafts, "kept_words", lambda *_: drafts.Kept(mine=None, others=()))
    refused = writer.autosaves(window, **{"needs-0-text": "Second"})
    assert refused.status_code == 409
    assert kept(writer.web) == 1
