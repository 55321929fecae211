"""The plan out of the engine and into it: printed, as data, and from a file that was written elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Execute, ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.plan import may_write
from api.pages.saved import printed, saved
from api.words import plural
from ehc_workflow.domain.case import Case, State
from ehc_workflow.domain.commands import PlanItem, SavePlan
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.service.document_look import look_on_file
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.plan_brought_in import brought_in
from ehc_workflow.service.plan_document import AS_WRITTEN, PlanFacts, plan_document
from ehc_workflow.service.plan_exchange import as_new, items_of, plan_of
from ehc_workflow.service.press import Form
from ehc_workflow.store.author_questions import of_case
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.queries.plan_text import accepted_advice, plan_items

pages = APIRouter(prefix="/assessments/{assessment_id}/plan")


class StartForm(PageForm):
    """Nothing to say: there is one plan to start from."""


class BringInForm(PageForm):
    """One file with a plan."""

    file: UploadFile = question(
        "File",
        hint="Word (.docx), OpenDocument, PDF with text, or a plan saved from here as data (.json).",
        missing="Choose a file",
    )


@pages.get("/printed/{form}")
def printed_plan(
    assessment_id: str, form: Form, request: Request, page: Page, reads: Reads
) -> Response:
    """The plan as it stands now, marked on every page as no draft. What was sent is kept with its letter."""
    view = _seen(request, page, reads, assessment_id)
    document = plan_document(
        _facts(reads, view, page),
        look_on_file(
            reads.connection,
            view.case.authority_id,
            view.file.authority,
            view.file.authority_settings,
        ),
        mark=AS_WRITTEN,
    )
    return printed(page, document, form, f"{view.case.reference} plan")


@pages.get("/data")
def plan_as_data(assessment_id: str, request: Request, page: Page, reads: Reads) -> Response:
    """The whole plan with its links and sources, to be saved."""
    view = _seen(request, page, reads, assessment_id)
    made = plan_of(reads.connection, view.case).model_dump_json(indent=2).encode()
    return saved(made, "application/json", f"{view.case.reference} plan.json")


@pages.get("/bring-in")
def bring_in_page(assessment_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask for the file, or where the plan there is was made here, for that plan."""
    view = _writable(reads, assessment_id)
    earlier = _earlier(reads, view)
    return page.show(
        "plan/bring_in.html",
        view=view,
        form=page.form(BringInForm),
        earlier=earlier,
        start=page.form(StartForm) if earlier else None,
    )


@pages.post("/bring-in/earlier")
def start_from_earlier(
    assessment_id: str,
    form: Annotated[StartForm, sent(StartForm)],
    request: Request,
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Put the items of the plan there is into the new one, as a start that rests on nothing yet."""
    earlier = _earlier(reads, _writable(reads, assessment_id))
    if earlier is None:
        raise NotFoundError("There is no plan here to start from.")
    note_seen(request.app.state.database, reads.actor, earlier.id, "plan", at=page.clock.now())
    items = as_new(items_of(plan_of(reads.connection, earlier)), new_id)
    run(SavePlan(assessment_id=assessment_id, saved_on=page.today, items=items))
    return page.done(f"/assessments/{assessment_id}/plan", _brought(items))


@pages.post("/bring-in")
def bring_in(
    assessment_id: str,
    form: Annotated[BringInForm, sent(BringInForm)],
    request: Request,
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Put every item of the file into the plan, or none and say why."""
    _writable(reads, assessment_id)
    documents: Documents = request.app.state.documents
    try:
        items = brought_in(
            documents, form.file.filename or "", form.file.file, now=page.clock.now()
        )
        run(SavePlan(assessment_id=assessment_id, saved_on=page.today, items=items))
    except ImpossibleFactsError as error:
        raise ImpossibleFactsError(
            *(Impossible("/file", f"{one.detail} Nothing was taken.") for one in error.errors)
        ) from None
    return page.done(f"/assessments/{assessment_id}/plan", _brought(items))


def _brought(items: Sequence[PlanItem]) -> str:
    return (
        f"{plural(len(items), 'item')} brought in. They rest on nothing yet: go through them, link each to the advice "
        "of this assessment, and take out what no longer holds."
    )


def _earlier(reads: ReadContext, view: CaseView) -> Case | None:
    """The case of the plan that is made anew, if it is this child's.

    Whoever registered the request named it: a program may have named what is no case, or another authority's.
    """
    named = view.case.reassesses.earlier_id if view.case.reassesses else None
    if named is None:
        return None
    try:
        earlier = case_file(reads.connection, named).case
    except NotFoundError:
        return None
    ours = (view.case.authority_id, view.case.child_id)
    return (
        earlier if (earlier.authority_id, earlier.child_id) == ours and earlier.plan_text else None
    )


def _writable(reads: ReadContext, assessment_id: str) -> CaseView:
    """The case, while its plan is being drafted by this person: after that a change needs a cause for each item."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    if not may_write(view) or view.case.state is not State.DRAFTING:
        raise NotFoundError("A plan is brought in while it is being drafted, by whoever writes it.")
    return view


def _seen(request: Request, page: Page, reads: ReadContext, assessment_id: str) -> CaseView:
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    note_seen(request.app.state.database, reads.actor, assessment_id, "plan", at=page.clock.now())
    return view


def _facts(reads: ReadContext, view: CaseView, page: Page) -> PlanFacts:
    return PlanFacts(
        case=view.case,
        name=view.file.child.name,
        born_on=view.file.child.date_of_birth,
        items=plan_items(reads.connection, view.case.id),
        advice=accepted_advice(reads.connection, view.case),
        questions=of_case(reads.connection, view.case),
        dated_on=page.today,
    )
