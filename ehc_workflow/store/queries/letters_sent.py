"""The letters of a case in their exact words, as they went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, select

from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.facts import Method
from ehc_workflow.store.tables.papers import NoticeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAsSent:
    """A letter in its exact words."""

    seq: int
    kind: str
    dated_on: date
    sent_on: date
    method: Method
    addressee: str
    copies: tuple[str, ...]
    blocks: tuple[tuple[str, str], ...]
    printed: Mapping[str, str]
    """The copies that were printed when it went: each form with the id of its document."""


_LETTER = select(
    NoticeRow.seq,
    NoticeRow.kind,
    NoticeRow.dated_on,
    NoticeRow.sent_on,
    NoticeRow.method,
    NoticeRow.addressee,
    NoticeRow.copies,
    NoticeRow.blocks,
    NoticeRow.pdf_id,
    NoticeRow.word_id,
)


def letter_as_sent(connection: Connection, assessment_id: str, seq: int) -> LetterAsSent:
    """One letter of a case, or `NotFoundError`."""
    mine = and_(NoticeRow.assessment_id == assessment_id, NoticeRow.seq == seq)
    row: Any = connection.execute(_LETTER.where(mine)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such letter on this case.")
    return _letter(row)


def letters_as_sent(connection: Connection, assessment_id: str) -> list[LetterAsSent]:
    """Every letter of a case, the oldest first."""
    mine = _LETTER.where(NoticeRow.assessment_id == assessment_id).order_by(NoticeRow.seq)
    return [_letter(row) for row in connection.execute(mine)]


def _letter(row: Any) -> LetterAsSent:
    printed = (("pdf", row.pdf_id), ("word", row.word_id))
    return LetterAsSent(
        seq=row.seq,
        kind=row.kind,
        dated_on=row.dated_on,
        sent_on=row.sent_on,
        method=Method(row.method),
        addressee=row.addressee,
        copies=tuple(row.copies),
        blocks=tuple((key, text) for key, text in row.blocks),
        printed={form: kept for form, kept in printed if kept is not None},
    )
