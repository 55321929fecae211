"""A way to the database that can be cut: it takes what is sent and passes nothing on, as a broken network does."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

LARGEST = 65_536


class Line:
    """A listener on this machine that passes bytes on to a PostgreSQL server's socket, until it is cut.

    `cut_after` counts what clients send, by pieces: the line is cut while that one is on its way.
    """

    def __init__(self, url: str, *, cut_after: int) -> None:
        """Listen; `url` is the server's own address, by a socket in a folder."""
        self._to = make_url(url)
        self._left = cut_after
        self._whole = threading.Event()
        self._whole.set()
        self.was_cut = threading.Event()
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self._start(self._take)

    @property
    def url(self) -> str:
        """The same database, by way of this line."""
        port = self._door.getsockname()[1]
        through = self._to.set(host="127.0.0.1", port=port, query={})
        return through.render_as_string(hide_password=False)

    def mend(self) -> None:
        """Pass on again, what was held back first; it is not cut again."""
        self._left = -1
        self._whole.set()

    def drop(self) -> None:
        """Forget every conversation, as a network that comes back after long does, and take new ones."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.mend()

    def close(self) -> None:
        """End it all."""
        self._door.close()
        self.drop()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(Path(str(self._to.query["host"])) / ".s.PGSQL.5432"))
                self._ends += (client, server)
                self._start(self._pass_on, client, server, True)
                self._start(self._pass_on, server, client, False)

    def _pass_on(self, source: socket.socket, sink: socket.socket, from_client: bool) -> None:
        with suppress(OSError):
            while data := source.recv(LARGEST):
                if from_client:
                    self._count()
                self._whole.wait()
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._whole.clear()
            self.was_cut.set()

    def _start(self, run, *given: object) -> None:  # type: ignore[no-untyped-def]  # any of the loops above
        threading.Thread(target=run, args=given, daemon=True).start()
