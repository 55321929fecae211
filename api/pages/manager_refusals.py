"""Refusals to assess: by reason, and how many were later reversed."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.manager import MANAGERS, managed
from api.pages.page import Link, Page
from ehc_workflow.reporting.refusals import by_house_rule, by_limb
from ehc_workflow.store.queries.refusals import refusals

pages = APIRouter()
navigation = [
    Link(
        "Refusals",
        "/refusals",
        9,
        MANAGERS,
        under="/manager",
        hint="Refusals to assess and what became of them.",
    )
]
YEARS_SHOWN = 5


@pages.get("/refusals")
def refusals_page(page: Page, reads: Reads, year: str = "") -> HTMLResponse:
    """The refusals told in one calendar year; any other year given shows this one."""
    page.only_for(*MANAGERS)
    years = [str(reads.today.year - back) for back in range(YEARS_SHOWN)]
    chosen = year if year in years else years[0]
    told = refusals(
        reads.connection,
        managed(reads),
        first_day=date(int(chosen), 1, 1),
        last_day=date(int(chosen), 12, 31),
    )
    return page.show(
        "manager/refusals.html",
        year=chosen,
        years=[(one, one) for one in years],
        told=len(told),
        reversed=sum(one.is_reversed for one in told),
        tables=(
            ("By the limb of section 36(8) that was not met", by_limb(told)),
            ("Local criteria named in the reasons", by_house_rule(told, reads.policy.house_rules)),
        ),
    )
