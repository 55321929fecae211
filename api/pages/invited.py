"""The door for somebody with a one-time link: a code by e-mail, then the one request."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.pages.forms import PageForm, question, sent
from api.pages.page import Page, PageContext
from api.pages.session import let_in
from ehc_workflow.service.invitations import Invitations

pages = APIRouter()


class CodeForm(PageForm):
    """The code that was sent."""

    code: str = question(
        "Code",
        hint="Six digits, from the newest message.",
        width="10",
        max_length=20,
        autocomplete="one-time-code",
        missing="Enter the code from the message",
    )


def _invitations(page: PageContext) -> Invitations:
    return Invitations(page.request.app.state.database)


@pages.get("/invited/{token}")
def invited_page(token: str, page: Page) -> HTMLResponse:
    """Say what the link is for. Looking at it uses nothing up: mail programs open links before people do."""
    found = _invitations(page).of_token(token, today=page.today)
    return page.show(
        "invited.html",
        authority=found.authority,
        address=_hinted(found.email),
        last_day=found.last_day,
        was_sent=found.code_hash is not None or found.codes_asked > 0,
        token=token,
        form=page.form(CodeForm),
    )


def _hinted(email: str) -> str:
    """Enough of an address to know one's own by."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}…@{domain}"


@pages.post("/invited/{token}/code")
def ask_for_code(token: str, page: Page) -> RedirectResponse:
    """Have a code sent."""
    _invitations(page).ask_for_code(token, now=page.clock.now(), today=page.today)
    return RedirectResponse(f"/invited/{token}", 303)


@pages.post("/invited/{token}")
def enter(
    token: str, request: Request, page: Page, form: Annotated[CodeForm, sent(CodeForm)]
) -> RedirectResponse:
    """Let in whoever has the code, to the one request."""
    session, request_id = _invitations(page).enter(
        page.accounts, token, form.code, now=page.clock.now(), today=page.today
    )
    return let_in(page, session, f"/desk/requests/{request_id}")
