"""Documents that lay under the wrong child: the list of them, who saw one, and the ways on from there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from ehc_workflow.domain.commands import UnsealDocument
from ehc_workflow.reporting.case_words import advice_in_words
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.documents import OPENS_SEALED
from ehc_workflow.service.sealed import sealed_document
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.queries.sealed import sealed_documents

pages = APIRouter()
navigation = (Link("Sealed documents", "/sealed", 70, OPENS_SEALED),)


class UnsealForm(PageForm):
    """Why a sealed document belongs here after all."""

    reason: str = question(
        "Why it belongs to this child after all",
        control="textarea",
        missing="Write why it belongs to this child after all",
    )


@pages.get("/sealed")
def sealed_list(page: Page, reads: Reads) -> HTMLResponse:
    """Every document that is sealed."""
    page.only_for(*OPENS_SEALED)
    found = sealed_documents(reads.connection, reach_of(reads.actor, OPENS_SEALED))
    return page.show("documents/sealed_list.html", documents=found)


@pages.get("/documents/{document_id}/sealed")
def sealed_page(document_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """One sealed document: why, who saw it, what advice rests on it, and what to do."""
    found = sealed_document(reads.connection, document_id, reads.actor)
    part = f"sealed document {document_id}"
    note_seen(request.app.state.database, reads.actor, found.case.id, part, at=page.clock.now())
    return page.show(
        "documents/sealed.html",
        found=found,
        advice=advice_in_words(found.case, found.advice),
        form=page.form(UnsealForm, version=found.case.version),
    )


@pages.post("/documents/{document_id}/sealed")
def unseal(
    document_id: str,
    form: Annotated[UnsealForm, sent(UnsealForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Open a document again that was sealed by mistake."""
    found = sealed_document(reads.connection, document_id, reads.actor)
    reads.close()
    run(
        UnsealDocument(
            assessment_id=found.case.id,
            document_id=document_id,
            unsealed_on=page.today,
            reason=form.reason,
        )
    )
    return page.done("/sealed", "The document is open again for those who work on its case.")
