"""How an authority's documents look: the choice among its settings, and the files it names."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ehc_workflow.domain.document_look import PLAIN_LOOK, DocumentLook
from ehc_workflow.store.authority_settings import Choice
from ehc_workflow.store.tables.organisation import LookFile

LOOK: Choice[DocumentLook] = Choice("look", PLAIN_LOOK)


def keep_file(
    connection: Connection, authority_id: str, content: bytes, *, added_by: str, at: datetime
) -> str:
    """Keep a file of an authority, once, and give its hash. It stays: an earlier look can be had again."""
    sha256 = hashlib.sha256(content).hexdigest()
    if file(connection, authority_id, sha256) is None:
        connection.execute(
            insert(LookFile).values(
                authority_id=authority_id,
                sha256=sha256,
                content=content,
                added_by=added_by,
                added_at=at,
            )
        )
    return sha256


def file(connection: Connection, authority_id: str, sha256: str) -> bytes | None:
    """The content of a file of an authority, or None."""
    if not sha256:
        return None
    return connection.scalar(
        select(LookFile.content).where(
            LookFile.authority_id == authority_id, LookFile.sha256 == sha256
        )
    )
