"""How an authority's letters and plans look: read for printing, tried on a sample letter, kept and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

import msgspec
import puremagic
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError
from docx.image.exceptions import UnrecognizedImageError as UnknownImageError
from docx.image.image import Image
from sqlalchemy import Connection

from ehc_workflow.dates.counting import months_after
from ehc_workflow.documents.scanning import Scanner
from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.document_look import (
    MOST_LOGO_BYTES,
    MOST_LOGO_PIXELS,
    MOST_TEMPLATE_BYTES,
    PLAIN_LOOK,
    DocumentLook,
)
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.domain.papers import Scan
from ehc_workflow.rendering.document import PLAIN_COLOUR, Look, Printable
from ehc_workflow.rendering.word_template import fault_of_template
from ehc_workflow.service.authority_choices import (
    Reasoned,
    fault_in,
    keep_reasoned,
    last_change,
)
from ehc_workflow.service.letter_document import LetterFacts, letter_document, lines
from ehc_workflow.service.letter_summary import Days
from ehc_workflow.service.letter_wording import FROM_THE_CASE, sample_writing
from ehc_workflow.service.letters import draft_letter
from ehc_workflow.service.organisation_changes import By
from ehc_workflow.store import document_look as store
from ehc_workflow.store import organisation_changes
from ehc_workflow.store.document_look import LOOK
from ehc_workflow.store.engine import Database
from ehc_workflow.store.organisation import authority_settings
from ehc_workflow.store.organisation_changes import Change
from ehc_workflow.store.rows import Rows

SAMPLE = "Sample: this letter is about an invented case"
_PICTURES = {".png", ".jpg", ".jpeg"}
_OF_A_SCAN = {
    Scan.INFECTED: "This file holds a virus and was not kept. Tell whoever made it, and your own IT.",
    Scan.WAITING: "The virus scanner does not answer, and nothing is kept before. Try again in some minutes.",
}
_LOOK: Reasoned[DocumentLook] = Reasoned(
    choice=LOOK,
    kind=ChangeKind.LOOK_SET,
    named="the look",
    same=Impossible("/colour", "Documents look like this already."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A look as somebody wants it. A file is what was sent; None keeps the one on file, empty bytes take it away."""

    colour: str
    address: str
    logo: bytes | None
    word: bytes | None


def look_of(
    name: str, settings: Mapping[str, Any], file: Callable[[str], bytes | None] = lambda _: None
) -> Look:
    """How this authority's documents look, and plain where its settings say nothing that can be used."""
    try:
        chosen = LOOK.within(settings)
    except (msgspec.ValidationError, ValueError):
        chosen = PLAIN_LOOK
    return Look(
        name=name,
        address=lines(chosen.address),
        colour=chosen.colour or PLAIN_COLOUR,
        logo=file(chosen.logo) or b"",
        word=file(chosen.word) or b"",
    )


def look_on_file(
    connection: Connection, authority_id: str, name: str, settings: Mapping[str, Any]
) -> Look:
    """The look with its files."""
    return look_of(name, settings, lambda sha256: store.file(connection, authority_id, sha256))


def chosen(connection: Connection, authority_id: str) -> DocumentLook:
    """What was chosen for an authority."""
    return LOOK.of(Rows(connection), authority_id)


def wanted_look(connection: Connection, authority_id: str, wanted: Wanted) -> Look:
    """A look before it is kept; raises `ImpossibleFactsError` naming every fault of it."""
    name, settings = authority_settings(connection, authority_id)
    now = look_on_file(connection, authority_id, name, settings)
    _check(wanted)
    return replace(
        now,
        colour=wanted.colour or PLAIN_COLOUR,
        address=lines(wanted.address),
        logo=now.logo if wanted.logo is None else wanted.logo,
        word=now.word if wanted.word is None else wanted.word,
    )


def _check(wanted: Wanted) -> None:
    faults = []
    for name in ("colour", "address"):
        try:
            DocumentLook(**{name: getattr(wanted, name)})
        except ValueError as error:
            faults.append(fault_in(error))
    if wanted.logo and (fault := _fault_of_logo(wanted.logo)):
        faults.append(Impossible("/logo", fault))
    if wanted.word and (fault := _fault_of_word(wanted.word)):
        faults.append(Impossible("/word", fault))
    if faults:
        raise ImpossibleFactsError(*faults)


def _fault_of_logo(content: bytes) -> str:
    if len(content) > MOST_LOGO_BYTES:
        return f"This picture is too large. Make it smaller than {MOST_LOGO_BYTES // 1000} kB."
    try:
        kind = puremagic.from_string(content)
        picture = Image.from_blob(content)
    except (
        puremagic.PureError,
        ValueError,
        UnknownImageError,
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
    ):
        return "This is no picture that can be read. Save it as PNG or JPEG and choose it again."
    if kind not in _PICTURES:
        return "A logo is a PNG or JPEG picture. Save it as one and choose it again."
    if max(picture.px_width, picture.px_height) > MOST_LOGO_PIXELS:
        return f"This picture is too wide or high. Keep it to {MOST_LOGO_PIXELS:,} dots each way."
    return ""


def _fault_of_word(content: bytes) -> str:
    if len(content) > MOST_TEMPLATE_BYTES:
        return f"This document is too large. Make it smaller than {MOST_TEMPLATE_BYTES // 1_000_000} MB."
    return fault_of_template(content)


def sample_letter(connection: Connection, authority_id: str, look: Look, today: date) -> Printable:
    """A letter about an invented case in this look."""
    writing = sample_writing(*authority_settings(connection, authority_id))
    facts = LetterFacts(
        letter=Letter.NO_PLAN,
        blocks=[
            (block.key, block.text or FROM_THE_CASE)
            for block in draft_letter(Letter.NO_PLAN, writing)
        ],
        writing=writing,
        days=Days(appeal_by=months_after(today, 2), adviser_by=months_after(today, 2)),
        dated_on=today,
        address="1 High Street\nInventford\nIN1 2AB",
        copies=(),
        others=(),
    )
    return letter_document(facts, look, mark=SAMPLE)


def keep(
    database: Database, scanner: Scanner, by: By, authority_id: str, wanted: Wanted, reason: str
) -> None:
    """Keep a look; raises `ImpossibleFactsError` naming every fault, or where there is no reason.

    Its files go out with every letter from then on, so that none is kept which the virus scanner has not looked at.
    """
    _check(wanted)
    _scan(scanner, wanted)
    with database.writing() as connection:
        files = {
            name: _file(connection, by, authority_id, content)
            for name, content in (("logo", wanted.logo), ("word", wanted.word))
            if content is not None
        }
        parts = {"colour": wanted.colour, "address": wanted.address, **files}
        _write(connection, by, authority_id, lambda before: replace(before, **parts), reason)


def _scan(scanner: Scanner, wanted: Wanted) -> None:
    found = {
        name: _OF_A_SCAN.get(scanner.look_through([content]))
        for name, content in (("logo", wanted.logo), ("word", wanted.word))
        if content
    }
    faults = [Impossible(f"/{name}", says) for name, says in found.items() if says]
    if faults:
        raise ImpossibleFactsError(*faults)


def _file(connection: Connection, by: By, authority_id: str, content: bytes) -> str:
    if not content:
        return ""
    return store.keep_file(connection, authority_id, content, added_by=by.name, at=by.now)


def take_back(database: Database, by: By, authority_id: str, reason: str) -> None:
    """Have the look as it was before its last change; raises `NotFoundError` where there is none."""
    with database.writing() as connection:
        was = last_change(connection, _about(authority_id)).content["was"]
        _write(connection, by, authority_id, lambda _: DocumentLook(**was), reason)


def _write(
    connection: Connection,
    by: By,
    authority_id: str,
    change: Callable[[DocumentLook], DocumentLook],
    reason: str,
) -> None:
    about = _about(authority_id)
    keep_reasoned(
        connection, by, authority_id, _LOOK, change, about=about, told_as=asdict, reason=reason
    )


def changes(connection: Connection, authority_id: str) -> tuple[Change, ...]:
    """The latest changes of the look, the newest first."""
    return organisation_changes.latest(connection, [_about(authority_id)])


def changed_in(change: Change) -> tuple[str, ...]:
    """What a change was of, by the names of a look's parts."""
    was, now = change.content["was"], change.content["now"]
    return tuple(part.name for part in fields(DocumentLook) if was[part.name] != now[part.name])


def _about(authority_id: str) -> str:
    return f"{authority_id}/look"
