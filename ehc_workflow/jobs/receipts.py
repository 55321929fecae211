"""Whoever opened a request for advice has it, whether or not they said so: their six weeks run from that day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ehc_workflow.clock import LONDON
from ehc_workflow.domain.case import ReceiptProof
from ehc_workflow.domain.commands import RecordRequestReceived
from ehc_workflow.jobs.own_steps import OwnStep, take_steps
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries.opened_requests import OpenedRequest, opened_requests


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
    steps = (OwnStep(_received(one), f"request {one.request_id}") for one in waiting)
    return ReceiptsReport(*take_steps(database, steps, now, goes_on=goes_on))


def _received(opened: OpenedRequest) -> RecordRequestReceived:
    opened_on = opened.opened_at.astimezone(LONDON).date()
    return RecordRequestReceived(
        assessment_id=opened.assessment_id,
        request_id=opened.request_id,
        received_by_body_on=max(opened_on, opened.requested_on),
        proof=ReceiptProof.OPENED,
    )
