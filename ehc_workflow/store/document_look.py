"""How an authority's documents look: the choice among its settings, and the files it names."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, select

from ehc_workflow.domain.document_look import PLAIN_LOOK, DocumentLook
from ehc_workflow.store.authority_settings import Choice
from ehc_workflow.store.tables.organisation import LookFile
from ehc_workflow.store.upserts import insert_into

LOOK: Choice[DocumentLook] = Choice("look", PLAIN_LOOK)


def keep_file(
    connection: Connection, authority_id: str, content: bytes, *, added_by: str, at: datetime
) -> str:
    """Keep a file of an authority, once, and give its hash. It stays: an earlier look can be had again."""
    sha256 = hashlib.sha256(content).hexdigest()
    statement = insert_into(connection, LookFile).values(
        authority_id=authority_id,
        sha256=sha256,
        content=content,
        added_by=added_by,
        added_at=at,
    )
    connection.execute(statement.on_conflict_do_nothing())
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
