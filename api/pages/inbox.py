"""The inbox: files that came by other roads, whose they may be and why, and filing one in one step."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Caller, Reads
from api.pages.answers import AnswersError
from api.pages.documents import KINDS, PageNumber, wait_in_words
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from api.words import plural
from ehc_workflow.documents.kinds import TAKEN_IN_WORDS
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.matching import Candidate, Waiting
from ehc_workflow.domain.papers import DocumentKind, Scan
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.documents import NOT_TO_BE_OPENED, OPENS_SEALED
from ehc_workflow.service.inbox import (
    HAS_AN_INBOX,
    OF_THE_AUTHORITY,
    UNDO_WITHIN,
    Inbox,
    inboxes_of,
)
from ehc_workflow.store import arrivals
from ehc_workflow.store.arrivals import PAGE

pages = APIRouter()
navigation = (Link("Inbox", "/inbox", 25, HAS_AN_INBOX),)
_LONGEST_SEARCH = 100


def _inbox(request: Request) -> Inbox:
    return Inbox(request.app.state.documents)


InboxOf = Annotated[Inbox, Depends(_inbox)]


class ArrivalsForm(PageForm):
    """Files that came and are on no case yet."""

    files: tuple[UploadFile, ...] = question(
        "Files",
        hint=f"{TAKEN_IN_WORDS}. You can choose several.",
        min_length=1,
        missing="Choose a file",
    )


class FileForm(PageForm):
    """Where a file goes: a case, and what it is there."""

    assessment_id: str = question("Case", control="hidden")
    place: str = question("What it is", missing="Choose what it is")


class RemoveForm(PageForm):
    """That a file belongs nowhere."""

    certain: bool = question(
        "Nobody needs this file: take it out of the inbox",
        missing="Tick that nobody needs this file",
    )


@pages.get("/inbox")
def inbox_page(page: Page, reads: Reads) -> HTMLResponse:
    """What waits to be filed, and what this person filed lately."""
    page.only_for(*HAS_AN_INBOX)
    mine = inboxes_of(reads.actor)
    waiting = arrivals.in_inbox(reads.connection, mine)
    since = page.clock.now() - UNDO_WITHIN
    return page.show(
        "inbox/list.html",
        waiting=waiting[:PAGE],
        there_are_more=len(waiting) > PAGE,
        filed=arrivals.filed_lately(reads.connection, mine, reads.actor.id, since=since),
        form=page.form(ArrivalsForm),
        scans=NOT_TO_BE_OPENED,
        most=page.settings.max_upload_bytes // 1_000_000,
    )


@pages.post("/inbox")
def take_in(
    form: Annotated[ArrivalsForm, sent(ArrivalsForm)], page: Page, caller: Caller, inbox: InboxOf
) -> RedirectResponse:
    """Take files in. Those that cannot be taken are named; the others are kept."""
    page.only_for(*HAS_AN_INBOX)
    faults: list[Impossible] = []
    waiting = 0
    for file in form.files:
        try:
            name, now = file.filename or "", page.clock.now()
            waiting += inbox.take(name, file.file, actor=caller, now=now).scan is Scan.WAITING
        except ImpossibleFactsError as error:
            faults += error.errors
    if faults:
        raise AnswersError(*faults)
    told = f"{plural(len(form.files), 'file')} in the inbox.{wait_in_words(waiting)}"
    return page.done("/inbox", told)


@pages.get("/inbox/{arrival_id}")
def arrival_page(
    arrival_id: str,
    page: Page,
    caller: Caller,
    inbox: InboxOf,
    at: PageNumber,
    q: str = "",
) -> HTMLResponse:
    """One file: a page of it, whose it may be and why, and a search by hand."""
    search = q.strip()[:_LONGEST_SEARCH]
    looked = inbox.look(arrival_id, at, search, actor=caller, now=page.clock.now())
    may_say_kind = bool(caller.roles & OF_THE_AUTHORITY)
    return page.show(
        "inbox/arrival.html",
        looked=looked,
        arrival=looked.arrival,
        leaf=looked.leaf,
        why_closed=NOT_TO_BE_OPENED.get(looked.arrival.scan, ""),
        q=search,
        places=partial(_places, may_say_kind=may_say_kind),
        remove=page.form(RemoveForm),
    )


def _places(candidate: Candidate, *, may_say_kind: bool) -> list[dict[str, str]]:
    """What a file can be on a case, advice that is waited for first. Only where one piece is, it is chosen already."""
    waits = {f"request:{one.request_id}": _advice(one) for one in candidate.waits_for}
    unsaid = {} if len(waits) == 1 else {"": "Choose one"}
    offered = {**unsaid, **waits, **(KINDS if may_say_kind else {})}
    return [{"value": value, "text": text} for value, text in offered.items()]


def _advice(waiting: Waiting) -> str:
    of_whom = f", {waiting.service}" if waiting.service else ""
    return f"Advice: {ITEMS[waiting.item]}{of_whom}"


@pages.get("/inbox/{arrival_id}/pages/{number}.png")
def picture_of_page(arrival_id: str, number: int, caller: Caller, inbox: InboxOf) -> Response:
    """One page of a file that waits, as a picture."""
    return Response(inbox.picture(arrival_id, number, actor=caller), media_type="image/png")


@pages.post("/inbox/{arrival_id}/file")
def file_arrival(
    arrival_id: str,
    form: Annotated[FileForm, sent(FileForm)],
    page: Page,
    caller: Caller,
    inbox: InboxOf,
) -> RedirectResponse:
    """File it on the case that was chosen."""
    request_id = form.place.removeprefix("request:") if form.place.startswith("request:") else None
    kind = DocumentKind.WAITING if request_id else _kind(form.place)
    inbox.file(
        arrival_id,
        assessment_id=form.assessment_id,
        request_id=request_id,
        kind=kind,
        actor=caller,
        now=page.clock.now(),
    )
    return page.done(_next(request_id), _told(request_id))


def _kind(place: str) -> DocumentKind:
    if place not in KINDS:
        raise AnswersError(Impossible("/place", "Choose what it is"))
    return DocumentKind(place)


def _next(request_id: str | None) -> str:
    return "/inbox" if request_id is None else f"/desk/requests/{request_id}/advice"


def _told(request_id: str | None) -> str:
    if request_id is None:
        return "The file is filed. You can undo it here for a day."
    return "The file is filed with this request. Give it as advice here, or undo it in the inbox."


@pages.post("/inbox/{arrival_id}/undo")
def undo(arrival_id: str, page: Page, caller: Caller, inbox: InboxOf) -> RedirectResponse:
    """Put a file back that one filed."""
    inbox.take_back(arrival_id, actor=caller, now=page.clock.now())
    return page.done(f"/inbox/{arrival_id}", "The file is back in the inbox.")


@pages.post("/inbox/{arrival_id}/remove")
def remove(
    arrival_id: str,
    form: Annotated[RemoveForm, sent(RemoveForm)],
    page: Page,
    caller: Caller,
    inbox: InboxOf,
) -> RedirectResponse:
    """Take a file out that belongs nowhere."""
    inbox.remove(arrival_id, actor=caller)
    return page.done("/inbox", "The file is taken out of the inbox.")


@pages.post("/documents/{document_id}/to-inbox")
def to_inbox(document_id: str, page: Page, caller: Caller, inbox: InboxOf) -> RedirectResponse:
    """Put a sealed document into the inbox, to be filed under the right child."""
    page.only_for(*OPENS_SEALED)
    inbox.bring(document_id, actor=caller, now=page.clock.now())
    return page.done(
        f"/documents/{document_id}/sealed",
        "It is in the caseworkers’ inbox, to be filed under the right child.",
    )
