"""The vague expressions that an authority looks for: the changes on file, their list, and advice to try one on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from ehc_workflow.domain.case import ParagraphKind
from ehc_workflow.domain.commands import Paragraph
from ehc_workflow.rules.vague_wording import TermChange, VagueTerm, terms_of
from ehc_workflow.store.tables.advice import ContributionParagraph, ContributionRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.wording import WordingChange


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOnFile:
    """One change of a list: the expression as it is to be, who made it so, when and why."""

    number: int
    term: TermChange
    undoes: int | None
    reason: str
    made_by: str
    made_at: datetime


def changes(connection: Connection, authority_id: str) -> list[ChangeOnFile]:
    """Every change of this authority's list, in the order of their numbers."""
    row = WordingChange
    statement = (
        select(
            row.number,
            row.words,
            row.instead,
            row.is_on,
            row.undoes,
            row.reason,
            row.made_by,
            row.made_at,
        )
        .where(row.authority_id == authority_id)
        .order_by(row.number)
    )
    return [_change(found) for found in connection.execute(statement)]


def _change(row: Any) -> ChangeOnFile:
    return ChangeOnFile(
        number=row.number,
        term=TermChange(words=row.words, instead=row.instead, is_on=row.is_on),
        undoes=row.undoes,
        reason=row.reason,
        made_by=row.made_by,
        made_at=row.made_at,
    )


def terms(connection: Connection, authority_id: str) -> tuple[VagueTerm, ...]:
    """What this authority looks for now, in one statement."""
    return terms_of(change.term for change in changes(connection, authority_id))


def add(connection: Connection, authority_id: str, change: ChangeOnFile) -> None:
    """File a change; two made at once cannot have one number."""
    connection.execute(
        insert(WordingChange).values(
            authority_id=authority_id,
            number=change.number,
            words=change.term.words,
            instead=change.term.instead,
            is_on=change.term.is_on,
            undoes=change.undoes,
            reason=change.reason,
            made_by=change.made_by,
            made_at=change.made_at,
        )
    )


def newest_provision(connection: Connection, authority_id: str, most: int) -> list[Paragraph]:
    """The pieces of provision in this authority's advice that came last, by the index of when it was given."""
    row = ContributionParagraph
    statement = (
        select(row.text, row.amount, row.frequency, row.by_whom, row.until_when)
        .join(ContributionRow, ContributionRow.id == row.contribution_id)
        .join(AssessmentRow, AssessmentRow.id == ContributionRow.assessment_id)
        .where(
            AssessmentRow.authority_id == authority_id, row.kind == ParagraphKind.PROVISION.value
        )
        .order_by(ContributionRow.given_at.desc(), ContributionRow.id.desc(), row.number)
        .limit(most)
    )
    return [
        Paragraph(kind=ParagraphKind.PROVISION, **found._mapping)
        for found in connection.execute(statement)
    ]
