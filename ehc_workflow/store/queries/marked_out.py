"""Paragraphs that somebody marked out in advice that is files alone: the last reading of each version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from ehc_workflow.domain.case import AdviceRequest, ParagraphKind
from ehc_workflow.domain.commands import MarkedParagraph
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.advice import AdviceMarking, MarkedParagraphRow
from ehc_workflow.store.tables.papers import DocumentRow


@dataclass(frozen=True, slots=True)
class MarkedOut:
    """What one person read in the files of one version, when; `files` are the names of the files by their ids."""

    marked_by: str
    marked_at: datetime
    paragraphs: tuple[MarkedParagraph, ...]
    files: Mapping[str, str]


def marked_versions(requests: Iterable[AdviceRequest]) -> list[str]:
    """The versions of these requests in which paragraphs were marked out."""
    return [one.id for request in requests for one in request.contributions if one.markings]


def marked_out(connection: Connection, contribution_ids: list[str]) -> dict[str, MarkedOut]:
    """The last reading of each of these versions, in one statement; in none where there is nothing to read.

    What was read in a document that is sealed, because it is about another child, is left out.
    """
    if not contribution_ids:
        return {}
    row, marking = MarkedParagraphRow, AdviceMarking
    last = (
        select(marking.contribution_id, func.max(marking.marking).label("marking"))
        .where(marking.contribution_id.in_(contribution_ids))
        .group_by(marking.contribution_id)
        .subquery()
    )
    statement = (
        select(
            row.contribution_id,
            row.kind,
            row.text,
            row.amount,
            row.frequency,
            row.by_whom,
            row.until_when,
            row.plan_section,
            row.document_id,
            row.page,
            DocumentRow.name.label("file"),
            UserAccount.name.label("who"),
            marking.marked_at,
        )
        .join(
            last,
            (last.c.contribution_id == row.contribution_id) & (last.c.marking == row.marking),
        )
        .join(
            marking,
            (marking.contribution_id == row.contribution_id) & (marking.marking == row.marking),
        )
        .join(DocumentRow, DocumentRow.id == row.document_id)
        .outerjoin(UserAccount, UserAccount.id == marking.marked_by)
        .where(DocumentRow.sealed_at.is_(None))
        .order_by(row.contribution_id, row.number)
    )
    found: dict[str, list[Any]] = {}
    for each in connection.execute(statement):
        found.setdefault(each.contribution_id, []).append(each)
    return {contribution_id: _marked_out(rows) for contribution_id, rows in found.items()}


def _marked_out(rows: list[Any]) -> MarkedOut:
    return MarkedOut(
        marked_by=rows[0].who or "Somebody no longer on file",
        marked_at=rows[0].marked_at,
        paragraphs=tuple(
            MarkedParagraph(
                kind=ParagraphKind(row.kind),
                text=row.text,
                amount=row.amount,
                frequency=row.frequency,
                by_whom=row.by_whom,
                until_when=row.until_when,
                plan_section=row.plan_section,
                document_id=row.document_id,
                page=row.page,
            )
            for row in rows
        ),
        files={row.document_id: row.file for row in rows},
    )
