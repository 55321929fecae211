"""Documents on a page: looking at one without saving it, and nobody looks who may not open."""

from __future__ import annotations

import io
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import select

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.store.documents import documents_of
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.tables.cases import RecordView
from tests import builders as b
from tests.support import made_files as made
from tests.support.casework import assessing
from tests.support.web import Web, hidden, summary, words

PAGES = ("Robin Invented", "The second page", "")


class Shelf:
    """A case with files on it, and browsers of those who look at them."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.case_id = assessing(web).case_id
        self.list = f"/assessments/{self.case_id}/documents"
        self.officer = web.signed_in(Role.CASEWORKER)

    def send(self, *files: tuple[str, bytes], kind: str = DocumentKind.OTHER) -> Any:
        page = self.officer.get(self.list)
        sent = [("files", (name, content, "application/pdf")) for name, content in files]
        return self.officer.post(self.list, data={**hidden(page.text), "kind": kind}, files=sent)

    def kept(self, name: str, content: bytes, kind: str = DocumentKind.OTHER) -> str:
        """The address of a file that was sent in."""
        answer = self.send((name, content), kind=kind)
        assert answer.status_code == 303, summary(answer.text)
        with self.web.database.reading() as connection:
            return f"/documents/{documents_of(connection, self.case_id)[-1].id}"

    def family(self) -> TestClient:
        seat = Seat(new_id(), Role.FAMILY, b.AUTHORITY, assessment_id=self.case_id)
        return self.web.signed_in(Role.FAMILY, seat=seat)

    def views(self) -> list[str]:
        with self.web.database.reading() as connection:
            parts = select(RecordView.part).where(RecordView.part.like("document%"))
            return list(connection.scalars(parts))


@pytest.fixture
def shelf(web: Web) -> Shelf:
    return Shelf(web)


def test_a_pdf_is_looked_at_page_by_page(shelf: Shelf) -> None:
    at = shelf.kept("report.pdf", made.pdf(*PAGES))
    first = shelf.officer.get(f"{at}/preview")
    assert "Page 1 of 3" in words(first.text)
    assert "Robin Invented" in words(first.text)
    assert "The second page" not in first.text
    assert f'src="{at}/pages/1.png"' in first.text
    assert f'href="{at}/preview?page=2"' in first.text
    assert "The second page" in words(shelf.officer.get(f"{at}/preview?page=2").text)
    last = shelf.officer.get(f"{at}/preview?page=3")
    assert "There is no text on this page. It may be a scan" in words(last.text)


def test_a_page_is_a_picture_that_we_made(shelf: Shelf) -> None:
    at = shelf.kept("report.pdf", made.pdf(*PAGES))
    drawn = shelf.officer.get(f"{at}/pages/2.png")
    assert drawn.headers["content-type"] == "image/png"
    assert drawn.headers["x-content-type-options"] == "nosniff"
    assert drawn.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in drawn.headers["content-security-policy"]
    assert max(Image.open(io.BytesIO(drawn.content)).size) == 1400


def test_word_is_shown_as_text_with_its_headings_and_tables(shelf: Shelf) -> None:
    body = made.paragraph("Needs", "Heading1"), "Talks <at> ease", made.word_table(("Who", "When"))
    at = shelf.kept("report.docx", made.word(*body))
    page = shelf.officer.get(f"{at}/preview").text
    assert ">Needs</h3>" in page
    assert "Talks &lt;at&gt; ease" in page
    assert "Who" in page
    assert "<img" not in page


def test_a_long_text_is_shown_in_parts(shelf: Shelf) -> None:
    at = shelf.kept("long.txt", "\n\n".join(f"Line {n}." for n in range(250)).encode())
    assert "Part 1 of 3" in words(shelf.officer.get(f"{at}/preview").text)
    second = words(shelf.officer.get(f"{at}/preview?page=2").text)
    assert "Line 120." in second
    assert "Line 119." not in second


def test_a_picture_is_shown_as_one(shelf: Shelf) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(photo, "JPEG")
    at = shelf.kept("photo.jpg", photo.getvalue())
    assert f'src="{at}/pages/1.png"' in shelf.officer.get(f"{at}/preview").text
    assert shelf.officer.get(f"{at}/pages/1.png").status_code == 200


def test_looking_is_noted_like_opening(shelf: Shelf) -> None:
    at = shelf.kept("report.pdf", made.pdf(*PAGES))
    document = at.removeprefix("/documents/")
    shelf.officer.get(f"{at}/preview?page=2")
    shelf.officer.get(f"{at}/pages/2.png")
    shelf.officer.get(at)
    looked = f"document {document} page 2"
    assert shelf.views() == [looked, looked, f"document {document}"]


@pytest.mark.parametrize("where", ["", "/preview", "/pages/1.png"])
def test_nobody_looks_who_may_not_open(shelf: Shelf, where: str) -> None:
    at = shelf.kept("minute.pdf", made.pdf(*PAGES))
    for browser in (
        shelf.web.signed_in(Role.DCO),
        shelf.web.signed_in(Role.ADMINISTRATOR),
        shelf.family(),
    ):
        answer = browser.get(f"{at}{where}")
        assert answer.status_code == 404
        assert "Robin" not in answer.text
    assert shelf.views() == []


def test_whoever_may_open_may_look(shelf: Shelf) -> None:
    at = shelf.kept("said.pdf", made.pdf(*PAGES), kind=DocumentKind.FAMILY)
    for browser in (
        shelf.web.signed_in(Role.DCO),
        shelf.web.signed_in(Role.AUDITOR),
        shelf.family(),
    ):
        assert browser.get(f"{at}/preview").status_code == 200


@pytest.mark.parametrize(
    ("page", "status"), [("0", 404), ("4", 404), ("9999999999", 200), ("x", 200), ("", 200)]
)
def test_a_page_that_is_not_there(shelf: Shelf, page: str, status: int) -> None:
    at = shelf.kept("report.pdf", made.pdf(*PAGES))
    assert shelf.officer.get(f"{at}/preview?page={page}").status_code == status


def test_what_cannot_be_read_is_said_and_can_still_be_saved(shelf: Shelf) -> None:
    at = shelf.kept("locked.pdf", made.locked_pdf())
    page = shelf.officer.get(f"{at}/preview")
    assert "The file is locked with a password." in words(page.text)
    assert "<img" not in page.text
    assert shelf.officer.get(f"{at}/pages/1.png").status_code == 404
    assert shelf.officer.get(at).content == made.locked_pdf()


@pytest.mark.parametrize("name", ["تقرير.pdf", "report \u202egpj.pdf", "🌈 drawing “one”.pdf"])
def test_names_in_any_script_come_and_go(shelf: Shelf, name: str) -> None:
    at = shelf.kept(name, made.pdf(*PAGES))
    plain = name.replace("\u202e", "")
    assert f"<bdi>{plain}</bdi>" in shelf.officer.get(f"{at}/preview").text
    saved = shelf.officer.get(at).headers["content-disposition"]
    assert saved.startswith("attachment; filename*=utf-8''")
    assert "\u202e" not in saved
