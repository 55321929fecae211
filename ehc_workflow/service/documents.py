"""Filing and opening documents: who may, and the note that it was done. Least sight decides what a person may open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import Connection

from ehc_workflow.documents.bucket import Bucket, bucket_at
from ehc_workflow.documents.folder import Folder
from ehc_workflow.documents.kinds import DocumentRefusedError
from ehc_workflow.documents.leaves import Leaf, leaf_of
from ehc_workflow.documents.scanning import Scanner
from ehc_workflow.documents.storage import Storage, Taken
from ehc_workflow.documents.text import picture_of, text_of
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.case import AdviceItem, AdviceRequest, Case
from ehc_workflow.domain.errors import NotFoundError, NotPermittedError, TransitionRefusedError
from ehc_workflow.domain.joint_advice import files_signed, files_to_read
from ehc_workflow.domain.papers import GOES_WITH_REQUESTS, DocumentKind, Scan
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.permissions import (
    GIVE_ADVICE,
    OFFICERS,
    reaches_case,
    reaches_request,
)
from ehc_workflow.settings import Settings
from ehc_workflow.store import documents as records
from ehc_workflow.store.arrivals import Arrival
from ehc_workflow.store.documents import Document
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file

FILES_FOR_THE_CASE = OFFICERS | {Role.PLAN_WRITER}
SEES_EVERY_FILE = FILES_FOR_THE_CASE | {Role.AUDITOR}
OPENS_SEALED = frozenset({Role.ADMINISTRATOR})
"""Who works on a document that lay under the wrong child: nobody else opens it once it is sealed."""
NO_SCANNER = Scanner("")
NOT_TO_BE_OPENED = {
    Scan.WAITING: "This file waits for the virus scan, and nobody can open it before. Try again in some minutes.",
    Scan.INFECTED: "A virus was found in this file after it had been sent in, and it was deleted. Ask for it again.",
}
NOT_YOURS = "There is no such document, or it is not yours to know of."


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that somebody may have: what it is and its bytes, piece by piece."""

    document: Document
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Looked:
    """A leaf of a file as somebody looks at it, with the case it belongs to."""

    document: Document
    case: Case
    leaf: Leaf


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one installation."""

    database: Database
    storage: Storage
    scanner: Scanner = NO_SCANNER

    def add(
        self,
        name: str,
        source: BinaryIO,
        *,
        assessment_id: str,
        request_id: str | None,
        kind: DocumentKind,
        actor: Actor,
        now: datetime,
    ) -> Document:
        """File a document, or give the one that is there already when it is the same file in the same place."""
        with self.database.reading() as connection:
            case = case_file(connection, assessment_id).case
        permit_filing(actor, case, request_id, kind)
        with self.received(name, source, now=now) as (taken, scan):
            return self._keep(taken, scan, case, request_id, kind, actor, now)

    @contextmanager
    def received(
        self, name: str, source: BinaryIO, *, now: datetime
    ) -> Iterator[tuple[Taken, Scan]]:
        """A file that came in, with what the scanner says of it. One with a virus is refused, and nothing stays."""
        taken = self.storage.take(name, source)
        try:
            scan = self.scanner.look_at(taken.path)
            if scan is Scan.INFECTED:
                self.note_scan(taken.sha256, scan, now=now)
                raise DocumentRefusedError(
                    f"{taken.name} holds a virus and was not kept. Tell whoever it came from, and your own IT."
                )
            yield taken, scan
        finally:
            self.storage.let_go(taken)

    def note_scan(self, sha256: str, scan: Scan, *, now: datetime) -> None:
        """Keep what the scanner said of a content; one with a virus is deleted wherever it lies."""
        with self.database.writing() as connection:
            records.hold(connection, sha256)
            records.note_scan(connection, sha256, scan, at=now)
            if scan is Scan.INFECTED:
                self.storage.drop(sha256)

    def _keep(
        self,
        taken: Taken,
        scan: Scan,
        case: Case,
        request_id: str | None,
        kind: DocumentKind,
        actor: Actor,
        now: datetime,
    ) -> Document:
        with self.database.writing() as connection:
            records.hold(connection, taken.sha256)
            known = records.same_file(
                connection, assessment_id=case.id, request_id=request_id, sha256=taken.sha256
            )
            if known is not None:
                return _again(known, kind, actor)
            # The file first: a record without its file would be a promise broken, a file without its record is none.
            self.storage.keep(taken)
            new = Document(
                id=new_id(),
                assessment_id=case.id,
                request_id=request_id,
                sha256=taken.sha256,
                name=taken.name,
                media_type=taken.media_type,
                size=taken.size,
                kind=kind,
                added_by=actor.id,
                added_at=now,
                scan=scan,
                scanned_at=now if scan is Scan.CLEAN else None,
            )
            records.add_document(connection, new)
            return new

    def open(self, document_id: str, *, actor: Actor, now: datetime) -> Opened:
        """Give a file to somebody who may have it, and note that they had it."""
        found, case = self._theirs(document_id, actor)
        chunks = self.storage.chunks(found.sha256)
        note_seen(self.database, actor, case.id, f"document {found.id}", at=now)
        return Opened(found, chunks)

    def open_copy(self, document_id: str, *, part: str, actor: Actor, now: datetime) -> Opened:
        """Give a printed letter to somebody who may read the letter, as the caller knows. It counts as reading it."""
        with self.database.reading() as connection:
            found = records.document(connection, document_id)
        if found.sealed_at is not None:
            raise NotFoundError(NOT_YOURS)
        chunks = self.storage.chunks(found.sha256)
        note_seen(self.database, actor, found.assessment_id, part, at=now)
        return Opened(found, chunks)

    def look(self, document_id: str, page: int, *, actor: Actor, now: datetime) -> Looked:
        """One leaf of a file as text, for somebody who may have it; looking is noted like opening."""
        found, case = self._theirs(document_id, actor)
        with self.storage.at_hand(found.sha256) as path:
            leaf = leaf_of(path, found.media_type, page)
        note_seen(self.database, actor, case.id, f"document {found.id} page {page}", at=now)
        return Looked(found, case, leaf)

    def picture(self, document_id: str, page: int, *, actor: Actor, now: datetime) -> bytes:
        """One page of a file as a picture, made anew. Without a picture there is no such page."""
        found, case = self._theirs(document_id, actor)
        drawn = self.drawn(found, page)
        note_seen(self.database, actor, case.id, f"document {found.id} page {page}", at=now)
        return drawn

    def drawn(self, file: Document | Arrival, page: int) -> bytes:
        """One page of a file as a picture, for a caller who knows that it may be looked at."""
        with self.storage.at_hand(file.sha256) as path:
            drawn = picture_of(path, file.media_type, page=page)
        if drawn is None:
            raise NotFoundError("There is no picture of this page.")
        return drawn

    def _theirs(self, document_id: str, actor: Actor) -> tuple[Document, Case]:
        with self.database.reading() as connection:
            found = records.document(connection, document_id)
            case = case_file(connection, found.assessment_id).case
        if not may_open(actor, case, found):
            raise NotFoundError(NOT_YOURS)
        refuse_unscanned(found.scan)
        return found, case

    def remove(self, document_ids: Iterable[str], *, request_id: str, actor: Actor) -> None:
        """Strike files that one sent in with a request and has not given yet. What was given stays as it was given."""
        for document_id in document_ids:
            with self.database.writing() as connection:
                found = records.document(connection, document_id)
                if found.request_id != request_id or found.added_by != actor.id:
                    raise NotFoundError(NOT_YOURS)
                records.hold(connection, found.sha256)
                if found.kind is not DocumentKind.WAITING:
                    raise TransitionRefusedError(f"{found.name} was given as advice and stays.")
                if found.sealed_at is not None:
                    raise TransitionRefusedError("This file is sealed and stays as it is.")
                records.remove_document(connection, found.id)
                if not records.is_named(connection, found.sha256):
                    self.storage.drop(found.sha256)


def refuse_unscanned(scan: Scan) -> None:
    """Raise `TransitionRefusedError` for a file that nobody opens as things stand."""
    if scan in NOT_TO_BE_OPENED:
        raise TransitionRefusedError(NOT_TO_BE_OPENED[scan])


def texts_of(documents: Documents, files: Iterable[Document]) -> tuple[str, ...]:
    """The words of each file, before anybody but its sender may open it; empty where there are none, as in a scan."""
    return tuple(_text(documents.storage, each) for each in files)


def _text(storage: Storage, file: Document) -> str:
    with storage.at_hand(file.sha256) as path:
        return text_of(path, file.media_type).text


def _again(known: Document, kind: DocumentKind, actor: Actor) -> Document:
    """The same file once more is no second document; one given before cannot be given as if it were new."""
    if known.sealed_at is not None:
        raise DocumentRefusedError(
            "This very file was sealed here, because it is about another child. Look whose it is."
        )
    if kind is DocumentKind.WAITING and known.kind is not DocumentKind.WAITING:
        raise DocumentRefusedError(f"{known.name} is with this request already.")
    if known.kind is DocumentKind.WAITING and not (known.from_inbox or known.added_by == actor.id):
        raise DocumentRefusedError(
            f"{known.name} was sent in by a colleague, whose advice is not given yet. Ask them to give it, or to take "
            "the file away."
        )
    return known


def documents_for(settings: Settings, database: Database) -> Documents:
    """The documents as an installation's settings have them."""
    return Documents(database, _storage_of(settings), Scanner(settings.virus_scanner))


def _storage_of(settings: Settings) -> Storage:
    folder = Folder(settings.documents_dir, settings.max_upload_bytes)
    if not settings.s3_bucket or settings.s3_secret_access_key is None:
        return folder
    store = bucket_at(
        settings.s3_bucket,
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        key_id=settings.s3_access_key_id,
        secret=settings.s3_secret_access_key.get_secret_value(),
    )
    return Bucket(store, folder)


def permit_filing(actor: Actor, case: Case, request_id: str | None, kind: DocumentKind) -> None:
    """Raise unless one of the actor's seats may file this kind of document in this place."""
    unknown = request_id is not None and case.advice_request(request_id) is None
    if unknown or not any(reaches_case(seat, case) for seat in actor.seats):
        raise NotFoundError("There is no such case, or it is not yours to know of.")
    if not may_file(actor, case, request_id, kind):
        raise NotPermittedError("You may not send this kind of file in here.")


def may_file(actor: Actor, case: Case, request_id: str | None, kind: DocumentKind) -> bool:
    """Whether one of the actor's seats may file this: officers any, contributors advice, families their own words."""
    request = case.advice_request(request_id or "")
    return any(
        seat.role in FILES_FOR_THE_CASE
        or (seat.role is Role.FAMILY and request is None and kind is DocumentKind.FAMILY)
        or (request is not None and kind is DocumentKind.WAITING and _owes(seat, request))
        for seat in actor.seats
        if reaches_case(seat, case)
    )


def _is_views(case: Case, document: Document) -> bool:
    """Whether the file came with the family's own views."""
    request = case.advice_request(document.request_id or "")
    return request is not None and request.item is AdviceItem.FAMILY


def _owes(seat: Seat, request: AdviceRequest) -> bool:
    """Whether what is asked for is this seat's to give: of a family, its own views."""
    if seat.role is Role.FAMILY:
        return request.item is AdviceItem.FAMILY
    return reaches_request(seat, request)


def sees_the_list(actor: Actor, case: Case) -> bool:
    """Whether the list of a case's files is for this person; contributors have theirs with their own request."""
    return any(
        seat.role in SEES_EVERY_FILE | {Role.FAMILY} and reaches_case(seat, case)
        for seat in actor.seats
    )


def may_open(actor: Actor, case: Case, document: Document) -> bool:
    """Whether one of the actor's seats needs this file. Reaching a case alone opens nothing to a contributor."""
    if document.sealed_at is not None:
        return opens_sealed(actor, case)
    theirs = document.added_by == actor.id
    return any(_may_open(seat, case, document, theirs=theirs) for seat in actor.seats)


def files_with(connection: Connection, actor: Actor, case: Case, request_id: str) -> list[Document]:
    """The files with one request that this person may open, the oldest first; of joint advice from where it stands."""
    request = case.advice_request(request_id)
    signed = files_signed(case, request) if request else frozenset()
    return [
        each
        for each in records.documents_of(connection, case.id)
        if (each.request_id == request_id or each.id in signed) and may_open(actor, case, each)
    ]


def waiting_files(
    connection: Connection, actor: Actor, case: Case, request_id: str
) -> list[Document]:
    """Files that no advice or views have brought yet: what this person sent in, and what came through an inbox."""
    return [
        each
        for each in records.documents_of(connection, case.id)
        if each.request_id == request_id
        and each.kind is DocumentKind.WAITING
        and each.sealed_at is None
        and (each.added_by == actor.id or (each.from_inbox and may_open(actor, case, each)))
    ]


def enclosed_for(seat: Seat, case: Case) -> frozenset[str]:
    """The files that went with the consultations of a setting: those, and never a later one.

    Once the final plan went and names another, they are no longer its business.
    """
    if case.passed_over(seat.service_id):
        return frozenset()
    theirs = (one for one in case.consultations if one.setting_id == seat.service_id)
    return frozenset().union(*(one.enclosed_documents for one in theirs))


def opens_sealed(actor: Actor, case: Case) -> bool:
    """Whether one of the actor's seats works on documents of this case that lay under the wrong child."""
    return any(seat.role in OPENS_SEALED and reaches_case(seat, case) for seat in actor.seats)


def _may_open(seat: Seat, case: Case, document: Document, *, theirs: bool) -> bool:
    unsent = document.kind is DocumentKind.WAITING and not theirs and not document.from_inbox
    if unsent or not reaches_case(seat, case):
        return False
    if seat.role in SEES_EVERY_FILE:
        return True
    if seat.role is Role.FAMILY:
        return document.kind is DocumentKind.FAMILY or (theirs and _is_views(case, document))
    if seat.role is Role.SETTING and document.id in enclosed_for(seat, case):
        return True
    if seat.role not in GIVE_ADVICE:
        return False
    asked = [each for each in case.advice if each.is_asked and reaches_request(seat, each)]
    if document.request_id is not None:
        return any(
            each.id == document.request_id or document.id in files_to_read(case, each)
            for each in asked
        )
    return bool(asked) and document.kind in GOES_WITH_REQUESTS
