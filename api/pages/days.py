"""Where the days of one case went: whose each day between the request and the outcome was."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.page import Page
from ehc_workflow.domain.days import (
    Cause,
    by_cause,
    ends_on,
    in_whole_days,
    late_by_cause,
    rounded,
    shares,
)
from ehc_workflow.domain.deadlines import due_days_of_advice
from ehc_workflow.service.case_view import case_view, note_seen

pages = APIRouter()
WORDS = {
    Cause.NOBODY: "Nobody: not logged, or no caseworker",
    Cause.DECIDING: "Deciding",
    Cause.PANEL: "Waiting for a panel",
    Cause.ASKED_LATE: "Advice not asked for yet",
    Cause.EDUCATION: "Waiting for education",
    Cause.PSYCHOLOGY: "Waiting for psychology",
    Cause.HEALTH: "Waiting for health",
    Cause.SOCIAL_CARE: "Waiting for social care",
    Cause.OTHER_ADVICE: "Waiting for other advice",
    Cause.DRAFTING: "Drafting and finishing",
    Cause.FAMILY_WINDOW: "The family’s 15 days",
    Cause.PLACEMENT: "Placement",
    Cause.IN_DISPUTE: "Contested: from the refusal to the order or agreement",
}


@pages.get("/assessments/{assessment_id}/days")
def days_page(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """The days of a case by cause, as a picture and as a table that adds up."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    at = page.clock.now()
    note_seen(request.app.state.database, reads.actor, assessment_id, "days", at=at)
    due_days = due_days_of_advice(each for each, _ in view.deadlines)
    own = list(shares(view.case, reads.today, due_days))
    parts, late = in_whole_days(by_cause(own)), rounded(late_by_cause(own))
    return page.show(
        "assessment/days.html",
        view=view,
        parts=[
            (cause.value, WORDS[cause], days, late.get(cause, 0)) for cause, days in parts.items()
        ],
        whole=sum(parts.values()),
        until=ends_on(view.case, reads.today),
    )
