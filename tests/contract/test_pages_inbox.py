"""The inbox on a page: sent in, looked at, filed in one step, undone; and nobody there who has none."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.store.documents import documents_of
from tests.support import made_files as made
from tests.support.casework import assessing
from tests.support.web import Web, hidden, summary, words


def send_in(browser: TestClient, *files: tuple[str, bytes]) -> Any:
    sent = [("files", (name, content, "application/pdf")) for name, content in files]
    return browser.post("/inbox", data=hidden(browser.get("/inbox").text), files=sent)


def waiting(browser: TestClient, name: str) -> str:
    """The address of a file that waits."""
    before = browser.get("/inbox").text.split(f"<bdi>{name}</bdi>")[0]
    arrival = before.rsplit('href="/inbox/', 1)[1].split('"')[0]
    return f"/inbox/{arrival}"


def test_a_file_is_filed_in_one_step_with_its_reasons_beside_it_and_undone(web: Web) -> None:
    journey = assessing(web)
    browser = web.signed_in(Role.CASEWORKER)
    assert "Nothing waits to be filed." in words(browser.get("/inbox").text)
    report = made.pdf(f"Our reference {journey.now.reference}")
    assert send_in(browser, ("report.pdf", report), ("other.pdf", made.pdf("?"))).status_code == 303
    at = waiting(browser, "report.pdf")
    page = browser.get(at).text
    assert f"The reference {journey.now.reference} stands in it" in words(page)
    assert f'src="{at}/pages/1.png"' in page
    assert browser.get(f"{at}/pages/1.png").status_code == 200
    place = f"request:{journey.request_id(AdviceItem.HEALTH)}"
    assert f'value="{place}"' in page
    answers = {**hidden(page), "assessment_id": journey.case_id, "place": place}
    filed = browser.post(f"{at}/file", data=answers)
    assert filed.headers["location"] == f"/desk/requests/{place.removeprefix('request:')}/advice"
    with web.database.reading() as connection:
        assert [one.name for one in documents_of(connection, journey.case_id)] == ["report.pdf"]
    again = browser.post(f"{at}/file", data=answers)
    assert again.status_code in {404, 409, 422}
    listed = browser.get("/inbox").text
    assert "You filed lately" in words(listed)
    assert browser.post(f"{at}/undo", data=hidden(listed)).headers["location"] == at
    with web.database.reading() as connection:
        assert documents_of(connection, journey.case_id) == ()


def test_without_a_match_one_looks_by_hand_or_takes_it_out(web: Web) -> None:
    journey = assessing(web)
    browser = web.signed_in(Role.CASEWORKER)
    send_in(browser, ("scan.pdf", made.pdf("")))
    at = waiting(browser, "scan.pdf")
    assert "Nothing in this file points to a case of yours." in words(browser.get(at).text)
    assert "No case of yours has that" in words(browser.get(f"{at}?q=nobody").text)
    assert journey.now.reference in browser.get(f"{at}?q={journey.now.reference}").text
    refused = browser.post(f"{at}/remove", data=hidden(browser.get(at).text))
    assert "Tick that nobody needs this file" in summary(refused.text)
    gone = browser.post(f"{at}/remove", data={**hidden(browser.get(at).text), "certain": "yes"})
    assert gone.status_code == 303
    assert "Nothing waits to be filed." in words(browser.get("/inbox").text)


@pytest.mark.parametrize("role", [Role.DCO, Role.SETTING, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_else_has_an_inbox(web: Web, role: Role) -> None:
    officer, browser = web.signed_in(Role.CASEWORKER), web.signed_in(role)
    send_in(officer, ("scan.pdf", made.pdf("words")))
    assert browser.get("/inbox").status_code == 403
    assert browser.get(waiting(officer, "scan.pdf")).status_code == 404
