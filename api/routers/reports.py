"""Figures over many cases, for whoever manages them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.deps import ReadContext, Reads
from api.problems import problems
from api.schemas.reports import (
    AdviceFiguresOut,
    CaseloadAsKnownOut,
    DaysOfCaseloadOut,
    ReconciliationOut,
    ServiceFiguresOut,
    TimelinessOut,
)
from ehc_workflow.dates.months import days_of_month
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.errors import NotPermittedError
from ehc_workflow.reporting.reconciliation import reconcile
from ehc_workflow.reporting.timeliness import by_month
from ehc_workflow.service.caseload_as_known import caseload_as_known
from ehc_workflow.service.days_summed import days_of_caseload
from ehc_workflow.service.figures import figures_reach
from ehc_workflow.store.queries.advice_figures import advice_figures
from ehc_workflow.store.queries.desk_reach import DeskReach
from ehc_workflow.store.queries.reach import Reach, reach_of
from ehc_workflow.store.queries.reconciliation import asked_and_told
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


Month = Annotated[str, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", description="As 2026-06.")]


def asked_of(reads: ReadContext) -> DeskReach:
    """What the caller gives advice on, or as manager of a whole authority all that it asked for."""
    reach = figures_reach(reads.actor)
    if reach.is_empty:
        raise NotPermittedError
    return reach


@router.get("/advice", responses=problems(401, 403, 422), operation_id="report_advice")
def report_advice(reads: Reads, month: Month) -> AdviceFiguresOut:
    """Requests for advice made in a month by service: in time, late by how much, returned, right first time."""
    first_day, last_day = days_of_month(month)
    found = advice_figures(
        reads.connection,
        asked_of(reads),
        first_day=first_day,
        last_day=last_day,
        today=reads.today,
    )
    return AdviceFiguresOut(month=month, services=[ServiceFiguresOut.of(one) for one in found])


@router.get(
    "/advice-reconciliation",
    responses=problems(401, 403, 422),
    operation_id="report_advice_reconciliation",
)
def report_advice_reconciliation(reads: Reads, month: Month) -> ReconciliationOut:
    """Requests for advice of a month against the messages that went and the receipts confirmed, and what differs."""
    first_day, last_day = days_of_month(month)
    asked = asked_and_told(
        reads.connection, asked_of(reads), first_day=first_day, last_day=last_day
    )
    return ReconciliationOut.of(month, reconcile(asked, today=reads.today))


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
