"""An authority's own template of Word: what is taken from it, and what it may not be.

Its styles, margins, head and foot are used; its own words are not. Whatever would be fetched from somewhere else when a
family opens the letter is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

LISTS = ("List Bullet", "List Number")
STYLES = ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Table Grid")
_MOST_UNPACKED = 20_000_000
_FETCHES = ("INCLUDEPICTURE", "INCLUDETEXT", "DDE", "DDEAUTO", "LINK", "IMPORT")
"""Fields that bring in what lies elsewhere."""
_NOT_READ = (
    "This is no Word document that can be read. Save it in Word as .docx and choose it again."
)


def fault_of_template(content: bytes) -> str:
    """Why a file cannot be a template, in a sentence that says what to do; empty where it can."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                return "This document unfolds to too much. Take large pictures out of it."
            if any("vba" in name.lower() for name in packed.namelist()):
                return "This document carries macros. Save it in Word as .docx, without them."
        made = docx.Document(io.BytesIO(content))
        missing = [name for name in LISTS if name not in made.styles]
        fetched = [*_fetched(made)]
    except Exception:  # a damaged file fails in as many ways as there are parsers
        return _NOT_READ
    if missing:
        return (
            f"The document has no style {' and no style '.join(missing)}. In Word, give one line of it each of these "
            "styles, save it and choose it again."
        )
    if fetched:
        return f"The document fetches something from elsewhere ({fetched[0]}). Put it into the document itself."
    return ""


def template_of(content: bytes) -> Document:
    """A document with the styles, margins, head and foot of a template, and nothing written in it."""
    made = docx.Document(io.BytesIO(content))
    body = made.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    built_in = docx.Document()
    for name in STYLES:
        if name not in made.styles:
            style: Any = built_in.styles[name]
            made.styles.element.append(deepcopy(style.element))
    _forget_own_template(made)
    return made


def _forget_own_template(made: Document) -> None:
    """A document remembers where the template it began from lies; Word would look for it there."""
    for part in made.part.package.iter_parts():
        element: Any = getattr(part, "element", None)
        if element is None:
            continue
        for remembered in list(element.iter(qn("w:attachedTemplate"))):
            remembered.getparent().remove(remembered)
        for key in [key for key, one in part.rels.items() if _is_own_template(one)]:
            part.rels.pop(key)


def _fetched(made: Document) -> Iterator[str]:
    for part in made.part.package.iter_parts():
        for one in part.rels.values():
            harmless = one.reltype == RELATIONSHIP_TYPE.HYPERLINK or _is_own_template(one)
            if one.is_external and not harmless:
                yield one.reltype.rsplit("/", 1)[-1]
        element = getattr(part, "element", None)
        for instruction in element.iter(qn("w:instrText")) if element is not None else ():
            words = (instruction.text or "").upper().split()
            yield from (word for word in words[:1] if word in _FETCHES)


def _is_own_template(relation: Any) -> bool:
    return str(relation.reltype).endswith("/attachedTemplate")
