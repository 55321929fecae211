"""The list of vague wording on a page: who keeps it, a look before a change, and a way back."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role
from tests.support.casework import answer, filled
from tests.support.web import SIGN_IN, Web, hidden, summary, words

KEEPERS = [Role.MANAGER, Role.ADMINISTRATOR]
TERM = {"words": "As and when", "is_on": "on", "instead": "say when", "reason": "Too open"}


def save(browser: TestClient, shown: Any) -> Any:
    """From the look at what it would find."""
    assert shown.status_code == 200, shown.text
    carried = {name: value for name, value in filled(shown.text).items() if name[0] != "_"}
    data = {**hidden(shown.text), **carried, "_send": "yes"}
    return browser.post("/wording/change", data=data)


@pytest.mark.parametrize("role", KEEPERS)
def test_a_keeper_adds_an_expression_after_a_look(web: Web, role: Role) -> None:
    browser = web.signed_in(role)
    assert "Nothing was changed." in words(browser.get("/wording").text)
    shown = answer(browser, "/wording/change", **TERM)
    assert "There is no provision on file yet to try it on." in words(shown.text)
    assert "as and when" not in browser.get("/wording").text
    done = save(browser, shown)
    told = words(browser.get(done.headers["location"]).text)
    assert "“as and when” is pointed out in advice from now on." in told
    assert f"Invented {role.value}" in told
    assert "Too open" in told


def test_an_expression_is_switched_off_and_taken_back(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    page = browser.get("/wording/change?words=regular")
    assert filled(page.text)["instead"] == "say how often"
    off = answer(browser, "/wording/change?words=regular", is_on="off", reason="Every day, here")
    assert "“regular” is not looked for any more." in words(off.text)
    save(browser, off)
    assert "Switched off" in words(browser.get("/wording").text)
    undo = answer(browser, "/wording/changes/1/undo", reason="It is not")
    told = words(browser.get(undo.headers["location"]).text)
    assert "Switched off" not in told
    assert "Change 1 taken back: “regular” is looked for: say how often" in told


def test_what_was_typed_comes_back_when_it_is_refused(web: Web) -> None:
    browser = web.signed_in(Role.MANAGER)
    refused = answer(browser, "/wording/change", **{**TERM, "words": "(a+)+"})
    assert refused.status_code == 422
    assert "words of letters and digits" in summary(refused.text)
    assert filled(refused.text)["reason"] == "Too open"
    missing = answer(browser, "/wording/change", **{**TERM, "reason": ""})
    assert missing.status_code == 422


def test_nobody_else_keeps_the_list(web: Web) -> None:
    for role in set(SIGN_IN) - set(KEEPERS):
        browser = web.signed_in(role)
        assert browser.get("/wording").status_code == 403, role
        assert "/wording" not in browser.get("/").text
    keeper = web.signed_in(Role.MANAGER)
    assert keeper.get("/wording?authority=another").status_code == 404
    assert keeper.get("/wording/changes/9/undo").status_code == 404
