"""Recording that a request for advice was received: by those who owe it, or by the authority with what shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, Execute, Reads
from api.pages.advice_answers import form_page
from api.pages.answers import read_answers
from api.pages.forms import PageForm, question
from api.pages.page import Page
from api.pages.request_actions import asked, open_for
from api.pages.step_forms.wording import PROOFS
from ehc_workflow.domain.case import ReceiptProof
from ehc_workflow.domain.commands import RecordRequestReceived
from ehc_workflow.service.desk import owes

pages = APIRouter()


class ReceivedForm(PageForm):
    """When the request came in, as those who owe the advice say."""

    received_by_body_on: date = question("Day the request was received")


class ShownReceivedForm(PageForm):
    """When the request came in, as the authority knows."""

    proof: ReceiptProof = question(
        "What shows that they have it?",
        options=PROOFS,
    )
    evidence: str = question(
        "Who told you, or which receipt", default="", control="textarea", lines=3, max_length=5000
    )
    received_by_body_on: date = question("Day they received it")


@pages.get("/desk/requests/{request_id}/received")
def received_form(request_id: str, page: Page, reads: Reads, caller: Caller) -> HTMLResponse:
    """Ask on which day the request arrived, and the authority also how it knows."""
    found = open_for(asked(reads, request_id), "record_request_received")
    theirs = owes(caller, found.case, found.request)
    form = page.form(
        ReceivedForm if theirs else ShownReceivedForm, values={"received_by_body_on": page.today}
    )
    why = (
        "Your six weeks run from the day you received the request, not from the day it was sent."
        if theirs
        else "Their six weeks run from the day they received the request, not from the day it was sent. A message that "
        "left us is no proof that it arrived."
    )
    return form_page(page, found, form, title="Confirm receipt", button="Confirm", why=why)


def _said(
    request: Request, request_id: str, reads: Reads, caller: Caller
) -> ReceivedForm | ShownReceivedForm:
    found = asked(reads, request_id)
    if owes(caller, found.case, found.request):
        return read_answers(ReceivedForm, request.state.form)
    return read_answers(ShownReceivedForm, request.state.form)


@pages.post("/desk/requests/{request_id}/received")
def received(
    request_id: str,
    form: Annotated[ReceivedForm | ShownReceivedForm, Depends(_said)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """The request was received."""
    found = asked(reads, request_id)
    command = RecordRequestReceived(
        assessment_id=found.case.id,
        request_id=request_id,
        received_by_body_on=form.received_by_body_on,
    )
    if isinstance(form, ShownReceivedForm):
        command = replace(command, proof=form.proof, evidence=form.evidence)
    run(command)
    return page.done(f"/desk/requests/{request_id}", "Receipt is recorded. The six weeks run.")
