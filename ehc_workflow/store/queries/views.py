"""The family's own views in their exact words, and what was tried where they could not be had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from ehc_workflow.domain.case import Support, Way
from ehc_workflow.domain.facts import Who
from ehc_workflow.store.tables.advice import ContributionParagraph, ContributionRow, FamilyViews


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What one person said at one time. `voice` is unknown of what came before it was asked."""

    id: str
    received_on: date
    given_by: str
    author: str
    voice: Who | None
    ways: tuple[Way, ...]
    language: str
    helped_by: str
    support: Support | None
    support_by: str
    words: tuple[str, ...]


def views_given(connection: Connection, request_id: str) -> tuple[Views, ...]:
    """Everything the family gave for its request, the newest first, in one statement."""
    statement = (
        select(
            ContributionRow.id,
            ContributionRow.received_on,
            ContributionRow.given_by,
            ContributionRow.author_name,
            FamilyViews.voice,
            FamilyViews.ways,
            FamilyViews.language,
            FamilyViews.helped_by,
            FamilyViews.support,
            FamilyViews.support_by,
            ContributionParagraph.text,
        )
        .outerjoin(FamilyViews, FamilyViews.contribution_id == ContributionRow.id)
        .outerjoin(
            ContributionParagraph, ContributionParagraph.contribution_id == ContributionRow.id
        )
        .where(ContributionRow.request_id == request_id)
        .order_by(ContributionRow.version.desc(), ContributionParagraph.number)
    )
    found: dict[str, list[Any]] = {}
    for row in connection.execute(statement):
        found.setdefault(row.id, []).append(row)
    return tuple(_views(rows) for rows in found.values())


def _views(rows: list[Any]) -> Views:
    first = rows[0]
    return Views(
        id=first.id,
        received_on=first.received_on,
        given_by=first.given_by,
        author=first.author_name,
        voice=Who(first.voice) if first.voice else None,
        ways=tuple(Way(way) for way in first.ways or ()),
        language=first.language or "",
        helped_by=first.helped_by or "",
        support=Support(first.support) if first.support else None,
        support_by=first.support_by or "",
        words=tuple(row.text for row in rows if row.text),
    )
