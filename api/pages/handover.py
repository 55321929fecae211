"""Handing a plan over to whoever maintains it: by when it is reviewed, who has it, and the file for their system."""

from __future__ import annotations

from typing import IO, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from starlette.background import BackgroundTask

from api.deps import ReadContext, Reads
from api.pages.page import Page
from api.pages.saved import as_attachment
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.handover import first_review_by, plan_made_on
from ehc_workflow.rules.first_review import FIRST_REVIEW
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.service.handover_file import handover_file, packed, waiting_for_the_scan

pages = APIRouter(prefix="/assessments/{assessment_id}/handover")
STEP = "hand_over_plan"


@pages.get("")
def handover_page(assessment_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Who maintains the plan, by when it is reviewed, and what goes over."""
    view = _issued(reads, assessment_id)
    return page.show(
        "plan/handover.html",
        view=view,
        made_on=plan_made_on(view.case),
        review_by=first_review_by(view.case),
        provision=FIRST_REVIEW.citation.in_full,
        to_whom=view.words_of("plan_handed_over", "to_whom"),
        note=view.words_of("plan_handed_over", "note"),
        files=packed(reads.connection, view.case),
        waiting=waiting_for_the_scan(reads.connection, view.case),
        may=view.may(STEP),
    )


@pages.get("/file")
def saved_handover(
    assessment_id: str, request: Request, page: Page, reads: Reads
) -> StreamingResponse:
    """The file for the next system. It is made anew each time from what is on file."""
    view = _issued(reads, assessment_id)
    state = request.app.state
    note_seen(state.database, reads.actor, assessment_id, "handover", at=page.clock.now())
    made: IO[bytes] = handover_file(
        reads.connection, view.case, state.documents.storage, page.clock.now()
    )
    chunks: Any = iter(lambda: made.read(1 << 16), b"")
    return StreamingResponse(
        chunks,
        media_type="application/zip",
        headers=as_attachment(f"{view.case.reference} handover.zip"),
        background=BackgroundTask(made.close),
    )


def _issued(reads: ReadContext, assessment_id: str) -> CaseView:
    """The case once its plan was sent, for whoever may hand it over."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    if plan_made_on(view.case) is None or not view.may(STEP):
        raise NotFoundError("There is no plan of this case that you could hand over.")
    return view
