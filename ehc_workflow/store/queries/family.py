"""What a family may read of its own case: the letters that went to the person who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from ehc_workflow.domain.case import Letter
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.papers import NoticeRow
from ehc_workflow.store.tables.people import ContactRow


@dataclass(frozen=True, slots=True)
class LetterToRead:
    """One letter, by the number it has in the log."""

    seq: int
    kind: Letter
    sent_on: date


def letters_to(
    connection: Connection, assessment_id: str, user_id: str
) -> tuple[LetterToRead, ...]:
    """The letters addressed or copied to this person, the newest first, in two statements.

    A case may have contacts that must not read each other's letters, so the person is found among them by the e-mail
    address they sign in with; where the case has one contact only, it is that one.
    """
    mine = contacts_of(connection, assessment_id, user_id)
    statement = (
        select(
            NoticeRow.seq,
            NoticeRow.kind,
            NoticeRow.sent_on,
            NoticeRow.addressee,
            NoticeRow.copies,
        )
        .where(NoticeRow.assessment_id == assessment_id)
        .order_by(NoticeRow.seq.desc())
    )
    return tuple(
        LetterToRead(row.seq, Letter(row.kind), row.sent_on)
        for row in connection.execute(statement)
        if mine & {row.addressee, *row.copies}
    )


def contacts_of(connection: Connection, assessment_id: str, user_id: str) -> set[str]:
    """The contacts of a case that this person is: by the address they sign in with, or the only one there is."""
    address = select(UserAccount.email).where(UserAccount.id == user_id).scalar_subquery()
    statement = select(
        ContactRow.id, (func.lower(ContactRow.email) == address).label("is_mine")
    ).where(ContactRow.assessment_id == assessment_id)
    rows: Any = connection.execute(statement).all()
    return {row.id for row in rows if row.is_mine or len(rows) == 1}
