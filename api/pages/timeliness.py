"""Both figures of timeliness, month by month: what a head of service is asked for."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.manager import MANAGERS, managed
from api.pages.page import Link, Page
from ehc_workflow.reporting.timeliness import by_month, in_all
from ehc_workflow.store.queries.timeliness import plans_sent

pages = APIRouter()
navigation = [
    Link(
        "Timeliness",
        "/timeliness",
        7,
        MANAGERS,
        under="/manager",
        hint="Final plans within 20 weeks, month by month.",
    )
]
FIRST_YEAR = 2014
YEARS_SHOWN = 6


def years_to(today: date) -> list[str]:
    """The calendar years to choose from, this year first."""
    this = today.year
    return [str(one) for one in range(this, max(FIRST_YEAR, this - YEARS_SHOWN + 1) - 1, -1)]


@pages.get("/timeliness")
def timeliness_page(page: Page, reads: Reads, year: str = "") -> HTMLResponse:
    """Final plans sent in one calendar year, within 20 weeks or not; any other year given shows this year."""
    page.only_for(*MANAGERS)
    years = years_to(reads.today)
    chosen = year if year in years else years[0]
    first_day, last_day = date(int(chosen), 1, 1), date(int(chosen), 12, 31)
    months = by_month(
        plans_sent(reads.connection, managed(reads), first_day=first_day, last_day=last_day)
    )
    return page.show(
        "manager/timeliness.html",
        year=chosen,
        years=[(one, one) for one in years],
        months=months,
        total=in_all(months),
    )
