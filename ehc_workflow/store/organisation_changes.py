"""The changes of who works where, as they were made. They are only added to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.organisation_changes import OrganisationChange

SHOWN = 50
"""So many of the latest changes are read for a page."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `made_by` is the person's name, or what else made it."""

    kind: ChangeKind
    about: str
    content: Mapping[str, Any]
    made_by: str
    made_at: datetime


def add(
    connection: Connection,
    kind: ChangeKind,
    about: str,
    content: Mapping[str, Any],
    *,
    made_by: str,
    at: datetime,
) -> None:
    """Keep one change."""
    connection.execute(
        insert(OrganisationChange).values(
            id=new_id(),
            kind=kind.value,
            about=about,
            content=dict(content),
            made_by=made_by,
            made_at=at,
        )
    )


def latest(connection: Connection, about: Collection[str]) -> tuple[Change, ...]:
    """The latest changes of these things, the newest first."""
    statement = (
        select(
            OrganisationChange.kind,
            OrganisationChange.about,
            OrganisationChange.content,
            OrganisationChange.made_by,
            OrganisationChange.made_at,
            UserAccount.name,
        )
        .outerjoin(UserAccount, UserAccount.id == OrganisationChange.made_by)
        .where(OrganisationChange.about.in_(about))
        .order_by(OrganisationChange.made_at.desc(), OrganisationChange.id)
        .limit(SHOWN)
    )
    return tuple(
        Change(ChangeKind(kind), thing, content, name or made_by, at)
        for kind, thing, content, made_by, at, name in connection.execute(statement)
    )
