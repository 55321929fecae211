"""An authority's own template of Word: what is taken from it, and what it may not be.

Its styles, margins, head and foot are used; its own words are not. A template is often an old letter: its notes,
comments, pictures and properties are about another child, and none of them travels along unseen. Whatever would be
fetched from somewhere else when a family opens the letter is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

LISTS = ("List Bullet", "List Number")
STYLES = ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Table Grid")
_MOST_UNPACKED = 20_000_000
_FETCHES = ("INCLUDEPICTURE", "INCLUDETEXT", "DDE", "DDEAUTO", "LINK", "IMPORT", "DATABASE")
"""Fields that bring in what lies elsewhere."""
_OF_THE_LOOK = frozenset(
    {
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.NUMBERING,
        RELATIONSHIP_TYPE.SETTINGS,
        RELATIONSHIP_TYPE.THEME,
        RELATIONSHIP_TYPE.FONT_TABLE,
    }
)
"""The parts that say how a document looks. Its head and foot are named by its section."""
_OF_ITS_TEXT = tuple(
    qn(name)
    for name in (
        "w:attachedTemplate",  # where the template it began from lies: Word would look for it there
        "w:mailMerge",
        "w:docVars",
        "w:footnotePr",
        "w:endnotePr",
    )
)
"""What its settings say of the text it had."""
_CARRIES = frozenset(
    {
        RELATIONSHIP_TYPE.OLE_OBJECT,
        RELATIONSHIP_TYPE.PACKAGE,
        RELATIONSHIP_TYPE.CONTROL,
        RELATIONSHIP_TYPE.A_F_CHUNK,
    }
)
"""Parts that hold a file or a program of their own, for whoever opens the document to start."""
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
        # What fails here would fail when a letter goes; what a letter would carry is seen in what is left.
        carried = [*_carried(template_of(content))]
    except Exception:  # a damaged file fails in as many ways as there are parsers
        return _NOT_READ
    if missing:
        return (
            f"The document has no style {' and no style '.join(missing)}. In Word, give one line of it each of these "
            "styles, save it and choose it again."
        )
    if fetched:
        return f"The document fetches something from elsewhere ({fetched[0]}). Put it into the document itself."
    if carried:
        return f"The head or foot holds a file or control of its own ({carried[0]}). Put a picture in its place."
    return ""


def template_of(content: bytes) -> Document:
    """A document with the styles, margins, head and foot of a template, and nothing written in it."""
    made = docx.Document(io.BytesIO(content))
    _empty(made)
    _bring_styles(made)
    _leave_behind(made)
    return made


def _empty(made: Document) -> None:
    """Its first section stays, without its text: that is where a letterhead stands."""
    body: Any = made.element.body
    section = made.sections[0]._sectPr
    for element in list(body):
        body.remove(element)
    body.append(section)


def _bring_styles(made: Document) -> None:
    """Those that a letter uses and the template has not."""
    built_in = docx.Document()
    for name in STYLES:
        if name not in made.styles:
            style: Any = built_in.styles[name]
            made.styles.element.append(deepcopy(style.element))


def _leave_behind(made: Document) -> None:
    """Every part that neither says how a document looks nor stands in its head or foot, and its properties."""
    named = {value for one in made.element.body.iter() for value in one.attrib.values()}
    _keep(made.part, lambda key, one: one.reltype in _OF_THE_LOOK or key in named)
    _keep(made.part.package, lambda _, one: one.reltype == RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    for one in made.part.rels.values():
        if one.reltype == RELATIONSHIP_TYPE.SETTINGS:
            _forget_text(one.target_part)


def _forget_text(settings: Any) -> None:
    _keep(settings, lambda _, one: not one.is_external)
    for said in list(settings.element.iter(*_OF_ITS_TEXT)):
        said.getparent().remove(said)


def _keep(part: Any, wanted: Callable[[str, Any], bool]) -> None:
    """Only the parts related to this one that are wanted."""
    for key in [key for key, one in part.rels.items() if not wanted(key, one)]:
        part.rels.pop(key)


def _fetched(made: Document) -> Iterator[str]:
    for part in made.part.package.iter_parts():
        for one in part.rels.values():
            harmless = one.reltype == RELATIONSHIP_TYPE.HYPERLINK or _is_own_template(one)
            if one.is_external and not harmless:
                yield one.reltype.rsplit("/", 1)[-1]
        element = getattr(part, "element", None)
        for instruction in _instructions(element) if element is not None else ():
            words = instruction.upper().split()
            yield from (word for word in words[:1] if word in _FETCHES)


def _carried(made: Document) -> Iterator[str]:
    for part in made.part.package.iter_parts():
        for one in part.rels.values():
            if one.reltype in _CARRIES:
                yield one.reltype.rsplit("/", 1)[-1]


def _instructions(element: Any) -> Iterator[str]:
    """The instruction of every field in a part, whole: Word spreads one over several runs, and has a short form."""
    for simple in element.iter(qn("w:fldSimple")):
        yield simple.get(qn("w:instr")) or ""
    begun = [""]
    for one in element.iter(qn("w:fldChar"), qn("w:instrText")):
        kind = one.get(qn("w:fldCharType"))
        if kind == "begin":
            begun.append("")
        elif kind is None:
            begun[-1] += one.text or ""
        elif kind == "end" and len(begun) > 1:
            yield begun.pop()
    yield from begun


def _is_own_template(relation: Any) -> bool:
    return str(relation.reltype).endswith("/attachedTemplate")
