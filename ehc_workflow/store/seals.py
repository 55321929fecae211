"""Seals over the log: each night the heads of all cases are digested and chained to the night before.

A case's own chain shows any change within it. It cannot show that the whole case is gone, or that its last entries and
the row that counts them went together: the sealed heads, kept apart from the cases, do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select

from ehc_workflow.store.log import BEGINNING
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.tables.cases import AssessmentRow, LogSeal, SealedHead

LOT = 10_000
"""Heads read together."""

Head = tuple[str, int, str]
"""A case, the number of its last entry, and that entry's hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One day's seal."""

    day: date
    cases: int
    entries: int
    digest: str
    previous: str
    hash: str = ""


def hash_of(seal: Seal) -> str:
    """The SHA-256 over every other column and the seal before."""
    parts = (seal.previous, seal.day.isoformat(), str(seal.cases), str(seal.entries), seal.digest)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def digest_of(heads: Iterable[Head]) -> tuple[int, int, str]:
    """How many cases and entries there are, and the SHA-256 over all heads in the order given."""
    cases = entries = 0
    digest = hashlib.sha256()
    for case_id, version, head in heads:
        cases, entries = cases + 1, entries + version
        digest.update(f"{case_id}\x1f{version}\x1f{head}\x1e".encode())
    return cases, entries, digest.hexdigest()


def seal_heads(connection: Connection, day: date) -> Seal | None:
    """Seal every case as it stands, in one transaction with the heads themselves; None where the day has its seal."""
    last = newest(connection)
    if last is not None and last.day >= day:
        return None
    _keep_heads(connection)
    cases, entries, digest = digest_of(sealed_heads(connection))
    seal = Seal(
        day=day,
        cases=cases,
        entries=entries,
        digest=digest,
        previous=last.hash if last else BEGINNING,
    )
    connection.execute(
        insert(LogSeal).values(
            day=day,
            cases=cases,
            entries=entries,
            digest=digest,
            previous=seal.previous,
            hash=hash_of(seal),
        )
    )
    return seal


def _keep_heads(connection: Connection) -> None:
    """Bring the heads up to the cases. One of a case that is gone stays, and says so."""
    Rows(connection).run(
        """
        INSERT INTO sealed_head (assessment_id, version, head)
        SELECT a.id, a.version, a.head FROM assessment a
        LEFT JOIN sealed_head s ON s.assessment_id = a.id
        WHERE s.version IS NULL OR s.version < a.version
        ON CONFLICT (assessment_id) DO UPDATE SET version = excluded.version, head = excluded.head
        """
    )


def sealed_heads(connection: Connection) -> Iterator[Head]:
    """Every sealed head in the order of the ids, read in lots: there may be millions."""
    case_id = SealedHead.assessment_id
    statement = select(case_id, SealedHead.version, SealedHead.head).order_by(case_id).limit(LOT)
    lot = connection.execute(statement).all()
    while lot:
        yield from ((row[0], row[1], row[2]) for row in lot)
        lot = connection.execute(statement.where(case_id > lot[-1][0])).all()


def newest(connection: Connection) -> Seal | None:
    """The last seal."""
    found = list(seals(connection, newest_only=True))
    return found[0] if found else None


def seals(connection: Connection, *, newest_only: bool = False) -> Iterator[Seal]:
    """Every seal, oldest first; or only the last."""
    statement = select(
        LogSeal.day,
        LogSeal.cases,
        LogSeal.entries,
        LogSeal.digest,
        LogSeal.previous,
        LogSeal.hash,
    )
    oldest_first = statement.order_by(LogSeal.day)
    last = statement.order_by(LogSeal.day.desc()).limit(1)
    for row in connection.execute(last if newest_only else oldest_first):
        yield Seal(
            day=row.day,
            cases=row.cases,
            entries=row.entries,
            digest=row.digest,
            previous=row.previous,
            hash=row.hash,
        )


def missing_cases(connection: Connection) -> list[str]:
    """Sealed cases that are no longer there."""
    statement = (
        select(SealedHead.assessment_id)
        .outerjoin(AssessmentRow, AssessmentRow.id == SealedHead.assessment_id)
        .where(AssessmentRow.id.is_(None))
        .order_by(SealedHead.assessment_id)
        .limit(1)
    )
    return list(connection.scalars(statement))
