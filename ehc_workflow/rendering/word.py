"""A printed document as Word: real headings, lists and tables, in the authority's own template where it has one."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from ehc_workflow.rendering.document import (
    Box,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Part,
    Printable,
    Table,
    plain,
    with_texts,
)
from ehc_workflow.rendering.word_template import template_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_QUIET = RGBColor(0x4A, 0x4F, 0x54)
_RED = RGBColor(0xAA, 0x2A, 0x16)
_MARGIN = Cm(2.4)
_LINE = Cm(21) - 2 * _MARGIN
_SIZES = {"Title": 17, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11.5, "Heading 4": 11.5}


def as_word(document: Printable) -> bytes:
    """The document as Word."""
    printed: Printable = with_texts(document, plain)
    template = printed.look.word
    made = template_of(template) if template else docx.Document()
    if not template:
        _styles(made, printed)
    _properties(made, printed)
    _head(made, printed)
    made.add_heading(printed.title, level=1)
    _parts(made, printed.parts)
    _foot(made, printed)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _styles(made: Document, document: Printable) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = _MARGIN
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.4)
    colour = RGBColor.from_string(document.look.colour.lstrip("#").upper())
    normal = _font(made, "Normal", 11.5, None)
    normal.paragraph_format.space_after = Pt(9)
    normal.paragraph_format.line_spacing = 1.25
    for name, size in _SIZES.items():
        style = _font(made, name, size, colour if name != "Heading 4" else _QUIET)
        style.font.bold = True
        style.paragraph_format.keep_with_next = True
    _language(made, document.language)


def _font(made: Document, name: str, size: float, colour: RGBColor | None) -> Any:
    style: Any = made.styles[name]
    style.font.name, style.font.size = "Arial", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The theme's own font would be taken before the one that is named.
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), "Arial")
    if colour is not None:
        style.font.color.rgb = colour
    return style


def _language(made: Document, language: str) -> None:
    """In the defaults of every style: a screen reader takes its voice from there."""
    defaults = made.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    said = properties.find(qn("w:lang"))
    if said is None:
        said = OxmlElement("w:lang")
        properties.append(said)
    said.set(qn("w:val"), language)


def _properties(made: Document, document: Printable) -> None:
    about = made.core_properties
    about.title, about.author, about.language = (
        document.title[:255],
        document.look.name[:255],
        document.language,
    )
    about.subject, about.comments, about.last_modified_by = document.reference[:255], "", ""
    about.created = about.modified = datetime.combine(document.dated_on, time(12), tzinfo=UTC)


def _head(made: Document, document: Printable) -> None:
    look = document.look
    if not look.word or not _has_head(made):
        _who_writes(made, document)
    if document.mark:
        _mark(made.add_paragraph(), document.mark)
    if document.to:
        _lines(made.add_paragraph(), "\n".join(document.to))
    if document.to or document.reference:
        dated = f"{document.dated_on.day} {document.dated_on:%B %Y}"
        reference = f"\nOur reference: {document.reference}" if document.reference else ""
        _lines(made.add_paragraph(), f"{dated}{reference}")


def _has_head(made: Document) -> bool:
    """Whether a template says at its own head who writes: then it is not said twice."""
    head = made.sections[0].header
    return bool("".join(each.text for each in head.paragraphs).strip() or head.tables) or any(
        True for _ in head._element.iter(qn("wp:docPr"))
    )


def _who_writes(made: Document, document: Printable) -> None:
    look = document.look
    if look.logo:
        made.add_picture(io.BytesIO(look.logo), height=Cm(1.5))
        _describe_pictures(made, look.name)
    name = made.add_paragraph()
    run = name.add_run(look.name)
    run.bold, run.font.size = True, Pt(14)
    run.font.color.rgb = RGBColor.from_string(look.colour.lstrip("#").upper())
    name.paragraph_format.space_after = Pt(2)
    if look.address:
        _lines(made.add_paragraph(), "\n".join(look.address), quiet=True)


def _describe_pictures(made: Document, text: str) -> None:
    for picture in made.element.body.iter(qn("wp:docPr")):
        picture.set("descr", f"Logo of {text}")


def _mark(paragraph: WordParagraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.color.rgb = True, _RED


def _parts(made: Document, parts: Iterable[Part]) -> None:
    for part in parts:
        match part:
            case Heading():
                made.add_heading(part.text, level=part.level)
            case Paragraph():
                _lines(made.add_paragraph(), part.text, quiet=part.quiet)
            case Listing():
                style = "List Number" if part.numbered else "List Bullet"
                for item in part.items:
                    _lines(made.add_paragraph(style=style), item)
            case Table():
                _table(made, part)
            case Box():
                _box(made, part)
            case PageBreak():
                made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _lines(paragraph: WordParagraph, text: str, *, quiet: bool = False) -> WordParagraph:
    """Line ends that people typed stay line ends."""
    run = paragraph.add_run(text)
    if quiet:
        run.font.size, run.font.color.rgb = Pt(9.5), _QUIET
    return paragraph


def _table(made: Document, part: Table) -> None:
    if part.caption:
        caption = made.add_paragraph()
        caption.add_run(part.caption).bold = True
        caption.paragraph_format.keep_with_next = True
    table: Any = made.add_table(rows=0, cols=len(part.columns), style="Table Grid")
    table.autofit = False
    _cells(table.add_row(), part.columns, bold=True)
    heading = OxmlElement("w:tblHeader")
    heading.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(heading)
    for row in part.rows:
        _cells(table.add_row(), row)
    widths = part.widths or (1,) * len(part.columns)
    for column, share in zip(table.columns, widths, strict=True):
        column.width = int(_LINE * share / sum(widths))
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def _cells(row: Any, texts: Iterable[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold or None, Pt(10.5)


def _box(made: Document, box: Box) -> None:
    """What stands apart is shaded, paragraph by paragraph: a table around it would be read aloud as one."""
    before = len(made.element.body)
    _parts(made, box.parts)
    # The last element of a body is its section; what was added stands just before it.
    for element in list(made.element.body)[before - 1 : -1]:
        properties = element.get_or_add_pPr()
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F3F5F7")):
            shade.set(qn(f"w:{name}"), value)
        properties.append(shade)


def _foot(made: Document, document: Printable) -> None:
    foot = _line_at(made.sections[0].footer, document)
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for text, is_field in (
        (f"{document.footer}    Page " if document.footer else "Page ", False),
        ("PAGE", True),
        (" of ", False),
        ("NUMPAGES", True),
    ):
        run = foot.add_run("" if is_field else text)
        run.font.size, run.font.color.rgb = Pt(9), _QUIET
        if is_field:
            _field(run, text)
    if document.mark:
        _mark(_line_at(made.sections[0].header, document), document.mark)


def _line_at(margin: Any, document: Printable) -> WordParagraph:
    """A line of a head or foot: below what a template has there."""
    line: WordParagraph = margin.add_paragraph() if document.look.word else margin.paragraphs[0]
    return line


def _field(run: Any, instruction: str) -> None:
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = instruction
        run._r.append(element)
