"""One document as PDF and as Word: everything that was typed stands there as it was typed, in order, with its tags."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from ehc_workflow.rendering import pdf
from ehc_workflow.rendering.document import (
    Box,
    Heading,
    Listing,
    Look,
    PageBreak,
    Paragraph,
    Part,
    Printable,
    RenderingError,
    Table,
    paragraphs,
    plain,
    texts_in,
)
from ehc_workflow.rendering.glyphs import in_words
from ehc_workflow.rendering.pdf import as_pdf
from ehc_workflow.rendering.word import as_word

MEANT_AS_MARKUP = '<script>alert("x")</script> &amp; #panic("x") $x^2$ *b* _i_ `c` \\n @ref <label> {{ x }} {% y %}'


def printable(*parts: Part, **given: Any) -> Printable:
    values: dict[str, Any] = {
        "title": "What we decided",
        "look": Look(name="Inventshire Council", address=("County Hall", "Inventford")),
        "dated_on": date(2026, 5, 5),
        "to": ("Sam Vexley", "1 High Street"),
        "reference": "EHC-ABCDE-12345",
    }
    return Printable(parts=parts, **{**values, **given})


def pdf_text(document: Printable) -> str:
    pages = PdfReader(io.BytesIO(as_pdf(document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def word_text(document: Printable) -> str:
    body = docx.Document(io.BytesIO(as_word(document))).element.body
    return " ".join("\n".join(one.text or "" for one in body.iter(qn("w:t"))).split())


WHOLE = printable(
    Box((Heading("In short"), Paragraph("We decided."), Listing(("You can appeal",)))),
    Heading("The decision"),
    Paragraph("Because of this."),
    Listing(("the first", "the second"), numbered=True),
    Heading("Provision", 3),
    Table(
        ("Need", "Help"), (("reading", "an hour"), ("writing", "two hours")), caption="Help given"
    ),
    PageBreak(),
    Paragraph("From the advice of 3 March.", quiet=True),
)


@pytest.mark.parametrize("text_of", [pdf_text, word_text])
def test_everything_is_there_in_the_order_it_was_given(text_of: Any) -> None:
    text = text_of(WHOLE)
    places = [text.find(each) for part in WHOLE.parts for each in texts_in(part)]
    assert -1 not in places
    order = [
        text.find(each)
        for each in ("In short", "The decision", "the first", "Provision", "Need", "From the")
    ]
    assert order == sorted(order)


def test_a_pdf_is_tagged_and_says_its_title_and_language() -> None:
    read = PdfReader(io.BytesIO(as_pdf(WHOLE)))
    root: Any = read.trailer["/Root"]
    assert read.metadata is not None
    assert read.metadata.title == "What we decided"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in str(root["/Metadata"].get_data())
    tags = list(_tags(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/TD"} <= set(tags)
    assert tags.index("/H1") < tags.index("/H2")


def _tags(node: Any) -> Iterator[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            yield from _tags(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        yield from _tags(node.get("/K", []))


def test_word_has_real_headings_a_heading_row_a_title_and_a_language() -> None:
    made = docx.Document(io.BytesIO(as_word(WHOLE)))
    styles = [(p.style.name, p.text) for p in made.paragraphs if p.style and p.text]
    assert ("Heading 1", "What we decided") in styles
    assert ("Heading 2", "The decision") in styles
    assert ("Heading 3", "Provision") in styles
    assert ("List Number", "the second") in styles
    (heading,) = made.element.body.iter(qn("w:tblHeader"))
    assert heading.getparent().getparent() is made.tables[0].rows[0]._tr
    assert made.core_properties.title == "What we decided"
    assert made.core_properties.language == "en-GB"
    language = next(made.styles.element.iter(qn("w:lang")))
    assert language.get(qn("w:val")) == "en-GB"


@pytest.mark.parametrize("text_of", [pdf_text, word_text])
def test_what_looks_like_markup_is_words(text_of: Any) -> None:
    document = printable(
        Paragraph(MEANT_AS_MARKUP),
        Table((MEANT_AS_MARKUP, "b"), ((MEANT_AS_MARKUP, "d"),)),
        title=MEANT_AS_MARKUP,
        to=(MEANT_AS_MARKUP,),
    )
    text = text_of(document).replace("\u200b", "")
    assert (
        text.count("".join(MEANT_AS_MARKUP.split())[:20]) or text.count(MEANT_AS_MARKUP[:20]) >= 4
    )


def test_an_emoji_is_said_in_words_and_letters_by_their_script() -> None:
    text = pdf_text(
        printable(
            Paragraph("Well done \U0001f600\ufe0f, বাংলা and 中文, \U0001f469\u200d\U0001f467.")
        )
    )
    assert (
        "Well done [grinning face], [in Bengali letters] and [in Chinese letters], [woman][girl]."
        in text
    )
    assert "বাংলা" in word_text(printable(Paragraph("বাংলা")))


@pytest.mark.parametrize(
    "name", ["שלום כהן", "محمد", "اردو زبان ے", "Łukasz Żółć", "Ελένη", "Олена"]
)
def test_names_in_the_scripts_of_families_have_letters(name: str) -> None:
    assert as_pdf(printable(to=(name,))) == as_pdf(printable(to=(name,)))
    assert "letters]" not in pdf_text(printable(to=(name,)))


def test_five_megabytes_are_whole_and_a_word_without_end_is_broken() -> None:
    long = "It says so here. " * 300_000 + "x" * 5000
    text = word_text(printable(Paragraph(long + " The end")))
    assert text.endswith("The end")
    assert text.count("It says so here.") == 300_000
    broken = pdf_text(printable(Paragraph("x" * 5000 + " The end")))
    assert broken.count("x") - broken.count("lex") >= 5000
    assert "The end" in broken


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_can_be_printed(said: str, name: str) -> None:
    document = printable(Paragraph(said), Listing((said,)), to=(name,))
    assert as_pdf(document).startswith(b"%PDF")
    assert " ".join(plain(said).split()) in word_text(document)


def test_signs_that_turn_words_round_are_left_out() -> None:
    assert plain("a\u202eb\x00c\r\nd\ud800") == "abc\nd"


def test_blank_lines_part_paragraphs_and_line_ends_stay() -> None:
    assert paragraphs("Dear you\r\n\r\n\r\nA line\nand one more\n") == (
        Paragraph("Dear you"),
        Paragraph("A line\nand one more"),
    )


def test_the_same_document_is_the_same_bytes() -> None:
    assert as_pdf(WHOLE) == as_pdf(WHOLE)


def test_a_draft_says_so_on_every_page() -> None:
    marked = printable(
        Paragraph("one"), PageBreak(), Paragraph("two"), mark="This has not been sent"
    )
    pages = PdfReader(io.BytesIO(as_pdf(marked))).pages
    assert [page.extract_text().count("This has not been sent") for page in pages] == [1, 1]
    made = docx.Document(io.BytesIO(as_word(marked)))
    assert made.sections[0].header.paragraphs[0].text == "This has not been sent"


def test_a_logo_is_no_part_of_what_is_read() -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (30, 10), "navy").save(drawn, "PNG")
    document = printable(look=Look(name="Inventshire", logo=drawn.getvalue()))
    read = PdfReader(io.BytesIO(as_pdf(document)))
    assert len(read.pages[0].images) == 1
    root: Any = read.trailer["/Root"]
    assert "/Figure" not in _tags(root["/StructTreeRoot"])
    assert "Logo of Inventshire" in str(docx.Document(io.BytesIO(as_word(document))).element.xml)


def test_what_cannot_be_set_is_refused_without_its_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "layout.typ"
    broken.write_text("#json(bytes(sys.inputs.data)).nothing")
    monkeypatch.setattr(pdf, "_LAYOUT", broken)
    with pytest.raises(RenderingError) as refused:
        as_pdf(printable(Paragraph("a secret")))
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert "nothing was sent" in refused.value.message


def test_replacing_changes_nothing_else() -> None:
    assert json.dumps(in_words(frozenset("😀"))("plain")) == '"plain"'
