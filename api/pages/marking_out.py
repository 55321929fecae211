"""Advice that is files alone: whoever screens it marks out its paragraphs, beside the files they stand in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, ReadContext, Reads
from api.pages.advice_answers import form_page
from api.pages.answers import AnswersError
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.request_actions import asked, note_request_seen, open_for
from ehc_workflow.domain.case import ParagraphKind
from ehc_workflow.domain.commands import MarkedParagraph, MarkOutAdvice
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.service.documents import files_with
from ehc_workflow.store.documents import Document
from ehc_workflow.store.queries.marked_out import marked_out, marked_versions

pages = APIRouter()
LONG = 20_000


class MarkedRow(PageForm):
    """One paragraph as it is read in a file."""

    kind: ParagraphKind = question(
        "What it states",
        options={
            ParagraphKind.NEED: "A need",
            ParagraphKind.OUTCOME: "An outcome",
            ParagraphKind.PROVISION: "Provision",
        },
    )
    text: str = question("Its words", control="textarea", lines=3, max_length=LONG)
    amount: str = question("Provision: how much", default="", width="20", max_length=500)
    frequency: str = question("Provision: how often", default="", width="20", max_length=500)
    by_whom: str = question("Provision: by whom", default="", max_length=500)
    until_when: str = question("Provision: until when", default="", width="20", max_length=500)
    document_id: str = question(
        "File", hint="Needed where there is more than one.", default="", control="select"
    )
    page: str = question("Page", hint="For example, 3.", default="", width="5", max_length=50)


class MarkOutForm(PageForm):
    """The paragraphs of advice that is files alone."""

    paragraphs: tuple[MarkedRow, ...] = question(
        "Paragraphs",
        hint="In the author’s own words as far as they go. Leave empty what the file does not say: "
        "it is then a gap to return it with.",
        noun="paragraph",
    )
    contribution_id: str = question("Version", default="", control="hidden")


@pages.get("/desk/requests/{request_id}/mark-out")
def mark_out_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask for the paragraphs, beside the files; what was marked out before stands in the form."""
    found = open_for(asked(reads, request_id), "mark_out_advice")
    latest = found.request.latest
    assert latest is not None
    files = _files(reads, found)
    before = marked_out(reads.connection, marked_versions([found.request])).get(latest.id)
    note_request_seen(page, found)
    form = page.form(
        MarkOutForm,
        values={
            "contribution_id": latest.id,
            "paragraphs": [_as_row(one) for one in before.paragraphs] if before else [],
        },
        choices={"document_id": [(each.id, each.name) for each in files]},
        version=found.case.version,
    )
    return form_page(
        page,
        found,
        form,
        title="Mark out the paragraphs",
        button="Save the paragraphs",
        template="desk/mark_out.html",
        ours=files,
    )


def _as_row(paragraph: MarkedParagraph) -> dict[str, Any]:
    """A paragraph as the form holds it: what a row does not ask for stays out."""
    return {
        name: said for name, said in asdict(paragraph).items() if name in MarkedRow.model_fields
    }


def _files(reads: ReadContext, found: RequestFile) -> list[Document]:
    return [
        each
        for each in files_with(reads.connection, reads.actor, found.case, found.request.id)
        if each.kind is DocumentKind.ADVICE and each.sealed_at is None
    ]


@pages.post("/desk/requests/{request_id}/mark-out")
def mark_out(
    request_id: str,
    form: Annotated[MarkOutForm, sent(MarkOutForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep the paragraphs apart from the author's words; then the advice can be checked by them."""
    found = asked(reads, request_id)
    run(
        MarkOutAdvice(
            assessment_id=found.case.id,
            request_id=request_id,
            contribution_id=form.contribution_id,
            marked_on=page.today,
            paragraphs=tuple(_marked(form, _files(reads, found))),
        )
    )
    here = f"/desk/requests/{request_id}/check"
    return page.done(here, "The paragraphs are marked out. Check the advice by them.")


def _marked(form: MarkOutForm, files: list[Document]) -> list[MarkedParagraph]:
    """The rows as paragraphs, each with its file: the only one, or the one that was chosen."""
    only = files[0].id if len(files) == 1 else ""
    missing = [
        Impossible(f"/paragraphs/{place}/document_id", "Select the file it stands in")
        for place, row in enumerate(form.paragraphs)
        if not (row.document_id or only)
    ]
    if missing:
        raise AnswersError(*missing)
    return [
        MarkedParagraph(**{**row.model_dump(), "document_id": row.document_id or only})
        for row in form.paragraphs
    ]
