"""Figures over many cases, for whoever manages them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.deps import ReadContext, Reads
from api.problems import problems
from api.schemas.reports import CaseloadAsKnownOut, DaysOfCaseloadOut, TimelinessOut
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.errors import NotPermittedError
from ehc_workflow.reporting.timeliness import by_month
from ehc_workflow.service.caseload_as_known import caseload_as_known
from ehc_workflow.service.days_summed import days_of_caseload
from ehc_workflow.store.queries.reach import Reach, reach_of
from ehc_workflow.store.queries.timeliness import plans_sent

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])
Year = Annotated[int, Query(ge=2014, le=2100, description="A calendar year.")]


def managed(reads: ReadContext) -> Reach:
    """The teams whose work the caller answers for; nobody else sees figures over many cases."""
    reach = reach_of(reads.actor, frozenset({Role.MANAGER}))
    if reach.is_empty:
        raise NotPermittedError
    return reach


@router.get("/timeliness", responses=problems(401, 403, 422), operation_id="report_timeliness")
def report_timeliness(reads: Reads, year: Year) -> TimelinessOut:
    """Final plans sent in a calendar year against 20 weeks (reg 13(2)), with exception cases and without them."""
    sent = plans_sent(
        reads.connection, managed(reads), first_day=date(year, 1, 1), last_day=date(year, 12, 31)
    )
    return TimelinessOut.of(year, by_month(sent))


@router.get("/days", responses=problems(401, 403, 422), operation_id="report_days")
def report_days(reads: Reads, year: Year) -> DaysOfCaseloadOut:
    """Where the days of the cases that ended in a calendar year went, in all and by team; the parts add up."""
    found = days_of_caseload(
        reads.connection,
        managed(reads),
        reads.policy,
        first_day=date(year, 1, 1),
        last_day=date(year, 12, 31),
    )
    return DaysOfCaseloadOut.of(year, found)


@router.get(
    "/caseload-as-known-on/{day}",
    responses=problems(401, 403, 404, 422),
    operation_id="report_caseload_as_known",
)
def report_caseload_as_known(
    reads: Reads, day: Annotated[date, Path(description="A past day, or today.")]
) -> CaseloadAsKnownOut:
    """The caseload as it was known at the end of a day, made again from the log: counts, and what was owed."""
    known = caseload_as_known(reads.connection, managed(reads), day, today=reads.today)
    return CaseloadAsKnownOut.of(known)
