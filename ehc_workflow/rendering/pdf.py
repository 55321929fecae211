"""A printed document as PDF: tagged to PDF/UA-1, so that it can be read aloud and in the right order.

The typesetter gets the document as data and never as markup: whatever people typed stands there as they typed it.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import typst

from ehc_workflow.rendering.document import (
    Box,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Part,
    Printable,
    RenderingError,
    Table,
    plain,
    with_texts,
)
from ehc_workflow.rendering.glyphs import in_words, not_in_fonts

MEDIA_TYPE = "application/pdf"
FONTS = ("Noto Sans", "Noto Sans Arabic")
_FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_LAYOUT = Path(__file__).with_name("layout.typ")
LONGEST_WORD = 40
"""Characters of one word that surely find room in a line."""
_TOO_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_IN_A_NUMBER = re.compile(r"(?<=\d{3}) (?=\d{3})")
_MAY_BREAK = "\u200b"
_TRIES = 4
"""Words put in the place of a character are plain letters, so a second try is enough; more would be a fault of ours."""


def as_pdf(document: Printable, *, fonts_dir: Path | None = None) -> bytes:
    """The document as PDF. Fonts in `fonts_dir` help out where the built-in ones lack a character."""
    printed: Printable = with_texts(document, _breakable)
    for _ in range(_TRIES):
        try:
            return _typeset(printed, fonts_dir)
        except typst.TypstError as error:
            # What it says may quote the document, so it is read for characters and goes no further.
            missing = not_in_fonts(error.diagnostic)
        printed = with_texts(printed, in_words(missing))
    raise RenderingError


def _breakable(text: str) -> str:
    """Typed text with its telephone numbers held together; a word too long for a line may be broken."""
    whole_numbers = _IN_A_NUMBER.sub("\u00a0", plain(text))
    return _TOO_LONG.sub(lambda word: _MAY_BREAK.join(_pieces(word[0])), whole_numbers)


def _pieces(word: str) -> list[str]:
    return [word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD)]


def _typeset(document: Printable, fonts_dir: Path | None) -> bytes:
    # A compiler of its own for each: one that is shared keeps its last document, and two threads would meet in it.
    compiler = typst.Compiler(_LAYOUT.read_bytes(), font_paths=_fonts(fonts_dir))
    made = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(_data(document))},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(document.dated_on, time(12), tzinfo=UTC),
    )
    return cast("bytes", made)


@cache
def _fonts(fonts_dir: Path | None) -> typst.Fonts:
    """The fonts of this program and of its own folder: none of the machine, or one letter would look as many ways."""
    specs = (find_spec(package) for package in _FONT_PACKAGES)
    folders = [str(Path(spec.origin).parent / "files") for spec in specs if spec and spec.origin]
    own = [str(fonts_dir)] if fonts_dir else []
    return typst.Fonts(include_system_fonts=False, font_paths=[*folders, *own])


def _data(document: Printable) -> dict[str, Any]:
    language, _, region = document.language.partition("-")
    return {
        "title": document.title,
        "lang": language,
        "region": region or None,
        "fonts": FONTS,
        "name": document.look.name,
        "address": document.look.address,
        "colour": document.look.colour,
        "logo": list(document.look.logo),
        "to": document.to,
        "dated": f"{document.dated_on.day} {document.dated_on:%B %Y}",
        "day": [document.dated_on.year, document.dated_on.month, document.dated_on.day],
        "reference": document.reference,
        "footer": document.footer,
        "mark": document.mark,
        "parts": [_part(part) for part in document.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Heading():
            return {"is": "heading", "text": part.text, "level": part.level}
        case Paragraph():
            return {"is": "paragraph", "text": part.text, "quiet": part.quiet}
        case Listing():
            return {"is": "list", "items": part.items, "numbered": part.numbered}
        case Table():
            widths = part.widths or (1,) * len(part.columns)
            return {
                "is": "table",
                "columns": part.columns,
                "rows": part.rows,
                "caption": part.caption,
                "widths": widths,
            }
        case Box():
            return {"is": "box", "parts": [_part(each) for each in part.parts]}
        case PageBreak():
            return {"is": "break"}
