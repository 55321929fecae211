"""What is known of the files on cases; their bytes lie elsewhere, under the same digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, union, update

from ehc_workflow.domain.errors import NotFoundError, TransitionRefusedError
from ehc_workflow.domain.papers import DocumentKind, Scan
from ehc_workflow.store.tables.papers import ArrivalRow, DocumentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file on a case, or with one request for advice of it; `from_inbox` says that it came by another road."""

    id: str
    assessment_id: str
    request_id: str | None
    sha256: str
    name: str
    media_type: str
    size: int
    kind: DocumentKind
    added_by: str
    added_at: datetime
    scan: Scan
    scanned_at: datetime | None = None
    sealed_at: datetime | None = None
    sealed_by: str | None = None
    from_inbox: bool = False


_COLUMNS = (
    DocumentRow.id,
    DocumentRow.assessment_id,
    DocumentRow.request_id,
    DocumentRow.sha256,
    DocumentRow.name,
    DocumentRow.media_type,
    DocumentRow.size,
    DocumentRow.kind,
    DocumentRow.added_by,
    DocumentRow.added_at,
    DocumentRow.scan,
    DocumentRow.scanned_at,
    DocumentRow.sealed_at,
    DocumentRow.sealed_by,
    select(ArrivalRow.id)
    .where(ArrivalRow.document_id == DocumentRow.id)
    .exists()
    .label("from_inbox"),
)


def _document(row: Any) -> Document:
    values = dict(row._mapping)
    kind, scan = DocumentKind(values["kind"]), Scan(values["scan"])
    return Document(**{**values, "kind": kind, "scan": scan})


def document(connection: Connection, document_id: str) -> Document:
    """One document, or `NotFoundError`. Who may know of it is for the caller to ask."""
    mine = select(*_COLUMNS).where(DocumentRow.id == document_id)
    row = connection.execute(mine).one_or_none()
    if row is None:
        raise NotFoundError("There is no such document, or it is not yours to know of.")
    return _document(row)


def documents_of(connection: Connection, assessment_id: str) -> tuple[Document, ...]:
    """Every document of a case, the oldest first."""
    statement = (
        select(*_COLUMNS)
        .where(DocumentRow.assessment_id == assessment_id)
        .order_by(DocumentRow.added_at, DocumentRow.id)
    )
    return tuple(_document(row) for row in connection.execute(statement))


def same_file(
    connection: Connection, *, assessment_id: str, request_id: str | None, sha256: str
) -> Document | None:
    """The document that is this very file in this very place, where there is one."""
    statement = select(*_COLUMNS).where(
        DocumentRow.assessment_id == assessment_id,
        DocumentRow.request_id.is_not_distinct_from(request_id),
        DocumentRow.sha256 == sha256,
    )
    row = connection.execute(statement).first()
    return _document(row) if row else None


def add_document(connection: Connection, new: Document) -> None:
    """Write what is known of a new file."""
    values = {name: getattr(new, name) for name in Document.__slots__ if name != "from_inbox"}
    kept = {**values, "kind": new.kind.value, "scan": new.scan.value}
    connection.execute(insert(DocumentRow).values(kept))


def remove_document(connection: Connection, document_id: str) -> None:
    """Strike a file that was never given as part of anything. What came through an inbox is there again."""
    connection.execute(
        update(ArrivalRow)
        .where(ArrivalRow.document_id == document_id)
        .values(document_id=None, filed_at=None, filed_by=None)
    )
    free = and_(DocumentRow.kind != DocumentKind.ADVICE.value, DocumentRow.sealed_at.is_(None))
    gone = delete(DocumentRow).where(DocumentRow.id == document_id, free)
    if connection.execute(gone).rowcount != 1:
        raise TransitionRefusedError("It was given as advice or sealed a moment ago, and stays.")


def is_named(connection: Connection, sha256: str) -> bool:
    """Whether any record names this content."""
    tables: tuple[type[DocumentRow | ArrivalRow], ...] = (DocumentRow, ArrivalRow)
    return any(
        connection.scalar(select(table.id).where(table.sha256 == sha256).limit(1)) is not None
        for table in tables
    )


def to_scan(connection: Connection, most: int) -> tuple[str, ...]:
    """Contents that wait for the scanner, each once."""
    waiting = [
        select(table.sha256).where(table.scan == Scan.WAITING.value)
        for table in (DocumentRow, ArrivalRow)
    ]
    return tuple(connection.scalars(union(*waiting).limit(most)))


def note_scan(connection: Connection, sha256: str, scan: Scan, *, at: datetime) -> None:
    """Write what the scanner said beside every record of a content that waited for it; of a virus, beside every one.

    A scanner learns: what it took for clean last month may be a virus by what it knows today.
    """
    for table in (DocumentRow, ArrivalRow):
        waits = table.scan == Scan.WAITING.value
        changes = table.scan != scan.value if scan is Scan.INFECTED else waits
        connection.execute(
            update(table)
            .where(table.sha256 == sha256, changes)
            .values(scan=scan.value, scanned_at=at)
        )


def hold(connection: Connection, sha256: str) -> None:
    """Let nobody else add or drop this content until the transaction ends. On SQLite nobody else writes anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(sha256))))
