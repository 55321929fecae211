"""Advice in its exact words, version by version, with who signed it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import aliased

from ehc_workflow.store.queries.signatories import Signatory, signatories, signed_by_another
from ehc_workflow.store.tables.advice import ContributionParagraph, ContributionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of advice as it was given."""

    kind: str
    text: str
    amount: str
    frequency: str
    by_whom: str
    until_when: str
    plan_section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One version of the advice on a request, in its exact words.

    `words_in` is the contribution that holds them: another one where this is the signature of a second service. Then
    `signed_too` are the others who signed the same words, whoever gave them first.
    """

    id: str
    version: int
    received_on: date
    author_name: str
    author_role: str
    how_seen: str
    words_in: str
    paragraphs: tuple[Paragraph, ...]
    signed_too: tuple[Signatory, ...] = ()

    @property
    def is_signature(self) -> bool:
        """Whether the words stand with another service's advice."""
        return self.words_in != self.id


def advice_given(connection: Connection, request_id: str) -> tuple[Given, ...]:
    """Every version that came in for a request, the newest first, in one statement; in two where one is joint."""
    return _versions(connection, ContributionRow.request_id == request_id)


def versions_given(connection: Connection, contribution_ids: Collection[str]) -> tuple[Given, ...]:
    """These very versions of advice in their exact words, read as `advice_given` does; without one in no statement."""
    if not contribution_ids:
        return ()
    return _versions(connection, ContributionRow.id.in_(contribution_ids))


def _versions(connection: Connection, which: ColumnElement[bool]) -> tuple[Given, ...]:
    words = aliased(ContributionRow)
    statement = (
        select(
            ContributionRow.id,
            ContributionRow.version,
            ContributionRow.received_on,
            ContributionRow.author_name,
            ContributionRow.author_role,
            words.id.label("words_in"),
            words.how_seen,
            signed_by_another(words).label("is_joint"),
            ContributionParagraph.kind,
            ContributionParagraph.text,
            ContributionParagraph.amount,
            ContributionParagraph.frequency,
            ContributionParagraph.by_whom,
            ContributionParagraph.until_when,
            ContributionParagraph.plan_section,
        )
        .join(words, words.id == func.coalesce(ContributionRow.joint_with, ContributionRow.id))
        .outerjoin(ContributionParagraph, ContributionParagraph.contribution_id == words.id)
        .where(which)
        .order_by(ContributionRow.version.desc(), ContributionRow.id, ContributionParagraph.number)
    )
    versions: dict[str, list[Any]] = {}
    for row in connection.execute(statement):
        versions.setdefault(row.id, []).append(row)
    joint = {rows[0].words_in for rows in versions.values() if rows[0].is_joint}
    signed = signatories(connection, joint)
    return tuple(_given(rows, signed.get(rows[0].words_in, ())) for rows in versions.values())


def _given(rows: list[Any], signed: tuple[Signatory, ...]) -> Given:
    first = rows[0]
    return Given(
        id=first.id,
        version=first.version,
        received_on=first.received_on,
        author_name=first.author_name,
        author_role=first.author_role,
        how_seen=first.how_seen,
        words_in=first.words_in,
        signed_too=tuple(one for one in signed if one.contribution_id != first.id),
        paragraphs=tuple(
            Paragraph(
                kind=row.kind,
                text=row.text,
                amount=row.amount,
                frequency=row.frequency,
                by_whom=row.by_whom,
                until_when=row.until_when,
                plan_section=row.plan_section,
            )
            for row in rows
            if row.kind is not None
        ),
    )
