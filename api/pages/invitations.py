"""Sending a one-time link to somebody without an account, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Execute, Reads
from api.pages.advice_answers import form_page
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.request_actions import asked, open_for
from ehc_workflow.domain.commands import InviteContributor, WithdrawInvitation
from ehc_workflow.store.ids import new_id

pages = APIRouter()
USUALLY = timedelta(days=14)


class InviteForm(PageForm):
    """Who gives the advice, and how long the link holds."""

    name: str = question("Name of the person who is to give the advice", max_length=200)
    email: str = question(
        "Their e-mail address",
        hint="The link goes there, and each time it is opened a code. Nothing about the child is in either message.",
        control="email",
        max_length=320,
    )
    last_day: date = question(
        "Last day of the link", hint="It ends before that when the advice is given."
    )


@pages.get("/desk/requests/{request_id}/invite")
def invite_form(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask whom to send a link to."""
    found = open_for(asked(reads, request_id), "invite_contributor")
    form = page.form(InviteForm, values={"last_day": page.today + USUALLY})
    why = (
        "For a therapist or another professional who has no account. They see this request and what went with it, and "
        "nothing else. Your service goes on owing the advice."
    )
    return form_page(page, found, form, title="Send a one-time link", button="Send it", why=why)


@pages.post("/desk/requests/{request_id}/invite")
def invite(
    request_id: str,
    form: Annotated[InviteForm, sent(InviteForm)],
    page: Page,
    reads: Reads,
    run: Execute,
) -> RedirectResponse:
    """Send a link."""
    found = open_for(asked(reads, request_id), "invite_contributor")
    run(
        InviteContributor(
            assessment_id=found.case.id,
            request_id=request_id,
            invitation_id=new_id(),
            invited_on=page.today,
            last_day=form.last_day,
            name=form.name,
            email=form.email,
        )
    )
    return page.done(f"/desk/requests/{request_id}", "The link is on its way.")


@pages.post("/desk/requests/{request_id}/invitations/{invitation_id}/withdraw")
def withdraw(
    request_id: str, invitation_id: str, page: Page, reads: Reads, run: Execute
) -> RedirectResponse:
    """Take a link back: whoever is in by it is out."""
    found = asked(reads, request_id)
    run(
        WithdrawInvitation(
            assessment_id=found.case.id,
            request_id=request_id,
            invitation_id=invitation_id,
            withdrawn_on=page.today,
        )
    )
    return page.done(
        f"/desk/requests/{request_id}", "The link is taken back. It opens nothing now."
    )
