"""A case's history as its log has it: who, when, what, under which provision, with the words kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from ehc_workflow.domain.case import State
from ehc_workflow.domain.events import Event
from ehc_workflow.store.log import COLUMNS, event_of
from ehc_workflow.store.log import Entry as ChainedEntry
from ehc_workflow.store.tables.cases import LogEntry, LogText


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log, as it is told."""

    seq: int
    at: datetime
    actor_id: str
    event: Event
    from_state: State
    to_state: State
    citation: str
    imported: bool
    words: Mapping[str, str]

    @property
    def moved(self) -> bool:
        """Whether the case was in another state afterwards."""
        return self.from_state is not self.to_state


def timeline(connection: Connection, assessment_id: str) -> tuple[Entry, ...]:
    """The whole history, oldest first, in one statement."""
    statement = (
        select(
            LogEntry.seq,
            LogEntry.at,
            LogEntry.actor_id,
            LogEntry.kind,
            LogEntry.payload,
            LogEntry.from_state,
            LogEntry.to_state,
            LogEntry.citation,
            LogEntry.imported,
            LogText.field,
            LogText.body,
        )
        .outerjoin(
            LogText,
            and_(LogText.assessment_id == LogEntry.assessment_id, LogText.seq == LogEntry.seq),
        )
        .where(LogEntry.assessment_id == assessment_id)
        .order_by(LogEntry.seq, LogText.field)
    )
    rows: dict[int, list[Any]] = {}
    for row in connection.execute(statement):
        rows.setdefault(row.seq, []).append(row)
    return tuple(_entry(group) for group in rows.values())


def _entry(group: list[Any]) -> Entry:
    first = group[0]
    return Entry(
        seq=first.seq,
        at=first.at,
        actor_id=first.actor_id,
        event=event_of(first.kind, first.payload),
        from_state=State(first.from_state),
        to_state=State(first.to_state),
        citation=first.citation,
        imported=first.imported,
        words={row.field: row.body for row in group if row.field},
    )


def log_entries(connection: Connection, assessment_id: str) -> tuple[ChainedEntry, ...]:
    """The log as it is chained, oldest first, without the words kept beside it."""
    columns = [getattr(LogEntry, name) for name in COLUMNS]
    statement = select(*columns).where(LogEntry.assessment_id == assessment_id)
    found = connection.execute(statement.order_by(LogEntry.seq))
    return tuple(ChainedEntry(**row._mapping) for row in found)
