"""Cases in batches, with their logs where something was written since a moment: what a caseload is made again from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from ehc_workflow.domain.case import Case, Person
from ehc_workflow.store.cases import decode
from ehc_workflow.store.log import COLUMNS, Entry
from ehc_workflow.store.queries.reach import Reach, within
from ehc_workflow.store.tables.cases import AssessmentRow, LogEntry
from ehc_workflow.store.tables.people import ChildRow

BATCH = 200
"""Cases read together, in three statements."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case as stored now; `entries` is its whole log where something was written after the moment, else empty."""

    case: Case
    entries: list[Entry] = field(default_factory=list)


def number_on_file(connection: Connection, reach: Reach) -> int:
    """How many cases there are to look through."""
    statement = select(func.count()).select_from(AssessmentRow).where(within(reach))
    return connection.scalar(statement) or 0


def recorded_by(connection: Connection, reach: Reach, moment: datetime) -> Iterator[Recorded]:
    """Every case within reach of which something was on record before this moment, in the order of their ids."""
    after = ""
    while batch := _cases(connection, within(reach), after):
        after = next(reversed(batch))
        first, last = _first_and_last(connection, batch)
        later = {case_id for case_id in batch if last[case_id] >= moment}
        for row in _entries(connection, later):
            batch[row.assessment_id].entries.append(row)
        yield from (one for case_id, one in batch.items() if first[case_id] < moment)


def settled_between(
    connection: Connection, reach: Reach, first_day: date, last_day: date
) -> Iterator[Case]:
    """Every case within reach that was closed from the first day to the last, both included."""
    after = ""
    wanted = and_(within(reach), AssessmentRow.closed_on.between(first_day, last_day))
    while batch := _cases(connection, wanted, after):
        after = next(reversed(batch))
        yield from (one.case for one in batch.values())


def _cases(connection: Connection, wanted: ColumnElement[bool], after: str) -> dict[str, Recorded]:
    statement = (
        select(
            AssessmentRow.id,
            AssessmentRow.facts,
            ChildRow.date_of_birth,
            ChildRow.vision_impaired,
            ChildRow.hearing_impaired,
        )
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(wanted, AssessmentRow.id > after)
        .order_by(AssessmentRow.id)
        .limit(BATCH)
    )
    return {
        row.id: Recorded(
            replace(
                decode(row.facts),
                person=Person(
                    date_of_birth=row.date_of_birth,
                    vision_impaired=row.vision_impaired,
                    hearing_impaired=row.hearing_impaired,
                ),
            )
        )
        for row in connection.execute(statement)
    }


def _first_and_last(
    connection: Connection, batch: dict[str, Recorded]
) -> tuple[dict[str, datetime], dict[str, datetime]]:
    statement = (
        select(LogEntry.assessment_id, func.min(LogEntry.at), func.max(LogEntry.at))
        .where(LogEntry.assessment_id.in_(batch))
        .group_by(LogEntry.assessment_id)
    )
    found = list(connection.execute(statement))
    return {one: first for one, first, _ in found}, {one: last for one, _, last in found}


def _entries(connection: Connection, case_ids: set[str]) -> Iterator[Entry]:
    if not case_ids:
        return
    statement = (
        select(*(getattr(LogEntry, name) for name in COLUMNS))
        .where(LogEntry.assessment_id.in_(case_ids))
        .order_by(LogEntry.assessment_id, LogEntry.seq)
    )
    for row in connection.execute(statement):
        yield Entry(**row._mapping)
