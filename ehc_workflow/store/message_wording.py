"""An authority's own words for its messages: the changes on file, and the words that a message is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ehc_workflow.store.delivery import Waiting
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.channels import MessageWording


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words as an authority wrote them. `is_own` is false where it went back to those built in."""

    is_own: bool
    subject: str = ""
    body: str = ""
    sms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingOnFile:
    """One change: the words as they were to be from then on, who made it so, when and why."""

    template: str
    number: int
    words: OwnWords
    undoes: int | None
    reason: str
    made_by: str
    made_at: datetime


_COLUMNS = (
    MessageWording.template,
    MessageWording.number,
    MessageWording.is_own,
    MessageWording.subject,
    MessageWording.body,
    MessageWording.sms,
    MessageWording.undoes,
    MessageWording.reason,
    MessageWording.made_by,
    MessageWording.made_at,
)


def changes(
    connection: Connection, authority_id: str, template: str | None = None
) -> list[WordingOnFile]:
    """Every change of this authority's words, or of one template's, in the order of their numbers."""
    statement = select(*_COLUMNS).where(MessageWording.authority_id == authority_id)
    if template is not None:
        statement = statement.where(MessageWording.template == template)
    ordered = statement.order_by(MessageWording.template, MessageWording.number)
    return [
        WordingOnFile(
            template=row.template,
            number=row.number,
            words=OwnWords(row.is_own, row.subject, row.body, row.sms),
            undoes=row.undoes,
            reason=row.reason,
            made_by=row.made_by,
            made_at=row.made_at,
        )
        for row in connection.execute(ordered)
    ]


def add(connection: Connection, authority_id: str, change: WordingOnFile) -> None:
    """File a change; two made at once cannot have one number."""
    words = change.words
    connection.execute(
        insert(MessageWording).values(
            authority_id=authority_id,
            template=change.template,
            number=change.number,
            is_own=words.is_own,
            subject=words.subject,
            body=words.body,
            sms=words.sms,
            undoes=change.undoes,
            reason=change.reason,
            made_by=change.made_by,
            made_at=change.made_at,
        )
    )


def newest(changes: Iterable[WordingOnFile]) -> WordingOnFile | None:
    """The change that holds, of one template's in order."""
    return max(changes, key=lambda change: change.number, default=None)


def of_message(
    connection: Connection, message: Waiting, number: int | None = None
) -> tuple[int, OwnWords] | None:
    """The words of the authority whose message it is, with their number: the newest, or those of this number."""
    row = MessageWording
    of_case = select(AssessmentRow.authority_id).where(AssessmentRow.id == message.assessment_id)
    whose = of_case.scalar_subquery() if message.assessment_id else message.authority_id
    statement = (
        select(row.number, row.is_own, row.subject, row.body, row.sms)
        .where(row.authority_id == whose, row.template == message.template)
        .order_by(row.number.desc())
        .limit(1)
    )
    if number is not None:
        statement = statement.where(row.number == number)
    found = connection.execute(statement).first()
    if found is None:
        return None
    return found.number, OwnWords(found.is_own, found.subject, found.body, found.sms)
