"""What became of notices behind a sign-in: opened, or not got through. Each is put on file as a step of its case."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ehc_workflow.clock import LONDON
from ehc_workflow.domain.actors import SYSTEM
from ehc_workflow.domain.commands import RecordNoticeFailed, RecordNoticeOpened
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.service.execute import execute
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import unreached

_LOG = logging.getLogger(__name__)


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
    kept = refused = 0
    for command in found:
        if not goes_on():
            break
        try:
            execute(
                command,
                database=database,
                actor=SYSTEM,
                now=now,
                today=now.astimezone(LONDON).date(),
                key=f"{command.assessment_id}/{command.notice_id}",
            )
            kept += 1
        except EhcError as error:
            refused += 1
            _LOG.warning("notice %s: %s", command.notice_id, error.message)
    return NoticesReport(kept, refused)


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
