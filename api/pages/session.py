"""Coming in and going out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import SecretStr

from api.pages.forms import PageForm, question, sent
from api.pages.page import Page, PageContext, links_for
from api.security import cookie_name, is_https, local_path
from ehc_workflow.domain.actors import Role

pages = APIRouter()


class SignInForm(PageForm):
    """Who somebody is, and the proof."""

    email: str = question(
        "E-mail address",
        control="email",
        autocomplete="username",
        max_length=320,
        missing="Enter your e-mail address",
    )
    password: SecretStr = question(
        "Password",
        control="password",
        autocomplete="current-password",
        max_length=1000,
        missing="Enter your password",
    )
    next: str = question("Where to go then", control="hidden", default="/")


@pages.get("/sign-in")
def sign_in_page(page: Page, next: str = "/", example: str = "") -> HTMLResponse:
    """Ask who it is. In a demonstration the invented people's sign-ins stand beside the form."""
    examples = _examples(page)
    values = {"next": local_path(next)}
    if example in {email for _, email, _ in examples}:
        password = page.settings.shared_password
        values |= {"email": example, "password": password.get_secret_value() if password else ""}
    return page.show(
        "sign_in.html",
        form=page.form(SignInForm, values=values),
        examples=examples,
        next=values["next"],
    )


def _examples(page: PageContext) -> list[tuple[Role, str, str]]:
    if not page.settings.is_demo:
        return []
    return page.accounts.example_sign_ins(today=page.today)


@pages.post("/sign-in")
def sign_in(
    request: Request, page: Page, form: Annotated[SignInForm, sent(SignInForm)]
) -> RedirectResponse:
    """Start a session. An older one of this browser ends: nobody's session passes to another person."""
    token = page.accounts.sign_in(
        form.email,
        form.password.get_secret_value(),
        address=request.client.host if request.client else "",
        now=page.clock.now(),
    )
    return let_in(page, token, local_path(form.next))


def let_in(page: PageContext, token: str, path: str) -> RedirectResponse:
    """Hand a browser its new session, and end the one it had."""
    if page.session:
        page.accounts.sign_out(page.session.token_hash)
    answer = RedirectResponse(path, 303)
    answer.set_cookie(
        cookie_name(page.settings),
        token,
        max_age=page.settings.session_hours * 3600,
        path="/",
        secure=is_https(page.settings),
        httponly=True,
        samesite="lax",
    )
    return answer


@pages.post("/sign-out")
def sign_out(page: Page) -> RedirectResponse:
    """End the session, here and in the database."""
    if page.session:
        page.accounts.sign_out(page.session.token_hash)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(
        cookie_name(page.settings), path="/", secure=is_https(page.settings), httponly=True
    )
    return answer


@pages.get("/", response_model=None)
def start(request: Request, page: Page) -> HTMLResponse | RedirectResponse:
    """Each person's own first page: the first link of their header, or the one request they were invited to."""
    links = links_for(page.actor, request.app.state.navigation) if page.actor else []
    if links and links[0].href != "/":
        return RedirectResponse(links[0].href, 303)
    for seat in page.actor.seats if page.actor else ():
        if seat.role is Role.INVITED:
            return RedirectResponse(f"/desk/requests/{seat.request_id}", 303)
    return page.show("start.html")
