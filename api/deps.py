"""What a route asks for: who calls, a way to run a command, and a way to read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack
from datetime import date
from typing import Annotated, Protocol
from uuid import NAMESPACE_URL, uuid5

from fastapi import Depends, Request
from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.commands import Command
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.execute import execute
from ehc_workflow.store.counting import policy_as_known
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.rows import Rows


def _caller(request: Request) -> Actor:
    actor: Actor = request.state.actor
    return actor


Caller = Annotated[Actor, Depends(_caller)]


class Run(Protocol):
    """Carries out one command for the caller."""

    def __call__(
        self, command: Command, *, key: str | None = None, expected_version: int | None = None
    ) -> Case:
        """Run it; `key` and `expected_version` are those of the request unless given."""


def _run(request: Request, actor: Caller) -> Run:
    state = request.app.state
    request_key, request_version = _key(request), _version(request)
    ran = 0

    def run(
        command: Command, *, key: str | None = None, expected_version: int | None = None
    ) -> Case:
        nonlocal ran
        ran += 1
        # A request that runs two commands must not have the second taken for a repeat of the first,
        # nor refused because the first has changed the case.
        its_key = request_key and (request_key if ran == 1 else f"{request_key}/{ran}")
        its_version = request_version if ran == 1 else None
        return execute(
            command,
            database=state.database,
            actor=actor,
            now=state.clock.now(),
            today=state.clock.today(),
            key=key or its_key,
            expected_version=expected_version if expected_version is not None else its_version,
            press=state.press,
        )

    return run


Execute = Annotated[Run, Depends(_run)]


def _key(request: Request) -> str | None:
    form = getattr(request.state, "form", None)
    given = form.get("_key") if form is not None else request.headers.get("Idempotency-Key")
    return str(given) if given else None


def _new_case_id(request: Request, actor: Caller) -> str:
    """The id of a case about to be opened: the same for the same key, or a form sent twice would open two."""
    key = _key(request)
    return str(uuid5(NAMESPACE_URL, f"{actor.id}/{key}")) if key else new_id()


NewCaseId = Annotated[str, Depends(_new_case_id)]


def _version(request: Request) -> int | None:
    """The version the caller saw: in a form's hidden field, or in `If-Match` as `"7"`."""
    form = getattr(request.state, "form", None)
    given = form.get("_version") if form is not None else request.headers.get("If-Match")
    text = str(given or "").strip().removeprefix("W/").strip('"')
    if not text or text == "*":
        return None
    if not text.isdecimal():
        raise ImpossibleFactsError(
            Impossible("/If-Match", 'If-Match must be the ETag of the case, like "7".')
        )
    return int(text)


class ReadContext:
    """Reading on behalf of one person. The connection is opened when it is first asked for."""

    def __init__(self, database: Database, actor: Actor, today: date) -> None:
        self.actor = actor
        self.today = today
        self._database = database
        self._open = ExitStack()
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """A connection that can only read, outside any transaction."""
        if self._connection is None:
            self._connection = self._open.enter_context(self._database.reading())
        return self._connection

    @property
    def policy(self) -> Policy:
        """What dates are counted by."""
        return self._database.counting.policy(Rows(self.connection))

    def policy_on(self, day: date) -> Policy:
        """What dates were counted by at the end of a past day."""
        return policy_as_known(Rows(self.connection), day)

    def close(self) -> None:
        """Give the connection back."""
        self._open.close()


async def _reads(request: Request, actor: Caller) -> AsyncIterator[ReadContext]:
    state = request.app.state
    reads = ReadContext(state.database, actor, state.clock.today())
    request.state.reads = reads
    try:
        yield reads
    finally:
        request.state.reads = None
        reads.close()


Reads = Annotated[ReadContext, Depends(_reads, scope="function")]
