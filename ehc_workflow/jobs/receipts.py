"""Whoever opened a request for advice has it, whether or not they said so: their six weeks run from that day."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ehc_workflow.clock import LONDON
from ehc_workflow.domain.actors import SYSTEM
from ehc_workflow.domain.case import ReceiptProof
from ehc_workflow.domain.commands import RecordRequestReceived
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.service.execute import execute
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries.opened_requests import OpenedRequest, opened_requests

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReceiptsReport:
    """How many receipts were put on file, and how many the case would not take."""

    proved: int
    refused: int


def prove_receipts(
    database: Database, now: datetime, *, goes_on: Callable[[], bool] = lambda: True
) -> ReceiptsReport:
    """Put on file that opened requests were received. Run again it finds nothing that it did before."""
    with database.reading() as connection:
        waiting = opened_requests(connection)
    proved = refused = 0
    for opened in waiting:
        if not goes_on():
            break
        try:
            execute(
                _received(opened),
                database=database,
                actor=SYSTEM,
                now=now,
                today=now.astimezone(LONDON).date(),
            )
            proved += 1
        except EhcError as error:
            refused += 1
            _LOG.warning("request %s: %s", opened.request_id, error.message)
    return ReceiptsReport(proved, refused)


def _received(opened: OpenedRequest) -> RecordRequestReceived:
    opened_on = opened.opened_at.astimezone(LONDON).date()
    return RecordRequestReceived(
        assessment_id=opened.assessment_id,
        request_id=opened.request_id,
        received_by_body_on=max(opened_on, opened.requested_on),
        proof=ReceiptProof.OPENED,
    )
