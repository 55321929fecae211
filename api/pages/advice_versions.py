"""What changed between one version of advice and the one before it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.advice_requests import paragraphs_of
from api.pages.page import Page
from api.pages.request_actions import asked, note_request_seen
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.versions_compared import How, compared
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.store.queries.advice_given import advice_given

pages = APIRouter()

LABELS = {
    "text": "",
    "amount": "How much",
    "frequency": "How often",
    "by_whom": "By whom",
    "until_when": "Until when",
}
BECAME = {
    How.SAME: ("none", "Unchanged"),
    How.CHANGED: ("due_now", "Changed"),
    How.ADDED: ("met", "Added"),
    How.TAKEN_OUT: ("at_risk", "Taken out"),
}


@pages.get("/desk/requests/{request_id}/versions/{version}")
def version_page(request_id: str, version: int, page: Page, reads: Reads) -> HTMLResponse:
    """Show each paragraph of a version with what became of it since the version before."""
    found = asked(reads, request_id)
    given = {one.version: one for one in advice_given(reads.connection, request_id)}
    after, before = given.get(version), given.get(version - 1)
    if after is None or before is None:
        raise NotFoundError("There are no such two versions to compare.")
    note_request_seen(page, found)
    paragraphs = compared(paragraphs_of(before), paragraphs_of(after))
    return page.show(
        "desk/version.html",
        line=found.line,
        child=found.file.child,
        item=ITEMS[found.request.item],
        before=before,
        after=after,
        paragraphs=paragraphs,
        changed=any(one.how is not How.SAME for one in paragraphs),
        labels=LABELS,
        became=BECAME,
    )
