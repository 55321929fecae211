"""Giving advice: a structured form whose words and files stay once they were sent in, and a look before it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.deps import Caller, Execute, ReadContext, Reads
from api.pages.advice_answers import form_page
from api.pages.advice_form import advice_of, form_for, form_of_given, paragraphs_of
from api.pages.advice_taken import (
    STEP,
    TakenAdvice,
    kept_of,
    open_now,
    why_closed,
)
from api.pages.answers import PARTS, AnswersError
from api.pages.drafts import ADVICE, form_of, keep, others_told, told, words_of
from api.pages.page import Page, PageContext
from api.pages.request_actions import asked, may_do, note_request_seen, open_for
from api.pages.sent_files import take_files
from api.words import moment
from api.words import role as role_in_words
from ehc_workflow.clock import LONDON
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.joint_advice import given_together, may_offer_to
from ehc_workflow.domain.specificity import Signature, gaps
from ehc_workflow.reporting.case_words import ITEMS
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.service.documents import waiting_files
from ehc_workflow.service.drafts import Kept, about_request
from ehc_workflow.service.permissions import CONTRIBUTORS, sees_whole_case
from ehc_workflow.store import wording
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.advice_given import advice_given

pages = APIRouter()


@pages.get("/desk/requests/{request_id}/advice")
def advice_form(
    request_id: str,
    page: Page,
    reads: Reads,
    caller: Caller,
    words: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Ask for needs, outcomes and provision, with files; what was typed before is there again.

    `words` is the id of a colleague's draft to go on from.
    """
    found = asked(reads, request_id)
    kept = kept_of(reads, found)
    if not may_do(found, STEP) and (page.sent is not None or kept.mine):
        return _closed_page(page, found, kept)
    open_for(found, STEP)
    if not page.is_refused:
        note_request_seen(page, found)
    mine = sorted(caller.roles & CONTRIBUTORS)
    form = page.form(
        form_for(found),
        name="AdviceForm",
        values={
            "author_name": caller.name if mine else "",
            "author_role": role_in_words(mine[0]) if mine else "",
            "received_on": page.today,
            "written_with": _signed_before(found),
            **_given_before(reads, found),
        },
        choices={"written_with": services_to_tick(reads, found)},
        typed=_brought_back(kept, words, page.today),
    )
    return form_page(
        page,
        found,
        form,
        title="Give advice",
        button="Look at it before it goes",
        template="advice/give.html",
        files=waiting_files(reads.connection, caller, found.case, request_id),
        most=page.settings.max_upload_bytes // 1_000_000,
        returned=_returned(found),
        kept=kept,
        is_again=page.is_refused,
        others=others_told(form_for(found), kept, page.sent),
    )


def services_to_tick(reads: ReadContext, found: RequestFile) -> list[tuple[str, str]]:
    """Whom this advice may be written together with: by whose advice it is, and by service where that says too little.

    Who gives advice is told no more of other requests than it needs to tell them apart.
    """
    others = may_offer_to(found.case, found.request.id)
    lines = desk.lines_of(reads.connection, [one.id for one in others]) if others else {}
    told_all = sees_whole_case(reads.actor, found.case)
    times = Counter(one.item for one in others)
    return [
        (
            one.id,
            _named(one.item, lines[one.id].service, alone=times[one.item] == 1 and not told_all),
        )
        for one in others
    ]


def _named(item: AdviceItem, service: str | None, *, alone: bool) -> str:
    return ITEMS[item] if alone or not service else f"{ITEMS[item]}: {service}"


def _given_before(reads: ReadContext, found: RequestFile) -> dict[str, object]:
    """The words of this service's last version, so that a gap is filled and nothing is typed again."""
    versions = advice_given(reads.connection, found.request.id) if found.request.latest else ()
    last = next((one for one in versions if not one.is_signature), None)
    return form_of_given(last) if last else {}


def _signed_before(found: RequestFile) -> tuple[str, ...]:
    """Those who signed the version before this one, or were asked to: they are asked again, unless somebody unticks."""
    latest = found.request.latest
    if latest is None:
        return ()
    signed = (one.id for one in given_together(found.case, found.request))
    return tuple(dict.fromkeys((*latest.offered_to, *signed)))


def _brought_back(kept: Kept, chosen: str, today: date) -> FormData | None:
    """What was typed before. The day of giving moves on with the calendar, unless another one was typed."""
    draft = kept.to_go_on(chosen)
    if draft is None:
        return None
    saved_on, words = _day_given(draft.saved_at.astimezone(LONDON)), set(draft.words)
    if words >= saved_on:
        return form_of(
            (*(each for each in draft.words if each not in saved_on), *_day_given(today))
        )
    return form_of(draft.words)


def _day_given(day: date) -> set[tuple[str, str]]:
    return {(f"received_on-{part}", str(getattr(day, part))) for part in PARTS}


def _closed_page(page: PageContext, found: RequestFile, kept: Kept) -> HTMLResponse:
    """Words for advice that is no longer asked for, to be copied: they go nowhere and are not lost."""
    typed = words_of(page.sent) if page.sent is not None else kept.mine.words if kept.mine else ()
    return page.show(
        "advice/closed.html",
        found=found,
        line=found.line,
        child=found.file.child,
        item=ITEMS[found.request.item],
        why=why_closed(found),
        answers=told(form_for(found), typed),
    )


def _returned(found: RequestFile) -> bool:
    latest = found.request.latest
    return latest is not None and latest.returned_on is not None


@pages.post("/desk/requests/{request_id}/advice/draft")
def save_draft(
    request: Request, request_id: str, page: Page, reads: Reads, caller: Caller
) -> Response:
    """Keep what was typed so far: for the page's script, or for a person who comes back later."""
    found = open_now(asked(reads, request_id), caller)
    _, faults = take_files(request, found.case.id, request_id, caller)
    version = keep(request, about_request(caller, found.request), ADVICE, caller)
    if faults:
        raise AnswersError(*faults)
    if "application/json" in request.headers.get("Accept", ""):
        return JSONResponse({"version": version, "told": f"Saved {moment(page.clock.now())}"})
    told = "What you typed is saved. It is there when you come back to give the advice."
    return page.done(f"/desk/requests/{request_id}", told)


@pages.post("/desk/requests/{request_id}/advice", response_model=None)
def give_advice(
    request_id: str,
    form: TakenAdvice,
    page: Page,
    reads: Reads,
    run: Execute,
    caller: Caller,
) -> HTMLResponse | RedirectResponse:
    """Show the advice as it will be read, with what is vague in it; when told to, send it."""
    found = asked(reads, request_id)
    files = waiting_files(reads.connection, caller, found.case, request_id)
    paragraphs = paragraphs_of(form)
    if not page.request.state.form.get("_send"):
        return page.show(
            "advice/check.html",
            found=found,
            line=found.line,
            child=found.file.child,
            item=ITEMS[found.request.item],
            form=form,
            paragraphs=paragraphs,
            gaps=gaps(
                paragraphs,
                wording.terms(reads.connection, found.case.authority_id),
                Signature(
                    author_name=form.author_name,
                    author_role=form.author_role,
                    how_seen=form.how_seen,
                ),
            ),
            files=files,
            written_with=[
                name
                for request_id, name in services_to_tick(reads, found)
                if request_id in form.written_with
            ],
            typed=list(_typed(page.request.state.form)),
            draft=kept_of(reads, found).version,
        )
    document_ids = tuple(file.id for file in files)
    run(advice_of(form, found, contribution_id=new_id(), document_ids=document_ids))
    asked_too = " Whoever wrote it with you is asked to sign it." if form.written_with else ""
    told = f"The advice is given. Somebody will check it.{asked_too}"
    return page.done(f"/desk/requests/{request_id}", told)


def _typed(form: FormData) -> Iterator[tuple[str, str]]:
    """What was typed, to be carried unseen to the next page."""
    for name, value in form.multi_items():
        if isinstance(value, str) and not name.startswith("_") and name != "remove":
            yield name, value
