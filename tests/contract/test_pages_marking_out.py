"""Advice that is files alone: marked out by whoever screens it, apart from the author's words."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.verify import verify
from ehc_workflow.store.queries.plan_text import accepted_advice
from ehc_workflow.store.recount import cases_of
from tests import builders as b
from tests.support.casework import answer, assessing, filled, on, week
from tests.support.web import Web, hidden, summary, words

HEALTH = AdviceItem.HEALTH
PDF = b"%PDF-1.7\nInvented words."
READ = {
    "paragraphs-0-kind": "need",
    "paragraphs-0-text": "Finds it hard to follow spoken instructions.",
    "paragraphs-0-page": "2",
    "paragraphs-1-kind": "provision",
    "paragraphs-1-text": "A language programme in a small group",
    "paragraphs-1-frequency": "three times a week",
}


class Screening:
    """Health advice that came in week 10 as files alone, and where it is worked with."""

    def __init__(self, web: Web, *names: str) -> None:
        self.web = web
        self.journey = assessing(web).at(week(10))
        on(web, week(10))
        self.files = [self._file(name) for name in names]
        self.journey.give(HEALTH, b.DCO, paragraphs=(), document_ids=tuple(self.files))
        self.request = f"/desk/requests/{self.journey.request_id(HEALTH)}"

    def _file(self, name: str) -> str:
        documents: Documents = self.web.app.state.documents
        return documents.add(
            name,
            BytesIO(PDF + name.encode()),
            assessment_id=self.journey.case_id,
            request_id=self.journey.request_id(HEALTH),
            kind=DocumentKind.WAITING,
            actor=b.DCO,
            now=self.web.clock.now(),
        ).id

    def mark_out(self, browser: TestClient, **changes: str) -> Any:
        return answer(browser, f"{self.request}/mark-out", **{**READ, **changes})


@pytest.fixture
def screening(web: Web) -> Screening:
    return Screening(web, "report.pdf")


def test_files_alone_are_accepted_only_once_their_paragraphs_are_marked_out(
    web: Web, screening: Screening
) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get(f"{screening.request}/check")
    assert "This advice is files alone" in words(page.text)
    refused = answer(browser, f"{screening.request}/check", outcome="accept")
    assert refused.status_code == 409
    assert "marked out first" in summary(refused.text)
    done = screening.mark_out(browser)
    assert done.headers["location"] == f"{screening.request}/check"
    told = words(browser.get(f"{screening.request}/check").text)
    assert "Marked out in the files by Invented caseworker" in told
    assert "in report.pdf , page 2" in told or "in report.pdf, page 2" in told
    assert "Provision 1 does not say how much" in told, "what the file does not say is a gap"
    answer(browser, f"{screening.request}/check", outcome="accept")
    (case,) = cases_of(web.database, [screening.journey.case_id])
    with web.database.reading() as connection:
        (advice,) = accepted_advice(connection, case)
    assert [one.text for one in advice.passages] == [
        "Finds it hard to follow spoken instructions.",
        "A language programme in a small group",
    ]
    assert verify(web.database).is_whole


def test_the_author_sees_what_was_marked_out_and_that_it_is_not_theirs(
    web: Web, screening: Screening
) -> None:
    screening.mark_out(web.signed_in(Role.DCO))
    told = words(web.signed_in(Role.HEALTH_ADMINISTRATOR).get(screening.request).text)
    assert "Marked out in the files by Invented dco" in told
    assert "These are not the author’s own words." in told
    assert web.signed_in(Role.PSYCHOLOGY).get(screening.request).status_code == 404


def test_it_can_go_back_without_being_marked_out(web: Web, screening: Screening) -> None:
    browser = web.signed_in(Role.DCO)
    answer(browser, f"{screening.request}/check", outcome="return", gaps="The file cannot be read.")
    assert "Returned on 23 March 2026" in words(browser.get(screening.request).text)


def test_what_was_marked_out_can_be_corrected_and_the_first_reading_is_kept(
    web: Web, screening: Screening
) -> None:
    browser = web.signed_in(Role.CASEWORKER)
    screening.mark_out(browser)
    form = filled(browser.get(f"{screening.request}/mark-out").text)
    assert form["paragraphs-1-frequency"] == "three times a week"
    screening.mark_out(browser, **{"paragraphs-1-amount": "30 minutes"})
    told = words(browser.get(f"{screening.request}/check").text)
    assert "does not say how much" not in told
    assert "Paragraphs marked out in the files of health, again" in words(
        browser.get(screening.request).text
    )
    assert verify(web.database).is_whole


def test_nothing_typed_is_lost_when_two_mark_out_at_once(web: Web, screening: Screening) -> None:
    first, second = web.signed_in(Role.DCO), web.signed_in(Role.CASEWORKER)
    page = second.get(f"{screening.request}/mark-out").text
    screening.mark_out(first)
    late = second.post(
        f"{screening.request}/mark-out",
        data={**hidden(page), **filled(page), **READ, "paragraphs-0-text": "Read otherwise."},
    )
    assert late.status_code == 409
    assert filled(late.text)["paragraphs-0-text"] == "Read otherwise."


def test_with_several_files_each_paragraph_names_its_own(web: Web) -> None:
    screening = Screening(web, "report.pdf", "letter.pdf")
    browser = web.signed_in(Role.DCO)
    refused = screening.mark_out(browser)
    assert refused.status_code == 422
    assert "Select the file it stands in" in summary(refused.text)
    made_up = screening.mark_out(
        browser,
        **{"paragraphs-0-document_id": "another case's", "paragraphs-1-document_id": "nothing"},
    )
    assert made_up.status_code == 422
    assert "Choose a file of this advice" in summary(made_up.text)
    chosen = {f"paragraphs-{row}-document_id": screening.files[row] for row in (0, 1)}
    assert screening.mark_out(browser, **chosen).status_code == 303


def test_nothing_to_mark_out_and_nobody_who_does_not_screen(web: Web, screening: Screening) -> None:
    browser = web.signed_in(Role.DCO)
    empty = answer(browser, f"{screening.request}/mark-out")
    assert empty.status_code == 422
    assert "Add at least one paragraph" in summary(empty.text)
    assert web.signed_in(Role.HEALTH_ADMINISTRATOR).get(
        f"{screening.request}/mark-out"
    ).status_code == (404)
    written = assessing(web).at(week(10)).give(HEALTH, b.DCO)
    page = f"/desk/requests/{written.request_id(HEALTH)}/mark-out"
    assert browser.get(page).status_code == 404, "the author’s own words need no marking out"
