"""The web program on a port of this machine, for a real browser to look at."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

SECONDS_TO_START = 20


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve until the block ends; gives the address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + SECONDS_TO_START
    while not server.started:
        assert time.monotonic() < until, "The server did not start."
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(SECONDS_TO_START)
