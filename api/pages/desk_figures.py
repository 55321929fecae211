"""How the requests of a month went, by service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.page import Page
from api.words import month as month_in_words
from ehc_workflow.dates.months import last_of_month
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.service.permissions import CONTRIBUTORS
from ehc_workflow.store.queries.advice_figures import advice_figures

pages = APIRouter()
MONTHS_SHOWN = 24


def months_to(today: date) -> Iterator[date]:
    """The first days of the months to choose from, this month first."""
    first = today.replace(day=1)
    for _ in range(MONTHS_SHOWN):
        yield first
        first = (first - timedelta(days=1)).replace(day=1)


@pages.get("/desk/figures")
def figures_page(page: Page, reads: Reads, month: str = "") -> HTMLResponse:
    """What was asked in one month and what came of it; any other month given shows the last whole one."""
    page.only_for(*CONTRIBUTORS)
    months = {f"{first:%Y-%m}": first for first in months_to(reads.today)}
    chosen = month if month in months else list(months)[1]
    first = months[chosen]
    return page.show(
        "desk/figures.html",
        month=chosen,
        months=[(name, month_in_words(day)) for name, day in months.items()],
        title=month_in_words(first),
        services=advice_figures(
            reads.connection,
            desk_reach(reads.actor),
            first_day=first,
            last_day=last_of_month(first),
            today=reads.today,
        ),
    )
