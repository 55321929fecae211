"""A refusal on a page: the form again with what was typed and a summary on top, else a page of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Message

from api.pages.forms import AnotherRowError, Refusal, faults_of
from api.pages.page import PageContext
from api.problems import Problem
from api.security import local_path
from ehc_workflow.domain.errors import EhcError, NotSignedInError

OF_THIS_REQUEST = ("route", "endpoint", "path_params", "root_path", "app_root_path")


async def another_row(request: Request, error: Exception) -> Response:
    """Show the form once more with one row more, or the page that the person wants it on."""
    assert isinstance(error, AnotherRowError)
    refusal = Refusal(request.state.form, 200, more=error.group)
    return await _redraw(request, refusal, error.at) or RedirectResponse("/", 303)


async def page_problem(request: Request, error: Exception, problem: Problem) -> Response:
    """Tell a person: sign in first, look at the form again, or read why not."""
    form: FormData | None = getattr(request.state, "form", None)
    if isinstance(error, NotSignedInError) and request.url.path != "/sign-in":
        return _to_sign_in(request)
    if form is not None and isinstance(error, EhcError):
        refusal = Refusal(form, problem.kind.status, faults_of(error))
        if page := await _redraw(request, refusal):
            return page
    return _error_page(request, problem)


def _to_sign_in(request: Request) -> Response:
    url = request.url
    was = f"{url.path}?{url.query}" if url.query else url.path
    target = was if request.method == "GET" else _page_before(request)
    return RedirectResponse(f"/sign-in?next={quote(local_path(target), safe='')}", 303)


def _page_before(request: Request) -> str:
    """The page that a form was sent from: what is kept of it is shown there again."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.url.netloc:
        return "/"
    return f"{before.path}?{before.query}" if before.query else before.path


def _error_page(request: Request, problem: Problem) -> HTMLResponse:
    return PageContext(request).show("error.html", status=problem.kind.status, problem=problem)


async def _redraw(request: Request, refusal: Refusal, at: str = "") -> Response | None:
    """Draw the page the form was on, or the one named, with the facts as they are now and the refusal on top."""
    shown_at = at or str(refusal.form.get("_shown_at", ""))
    path, _, query = local_path(shown_at).partition("?")
    scope = {key: value for key, value in request.scope.items() if key not in OF_THIS_REQUEST}
    scope |= {
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "state": {**request.scope["state"], "refusal": refusal, "form": None},
    }
    answer = _Answer()
    try:
        await request.app.router(scope, _nothing_sent, answer.take)
    except HTTPException:  # there is no such page: the refusal gets one of its own
        return None
    return (
        HTMLResponse(bytes(answer.body), refusal.status)
        if refusal.shown and answer.status == 200
        else None
    )


async def _nothing_sent() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


class _Answer:
    """What the page sent, kept until its status can be put right."""

    def __init__(self) -> None:
        self.status = 0
        self.body = bytearray()

    async def take(self, message: Any) -> None:
        """Keep one message."""
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")
