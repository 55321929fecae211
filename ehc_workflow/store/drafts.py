"""What people are still writing about a request for advice or a plan, a row for each person and form."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from ehc_workflow.store.tables.advice import AdviceRequestRow
from ehc_workflow.store.tables.cases import AssessmentRow
from ehc_workflow.store.tables.drafts import DraftRow

Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a form is about: a request for advice, or the plan of a case."""

    request_id: str | None = None
    assessment_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(About):
    """What one person typed and has not sent."""

    id: str
    form: str
    author_id: str
    author_name: str
    service_id: str | None
    version: int
    words: Words
    saved_at: datetime


_NAMES = tuple(field.name for field in fields(Draft))
_COLUMNS = [DraftRow.__table__.c[name] for name in _NAMES]


def drafts_about(connection: Connection, about: About, form: str) -> tuple[Draft, ...]:
    """What everybody has typed into a form about this, the last saved first."""
    statement = (
        select(*_COLUMNS)
        .where(_is_about(about), DraftRow.form == form)
        .order_by(DraftRow.saved_at.desc(), DraftRow.id)
    )
    return tuple(_draft(row) for row in connection.execute(statement))


def begun_by(connection: Connection, about: About, author_id: str) -> tuple[Draft, ...]:
    """Whatever one person has typed about this and not sent, the last saved first."""
    statement = (
        select(*_COLUMNS)
        .where(_is_about(about), DraftRow.author_id == author_id)
        .order_by(DraftRow.saved_at.desc(), DraftRow.id)
    )
    return tuple(_draft(row) for row in connection.execute(statement))


def _is_about(about: About) -> ColumnElement[bool]:
    if about.request_id is not None:
        return DraftRow.request_id == about.request_id
    return DraftRow.assessment_id == about.assessment_id


def _draft(row: Any) -> Draft:
    values = dict(row._mapping)
    return Draft(**{**values, "words": tuple((name, said) for name, said in values["words"])})


def add(connection: Connection, new: Draft) -> None:
    """Write the first words of somebody."""
    values = {name: getattr(new, name) for name in _NAMES}
    connection.execute(insert(DraftRow).values({**values, "words": _pairs(new.words)}))


def change(connection: Connection, draft: Draft, words: Words, *, at: datetime) -> bool:
    """Write the words anew, if nobody has since this version; whether that was so."""
    this_version = (DraftRow.id == draft.id, DraftRow.version == draft.version)
    changed = connection.execute(
        update(DraftRow)
        .where(*this_version)
        .values(words=_pairs(words), version=draft.version + 1, saved_at=at)
    )
    return changed.rowcount == 1


def forget(connection: Connection, about: About, form: str, author_id: str) -> None:
    """Delete what one person has typed into a form about this."""
    mine = (_is_about(about), DraftRow.form == form, DraftRow.author_id == author_id)
    connection.execute(delete(DraftRow).where(*mine))


def _pairs(words: Words) -> list[list[str]]:
    return [list(pair) for pair in words]


def forget_old(connection: Connection, *, before: datetime) -> int:
    """Delete what was never sent: where the case is closed, and what nobody has touched since; how many."""
    closed = select(AssessmentRow.id).where(AssessmentRow.closed_on.is_not(None))
    asked = select(AdviceRequestRow.id).where(AdviceRequestRow.assessment_id.in_(closed))
    old = or_(
        DraftRow.request_id.in_(asked),
        DraftRow.assessment_id.in_(closed),
        DraftRow.saved_at < before,
    )
    return connection.execute(delete(DraftRow).where(old)).rowcount
