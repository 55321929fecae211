"""Checking advice that came in, and the health body's agreement to section G."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, Execute, Reads
from api.pages.advice_answers import form_page
from api.pages.advice_requests import asked, gap_in_words, gaps_of, note_request_seen, open_for
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.commands import AcceptAdvice, AgreeHealthProvision, ReturnAdvice
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.service.documents import may_open
from ehc_workflow.store import wording
from ehc_workflow.store.documents import documents_of
from ehc_workflow.store.queries import desk

pages = APIRouter()


class CheckForm(PageForm):
    """Whether the advice is good enough to write a plan from."""

    outcome: str = question(
        "Is the advice good enough to write a plan from?",
        hint="Needs, outcomes, and provision that says what, how much, how often and by whom.",
        options={"accept": "Yes, accept it", "return": "No, return it with its gaps"},
    )
    gaps: str = question(
        "What is missing",
        hint="Needed when you return it. Name each gap, so that it can be filled in one go.",
        default="",
        control="textarea",
        max_length=20000,
    )
    return_due_on: date | None = question(
        "Day to come back by", hint="Needed when you return it.", default=None
    )


@pages.get("/desk/requests/{request_id}/check")
def check_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Show the advice beside the question whether it is good enough."""
    found = open_for(asked(reads, request_id), "check_advice")
    given = desk.advice_given(reads.connection, request_id)[0]
    warnings = gaps_of(given, wording.terms(reads.connection, found.case.authority_id))
    prefilled = "\n".join(gap_in_words(gap) for gap in warnings)
    filed = documents_of(reads.connection, found.case.id)
    note_request_seen(page, found)
    return form_page(
        page,
        found,
        page.form(CheckForm, values={"gaps": prefilled}),
        title="Check the advice",
        button="Record the check",
        template="desk/check.html",
        given=given,
        warnings=warnings,
        ours=[
            d for d in filed if d.request_id == request_id and may_open(reads.actor, found.case, d)
        ],
    )


@pages.post("/desk/requests/{request_id}/check")
def check(
    request_id: str,
    form: Annotated[CheckForm, sent(CheckForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Accept advice, or return it with its gaps. The day it first came and the due day stay."""
    found = asked(reads, request_id)
    here = f"/desk/requests/{request_id}"
    if form.outcome == "accept":
        run(
            AcceptAdvice(assessment_id=found.case.id, request_id=request_id, accepted_on=page.today)
        )
        return page.done(here, "The advice is accepted.")
    if form.return_due_on is None:
        raise ImpossibleFactsError(
            Impossible("/return_due_on", "Enter the day the advice is to come back by.")
        )
    run(
        ReturnAdvice(
            assessment_id=found.case.id,
            request_id=request_id,
            returned_on=page.today,
            return_due_on=form.return_due_on,
            gaps=form.gaps,
        )
    )
    return page.done(here, "The advice is returned, and the service is told what is missing.")


class SectionGForm(PageForm):
    """Who agrees the health provision."""

    by_whom: str = question(
        "Agreed by",
        hint="Name and role of the person who agrees for the health body.",
        max_length=200,
        missing="Enter who agrees for the health body",
    )
    agreed_on: date = question("Day of the agreement")


@pages.get("/desk/requests/{request_id}/section-g")
def section_g_form(request_id: str, page: Page, reads: Reads, caller: Caller) -> HTMLResponse:
    """Show what the draft says of health, and ask for the agreement."""
    found = open_for(asked(reads, request_id), "agree_health_provision")
    values = {"agreed_on": page.today, "by_whom": caller.name if Role.DCO in caller.roles else ""}
    return form_page(
        page,
        found,
        page.form(SectionGForm, values=values),
        title="Agree the health provision",
        button="Agree section G",
        template="desk/section_g.html",
        sections=desk.plan_sections(reads.connection, found.case.id, "C", "G"),
    )


@pages.post("/desk/requests/{request_id}/section-g")
def section_g(
    request_id: str,
    form: Annotated[SectionGForm, sent(SectionGForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """The health body agrees section G."""
    found = asked(reads, request_id)
    run(
        AgreeHealthProvision(
            assessment_id=found.case.id, agreed_on=form.agreed_on, by_whom=form.by_whom
        )
    )
    told = "The agreement to section G is recorded (reg 12(2))."
    return page.done(f"/desk/requests/{request_id}", told)
