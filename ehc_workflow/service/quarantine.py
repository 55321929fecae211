"""Files that came while the virus scanner gave no answer are shown to it again; nobody opens them before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.papers import Scan
from ehc_workflow.service.documents import Documents
from ehc_workflow.store import documents as records

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Rescanned:
    """How many contents were found clean, and in how many a virus was found."""

    clean: int
    infected: int


def scan_waiting(
    documents: Documents, now: datetime, *, goes_on: Callable[[], bool] = lambda: True
) -> Rescanned:
    """Show the scanner what waits, each content once; stop at the first that it has no answer to."""
    with documents.database.reading() as connection:
        waiting = records.to_scan(connection, _AT_ONCE)
    said: list[Scan] = []
    for sha256 in waiting:
        if not goes_on():
            break
        with suppress(NotFoundError):  # whoever sent it has taken it back meanwhile
            with documents.storage.at_hand(sha256) as path:
                scan = documents.scanner.look_at(path)
            if scan is Scan.WAITING:
                break
            documents.note_scan(sha256, scan, now=now)
            said.append(scan)
    return Rescanned(said.count(Scan.CLEAN), said.count(Scan.INFECTED))
