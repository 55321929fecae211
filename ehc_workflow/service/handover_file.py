"""The file that a plan is handed over with: everything the next system needs, and a list of it with hashes.

The plan as data, letter and plan as they were printed when they went, and the files of the advice attached to it
(section K). Nothing is made anew but the data and the list: what was sent goes over byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy import Connection

from ehc_workflow.documents.kinds import clean_name
from ehc_workflow.documents.storage import Storage
from ehc_workflow.domain.case import Case, Letter
from ehc_workflow.domain.handover import first_review_by, plan_made_on
from ehc_workflow.domain.papers import Scan
from ehc_workflow.rules.first_review import FIRST_REVIEW
from ehc_workflow.service.documents import NOT_TO_BE_OPENED
from ehc_workflow.service.plan_exchange import exported
from ehc_workflow.store.author_questions import of_case
from ehc_workflow.store.documents import Document, documents_of
from ehc_workflow.store.queries.letters_sent import letters_as_sent
from ehc_workflow.store.queries.plan_text import accepted_advice, fates, plan_items

FORMAT = "ehc-handover/1"
_PLANS = frozenset({Letter.FINAL_PLAN.value, Letter.AMENDED_PLAN.value})
_IN_MEMORY = 5_000_000


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of the handover, under the name it has in it, with what it is."""

    name: str
    what: str
    document: Document


def packed(connection: Connection, case: Case) -> tuple[Packed, ...]:
    """The files that go with a plan: letters with their plan as they went, and those of accepted advice."""
    filed = {one.id: one for one in documents_of(connection, case.id)}
    return (*_letters(connection, case, filed), *_advice(case, filed))


def _letters(connection: Connection, case: Case, filed: dict[str, Document]) -> Iterator[Packed]:
    for letter in letters_as_sent(connection, case.id):
        if letter.kind in _PLANS:
            for form, document_id in letter.printed.items():
                if document := filed.get(document_id):
                    name = f"sent/{letter.sent_on.isoformat()} {clean_name(document.name)}"
                    yield Packed(name, f"{letter.kind}, {form}", document)


def waiting_for_the_scan(connection: Connection, case: Case) -> int:
    """How many files of advice nobody may open yet: they go with the file that is made once they were looked at."""
    filed = {one.id: one for one in documents_of(connection, case.id)}
    return sum(one.document.scan is Scan.WAITING for one in _attached(case, filed))


def _advice(case: Case, filed: dict[str, Document]) -> Iterator[Packed]:
    return (one for one in _attached(case, filed) if one.document.scan not in NOT_TO_BE_OPENED)


def _attached(case: Case, filed: dict[str, Document]) -> Iterator[Packed]:
    for request in case.advice:
        for given in request.written_from:
            for number, document_id in enumerate(given.document_ids, 1):
                document = filed.get(document_id)
                if document is not None and document.sealed_at is None:
                    name = f"advice/{request.item.value} {number} {clean_name(document.name)}"
                    yield Packed(name, f"advice, {request.item.value}", document)


def handover_file(
    connection: Connection, case: Case, storage: Storage, made_at: datetime
) -> IO[bytes]:
    """The whole as a ZIP file, to be read from its beginning and closed by the caller."""
    items = plan_items(connection, case.id, case.version_sent)
    advice, became = accepted_advice(connection, case), fates(connection, case.id)
    asked = of_case(connection, case)
    whole = exported(case, items, advice, tuple(became.values()), asked)
    plan = whole.model_dump_json(indent=2).encode()
    listed = [_line("plan.json", "the plan as data", plan)]
    with ExitStack() as unless_sent:
        made = unless_sent.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
            into.writestr("plan.json", plan)
            for one in _apart(packed(connection, case)):
                with into.open(one.name, "w", force_zip64=True) as file:
                    for chunk in storage.chunks(one.document.sha256):
                        file.write(chunk)
                listed.append(
                    {
                        "name": one.name,
                        "what": one.what,
                        "sha256": one.document.sha256,
                        "bytes": one.document.size,
                    }
                )
            into.writestr("manifest.json", json.dumps(_manifest(case, listed, made_at), indent=2))
        made.seek(0)
        unless_sent.pop_all()  # whoever sends it closes it: it is read while it is sent
    return made


def _apart(files: tuple[Packed, ...]) -> Iterator[Packed]:
    """Each under a name of its own: two files may have come under one name."""
    used: set[str] = set()
    for one in files:
        name, number = one.name, 1
        while name in used:
            number += 1
            stem, dot, ending = one.name.rpartition(".")
            name = f"{stem} ({number}).{ending}" if dot else f"{one.name} ({number})"
        used.add(name)
        yield Packed(name, one.what, one.document)


def _line(name: str, what: str, content: bytes) -> dict[str, object]:
    digest = hashlib.sha256(content).hexdigest()
    return {"name": name, "what": what, "sha256": digest, "bytes": len(content)}


def _manifest(case: Case, listed: list[dict[str, object]], made_at: datetime) -> dict[str, object]:
    made_on, review_by = plan_made_on(case), first_review_by(case)
    return {
        "format": FORMAT,
        "reference": case.reference,
        "plan_version": case.version_sent,
        "plan_made_on": made_on.isoformat() if made_on else None,
        "first_review_by": review_by.isoformat() if review_by else None,
        "first_review_provision": FIRST_REVIEW.citation.place,
        "handed_over_on": case.handed_over_on.isoformat() if case.handed_over_on else None,
        "made_at": made_at.isoformat(timespec="seconds"),
        "files": listed,
    }
