"""Figures over many cases, for whoever manages them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Reads
from api.problems import problems
from api.schemas.reports import TimelinessOut
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.errors import NotPermittedError
from ehc_workflow.reporting.timeliness import by_month
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.queries.timeliness import plans_sent

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])
Year = Annotated[int, Query(ge=2014, le=2100, description="A calendar year.")]


@router.get("/timeliness", responses=problems(401, 403, 422), operation_id="report_timeliness")
def report_timeliness(reads: Reads, year: Year) -> TimelinessOut:
    """Final plans sent in a calendar year against 20 weeks (reg 13(2)), with exception cases and without them."""
    reach = reach_of(reads.actor, frozenset({Role.MANAGER}))
    if reach.is_empty:
        raise NotPermittedError
    sent = plans_sent(
        reads.connection, reach, first_day=date(year, 1, 1), last_day=date(year, 12, 31)
    )
    return TimelinessOut.of(year, by_month(sent))
