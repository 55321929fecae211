"""The log: append-only, chained by SHA-256, holding facts of the process and of the child only an id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec

from ehc_workflow.domain.case import State
from ehc_workflow.domain.events import EVENTS, Event
from ehc_workflow.store.rows import Rows, to_json

BEGINNING = "0" * 64
"""What stands before the first entry of a case."""

NO_PROSE = "{}"
"""What an entry says of words kept beside it, where there are none."""

_WORDS_OF_LAST = """
SELECT field, body FROM log_text
WHERE assessment_id = ? AND seq = (SELECT max(seq) FROM log_entry WHERE assessment_id = ? AND kind = ?)
"""

_DECODERS = {kind: msgspec.json.Decoder(event) for kind, event in EVENTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One log entry, before or after it is written."""

    assessment_id: str
    seq: int
    at: datetime
    actor_id: str
    kind: str
    from_state: str
    to_state: str
    citation: str
    imported: bool
    payload: str
    prose: str
    previous: str
    hash: str = ""
    command_key: str | None = None

    def chained(self) -> Entry:
        """The same with its hash."""
        return replace(self, hash=hash_of(self))

    @property
    def event(self) -> Event:
        """The event as the domain knows it."""
        return event_of(self.kind, self.payload)

    @property
    def state(self) -> State:
        """The state after it."""
        return State(self.to_state)


COLUMNS = tuple(Entry.__slots__)


def event_of(kind: str, payload: str) -> Event:
    """The event that a stored entry holds."""
    return _DECODERS[kind].decode(payload)


def payload_of(event: Event) -> str:
    """The event as canonical JSON."""
    return to_json(event)


def prose_digests(assessment_id: str, seq: int, prose: Mapping[str, str]) -> str:
    """The digests of words kept beside the log, salted so that a guess of short words proves nothing."""
    return to_json(
        {
            field: hashlib.sha256(f"{assessment_id}/{seq}/{field}/{body}".encode()).hexdigest()
            for field, body in prose.items()
        }
        if prose
        else {}
    )


def hash_of(entry: Entry) -> str:
    """The SHA-256 over every other column and the hash before."""
    parts = (
        entry.previous,
        entry.assessment_id,
        str(entry.seq),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.kind,
        entry.from_state,
        entry.to_state,
        entry.citation,
        "1" if entry.imported else "0",
        entry.payload,
        entry.prose,
        entry.command_key or "",
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def words_of_last(rows: Rows, assessment_id: str, kind: str) -> dict[str, str]:
    """The words kept beside the last entry of this kind, by field; none where there is no such entry."""
    return dict(rows.all(_WORDS_OF_LAST, assessment_id, assessment_id, kind))


def append(rows: Rows, entries: Iterable[Entry], prose: Mapping[str, str]) -> None:
    """Write entries that are already chained, and the words of each that vouches for some."""
    written = list(entries)
    rows.insert_many(
        "log_entry", [{name: getattr(entry, name) for name in COLUMNS} for entry in written]
    )
    rows.insert_many(
        "log_text",
        [
            {"assessment_id": entry.assessment_id, "seq": entry.seq, "field": field, "body": body}
            for entry in written
            if entry.prose != NO_PROSE
            for field, body in prose.items()
        ],
    )
