"""Seeing inside: a number for every request, one log line and one measurement, and a way out for the unexpected."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Awaitable, Callable
from uuid import uuid4

import structlog
from fastapi import Request
from prometheus_client import CollectorRegistry, Histogram
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
log = structlog.get_logger("ehc.web")


class Measures:
    """What the web shell measures of itself; its registry is what `/metrics` tells."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "ehc_http_request_seconds",
            "Time to answer a request",
            ["method", "route", "code"],
            registry=self.registry,
        )


class Watch:
    """The outermost layer: nothing leaves without its number, nothing fails without a line in the log."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        measures: Measures,
        tell_all: bool,
        unexpected: Callable[[Request, Exception], Awaitable[Response]],
    ) -> None:
        """`tell_all` puts the error's own words in the log: where all data is invented."""
        self.app = app
        self.measures = measures
        self.tell_all = tell_all
        self.unexpected = unexpected

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and watch what becomes of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        request.state.reference = _reference(request)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request.state.reference
            await send(message)

        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.state.reference)
        began = time.perf_counter()
        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            self._log_error(error)
            if not status:
                response = await self.unexpected(request, error)
                await response(scope, receive, sending)
        finally:
            if form := getattr(request.state, "form", None):
                await form.close()
            self._note(request, status, time.perf_counter() - began)

    def _note(self, request: Request, status: int, seconds: float) -> None:
        route = route_name(request)
        self.measures.seconds.labels(request.method, route, str(status)).observe(seconds)
        log.info(
            "answered",
            method=request.method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
        )

    def _log_error(self, error: Exception) -> None:
        # An error's own words may quote what somebody typed, so only its kind and place are kept.
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        told = {"exc_info": error} if self.tell_all else {"where": where}
        log.error("unexpected", error=type(error).__name__, **told)


def _reference(request: Request) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if GIVEN_ID.fullmatch(given) else uuid4().hex


def route_name(request: Request) -> str:
    """The route's pattern: the path itself would make a measure for every case."""
    return getattr(request.scope.get("route"), "path", "none")
