"""What became of notices behind a sign-in: opened, or not got through. Each is put on file as a step of its case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ehc_workflow.clock import LONDON
from ehc_workflow.domain.commands import RecordNoticeFailed, RecordNoticeOpened
from ehc_workflow.jobs.own_steps import OwnStep, take_steps
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import unreached


@dataclass(frozen=True, slots=True)
class NoticesReport:
    """How many facts about notices were put on file, and how many a case would not take."""

    kept: int
    refused: int


def follow_notices(
    database: Database, now: datetime, *, goes_on: Callable[[], bool] = lambda: True
) -> NoticesReport:
    """Put on file which notices were opened and which failed. Run again it finds nothing that it did before."""
    with database.reading() as connection:
        found: list[RecordNoticeOpened | RecordNoticeFailed] = [
            *_opened(connection),
            *_failed(connection),
        ]
    steps = (
        OwnStep(one, f"notice {one.notice_id}", key=f"{one.assessment_id}/{one.notice_id}")
        for one in found
    )
    return NoticesReport(*take_steps(database, steps, now, goes_on=goes_on))


def _opened(connection: Connection) -> Iterator[RecordNoticeOpened]:
    for one in unreached.opened(connection):
        yield RecordNoticeOpened(
            assessment_id=one.assessment_id,
            notice_id=one.notice_id,
            opened_on=one.opened_at.astimezone(LONDON).date(),
        )


def _failed(connection: Connection) -> Iterator[RecordNoticeFailed]:
    for one in unreached.failed(connection):
        yield RecordNoticeFailed(
            assessment_id=one.assessment_id,
            notice_id=one.notice_id,
            failed_on=one.failed_at.astimezone(LONDON).date(),
            offline=one.offline,
        )
