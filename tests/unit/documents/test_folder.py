"""Files are taken when they are what they say they are, kept once, and never changed."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from ehc_workflow.documents import kinds
from ehc_workflow.documents.folder import Folder
from ehc_workflow.documents.kinds import DocumentRefusedError, clean_name
from ehc_workflow.domain.errors import NotFoundError
from tests.support.made_files import locked_pdf

PDF = b"%PDF-1.7\nInvented words."
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


def packed(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(name, words)
    return file.getvalue()


def docx(**more: str) -> bytes:
    return packed(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **more})


ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office/>"}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "documents", 30_000)


def files_in(folder: Folder) -> list[Path]:
    return [path for path in folder.path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("report.pdf", PDF, "application/pdf"),
        ("REPORT.PDF", PDF, "application/pdf"),
        (
            "letter.docx",
            docx(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("letter.odt", packed(**ODT), "application/vnd.oasis.opendocument.text"),
        ("scan.png", PNG, "image/png"),
        ("photo.jpeg", JPEG, "image/jpeg"),
        ("notes.txt", "Größe, café – “words”\r\n".encode(), "text/plain"),
        ("notes.txt", "An Excel dash – and £5".encode("cp1252"), "text/plain"),
        ("notes.txt", "Saved as Unicode".encode("utf-16"), "text/plain"),
        ("hours.csv", b"day,hours\n1,2\n", "text/csv"),
    ],
)
def test_what_is_taken(folder: Folder, name: str, content: bytes, media_type: str) -> None:
    taken = folder.take(name, io.BytesIO(content))
    folder.keep(taken)
    folder.let_go(taken)
    assert (taken.media_type, taken.size) == (media_type, len(content))
    assert taken.sha256 == hashlib.sha256(content).hexdigest()
    assert folder.find(taken.sha256).read_bytes() == content
    assert files_in(folder) == [folder.find(taken.sha256)]


def test_what_would_unfold_to_no_end_is_refused(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "_MOST_UNPACKED", 3_000_000)
    folded = docx(**{"word/media/picture.bmp": "0" * 4_000_000})
    assert len(folded) < folder.most
    with pytest.raises(DocumentRefusedError, match="would unfold to 4 MB"):
        folder.take("letter.docx", io.BytesIO(folded))
    assert files_in(folder) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.pdf", b"", "empty.pdf is empty."),
        ("page.html", HTML, "files of this kind are not taken"),
        ("report.exe", EXE, "files of this kind are not taken"),
        ("report", PDF, "files of this kind are not taken"),
        ("old.doc", OLD_OFFICE, "not taken"),
        ("sheet.xlsm", docx(), "not taken"),
        ("report.pdf", EXE, "is not a PDF document: its content is something else"),
        ("report.pdf", b"Just words.", "is not a PDF document"),
        ("report.pdf", HTML + b"%PDF-1.7", "is not a PDF document"),
        ("scan.png", JPEG, "is not a PNG picture"),
        ("notes.txt", HTML, "is not plain text"),
        ("notes.txt", EXE, "is not plain text"),
        ("notes.txt", PDF, "is not plain text"),
        ("hours.csv", b"a,b\x00c", "is not a CSV table"),
        ("letter.docx", packed(**{"a.txt": "x"}), "is not a Word document"),
        ("letter.docx", b"PK\x03\x04 broken", "is not a Word document"),
        ("letter.docx", packed(**ODT), "is not a Word document"),
        ("letter.docx", docx(**{"word/vbaProject.bin": "x"}), "or it holds macros"),
        (
            "letter.docx",
            docx(
                **{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}
            ),
            "or it holds macros",
        ),
        ("letter.odt", packed(**ODT, **{"Basic/Standard/Module1.xml": "x"}), "or it holds macros"),
        ("locked.pdf", locked_pdf(), "locked.pdf is locked with a password"),
        ("locked.docx", OLD_OFFICE, "is locked with a password, or is an old Word file"),
        ("large.pdf", PDF + b"x" * 30_000, "large.pdf is too large: 0 MB is the most."),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    folder: Folder, name: str, content: bytes, says: str
) -> None:
    with pytest.raises(DocumentRefusedError) as refused:
        folder.take(name, io.BytesIO(content))
    assert says in refused.value.message
    assert files_in(folder) == []


def test_the_same_content_is_kept_once_and_never_overwritten(folder: Folder) -> None:
    first = folder.take("one.pdf", io.BytesIO(PDF))
    folder.keep(first)
    place = folder.find(first.sha256)
    written = place.stat().st_mtime_ns
    second = folder.take("two.pdf", io.BytesIO(PDF))
    folder.keep(second)
    assert place.stat().st_mtime_ns == written
    folder.let_go(first)
    folder.let_go(second)
    assert files_in(folder) == [place]


def test_what_came_in_and_was_not_kept_is_not_there(folder: Folder) -> None:
    taken = folder.take("one.pdf", io.BytesIO(PDF))
    folder.let_go(taken)
    with pytest.raises(NotFoundError):
        folder.find(taken.sha256)


def test_what_a_killed_process_left_is_cleared_after_a_day(folder: Folder) -> None:
    left = folder.take("left.pdf", io.BytesIO(PDF))
    fresh = folder.take("fresh.pdf", io.BytesIO(PDF))
    day_before = left.path.stat().st_mtime - 25 * 3600
    os.utime(left.path, (day_before, day_before))
    folder.let_go(folder.take("next.pdf", io.BytesIO(PDF)))
    assert files_in(folder) == [fresh.path]


def test_what_is_dropped_is_gone(folder: Folder) -> None:
    taken = folder.take("one.pdf", io.BytesIO(PDF))
    folder.keep(taken)
    folder.let_go(taken)
    folder.drop(taken.sha256)
    assert files_in(folder) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63 + "/", "", "g" * 65])
def test_no_name_leads_out_of_the_folder(folder: Folder, name: str) -> None:
    with pytest.raises(NotFoundError):
        folder.find(name)


def test_only_its_owner_may_read_the_folder(folder: Folder) -> None:
    taken = folder.take("one.pdf", io.BytesIO(PDF))
    folder.keep(taken)
    assert folder.find(taken.sha256).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("../../report.pdf", "report.pdf"),
        ("re\r\nport\x00.pdf", "report.pdf"),
        (f"{'x' * 300}.pdf", f"{'x' * 146}.pdf"),
    ],
)
def test_a_name_is_only_a_name(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept
