"""How the daily jobs stand: for those who keep the installation running."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.job_measures import jobs_now
from api.pages.page import Link, Page
from ehc_workflow.domain.actors import Role
from ehc_workflow.jobs.words import days_in_words
from ehc_workflow.store import health

pages = APIRouter()
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
navigation = [Link("Jobs", "/jobs", 85, ADMINISTRATORS)]
SHOWN = timedelta(days=6)


@pages.get("/jobs")
def jobs_page(page: Page, request: Request) -> HTMLResponse:
    """Each job's last and next run, what it did, what was missed, and which workers live."""
    page.only_for(*ADMINISTRATORS)
    app = request.app.state
    now, today = app.clock.now(), app.clock.today()
    with app.database.reading() as connection:
        outbox = health.outbox(connection, now)
    state = jobs_now(app.database, app.clock, app.settings)
    return page.show(
        "jobs.html",
        state=state,
        now=now,
        outbox=outbox,
        most_days=app.settings.catch_up_days,
        runs=[run for run in state.runs if run.day >= today - SHOWN],
        days_in_words=days_in_words,
    )
