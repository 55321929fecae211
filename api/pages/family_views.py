"""The family's own part of the advice: whose views are on file, how they were had, and a form for each voice apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from api.deps import Caller, Execute, ReadContext, Reads
from api.pages.answers import AnswersError, read_answers
from api.pages.forms import AnotherRowError, PageForm, question, sent
from api.pages.page import Page, PageContext
from api.pages.request_actions import asked
from api.pages.sent_files import take_files
from ehc_workflow.documents.kinds import TAKEN_IN_WORDS
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import AdviceRequest, Support, Way
from ehc_workflow.domain.commands import AcceptAdvice, GiveViews, RecordViewsNotObtained
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.events import ViewsCouldNotBeHad
from ehc_workflow.domain.facts import Who
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.documents import files_with, waiting_files
from ehc_workflow.service.family_views import FamilyPart, family_part
from ehc_workflow.store.documents import Document
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.timeline import timeline

pages = APIRouter()
VIEWS = "/assessments/{assessment_id}/views"

LONG = 20_000
WAYS: dict[str, str] = {
    Way.SAID: "Said, and written down by somebody",
    Way.WRITTEN: "Written",
    Way.DRAWN: "Drawn, painted or photographed",
    Way.SYMBOLS: "With symbols, signs or a device",
    Way.OBSERVED: "By somebody who watched what they like, choose and turn away from",
    Way.ADVOCATE: "Through an advocate or somebody they trust",
}
SUPPORT: dict[str, str] = {
    Support.TAKEN_UP: "Offered, and taken up",
    Support.DECLINED: "Offered, and not wanted",
    Support.NOT_NEEDED: "Considered, and not needed",
}
TITLES = {
    Who.PARENT: "The parent’s views",
    Who.CHILD: "The child’s own views",
    Who.YOUNG_PERSON: "The young person’s own views",
}
TOLD = "The views are on file, as they were given."


class ViewsForm(PageForm):
    """What one person thinks, and how it was had."""

    words: str = question(
        "What they say, in their own words",
        hint="What goes well and what is hard, what matters now, and what they hope for. A blank line begins a new "
        "paragraph. Leave it empty if a file below holds it.",
        control="textarea",
        lines=8,
        default="",
        max_length=LONG,
    )
    files: tuple[UploadFile, ...] = question(
        "A letter, picture or photograph",
        hint=f"{TAKEN_IN_WORDS}. You can choose several.",
        default=(),
    )
    ways: tuple[Way, ...] = question(
        "How were the views obtained?",
        hint="Choose each that holds.",
        options=WAYS,
        missing="Select how the views were obtained",
    )
    helped_by: str = question(
        "Who helped them to say it, or spoke for them?",
        hint="Name and role. Needed for an advocate, and where somebody watched.",
        default="",
        max_length=500,
    )
    language: str = question(
        "Language or format",
        hint="For example: Polish, Makaton, large print. Leave it empty for English.",
        default="",
        width="20",
        max_length=200,
    )
    author_name: str = question("Name of the person whose views they are", max_length=200)
    received_on: date = question("Day they gave them")
    support: Support = question(
        "Information, advice and support to take part",
        hint="The local authority must consider whether they need it, and give it where they do (reg 9).",
        options=SUPPORT,
        control="radios",
    )
    support_by: str = question(
        "By whom", hint="Needed where it was offered.", default="", max_length=300
    )


class NotObtainedForm(PageForm):
    """What was tried, and why it did not do."""

    tried: str = question(
        "What was tried?",
        hint="When, by whom, and in what ways: talking, pictures, symbols, watching, somebody they trust.",
        control="textarea",
        max_length=LONG,
    )
    why_not: str = question("Why did it not do?", control="textarea", lines=3, max_length=LONG)
    recorded_on: date = question("Day")


@pages.get(VIEWS)
def views_page(assessment_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Whose views are on file, in their words, and whose are blank still."""
    found = _seen(assessment_id, page, reads)
    return page.show(
        "family/views.html",
        found=found,
        child=found.file.child,
        request=found.request,
        titles=TITLES,
        ways=WAYS,
        support=SUPPORT,
        files=_files(found, reads),
        tried=_tried(found, reads),
        back=_back(found),
    )


def _seen(assessment_id: str, page: PageContext, reads: ReadContext) -> FamilyPart:
    """The family's part, with a note that this person looked at it."""
    found = family_part(reads.connection, assessment_id, reads.actor, reads.today)
    database = page.request.app.state.database
    part = "views of the family"
    note_seen(database, reads.actor, assessment_id, part, at=page.clock.now())
    return found


def _back(found: FamilyPart) -> tuple[str, str]:
    if found.is_family:
        return "/family", "Where we are"
    return f"/assessments/{found.case.id}", found.case.reference


def _files(found: FamilyPart, reads: ReadContext) -> list[Document]:
    """The files given with views that this person may open."""
    if found.request is None:
        return []
    return [
        each
        for each in files_with(reads.connection, reads.actor, found.case, found.request.id)
        if each.kind is DocumentKind.ADVICE
    ]


def _tried(found: FamilyPart, reads: ReadContext) -> dict[Who, Mapping[str, str]]:
    """The words of the last time that somebody's views could not be had; they are the authority's own record."""
    if found.is_family or found.request is None or not found.request.views_not_obtained:
        return {}
    return {
        entry.event.not_obtained.voice: entry.words
        for entry in timeline(reads.connection, found.case.id)
        if isinstance(entry.event, ViewsCouldNotBeHad)
    }


def _open(found: FamilyPart, voice: Who) -> AdviceRequest:
    """The request that still takes the views of this person; else there is no such page."""
    if not found.may_give or voice not in found.voices or found.request is None:
        raise NotFoundError("Views cannot be given here now, or not by you.")
    return found.request


@pages.get(VIEWS + "/{voice}")
def views_form(
    assessment_id: str, voice: Who, page: Page, reads: Reads, caller: Caller
) -> HTMLResponse:
    """Ask for one person's views."""
    found = family_part(reads.connection, assessment_id, caller, reads.today)
    request = _open(found, voice)
    sendiass = found.file.authority_settings.get("sendiass") or {}
    values: dict[str, Any] = {
        "author_name": _name_of(found, voice, caller),
        "received_on": page.today,
        "support_by": sendiass.get("name", ""),
    }
    return page.show(
        "family/give_views.html",
        found=found,
        child=found.file.child,
        voice=voice,
        title=TITLES[voice],
        files=waiting_files(reads.connection, caller, found.case, request.id),
        most=page.settings.max_upload_bytes // 1_000_000,
        form=page.form(ViewsForm, values=values),
    )


def _name_of(found: FamilyPart, voice: Who, caller: Actor) -> str:
    """Who speaks, where it can be known: the child, or the parent who is signed in."""
    if voice is Who.PARENT:
        return caller.name if found.is_family else ""
    return found.file.child.name


def _take(
    request: Request, assessment_id: str, voice: Who, reads: Reads, caller: Caller
) -> ViewsForm:
    """Read what was sent. Files come first and stay, so that a refusal of something else does not cost them."""
    form: FormData = request.state.form
    found = family_part(reads.connection, assessment_id, caller, reads.today)
    wanted = _open(found, voice)
    chosen, faults = take_files(request, assessment_id, wanted.id, caller)
    if faults:
        raise AnswersError(*faults)
    if chosen:
        raise AnotherRowError("")
    return read_answers(ViewsForm, form)


@pages.post(VIEWS + "/{voice}")
def give_views(
    assessment_id: str,
    voice: Who,
    form: Annotated[ViewsForm, Depends(_take)],
    page: Page,
    reads: Reads,
    run: Execute,
    caller: Caller,
) -> RedirectResponse:
    """Keep one person's views."""
    found = family_part(reads.connection, assessment_id, caller, reads.today)
    request = _open(found, voice)
    run(
        GiveViews(
            assessment_id=assessment_id,
            request_id=request.id,
            contribution_id=new_id(),
            voice=voice,
            received_on=form.received_on,
            author_name=form.author_name,
            words=form.words,
            ways=form.ways,
            language=form.language,
            helped_by=form.helped_by,
            support=form.support,
            support_by=form.support_by,
            document_ids=tuple(
                each.id for each in waiting_files(reads.connection, caller, found.case, request.id)
            ),
        )
    )
    return page.done(f"/assessments/{assessment_id}/views", TOLD)


@pages.get(VIEWS + "/{voice}/not-obtained")
def not_obtained_form(assessment_id: str, voice: Who, page: Page, reads: Reads) -> HTMLResponse:
    """Ask what was tried to have somebody's views."""
    found = family_part(reads.connection, assessment_id, reads.actor, reads.today)
    _open(found, voice)
    return page.show(
        "family/views_not_obtained.html",
        found=found,
        child=found.file.child,
        voice=voice,
        title=TITLES[voice],
        form=page.form(NotObtainedForm, values={"recorded_on": page.today}),
    )


@pages.post(VIEWS + "/{voice}/not-obtained")
def not_obtained(
    assessment_id: str,
    voice: Who,
    form: Annotated[NotObtainedForm, sent(NotObtainedForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep what was tried."""
    found = family_part(reads.connection, assessment_id, reads.actor, reads.today)
    run(
        RecordViewsNotObtained(
            assessment_id=assessment_id,
            request_id=_open(found, voice).id,
            voice=voice,
            recorded_on=form.recorded_on,
            tried=form.tried,
            why_not=form.why_not,
        )
    )
    told = "What was tried is on file. Views can still be given when there is a way."
    return page.done(f"/assessments/{assessment_id}/views", told)


@pages.post(VIEWS)
def take_over(assessment_id: str, page: Page, reads: Reads, run: Execute) -> RedirectResponse:
    """The views were read: the plan is written from them as they stand."""
    found = family_part(reads.connection, assessment_id, reads.actor, reads.today)
    if found.request is None or not found.may_accept:
        raise NotFoundError("There are no views here that wait to be read, or not by you.")
    run(
        AcceptAdvice(
            assessment_id=assessment_id, request_id=found.request.id, accepted_on=page.today
        )
    )
    told = "The views are read. They stand as they are, and the plan is written from them."
    return page.done(f"/assessments/{assessment_id}/views", told)


@pages.get("/assessments/{assessment_id}/steps/give_views")
@pages.get("/assessments/{assessment_id}/steps/record_views_not_obtained")
def step_of_views(assessment_id: str) -> RedirectResponse:
    """Both steps are taken on the page of the views, where one sees whose are blank."""
    return RedirectResponse(f"/assessments/{assessment_id}/views", 303)


@pages.get("/desk/requests/{request_id}/views")
def views_of_request(request_id: str, reads: Reads) -> RedirectResponse:
    """From the request made to the family to what it gave."""
    found = asked(reads, request_id)
    return RedirectResponse(f"/assessments/{found.case.id}/views", 303)
