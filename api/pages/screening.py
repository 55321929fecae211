"""A brief look by social care at a child or young person it did not know, so that it can give its advice."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, Reads
from api.pages.advice_answers import form_page
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.request_actions import asked, open_for
from api.pages.step_forms.wording import SCREENING_FINDINGS
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import ScreeningFinding
from ehc_workflow.domain.commands import RecordScreening

pages = APIRouter()


class ScreeningForm(PageForm):
    """Who looked, when, and what was found."""

    screened_by: str = question(
        "Who looked?", hint="Name and role.", max_length=200, missing="Say who looked"
    )
    screened_on: date = question("Day of the screening")
    found: ScreeningFinding = question("What was found?", options=SCREENING_FINDINGS)
    findings: str = question(
        "What was found, in words",
        hint="What was looked at, whom you spoke to, and what you found.",
        control="textarea",
        max_length=20_000,
        missing="Say what was found",
    )


@pages.get("/desk/requests/{request_id}/screening")
def screening_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask what a screening found."""
    found = open_for(asked(reads, request_id), "record_screening")
    assert page.actor is not None
    looks = page.actor.name if Role.SOCIAL_CARE in page.actor.roles else ""
    form = page.form(ScreeningForm, values={"screened_on": page.today, "screened_by": looks})
    why = (
        "“Not known” does not take social care off the list: its advice on needs, outcomes and provision is still "
        "owed by the same day (reg 6(1)(e)). A screening is no advice. It is what the advice can be given from."
    )
    return form_page(page, found, form, title="Record a screening", button="Record it", why=why)


@pages.post("/desk/requests/{request_id}/screening")
def screening(
    request_id: str,
    form: Annotated[ScreeningForm, sent(ScreeningForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Keep what a screening found."""
    found = asked(reads, request_id)
    run(
        RecordScreening(
            assessment_id=found.case.id,
            request_id=request_id,
            screened_on=form.screened_on,
            screened_by=form.screened_by,
            found=form.found,
            findings=form.findings,
        )
    )
    told = "The screening is recorded. The advice is still owed: give it next."
    return page.done(f"/desk/requests/{request_id}", told)
