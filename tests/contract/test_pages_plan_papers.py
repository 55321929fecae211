"""The plan printed, as data, and brought in from a file: what comes out, what is refused, and that nothing is lost."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from ehc_workflow.domain.actors import Role
from ehc_workflow.service.plan_exchange import read_plan
from ehc_workflow.store.queries.plan_text import plan_items
from tests.builders import Journey
from tests.support.casework import drafting, on, with_family
from tests.support.web import Web, hidden, summary, words


def path(journey: Journey) -> str:
    return f"/assessments/{journey.case_id}/plan"


@pytest.fixture
def written(web: Web) -> Journey:
    journey = drafting(web).save_plan(B="Words of B with <script> in them.")
    on(web, journey.today)
    return journey


def word_file(*lines: tuple[str, str]) -> bytes:
    """A Word file of these lines: a style and a text."""
    document = docx.Document()
    for style, text in lines:
        document.add_paragraph(text, style=style)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def bring(web: Web, journey: Journey, name: str, data: bytes) -> Any:
    browser = web.signed_in(Role.PLAN_WRITER)
    page = browser.get(f"{path(journey)}/bring-in")
    assert page.status_code == 200, page.text
    sent = browser.post(
        f"{path(journey)}/bring-in",
        data=hidden(page.text),
        files={"file": (name, data, "application/octet-stream")},
    )
    return sent, browser


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("word", b"PK")])
def test_the_plan_is_printed_and_saved(
    web: Web, written: Journey, form: str, begins: bytes
) -> None:
    made = web.signed_in(Role.PLAN_WRITER).get(f"{path(written)}/printed/{form}")
    assert made.status_code == 200
    assert made.content.startswith(begins)
    assert "attachment" in made.headers["content-disposition"]
    assert "Sam" not in made.headers["content-disposition"]


def test_no_other_form_is_printed(web: Web, written: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    assert browser.get(f"{path(written)}/printed/html").status_code in (404, 422)


@pytest.mark.parametrize("what", ["printed/pdf", "data", "bring-in"])
@pytest.mark.parametrize("role", [Role.FAMILY, Role.SETTING, Role.DCO, Role.PSYCHOLOGY])
def test_who_has_no_need_of_the_plan_gets_none(
    web: Web, written: Journey, what: str, role: Role
) -> None:
    assert web.signed_in(role).get(f"{path(written)}/{what}").status_code in (403, 404)


def test_the_same_data_by_page_and_by_the_api(web: Web, written: Journey) -> None:
    by_page = web.signed_in(Role.PLAN_WRITER).get(f"{path(written)}/data")
    by_api = web.program(Role.PLAN_WRITER).get(f"/api/v1/assessments/{written.case_id}/plan")
    assert by_api.status_code == 200
    plan = read_plan(by_page.content)
    assert plan == read_plan(by_api.content)
    assert {one.section for one in plan.items} == {"A", "B", "C", "D", "E", "F", "G", "H1", "H2"}
    assert all(one.paragraphs for one in plan.advice)


def test_a_word_file_becomes_items_and_keeps_what_was_there(web: Web, written: Journey) -> None:
    data = word_file(
        ("Heading 1", "Section B: Special educational needs"),
        ("Normal", "Ruby 😀 <b>finds</b> it hard."),
        ("Heading 1", "Section I: Placement"),
        ("Normal", "Larkrise School"),
    )
    done, browser = bring(web, written, "earlier plan.docx", data)
    assert done.status_code == 303, done.text
    assert "1 item brought in." in words(browser.get(done.headers["location"]).text)
    with web.database.reading() as connection:
        items = plan_items(connection, written.case_id)
    texts = [item.text for item in items]
    assert "Ruby 😀 <b>finds</b> it hard." in texts
    assert "Words of B with <script> in them." in texts
    assert not any("Larkrise" in text for text in texts)


def test_a_plan_saved_from_here_starts_another(web: Web, written: Journey) -> None:
    data = web.signed_in(Role.PLAN_WRITER).get(f"{path(written)}/data").content
    done, _ = bring(web, written, "plan.json", data)
    assert done.status_code == 303
    with web.database.reading() as connection:
        items = plan_items(connection, written.case_id)
    new = [item for item in items if not item.sources]
    assert len(new) == 9
    assert {one for item in new for one in item.meets} <= {item.id for item in new}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("plan.docx", word_file(("Normal", "No heading at all.")), "no heading of a section"),
        ("plan.exe", b"MZ", "files of this kind are not taken"),
        ("plan.docx", b"no word file", "is not a Word document"),
        ("plan.json", b"{}", "At /items"),
        (
            "plan.docx",
            word_file(("Heading 1", "Section F"), ("Normal", "Therapy at Larkrise School.")),
            "names Larkrise School",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_whole(
    web: Web, written: Journey, name: str, data: bytes, says: str
) -> None:
    refused, _ = bring(web, written, name, data)
    assert refused.status_code == 422
    assert says in summary(refused.text)
    with web.database.reading() as connection:
        assert len(plan_items(connection, written.case_id)) == 9


def test_after_the_draft_nothing_is_brought_in(web: Web) -> None:
    journey = with_family(web)
    on(web, journey.today)
    page = web.signed_in(Role.PLAN_WRITER).get(f"{path(journey)}/bring-in")
    assert page.status_code == 404
