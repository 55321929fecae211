"""Giving advice on a page: rows, files that stay, a look before it goes, and nothing typed that is lost."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, ParagraphKind
from ehc_workflow.store.documents import documents_of
from ehc_workflow.store.ids import new_id
from tests import builders as b
from tests.support.casework import assessing, drafting, filled, on, week
from tests.support.web import Web, hidden, summary, words

PDF = b"%PDF-1.7\nInvented words."
WHOSE = {
    "name_written": "Robin Example",
    "born_written-day": "4",
    "born_written-month": "3",
    "born_written-year": "2018",
}
SPECIFIC = {
    "needs-0-text": "Finds it hard to follow spoken instructions.",
    "outcomes-0-text": "Follows two-step instructions by July 2027.",
    "provision-0-text": "A language programme in a group of four",
    "provision-0-amount": "30 minutes",
    "provision-0-frequency": "three times a week",
    "provision-0-by_whom": "a trained teaching assistant",
    "provision-0-until_when": "the end of year 6",
    "how_seen": "Watched in class on 2 February 2026.",
    **WHOSE,
}


class Desk:
    """A DCO's browser on the form for one request."""

    def __init__(self, web: Web, journey: b.Journey) -> None:
        self.web = web
        self.journey = journey
        self.browser: TestClient = web.signed_in(Role.DCO)
        self.request = f"/desk/requests/{journey.request_id(AdviceItem.HEALTH)}"
        self.form = f"{self.request}/advice"

    def send(self, *files: tuple[str, bytes], **answers: Any) -> Any:
        page = self.browser.get(self.form).text
        data = {**hidden(page), **filled(page), **SPECIFIC, **answers}
        data.pop("files", None)
        sent = [("files", (name, content, "application/pdf")) for name, content in files]
        return self.browser.post(self.form, data=data, files=sent or None)

    def go_on(self, shown: Any, **choice: str) -> Any:
        """From the look before it goes: send it, or change it."""
        return self.browser.post(
            self.form, data={**hidden(shown.text), **carried(shown.text), **choice}
        )

    def files(self) -> list[str]:
        with self.web.database.reading() as connection:
            return [each.name for each in documents_of(connection, self.journey.case_id)]


def carried(html: str) -> dict[str, Any]:
    return {name: value for name, value in filled(html).items() if not name.startswith("_")}


@pytest.fixture
def desk(web: Web) -> Desk:
    journey = assessing(web)
    on(web, week(6))
    return Desk(web, journey)


def test_advice_is_shown_once_more_and_then_given(desk: Desk) -> None:
    shown = desk.send(("report.pdf", PDF))
    assert shown.status_code == 200
    assert "Needs, outcomes and specific provision are there" in words(shown.text)
    assert "No advice has been given yet." in words(desk.browser.get(desk.request).text)
    sent = desk.go_on(shown, _send="yes")
    assert sent.headers["location"] == desk.request
    told = words(desk.browser.get(desk.request).text)
    assert "The advice is given. Somebody will check it." in told
    assert (
        "Version 1, given on 23 February 2026 Signed by Invented dco, Designated clinical officer"
        in told
    )
    assert "How the child or young person was seen: Watched in class on 2 February 2026." in told
    assert (
        "P1 A language programme in a group of four 30 minutes three times a week "
        "a trained teaching assistant the end of year 6" in told
    )
    assert "report.pdf" in told


def test_name_role_and_day_stand_there_already(desk: Desk) -> None:
    page = filled(desk.browser.get(desk.form).text)
    assert page["author_name"] == "Invented dco"
    assert page["author_role"] == "Designated clinical officer"
    assert (page["received_on-day"], page["received_on-month"]) == ("23", "2")


def test_s14_what_is_vague_is_told_and_does_not_block(desk: Desk) -> None:
    vague = {"provision-0-text": "Would benefit from regular input", "provision-0-amount": ""}
    shown = desk.send(**vague)
    told = words(shown.text)
    assert "Provision 1 does not say how much" in told
    assert "Provision 1 says “would benefit from”" in told
    assert desk.go_on(shown, _send="yes").status_code == 303


def test_change_it_brings_back_everything_typed(desk: Desk) -> None:
    shown = desk.send(("report.pdf", PDF), **{"provision-1-text": "A second programme"})
    back = desk.go_on(shown, _change="yes")
    assert back.status_code == 200
    assert summary(back.text) == ""
    typed = filled(back.text)
    for name, value in {**SPECIFIC, "provision-1-text": "A second programme"}.items():
        assert typed[name] == value
    assert "Remove report.pdf" in words(back.text)


@pytest.mark.parametrize("group", ["needs", "outcomes", "provision"])
def test_another_row_keeps_everything_and_needs_no_script(desk: Desk, group: str) -> None:
    more = desk.send(("report.pdf", PDF), _more=group)
    assert more.status_code == 200
    typed = filled(more.text)
    assert typed[f"{group}-1-text"] == ""
    assert {name: typed[name] for name in SPECIFIC} == SPECIFIC
    assert "Remove report.pdf" in words(more.text)
    assert desk.files() == ["report.pdf"]


def test_a_refusal_costs_neither_words_nor_files(desk: Desk) -> None:
    refused = desk.send(
        ("good.pdf", PDF), ("bad.pdf", b"MZ not a pdf"), author_name="", **{"received_on-day": "31"}
    )
    assert refused.status_code == 422
    assert "bad.pdf is not a PDF document" in summary(refused.text)
    typed = filled(refused.text)
    assert {name: typed[name] for name in SPECIFIC} == SPECIFIC
    assert "Remove good.pdf" in words(refused.text)
    refused = desk.send(author_name="", **{"received_on-day": "31"})
    assert "Enter name of the person who signs the advice" in summary(refused.text)
    assert "must be a real date" in summary(refused.text)
    assert "Remove good.pdf" in words(refused.text)


def test_a_file_can_be_taken_off_again(desk: Desk) -> None:
    desk.send(("one.pdf", PDF), ("two.pdf", PDF + b"2"), _more="needs")
    page = desk.browser.get(desk.form).text
    one = page.split("Remove one.pdf")[0].rsplit('value="', 1)[1].split('"')[0]
    back = desk.send(remove=one)
    assert back.status_code == 200
    assert desk.files() == ["two.pdf"]
    assert filled(back.text)["needs-0-text"] == SPECIFIC["needs-0-text"]


def test_files_alone_are_advice_and_nothing_at_all_is_not(desk: Desk) -> None:
    blank = {**dict.fromkeys(SPECIFIC, ""), **WHOSE}
    refused = desk.send(**blank)
    assert "Give the advice, or attach the file that holds it" in summary(refused.text)
    shown = desk.send(("report.pdf", PDF), **blank)
    assert "will have to be found in the files" in words(shown.text)
    assert desk.go_on(shown, _send="yes").status_code == 303


def test_what_the_law_refuses_is_said_beside_the_field(desk: Desk) -> None:
    shown = desk.send(**{"received_on-month": "1"})
    refused = desk.go_on(shown, _send="yes")
    assert refused.status_code == 422
    assert "before it was asked for" in summary(refused.text)
    assert filled(refused.text)["needs-0-text"] == SPECIFIC["needs-0-text"]


def test_sent_twice_it_is_given_once(desk: Desk) -> None:
    shown = desk.send()
    data = {**hidden(shown.text), **carried(shown.text), "_send": "yes"}
    assert [desk.browser.post(desk.form, data=data).status_code for _ in range(2)] == [303, 303]
    assert "Version 2" not in words(desk.browser.get(desk.request).text)


def test_30_mb_is_refused_and_what_was_typed_is_still_there(desk: Desk) -> None:
    refused = desk.send(("scan.pdf", PDF + b"x" * 30_000_000))
    assert refused.status_code == 413
    assert "What you sent is too large: 25 MB is the most." in summary(refused.text)
    typed = filled(refused.text)
    assert {name: typed[name] for name in SPECIFIC} == SPECIFIC
    assert desk.files() == []


def test_one_file_over_the_limit_is_named(desk: Desk) -> None:
    refused = desk.send(("scan.pdf", PDF + b"x" * 25_000_000))
    assert refused.status_code == 422
    assert "scan.pdf is too large: 25 MB is the most." in summary(refused.text)


def test_a_newer_version_may_come_until_the_final_plan(web: Web) -> None:
    journey = drafting(web)
    on(web, week(12))
    desk = Desk(web, journey)
    assert desk.browser.get(desk.form).status_code == 200
    journey.save_plan().agree_health().serve_draft()
    journey.at(week(13)).ask_for_setting().consult()
    journey.at(week(16)).answer_all().place().confirm_address().send_final()
    on(web, week(16))
    assert web.signed_in(Role.DCO).get(desk.form).status_code == 404


# --- numbers ------------------------------------------------------------------------------------------------------


def test_the_words_of_the_last_version_stand_in_the_form_again(web: Web) -> None:
    journey = assessing(web).at(week(8)).give(AdviceItem.HEALTH, b.HEALTH_ADMINISTRATOR)
    on(web, week(8))
    at = f"/desk/requests/{journey.request_id(AdviceItem.HEALTH)}/advice"
    typed = filled(web.signed_in(Role.HEALTH_ADMINISTRATOR).get(at).text)
    assert typed["needs-0-text"].strip() == "Finds it hard to follow spoken instructions."
    assert typed["provision-0-until_when"] == "July 2027"
    assert typed["how_seen"].strip() == "Seen in class by the invented author."
    assert "born_written-day" not in typed or not typed["born_written-day"]


def test_every_paragraph_has_a_number_and_an_address_the_same_on_the_page_and_in_json(
    web: Web,
) -> None:
    journey = assessing(web).at(week(6))
    kinds = ("need", "provision", "need", "outcome", "provision")
    paragraphs = tuple(
        c.Paragraph(kind=ParagraphKind(kind), text=f"Words {n}") for n, kind in enumerate(kinds)
    )
    journey.give(AdviceItem.HEALTH, b.HEALTH_ADMINISTRATOR, paragraphs=paragraphs)
    on(web, week(6))
    page = f"/desk/requests/{journey.request_id(AdviceItem.HEALTH)}"
    html = web.signed_in(Role.DCO).get(page).text
    api = f"/api/v1/advice-requests/{journey.request_id(AdviceItem.HEALTH)}/advice"
    (given,) = web.program(Role.DCO).get(api).json()
    numbers = {each["text"]: each["number"] for each in given["paragraphs"]}
    assert numbers == {
        "Words 0": "N1",
        "Words 1": "P1",
        "Words 2": "N2",
        "Words 3": "O1",
        "Words 4": "P2",
    }
    for each in given["paragraphs"]:
        assert each["address"] == f"{page}#v1-{each['number']}"
        assert f'id="v1-{each["number"]}"' in html
        assert f"{each['number']} {each['text']}" in words(html)
    assert web.program(Role.PSYCHOLOGY).get(api).status_code == 404


def test_the_plan_writer_sees_the_number_and_can_follow_it(web: Web) -> None:
    journey = drafting(web)
    on(web, week(12))
    page = web.signed_in(Role.PLAN_WRITER).get(f"/assessments/{journey.case_id}/plan").text
    address = f"/desk/requests/{journey.request_id(AdviceItem.HEALTH)}#v1-P1"
    assert f'href="{address}"' in page
    assert "Provision P1" in words(page)


# --- documents ----------------------------------------------------------------------------------------------------


def test_a_download_is_saved_and_never_shown(desk: Desk) -> None:
    shown = desk.send(("Bericht „ß“.pdf", PDF))
    address = "/documents/" + shown.text.split('href="/documents/')[1].split("/preview")[0]
    got = desk.browser.get(address)
    assert got.content == PDF
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith("attachment; filename*=utf-8''Bericht")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "no-store"
    assert desk.web.signed_in(Role.PSYCHOLOGY).get(address).status_code == 404
    assert desk.web.browser().get(address).headers["location"].startswith("/sign-in")
    assert desk.browser.get(f"/documents/{new_id()}").status_code == 404


def test_officers_file_documents_and_the_family_its_own(web: Web) -> None:
    journey = assessing(web)
    on(web, week(6))
    path = f"/assessments/{journey.case_id}/documents"
    seat = Seat(
        id=new_id(), role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=journey.case_id
    )
    officer, family = web.signed_in(Role.CASEWORKER), web.signed_in(Role.FAMILY, seat=seat)
    file = ("minute.pdf", PDF, "application/pdf")
    without = officer.post(path, data=hidden(officer.get(path).text), files={"files": file})
    assert "Select what are they" in summary(without.text) or "What are they" in summary(
        without.text
    )
    form = {**hidden(officer.get(path).text), "kind": "other"}
    assert officer.post(path, data=form, files={"files": file}).status_code == 303
    theirs = ("letter.pdf", PDF + b"2", "application/pdf")
    sent = family.post(path, data=hidden(family.get(path).text), files={"files": theirs})
    assert sent.status_code == 303
    assert "1 file kept." in words(family.get(path).text)
    assert "minute.pdf" not in family.get(path).text
    told = words(officer.get(path).text)
    assert "minute.pdf Something else" in told
    assert "letter.pdf What the family said or sent" in told
    request = f"/desk/requests/{journey.request_id(AdviceItem.HEALTH)}"
    contributor = words(web.signed_in(Role.DCO).get(request).text)
    assert "letter.pdf" in contributor
    assert "minute.pdf" not in contributor
    assert web.signed_in(Role.DCO).get(path).status_code == 404
    assert web.signed_in(Role.FAMILY).get(path).status_code == 404


def test_a_mislabelled_file_is_refused_and_the_good_one_kept(web: Web) -> None:
    journey = assessing(web)
    path = f"/assessments/{journey.case_id}/documents"
    officer = web.signed_in(Role.CASEWORKER)
    files = [
        ("files", ("good.pdf", PDF, "application/pdf")),
        ("files", ("page.html", b"<script>alert(1)</script>", "text/html")),
    ]
    form = {**hidden(officer.get(path).text), "kind": "other"}
    refused = officer.post(path, data=form, files=files)
    assert refused.status_code == 422
    assert "page.html: files of this kind are not taken." in summary(refused.text)
    assert "good.pdf" in words(refused.text)
    empty = officer.post(path, data={**hidden(officer.get(path).text), "kind": "other"})
    assert "Choose a file" in summary(empty.text)
