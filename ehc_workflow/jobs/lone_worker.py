"""One worker on SQLite: a file has one writer, so a second worker would only stand in the way of the pages."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from ehc_workflow.domain.errors import EhcError


class AnotherWorkerError(EhcError):
    """A worker is at work on this SQLite file already, and it takes one. To run several, move to PostgreSQL."""


@contextmanager
def lone_worker(url: str) -> Iterator[None]:
    """Be the only worker on an SQLite file while the block lasts; on PostgreSQL any number may be.

    The system lets go of the lock when a process dies, however it dies. AnotherWorkerError: somebody else has it.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        yield
        return
    with Path(f"{parsed.database}.worker").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherWorkerError from None
        yield
