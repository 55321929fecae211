"""The text of files from outside is read in a process of its own, and whatever the file holds there is an answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ehc_workflow.documents import apart
from ehc_workflow.documents.text import FileText, Paragraph, Table, picture_of, text_of
from tests.support import made_files as made

PDF = "application/pdf"
Reads = Callable[[bytes, str], FileText]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.fixture
def read(place: Path) -> Reads:
    def reads(content: bytes, media_type: str) -> FileText:
        place.write_bytes(content)
        return text_of(place, media_type)

    return reads


def test_a_pdf_is_read_by_page(read: Reads) -> None:
    pages = ("Robin Invented", "", "Born (we think) in 2016\nand well")
    found = read(made.pdf(*pages), PDF)
    assert tuple(page.text for page in found.pages) == pages
    assert (found.page_count, found.is_whole, found.has_text) == (3, True, True)


def test_one_page_is_read_alone(read: Reads, place: Path) -> None:
    read(made.pdf("one", "two", "three"), PDF)
    found = text_of(place, PDF, page=2)
    assert [(page.number, page.text) for page in found.pages] == [(2, "two")]
    assert found.page_count == 3


def test_a_scan_holds_no_text_and_is_not_broken(read: Reads) -> None:
    found = read(made.pdf("", ""), PDF)
    assert (found.page_count, found.is_whole, found.has_text) == (2, True, False)


def test_of_a_very_long_file_the_beginning_is_read_and_the_rest_is_named(read: Reads) -> None:
    found = read(made.pdf(*["words"] * 301), PDF)
    assert len(found.pages) == 300
    assert found.left_out == "Only the first 300 of 301 pages were read."


def test_word_is_read_with_headings_tables_and_what_stands_around(read: Reads) -> None:
    content = made.word(
        made.paragraph("Needs", "Heading2"),
        "Robin is at ease & talks",
        made.word_table(("Need", "Provision"), ("Speech", "Weekly")),
        header1=made.paragraph("Robin Invented, born 4 May 2016"),
    )
    found = read(content, made.WORD_TYPE)
    assert found.pages[0].blocks == (
        Paragraph("Robin Invented, born 4 May 2016"),
        Paragraph("Needs", 2),
        Paragraph("Robin is at ease & talks"),
        Table((("Need", "Provision"), ("Speech", "Weekly"))),
    )
    assert found.is_whole


@pytest.mark.parametrize(
    ("xml", "reads"),
    [
        ("<w:p><w:ins><w:r><w:t>added</w:t></w:r></w:ins></w:p>", "added"),
        ("<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>", "kept"),
        (f"<w:sdt><w:sdtContent>{made.paragraph('a field')}</w:sdtContent></w:sdt>", "a field"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        (
            '<w:p><w:pPr><w:tabs><w:tab w:pos="9"/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>',
            "a",
        ),
    ],
)
def test_what_a_reader_of_word_sees_is_read(read: Reads, xml: str, reads: str) -> None:
    assert read(made.word(xml), made.WORD_TYPE).text == reads


def test_opendocument_is_read(read: Reads) -> None:
    body = (
        '<text:h text:outline-level="2">Needs</text:h>'
        '<text:p>Robin <text:span>talks</text:span>,<text:s text:c="2"/>and well'
        "<office:annotation><text:p>a comment</text:p></office:annotation></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>one</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    found = read(made.odt(body), made.ODT_TYPE)
    assert found.pages[0].blocks == (
        Paragraph("Needs", 2),
        Paragraph("Robin talks,  and well"),
        Table((("one",),)),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_as_it_was_saved(read: Reads, encoding: str) -> None:
    found = read("Café – “words”\r\n\r\nmore".encode(encoding), "text/plain")
    assert found.pages[0].blocks == (Paragraph("Café – “words”"), Paragraph("more"))


def test_a_csv_file_is_a_table(read: Reads) -> None:
    found = read(b'day,"hours, taught"\n1,2\n', "text/csv")
    assert found.pages[0].blocks == (Table((("day", "hours, taught"), ("1", "2"))),)


@pytest.mark.parametrize(
    ("content", "media_type", "left_out"),
    [
        (b"%PDF-1.7\nInvented words.", PDF, "The file is damaged."),
        (made.locked_pdf(), PDF, "The file is locked with a password."),
        (b"PK\x03\x04 broken", made.WORD_TYPE, "The file is damaged."),
        (
            made.word("<w:p><w:open>"),
            made.WORD_TYPE,
            "Parts of the file are damaged and were not read.",
        ),
        (
            made.packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            made.WORD_TYPE,
            "The file is not what an office program writes.",
        ),
        (b"\x89PNG\r\n\x1a\n", "image/png", "It is a picture: no text is read from it."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    read: Reads, content: bytes, media_type: str, left_out: str
) -> None:
    found = read(content, media_type)
    assert (found.left_out, found.has_text) == (left_out, False)


def test_what_came_before_the_damage_is_kept(read: Reads) -> None:
    found = read(made.word("Robin Invented", "<w:p><w:open>"), made.WORD_TYPE)
    assert found.text == "Robin Invented"
    assert not found.is_whole


def test_a_file_that_unfolds_without_end_is_read_as_far_as_anybody_types(read: Reads) -> None:
    content = made.word(*["words " * 10_000] * 2_000)
    assert len(content) < 1_000_000
    found = read(content, made.WORD_TYPE)
    assert len(found.text) <= 1_100_000
    assert found.left_out.startswith("Only the beginning was read")


def test_a_file_that_unfolds_to_nothing_readable_is_left(read: Reads) -> None:
    content = made.word("Robin Invented", f"<w:p><w:r>{' ' * 110_000_000}</w:r></w:p>")
    assert len(content) < 1_000_000
    found = read(content, made.WORD_TYPE)
    assert found.text == "Robin Invented"
    assert "unfolds to a size nobody types" in found.left_out


def test_a_reader_that_does_not_end_is_ended(read: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    found = read(made.pdf("words"), PDF)
    assert found.left_out == apart.CUT_OFF


def test_a_page_is_drawn_within_bounds(place: Path) -> None:
    place.write_bytes(made.pdf("one", "two"))
    drawn = picture_of(place, PDF, page=2)
    assert drawn is not None
    picture = Image.open(io.BytesIO(drawn))
    assert (picture.format, max(picture.size)) == ("PNG", 1400)


def test_a_picture_is_drawn_anew_upright_and_without_where_it_was_taken(place: Path) -> None:
    photo, tags = Image.new("RGB", (3000, 1000), "green"), Image.Exif()
    tags[0x0112], tags[0x010E] = 6, "at home"
    photo.save(place, "JPEG", exif=tags)
    drawn = picture_of(place, "image/jpeg")
    assert drawn is not None
    assert b"at home" not in drawn
    assert Image.open(io.BytesIO(drawn)).size == (467, 1400)


@pytest.mark.parametrize(
    ("content", "media_type", "page"),
    [
        (made.pdf("one"), PDF, 2),
        (made.locked_pdf(), PDF, 1),
        (b"%PDF-1.7\nInvented words.", PDF, 1),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png", 1),
        (made.word("words"), made.WORD_TYPE, 1),
    ],
)
def test_what_cannot_be_drawn_is_none(
    place: Path, content: bytes, media_type: str, page: int
) -> None:
    place.write_bytes(content)
    assert picture_of(place, media_type, page=page) is None
