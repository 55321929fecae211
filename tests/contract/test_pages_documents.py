"""Documents on a page: looking at one without saving it, and nobody looks who may not open."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import select

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.store.documents import documents_of
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.tables.cases import RecordView
from tests import builders as b
from tests.support import made_files as made
from tests.support.casework import answer, assessing
from tests.support.clamd import MARK, clamd
from tests.support.web import Web, hidden, open_web, send, summary, words

PAGES = ("Robin Invented", "The second page", "")


class Shelf:
    """A case with files on it, and browsers of those who look at them."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.journey = assessing(web)
        self.case_id = self.journey.case_id
        self.list = f"/assessments/{self.case_id}/documents"
        self.officer = web.signed_in(Role.CASEWORKER)

    def send(self, *files: tuple[str, bytes], kind: str = DocumentKind.OTHER) -> Any:
        page = self.officer.get(self.list)
        sent = [("files", (name, content, "application/pdf")) for name, content in files]
        return self.officer.post(self.list, data={**hidden(page.text), "kind": kind}, files=sent)

    def kept(self, name: str, content: bytes, kind: str = DocumentKind.OTHER) -> str:
        """The address of a file that was sent in."""
        sent = self.send((name, content), kind=kind)
        assert sent.status_code == 303, summary(sent.text)
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
        told = browser.get(f"{at}{where}")
        assert told.status_code == 404
        assert "Robin" not in told.text
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
    damaged = b"%PDF-1.7 and nothing that follows from it"
    at = shelf.kept("damaged.pdf", damaged)
    page = shelf.officer.get(f"{at}/preview")
    assert "The file is damaged." in words(page.text)
    assert "<img" not in page.text
    assert shelf.officer.get(f"{at}/pages/1.png").status_code == 404
    assert shelf.officer.get(at).content == damaged


@pytest.mark.parametrize("name", ["تقرير.pdf", "report \u202egpj.pdf", "🌈 drawing “one”.pdf"])
def test_names_in_any_script_come_and_go(shelf: Shelf, name: str) -> None:
    at = shelf.kept(name, made.pdf(*PAGES))
    plain = name.replace("\u202e", "")
    assert f"<bdi>{plain}</bdi>" in shelf.officer.get(f"{at}/preview").text
    saved = shelf.officer.get(at).headers["content-disposition"]
    assert saved.startswith("attachment; filename*=utf-8''")
    assert "\u202e" not in saved


def test_a_document_about_another_child_is_sealed_from_the_list(shelf: Shelf) -> None:
    at = shelf.kept("Skylar Invented.pdf", made.pdf(*PAGES))
    shelf.officer.get(f"{at}/preview")
    form = f"/assessments/{shelf.case_id}/steps/seal_document"
    address = f"{form}?document_id={at.removeprefix('/documents/')}"
    assert f'href="{address}"' in shelf.officer.get(shelf.list).text
    refused = answer(shelf.officer, address, reason="")
    assert "Enter how you noticed" in summary(refused.text)
    assert answer(shelf.officer, address, reason="It names another child").status_code == 303
    listed = words(shelf.officer.get(shelf.list).text)
    assert "1 document of this case is sealed" in listed
    assert "Skylar" not in listed
    assert "Skylar" not in shelf.officer.get(f"/assessments/{shelf.case_id}").text
    assert shelf.officer.get(f"{at}/preview").status_code == 404


def test_who_works_on_a_sealed_document_sees_who_opened_it_and_can_unseal_it(shelf: Shelf) -> None:
    at = shelf.kept("Robin Invented.pdf", made.pdf(*PAGES))
    shelf.officer.get(f"{at}/preview")
    document_id = at.removeprefix("/documents/")
    form = f"/assessments/{shelf.case_id}/steps/seal_document?document_id={document_id}"
    administrator = shelf.web.signed_in(Role.ADMINISTRATOR)
    assert "No document is sealed." in words(administrator.get("/sealed").text)
    answer(shelf.officer, form, reason="It names another child")
    assert f'href="{at}/sealed"' in administrator.get("/sealed").text
    told = words(administrator.get(f"{at}/sealed").text)
    assert "It names another child" in told
    assert "Invented caseworker" in told
    assert administrator.get(f"{at}/preview").status_code == 200
    assert administrator.get(at).content == made.pdf(*PAGES)
    for role in (Role.CASEWORKER, Role.MANAGER, Role.AUDITOR, Role.DCO):
        browser = shelf.web.signed_in(role)
        assert browser.get(f"{at}/sealed").status_code == 404
        assert browser.get("/sealed").status_code == 403
    refused = send(administrator, f"{at}/sealed", {"_form": "UnsealForm", "reason": ""})
    assert "Write why it belongs to this child after all" in summary(refused.text)
    done = send(administrator, f"{at}/sealed", {"_form": "UnsealForm", "reason": "A namesake"})
    assert done.headers["location"] == "/sealed"
    assert shelf.officer.get(f"{at}/preview").status_code == 200


def test_the_case_says_which_advice_to_look_at_again(shelf: Shelf, web: Web) -> None:
    documents = web.app.state.documents
    journey = shelf.journey
    given = documents.add(
        "report.pdf",
        io.BytesIO(made.pdf(*PAGES)),
        assessment_id=journey.case_id,
        request_id=journey.request_id(AdviceItem.HEALTH),
        kind=DocumentKind.WAITING,
        actor=b.DCO,
        now=web.clock.now(),
    )
    journey.give(AdviceItem.HEALTH, b.DCO, document_ids=(given.id,))
    case = f"/assessments/{journey.case_id}"
    assert "Look again at advice" not in words(shelf.officer.get(case).text)
    answer(shelf.officer, f"{case}/steps/seal_document?document_id={given.id}", reason="A namesake")
    assert "Look again at advice: Health, version 1" in words(shelf.officer.get(case).text)


def test_files_that_wait_for_the_scanner_are_said_to_wait(sqlite_url: str, tmp_path: Path) -> None:
    away = f"unix:{tmp_path}/nowhere"
    with open_web(sqlite_url, documents_dir=tmp_path / "d", virus_scanner=away) as web:
        shelf = Shelf(web)
        at = shelf.kept("report.pdf", made.pdf(*PAGES))
        listed = words(shelf.officer.get(shelf.list).text)
        assert "nobody can open 1 of them until it does" in listed
        assert "This file waits for the virus scan" in listed
        assert "No virus scanner is set up" not in listed
        for where in ("", "/preview", "/pages/1.png"):
            assert shelf.officer.get(f"{at}{where}").status_code == 409


def test_a_file_with_a_virus_is_refused_in_a_sentence(sqlite_url: str, tmp_path: Path) -> None:
    with (
        clamd(tmp_path) as fake,
        open_web(sqlite_url, documents_dir=tmp_path / "d", virus_scanner=fake.address) as web,
    ):
        shelf = Shelf(web)
        refused = shelf.send(("good.pdf", made.pdf(*PAGES)), ("bad.pdf", made.pdf(MARK.decode())))
        assert refused.status_code == 422
        assert "bad.pdf holds a virus and was not kept." in summary(refused.text)
        assert "good.pdf" in words(shelf.officer.get(shelf.list).text)


def test_without_a_scanner_the_page_says_so(shelf: Shelf) -> None:
    assert "No virus scanner is set up here" in words(shelf.officer.get(shelf.list).text)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("macro.docx", made.packed({"word/vbaProject.bin": "x"}), "or it holds macros"),
        ("empty.pdf", b"", "empty.pdf is empty."),
        ("lies.pdf", b"MZ not a pdf", "lies.pdf is not a PDF document"),
    ],
)
def test_bad_files_are_refused_in_a_sentence(
    shelf: Shelf, name: str, content: bytes, says: str
) -> None:
    refused = shelf.send((name, content))
    assert refused.status_code == 422
    assert says in summary(refused.text)


def test_25_mb_and_one_byte_is_too_large(shelf: Shelf) -> None:
    head = made.pdf("words")
    assert shelf.send(("fits.pdf", head + b" " * (25_000_000 - len(head)))).status_code == 303
    refused = shelf.send(("large.pdf", head + b" " * (25_000_001 - len(head))))
    assert refused.status_code == 422
    assert "large.pdf is too large: 25 MB is the most." in summary(refused.text)


def test_the_same_file_twice_is_listed_once(shelf: Shelf) -> None:
    assert shelf.kept("one.pdf", made.pdf(*PAGES)) == shelf.kept("two.pdf", made.pdf(*PAGES))


def test_a_scan_of_200_pages_is_looked_at_one_by_one(shelf: Shelf) -> None:
    at = shelf.kept("scan.pdf", made.pdf(*[""] * 200))
    assert "Page 200 of 200" in words(shelf.officer.get(f"{at}/preview?page=200").text)
    assert shelf.officer.get(f"{at}/pages/200.png").status_code == 200
