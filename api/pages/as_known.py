"""A case as it was known on a past day, for whoever has to answer for what was done then."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.page import Page
from api.pages.reasons import reason_for
from ehc_workflow.dates.written import read_day
from ehc_workflow.domain.deadlines import Kind, deadlines
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.reporting.telling import tell
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.as_known import AsKnown, as_known
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.store.queries.timeline import log_entries

pages = APIRouter()
NOT_A_DAY = "Write a day such as 5 June 2026 or 5/6/2026."


@pages.get("/assessments/{assessment_id}/as-known-on")
def as_known_page(
    assessment_id: str, request: Request, page: Page, reads: Reads, day: str = ""
) -> HTMLResponse:
    """The case at the end of a past day as known then, and what of that time was learned later."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    known, problem = None, ""
    if day:
        try:
            chosen = read_day(day)
        except ValueError:
            problem = NOT_A_DAY
        else:
            known, problem = _known(view, reads, chosen)
    at = page.clock.now()
    note_seen(request.app.state.database, reads.actor, assessment_id, "as known", at=at)
    return page.show(
        "assessment/as_known.html",
        view=view,
        written=day,
        problem=problem,
        known=known,
        limits=_limits(known, reads.policy_on(known.day)) if known else [],
        later=_later(view, known) if known else [],
        status=422 if problem else 200,
    )


def _known(view: CaseView, reads: Reads, day: date) -> tuple[AsKnown | None, str]:
    entries = log_entries(reads.connection, view.case.id)
    try:
        return as_known(view.case, entries, day, today=reads.today), ""
    except ImpossibleFactsError as error:
        return None, error.errors[0].detail


def _limits(known: AsKnown, policy: Policy) -> list[str]:
    """Every limit but the family's own and the authority's targets, with how it stood."""
    return [
        reason_for(one, known.day)
        for one in deadlines(known.case, policy)
        if one.kind in (Kind.STATUTORY, Kind.GUIDANCE)
    ]


def _later(view: CaseView, known: AsKnown) -> list[tuple[str, date, date]]:
    """What was recorded later of that time: in words, the first day on which it happened, and when it was recorded."""
    told = {entry.seq: tell(entry.event, view.case, view.names) for entry in view.entries}
    return [
        (told[one.seq], min(one.happened_on.values()), one.recorded_on)
        for one in known.learned_later
    ]
