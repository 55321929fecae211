"""A document that lay under the wrong child, for who works on that: what it was, who saw it, what rests on it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.events import AdviceReceived, DocumentSealed
from ehc_workflow.service.documents import NOT_YOURS, opens_sealed
from ehc_workflow.store import documents as records
from ehc_workflow.store.documents import Document
from ehc_workflow.store.queries import case_page
from ehc_workflow.store.queries.case_page import Names
from ehc_workflow.store.queries.sealed import Opener, who_opened
from ehc_workflow.store.queries.timeline import Entry, timeline


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """One sealed document with what the work on it needs."""

    document: Document
    case: Case
    openers: tuple[Opener, ...]
    entries: tuple[Entry, ...]
    names: Names

    @property
    def advice(self) -> tuple[AdviceReceived, ...]:
        """The advice that came with it."""
        return tuple(
            entry.event
            for entry in self.entries
            if isinstance(entry.event, AdviceReceived)
            and self.document.id in entry.event.document_ids
        )

    @property
    def sealing(self) -> Entry | None:
        """The entry of the log that sealed it: who, when and why."""
        return next(
            (
                entry
                for entry in reversed(self.entries)
                if isinstance(entry.event, DocumentSealed)
                and entry.event.document_id == self.document.id
            ),
            None,
        )


def sealed_document(connection: Connection, document_id: str, actor: Actor) -> SealedDocument:
    """A sealed document for who works on the mistake; for anybody else, and once unsealed, there is none."""
    found = records.document(connection, document_id)
    case = case_page.case_file(connection, found.assessment_id).case
    if found.sealed_at is None or not opens_sealed(actor, case):
        raise NotFoundError(NOT_YOURS)
    entries = timeline(connection, case.id)
    names = case_page.names(connection, case, {entry.actor_id for entry in entries})
    return SealedDocument(found, case, who_opened(connection, case.id, found.id), entries, names)
