"""A stand-in for GOV.UK Notify that speaks its HTTP contract: it checks the token and answers as it is told to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import jwt
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from tests.support.serving import serving

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"made_up-{SERVICE}-{SECRET}"
RECIPIENTS = {"email": "email_address", "sms": "phone_number", "letter": None}


def problem(status: int, kind: str, message: str) -> JSONResponse:
    """An error as Notify words it."""
    told = {"status_code": status, "errors": [{"error": kind, "message": message}]}
    return JSONResponse(told, status)


@dataclass
class NotifyFake:
    """What arrived, what the next answers are, and what each notification's status is."""

    base_url: str = ""
    arrived: list[dict[str, Any]] = field(default_factory=list)
    answers: list[JSONResponse] = field(default_factory=list)
    always: JSONResponse | None = None
    seconds: float = 0
    break_after: int | None = None
    asked: int = 0
    statuses: dict[str, str] = field(default_factory=dict)

    def app(self) -> FastAPI:
        """The part of its API that we use."""
        app = FastAPI()

        @app.post("/v2/notifications/{kind}")
        async def send(kind: str, request: Request) -> JSONResponse:
            self.asked += 1
            time.sleep(self.seconds)
            if refused := _not_ours(request) or self._told_to():
                return refused
            sent = await request.json()
            named = RECIPIENTS[kind]
            if named is not None and not sent.get(named):
                return problem(400, "ValidationError", f"{named} is a required property")
            if kind == "letter" and "address_line_3" not in sent["personalisation"]:
                return problem(400, "ValidationError", "Address must be at least 3 lines")
            id_ = str(uuid4())
            made = f"2026-03-16T06:00:00.{len(self.arrived):06}Z"
            self.arrived.append({**sent, "kind": kind, "id": id_, "created_at": made})
            self.statuses[id_] = "created"
            return JSONResponse({"id": id_, "reference": sent.get("reference")}, 201)

        @app.get("/v2/notifications")
        def look(request: Request, reference: str) -> JSONResponse:
            if refused := _not_ours(request) or self._told_to():
                return refused
            found = [
                {
                    "id": each["id"],
                    "reference": reference,
                    "status": self.statuses[each["id"]],
                    "email_address": each.get("email_address"),
                    "phone_number": each.get("phone_number"),
                    "line_1": each["personalisation"].get("address_line_1"),
                    "created_at": each["created_at"],
                }
                for each in reversed(self.arrived)
                if each["reference"] == reference
            ]
            return JSONResponse({"notifications": found, "links": {}})

        return app

    def _told_to(self) -> JSONResponse | None:
        """The answer that a test wants, if it wants another than the real one."""
        if self.answers:
            return self.answers.pop(0)
        if self.break_after is not None and len(self.arrived) >= self.break_after:
            return problem(500, "Exception", "Internal server error")
        return self.always


def _not_ours(request: Request) -> JSONResponse | None:
    """A token that is not signed with our key, not of this service or too old."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
    except jwt.PyJWTError:
        return problem(403, "AuthError", "Invalid token: signature, api token is not valid")
    if claims.get("iss") != SERVICE or abs(time.time() - claims.get("iat", 0)) > 30:
        return problem(
            403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"
        )
    return None


@contextmanager
def notify_fake() -> Iterator[NotifyFake]:
    """One that runs."""
    fake = NotifyFake()
    with serving(fake.app()) as address:
        fake.base_url = address
        yield fake
