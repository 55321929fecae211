"""The doors: sign-in for every route, forms from our own pages only, strict headers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from urllib.parse import urlsplit

from fastapi import Request
from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import CrossSiteError, TooLargeError
from ehc_workflow.clock import Clock
from ehc_workflow.domain.errors import NotSignedInError
from ehc_workflow.service.accounts import Accounts, is_due_again
from ehc_workflow.settings import Settings

DOORS = frozenset({"/sign-in", "/invited/{token}", "/invited/{token}/code"})
"""Where people come in: by a password, or by a one-time link and its code."""
FEED = "/feeds/{token}.ics"
"""What a calendar program reads: its address is its key."""
PUBLIC = DOORS | {FEED, "/healthz", "/readyz", "/metrics", "/openapi.json"}
"""Routes that need no sign-in. Everything else does, whether or not its author thought of it."""

CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})
HIDDEN_TOKEN = "_csrf"
MOST_FILES = 20
ROOM_FOR_FIELDS = 1_000_000
BARE_PAGE = (
    '{% extends "govuk_frontend_jinja/template.html" %}'
    "{% block header %}{% endblock %}{% block footer %}{% endblock %}"
)
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def cookie_name(settings: Settings) -> str:
    """`__Host-` ties the cookie to this host and to https; a demonstration on this machine has no https."""
    return "__Host-sid" if is_https(settings) else "sid"


def is_https(settings: Settings) -> bool:
    """Whether people reach the pages by https."""
    return settings.address.startswith("https://")


def is_for_programs(request: Request) -> bool:
    """Whether a program asked, which wants JSON, and not a person, who wants a page."""
    path = request.url.path
    return path.startswith(("/api/", "/feeds/")) or path in PUBLIC - DOORS


async def guard(request: Request) -> None:
    """Stand before every route: find out who asks, refuse who is not signed in or was sent by another site."""
    state = request.app.state
    request.state.session = None
    request.state.actor = None
    if (
        request.scope["route"].path != FEED
    ):  # its address is its key: no session and no token is looked at
        await _recognise(request, state.accounts, state.clock)
    if request.state.actor is None and request.scope["route"].path not in PUBLIC:
        raise NotSignedInError
    if request.method not in CHANGES_NOTHING:
        await _refuse_cross_site(request)


async def _recognise(request: Request, accounts: Accounts, clock: Clock) -> None:
    # Looking a token up is one indexed read, quicker than the way to another thread and back;
    # noting its use writes, and may wait for another writer, so that goes to a thread.
    now, today = clock.now(), clock.today()
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        key = accounts.key(bearer.strip(), today=today)
        if key is None:
            raise NotSignedInError("This token does not hold.")
        request.state.actor = key.actor
        if is_due_again(key.last_used_at, now):
            await run_in_threadpool(accounts.see_key, key.token_hash, now=now)
    elif cookie := request.cookies.get(cookie_name(request.app.state.settings)):
        session = accounts.session(cookie, now=now, today=today)
        if session is None:
            return
        request.state.session = session
        request.state.actor = session.actor
        if is_due_again(session.last_seen_at, now):
            await run_in_threadpool(accounts.see_session, session.token_hash, now=now)


async def _refuse_cross_site(request: Request) -> None:
    """A browser sends the cookie along for any site; a token it sends for none, so a token needs no check."""
    if request.state.actor is not None and request.state.session is None:
        return
    if not _is_same_origin(request):
        raise CrossSiteError
    if is_for_programs(request):
        return
    try:
        # A field has no limit of its own below the body's: a paste that is too long is refused beside its field.
        request.state.form = await request.form(
            max_files=MOST_FILES,
            max_part_size=request.app.state.settings.max_upload_bytes + ROOM_FOR_FIELDS,
        )
    except HTTPException:
        _refuse_too_large(request)
        raise
    _refuse_too_large(request)
    session = request.state.session
    if session is not None and not _holds(request.state.form, session.csrf_token):
        raise CrossSiteError


def _refuse_too_large(request: Request) -> None:
    if error := getattr(request.state, "too_large", None):
        raise error


def _is_same_origin(request: Request) -> bool:
    """What the browser itself says of where the request came from; a page's script cannot forge it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host")


def _holds(form: FormData, token: str) -> bool:
    sent = form.get(HIDDEN_TOKEN)
    return isinstance(sent, str) and hmac.compare_digest(sent.encode(), token.encode())


def local_path(path: str | None) -> str:
    """A path within this service, or its start: what a link says may lead anywhere."""
    if (
        not path
        or not path.startswith("/")
        or re.match(r"/[/\\]", path)
        or re.search(r"[\x00-\x20\\]", path)
    ):
        return "/"
    parts = urlsplit(path)
    return "/" if parts.scheme or parts.netloc else path


def content_security_policy(templates: Environment) -> str:
    """No code but our own files and the layout's one line, which is named by its hash."""
    source = templates.from_string(BARE_PAGE).render()
    lines = INLINE_SCRIPT.findall(source)
    hashes = [base64.b64encode(hashlib.sha256(line.encode()).digest()).decode() for line in lines]
    scripts = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'none'; script-src 'self' {scripts}; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


class Headers:
    """What every answer says about how it may be used."""

    def __init__(self, app: ASGIApp, *, policy: str, https: bool) -> None:
        self.app = app
        self.always = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
        if https:
            self.always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers; what may hold a child's data is kept in no cache."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.always.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, sending)


class BodyLimit:
    """Refuse a body that is too large, after it has come: a browser that is cut off shows no answer.

    A form's fields come before its files: what of it fitted is still read, so that what was typed is not lost.
    """

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self.app = app
        self.told = most
        self.most = most + ROOM_FOR_FIELDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes in; when all is done, let go of the files that came with a form."""
        try:
            await self.app(scope, self._counting(scope, receive), send)
        finally:
            if form := scope.get("state", {}).get("form"):
                await form.close()

    def _counting(self, scope: Scope, receive: Receive) -> Receive:
        total = 0

        async def counted() -> Message:
            nonlocal total
            message = await receive()
            room = self.most - total
            fits = message.get("body", b"")[:room]
            total += len(message.get("body", b""))
            if total <= self.most:
                return message
            while message.get("more_body") and total < 4 * self.most:
                message = await receive()
                total += len(message.get("body", b""))
            error = TooLargeError(
                f"What you sent is too large: {self.told // 1_000_000} MB is the most."
            )
            if scope["path"].startswith("/api/"):
                raise error
            scope["state"]["too_large"] = error
            return {"type": "http.request", "body": fits + _end_of(scope), "more_body": False}

        return counted


def _end_of(scope: Scope) -> bytes:
    """How a body in parts ends, so that one that was cut off can be read as far as it came."""
    kind = MutableHeaders(scope=scope).get("content-type", "")
    found = re.search(r'boundary="?([^";]+)', kind)
    return f"\r\n--{found[1]}--\r\n".encode() if found else b""
