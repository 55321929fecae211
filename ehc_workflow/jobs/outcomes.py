"""What became of messages that GOV.UK Notify took: asked of it, because a callback would need a door from outside."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ehc_workflow.clock import Clock
from ehc_workflow.notify import RefusedError, UndeliveredError
from ehc_workflow.notify.gov_uk import Fate, Status
from ehc_workflow.store import delivery_outcomes
from ehc_workflow.store.delivery_outcomes import FIRST_CHECK
from ehc_workflow.store.engine import Database

_LOG = logging.getLogger(__name__)


class Asked(Protocol):
    """Who knows what became of a message."""

    def status_of(self, key: str) -> Status:
        """What became of it; raises `UndeliveredError` where there is no answer."""

    def close(self) -> None:
        """Let go of what is open."""


@dataclass(slots=True)
class OutcomesReport:
    """How many messages were found delivered and how many came back; `asked` counts every question."""

    asked: int = 0
    delivered: int = 0
    came_back: int = 0


def ask_outcomes(
    database: Database,
    asked: Asked,
    clock: Clock,
    *,
    goes_on: Callable[[], bool] = lambda: True,
) -> OutcomesReport:
    """Ask about every message whose turn it is. Without an answer the rest is left for the next time."""
    report = OutcomesReport()
    try:
        while goes_on() and _has_one(database, clock.now()):
            with database.writing() as connection:
                message = delivery_outcomes.take_to_check(connection, clock.now())
            if message is None:
                break
            report.asked += 1
            try:
                status = asked.status_of(message.id)
            except UndeliveredError as error:
                _put_off(database, message.id, clock.now(), error)
                if isinstance(error, RefusedError):
                    continue  # it knows nothing of this one
                break
            _keep(database, message.id, status, clock.now(), report)
    finally:
        asked.close()
    return report


def _has_one(database: Database, now: datetime) -> bool:
    with database.reading() as connection:
        return delivery_outcomes.has_to_check(connection, now)


def _put_off(database: Database, message_id: str, now: datetime, error: Exception) -> None:
    """No answer says nothing about the message: it is asked about again, also after its last time."""
    _LOG.warning("message %s: %s", message_id, error)
    with database.writing() as connection:
        delivery_outcomes.put_off_check(connection, message_id, now + 5 * FIRST_CHECK)


def _keep(
    database: Database, message_id: str, status: Status, now: datetime, report: OutcomesReport
) -> None:
    if status.fate is Fate.ON_ITS_WAY:
        return
    with database.writing() as connection:
        match status.fate:
            case Fate.DELIVERED:
                delivery_outcomes.mark_delivered(connection, message_id, now)
                report.delivered += 1
            case Fate.CAME_BACK:
                delivery_outcomes.mark_bounced(connection, message_id, now, detail=status.says)
                report.came_back += 1
            case Fate.HANDED_OVER:
                delivery_outcomes.mark_handed_over(connection, message_id, detail=status.says)
