"""A scanner made for tests: it speaks as clamd does, finds one mark of our own, and hangs or babbles when told to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

MARK = b"INVENTED-VIRUS-FOR-TESTS"
FOUND = b"stream: Invented.Test FOUND\0"
CLEAN = b"stream: OK\0"


@dataclass
class FakeClamd:
    """Where it listens, what it was shown, and what it says: `answer` None says nothing at all."""

    address: str
    door: socket.socket
    answer: bytes | None
    by_content: bool
    drips: bool = False
    heard: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def serve(self) -> None:
        while not self.over.is_set():
            with suppress(OSError):
                line, _ = self.door.accept()
                with line:
                    line.settimeout(5)
                    self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        file = line.makefile("rb")
        assert file.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(file.read(4), "big"):
            content += file.read(size)
        self.heard.append(content)
        self._answer(line, FOUND if MARK in content else CLEAN)

    def _answer(self, line: socket.socket, honest: bytes) -> None:
        said = honest if self.by_content else self.answer
        if said is None:
            self.over.wait(5)
        elif self.drips:
            for sign in said:
                line.sendall(bytes([sign]))
                if self.over.wait(0.02):
                    return
        else:
            line.sendall(said)


@contextmanager
def clamd(
    folder: Path | None, answer: bytes | None = CLEAN, *, drips: bool = False
) -> Iterator[FakeClamd]:
    """A scanner on a socket in `folder`, or on 127.0.0.1; with the usual answer it looks for the mark."""
    door = socket.socket(socket.AF_UNIX if folder else socket.AF_INET)
    if folder:
        door.bind(str(folder / "clamd.ctl"))
        address = f"unix:{folder / 'clamd.ctl'}"
    else:
        door.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{door.getsockname()[1]}"
    door.listen()
    door.settimeout(0.1)
    fake = FakeClamd(address, door, answer, by_content=answer == CLEAN, drips=drips)
    thread = threading.Thread(target=fake.serve)
    thread.start()
    try:
        yield fake
    finally:
        fake.over.set()
        thread.join()
        door.close()
