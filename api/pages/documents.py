"""Files on a case: sending them in and opening them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from api.deps import Caller, ReadContext, Reads
from api.pages.answers import AnswersError, read_answers
from api.pages.forms import PageForm, question
from api.pages.page import Page
from api.pages.saved import as_attachment
from api.words import plural
from ehc_workflow.documents.kinds import TAKEN_IN_WORDS
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.papers import DocumentKind, Scan
from ehc_workflow.service.documents import (
    NOT_TO_BE_OPENED,
    SEES_EVERY_FILE,
    Documents,
    Looked,
    Opened,
    may_file,
    may_open,
    sees_the_list,
)
from ehc_workflow.service.permissions import may_step
from ehc_workflow.store.documents import documents_of
from ehc_workflow.store.queries.case_page import CaseFile, case_file

pages = APIRouter()
LONGEST_NUMBER = 6


def _page_number(typed: Annotated[str, Query(alias="page")] = "1") -> int:
    """The page that the address asks for: the first, where words stand for its number."""
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 1


PageNumber = Annotated[int, Depends(_page_number)]

KINDS: dict[str, str] = {
    DocumentKind.REQUEST: "The request for an assessment",
    DocumentKind.FAMILY: "What the family said or sent",
    DocumentKind.ENCLOSURE: "Sent with a request for advice",
    DocumentKind.OTHER: "Something else",
}
HINTS: dict[str, str] = {
    DocumentKind.FAMILY: "Everybody who is asked for advice is given it (reg 6(3))."
}
ALL_KINDS = {
    **KINDS,
    DocumentKind.ADVICE: "Advice",
    DocumentKind.NOTICE: "A letter as it was printed when it went",
    DocumentKind.WAITING: "For advice not given yet",
}


class UploadForm(PageForm):
    """Files for a case."""

    kind: DocumentKind = question("What are they?", options=KINDS, option_hints=HINTS)
    files: tuple[UploadFile, ...] = question(
        "Files",
        hint=f"{TAKEN_IN_WORDS}. You can choose several.",
        min_length=1,
        missing="Choose a file",
    )


class FamilyUploadForm(PageForm):
    """Files from the family."""

    files: tuple[UploadFile, ...] = question(
        "Files",
        hint=f"{TAKEN_IN_WORDS}. You can choose several.",
        min_length=1,
        missing="Choose a file",
    )


@pages.get("/assessments/{assessment_id}/documents")
def documents_page(assessment_id: str, page: Page, reads: Reads, caller: Caller) -> HTMLResponse:
    """The files of a case that this person may open, and a form to send in more."""
    file = listed_case(reads, assessment_id)
    staff = bool(caller.roles & SEES_EVERY_FILE)
    kind = DocumentKind.OTHER if staff else DocumentKind.FAMILY
    may_send = may_file(caller, file.case, None, kind)
    filed = documents_of(reads.connection, assessment_id)
    return page.show(
        "documents/list.html",
        child=file.child,
        reference=file.case.reference,
        documents=[each for each in filed if may_open(caller, file.case, each)],
        sealed=sum(each.sealed_at is not None for each in filed) if staff else 0,
        may_seal=may_step(caller, "seal_document", file.case),
        not_to_be_opened=NOT_TO_BE_OPENED,
        unscanned=not page.settings.virus_scanner,
        kinds=ALL_KINDS,
        form=page.form(UploadForm if staff else FamilyUploadForm) if may_send else None,
        most=page.settings.max_upload_bytes // 1_000_000,
        back=f"/assessments/{assessment_id}" if staff else "/family",
    )


def listed_case(reads: ReadContext, assessment_id: str) -> CaseFile:
    """The case, where its list of files is this person's to see."""
    file = case_file(reads.connection, assessment_id)
    if not sees_the_list(reads.actor, file.case):
        raise NotFoundError("There is no such case, or it is not yours to know of.")
    return file


def _kind_sent(request: Request) -> UploadForm | FamilyUploadForm:
    """Officers say what the files are; a family's files are its own words and evidence."""
    if request.state.actor.roles & SEES_EVERY_FILE:
        return read_answers(UploadForm, request.state.form)
    return read_answers(FamilyUploadForm, request.state.form)


@pages.post("/assessments/{assessment_id}/documents")
def send_documents(
    assessment_id: str,
    request: Request,
    form: Annotated[UploadForm | FamilyUploadForm, Depends(_kind_sent)],
    page: Page,
    reads: Reads,
    caller: Caller,
) -> RedirectResponse:
    """Take files in. Those that cannot be taken are named; the others are kept."""
    listed_case(reads, assessment_id)
    documents: Documents = request.app.state.documents
    faults: list[Impossible] = []
    waiting = 0
    for file in form.files:
        try:
            taken = documents.add(
                file.filename or "",
                file.file,
                assessment_id=assessment_id,
                request_id=None,
                kind=form.kind if isinstance(form, UploadForm) else DocumentKind.FAMILY,
                actor=caller,
                now=page.clock.now(),
            )
            waiting += taken.scan is Scan.WAITING
        except ImpossibleFactsError as error:
            faults += error.errors
    if faults:
        raise AnswersError(*faults)
    told = f"{plural(len(form.files), 'file')} kept." + wait_in_words(waiting)
    return page.done(f"/assessments/{assessment_id}/documents", told)


def wait_in_words(waiting: int) -> str:
    """What is said of files that the scanner has not looked at yet; nothing where there are none."""
    if not waiting:
        return ""
    return f" The virus scanner does not answer: nobody can open {plural(waiting, 'of them', 'of them')} until it does."


@pages.get("/documents/{document_id}")
def open_document(
    document_id: str, request: Request, page: Page, caller: Caller
) -> StreamingResponse:
    """Hand a file out, to be saved and never shown within our pages."""
    documents: Documents = request.app.state.documents
    return handed_out(documents.open(document_id, actor=caller, now=page.clock.now()))


def handed_out(opened: Opened) -> StreamingResponse:
    """A file as an answer: to be saved, under the name it has here."""
    return StreamingResponse(
        opened.chunks,
        media_type=opened.document.media_type,
        headers={
            **as_attachment(opened.document.name),
            "Content-Length": str(opened.document.size),
        },
    )


@pages.get("/documents/{document_id}/preview")
def preview_document(
    document_id: str, request: Request, page: Page, caller: Caller, at: PageNumber
) -> HTMLResponse:
    """Show one page of a file, as a picture and as text that are both made from it."""
    documents: Documents = request.app.state.documents
    looked = documents.look(document_id, at, actor=caller, now=page.clock.now())
    return page.show(
        "documents/preview.html",
        document=looked.document,
        reference=looked.case.reference,
        leaf=looked.leaf,
        back=_way_back(caller, looked),
    )


@pages.get("/documents/{document_id}/pages/{number}.png")
def picture_of_page(
    document_id: str, number: int, request: Request, page: Page, caller: Caller
) -> Response:
    """One page of a file as a picture."""
    documents: Documents = request.app.state.documents
    drawn = documents.picture(document_id, number, actor=caller, now=page.clock.now())
    return Response(drawn, media_type="image/png")


def _way_back(caller: Actor, looked: Looked) -> str:
    """To the list where one has it; a contributor came from its own request."""
    if sees_the_list(caller, looked.case):
        return f"/assessments/{looked.case.id}/documents"
    mine = looked.document.request_id
    return f"/desk/requests/{mine}" if mine else "/"
