"""An authority's own template of Word: its styles and letterhead are used, and nothing else is carried along."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from ehc_workflow.rendering.document import Box, Heading, Listing, Look, Paragraph, Printable, Table
from ehc_workflow.rendering.word import as_word
from ehc_workflow.rendering.word_template import fault_of_template

PARTS = (
    Box((Heading("In short"), Paragraph("What happened."), Listing(("One thing",)))),
    Heading("The decision"),
    Heading("Why", 3),
    Paragraph("It is this."),
    Listing(("First", "Second"), numbered=True),
    Table(("Who", "When"), (("Us", "Now"),)),
)


def saved(made: Any) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def template(change: Any = lambda made: None) -> bytes:
    made = docx.Document()
    made.add_paragraph("These words are the template's own.")
    made.styles["Normal"].font.name = "Georgia"
    made.sections[0].left_margin = Cm(4)
    made.sections[0].header.paragraphs[0].text = "Invented Shire Council, Children's Services"
    made.sections[0].footer.paragraphs[0].text = "County Hall"
    change(made)
    return saved(made)


def letter(word: bytes) -> Any:
    look = Look(name="Invented Shire", address=("County Hall",), word=word)
    document = Printable(
        title="There will be no plan",
        parts=PARTS,
        look=look,
        dated_on=date(2026, 4, 20),
        to=("Sam Example",),
        reference="EHC-1",
        footer="Invented Shire, EHC-1",
        mark="Sample",
    )
    return docx.Document(io.BytesIO(as_word(document)))


def test_styles_margins_head_and_foot_are_the_templates_and_its_words_are_not_there() -> None:
    made = letter(template())
    text = [paragraph.text for paragraph in made.paragraphs]
    assert "These words are the template's own." not in text
    assert "The decision" in text
    assert made.styles["Normal"].font.name == "Georgia"
    assert round(made.sections[0].left_margin.cm, 2) == 4
    head = [paragraph.text for paragraph in made.sections[0].header.paragraphs]
    foot = [paragraph.text for paragraph in made.sections[0].footer.paragraphs]
    assert head == ["Invented Shire Council, Children's Services", "Sample"]
    assert foot[0] == "County Hall"
    assert foot[1].startswith("Invented Shire, EHC-1    Page ")
    assert "Invented Shire" not in text, "the letterhead says who writes"


def test_a_template_without_a_letterhead_gets_the_name_and_missing_headings_are_brought_along() -> (
    None
):
    def bare(made: Any) -> None:
        made.sections[0].header.paragraphs[0].text = ""
        for name in ("Heading 3", "Table Grid"):
            element = made.styles[name].element
            element.getparent().remove(element)

    made = letter(template(bare))
    assert made.paragraphs[0].text == "Invented Shire"
    assert {"Heading 3", "Table Grid"} <= {style.name for style in made.styles}
    assert [p.style.name for p in made.paragraphs if p.text == "Why"] == ["Heading 3"]


def settings_of(made: Any) -> Any:
    parts = made.part.package.iter_parts()
    return next(part for part in parts if str(part.partname).endswith("/settings.xml"))


def without_lists(made: Any) -> None:
    for name in ("List Bullet", "List Number"):
        element = made.styles[name].element
        element.getparent().remove(element)


def fetches_a_picture(made: Any) -> None:
    made.part.relate_to(
        "https://example.invalid/seen.png", RELATIONSHIP_TYPE.IMAGE, is_external=True
    )


def includes_a_file(made: Any) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.text = ' INCLUDETEXT "\\\\\\\\server\\\\words.docx" '
    made.paragraphs[0].add_run()._r.append(instruction)


def includes_a_picture_simply(made: Any) -> None:
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), ' INCLUDEPICTURE "https://example.invalid/seen.png" ')
    made.sections[0].header.paragraphs[0]._p.append(simple)


def includes_a_file_in_two_runs(made: Any) -> None:
    """As Word writes it once somebody has changed a letter of it: one instruction, several runs."""
    paragraph = made.sections[0].footer.paragraphs[0]
    for kind, text in (("begin", ""), ("", " INCLUDE"), ("", 'TEXT "words.docx" '), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        paragraph.add_run()._r.append(element)


def carries_a_control(made: Any) -> None:
    control = Part(PackURI("/word/activeX/activeX1.bin"), "application/octet-stream", b"", None)
    made.sections[0].header.part.relate_to(control, RELATIONSHIP_TYPE.CONTROL)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (without_lists, "no style List Bullet and no style List Number"),
        (fetches_a_picture, "fetches something from elsewhere (image)"),
        (includes_a_file, "fetches something from elsewhere (INCLUDETEXT)"),
        (includes_a_file_in_two_runs, "fetches something from elsewhere (INCLUDETEXT)"),
        (carries_a_control, "holds a file or control of its own (control)"),
        (includes_a_picture_simply, "fetches something from elsewhere (INCLUDEPICTURE)"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(change: Any, says: str) -> None:
    assert says in fault_of_template(template(change))


def test_a_link_in_the_letterhead_is_no_fetching_and_the_own_template_is_forgotten() -> None:
    def linked(made: Any) -> None:
        made.part.relate_to(
            "https://example.invalid/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        kind = f"{RELATIONSHIP_TYPE.HYPERLINK.rsplit('/', 1)[0]}/attachedTemplate"
        settings_of(made).relate_to("file:///C:/letters.dotx", kind, is_external=True)

    word = template(linked)
    assert fault_of_template(word) == ""
    made = letter(word)
    assert "attachedTemplate" not in " ".join(
        one.reltype for one in settings_of(made).rels.values()
    )


def an_old_letter(made: Any) -> None:
    """What an old letter carries beside its text: notes, another head, whom it is about, a picture of itself."""
    paragraph = made.add_paragraph("Robin Example has had no teaching since May.")
    made.add_comment(paragraph.runs, text="Robin's mother rang again.", author="Sam Example")
    made.add_section()
    made.sections[1].header.is_linked_to_previous = False
    made.sections[1].header.paragraphs[0].text = "Robin Example, page"
    made.core_properties.keywords = "Robin Example"
    value = OxmlElement("w:docVars")
    value.set("name", "Robin Example")
    settings_of(made).element.append(value)
    notes = Part(
        PackURI("/word/footnotes.xml"), "application/xml", b"<notes>Robin Example</notes>", None
    )
    made.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    first_page = Part(PackURI("/docProps/first.jpeg"), "image/jpeg", b"Robin Example", None)
    made.part.package.relate_to(first_page, RELATIONSHIP_TYPE.THUMBNAIL)


def test_an_object_in_the_text_of_a_template_is_left_with_its_text() -> None:
    def with_a_sheet(made: Any) -> None:
        sheet = Part(PackURI("/word/embeddings/a.xlsx"), "application/octet-stream", b"", None)
        made.part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)

    assert fault_of_template(template(with_a_sheet)) == ""


def test_an_old_letter_as_a_template_takes_nothing_of_its_child_along() -> None:
    word = template(an_old_letter)
    assert fault_of_template(word) == ""
    look = Look(name="Invented Shire", word=word)
    document = Printable(title="A plan", parts=PARTS, look=look, dated_on=date(2026, 4, 20))
    with zipfile.ZipFile(io.BytesIO(as_word(document))) as made:
        told = [name for name in made.namelist() if b"Robin" in made.read(name)]
        left = {name.rpartition("/")[2] for name in made.namelist()}
    assert told == []
    assert not left & {"comments.xml", "footnotes.xml", "first.jpeg", "app.xml"}
    heads = docx.Document(io.BytesIO(as_word(document))).sections[0].header.paragraphs
    assert heads[0].text == "Invented Shire Council, Children's Services"
    assert {"styles.xml", "numbering.xml", "settings.xml", "theme1.xml"} <= left


def packed(**files: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no Word document"),
        (b"PK\x03\x04 half", "no Word document"),
        (packed(note="words"), "no Word document"),
        (packed(**{"word/vbaProject.bin": "x"}), "carries macros"),
        (packed(bomb="0" * 30_000_000), "unfolds to too much"),
        (template()[:-400], "no Word document"),
    ],
)
def test_no_word_document_is_refused(content: bytes, says: str) -> None:
    assert says in fault_of_template(content)


def test_a_whole_one_is_taken() -> None:
    assert fault_of_template(template()) == ""
