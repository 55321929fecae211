"""The virus scanner's door: a file is shown to clamd before it is taken, and waits where the scanner gives no answer.

Spoken here and not through a library: the one kept up is under a licence that would bind the whole program, and neither
ends a conversation that the scanner drags out.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ehc_workflow.documents.storage import pieces_of
from ehc_workflow.domain.papers import Scan

_SECONDS = 60.0
_LONGEST_ANSWER = 4096
_CLEAN = "stream: OK"
_FOUND = " FOUND"


@dataclass(frozen=True, slots=True)
class Scanner:
    """A clamd at `unix:/path` or `host:port`; an empty address is none."""

    address: str
    seconds: float = _SECONDS

    def look_at(self, path: Path) -> Scan:
        """What the scanner says of a file. One that is away, slow, or answers what nobody expects has said nothing."""
        return self.look_through(pieces_of(path))

    def look_through(self, chunks: Iterable[bytes]) -> Scan:
        """The same of what is at hand in pieces, none of them empty."""
        if not self.address:
            return Scan.UNSCANNED
        try:
            answer = self._ask(chunks)
        except OSError:
            return Scan.WAITING
        if answer == _CLEAN:
            return Scan.CLEAN
        return Scan.INFECTED if answer.endswith(_FOUND) else Scan.WAITING

    def _ask(self, chunks: Iterable[bytes]) -> str:
        """Send a file in pieces, each with its length before it, and give the one line that comes back."""
        until = time.monotonic() + self.seconds
        with self._connected() as line:
            _say(line, b"zINSTREAM\0", until)
            for chunk in chunks:
                _say(line, len(chunk).to_bytes(4, "big") + chunk, until)
            _say(line, bytes(4), until)
            return _hear(line, until)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        kind, _, rest = self.address.partition(":")
        if kind == "unix":
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(self.seconds)
                line.connect(rest)
                yield line
        else:
            host, _, port = self.address.rpartition(":")
            with socket.create_connection((host, int(port)), timeout=self.seconds) as line:
                yield line


def _say(line: socket.socket, what: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(what)


def _hear(line: socket.socket, until: float) -> str:
    heard = b""
    while len(heard) < _LONGEST_ANSWER:
        line.settimeout(_left(until))
        piece = line.recv(_LONGEST_ANSWER)
        heard += piece
        if not piece or b"\0" in piece:
            break
    return heard.partition(b"\0")[0].decode(errors="replace").strip()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
