"""Another system that is told by webhook: it checks the signature as its specification says, and fails at will."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from tests.support.serving import serving


@dataclass
class Receiver:
    """What arrived, once for each id, and what the next answers are."""

    address: str = ""
    secret: str = ""
    seen: dict[str, Any] = field(default_factory=dict)
    repeats: int = 0
    forged: int = 0
    answers: list[Response] = field(default_factory=list)
    always: Response | None = None
    seconds: float = 0

    def app(self) -> FastAPI:
        """The other system."""
        app = FastAPI()

        @app.post("/ehc")
        async def take(request: Request) -> Response:
            time.sleep(self.seconds)
            body = await request.body()
            if not self._is_ours(request, body):
                self.forged += 1
                return Response(status_code=401)
            if self.answers:
                return self.answers.pop(0)
            if self.always is not None:
                return self.always
            key = request.headers["webhook-id"]
            self.repeats += key in self.seen
            self.seen[key] = await request.json()
            return Response(status_code=204)

        return app

    def _is_ours(self, request: Request, body: bytes) -> bool:
        head = request.headers
        signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return hmac.compare_digest(head["webhook-signature"], f"v1,{wanted}")


@contextmanager
def receiver() -> Iterator[Receiver]:
    """One that runs."""
    found = Receiver()
    with serving(found.app()) as address:
        found.address = f"{address}/ehc"
        yield found
