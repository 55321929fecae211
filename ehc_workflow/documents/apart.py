"""Starts the process that reads one file from outside, and ends it when its time is over."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

SECONDS = 12
_AT_ONCE = threading.BoundedSemaphore(4)
CUT_OFF = "Only a part was read: the rest takes too long, or is damaged."


def run_apart(what: str, media_type: str, path: Path, page: int) -> tuple[bytes, str]:
    """What the process wrote, and its sentence where it could not write all: see `reading`."""
    command = [sys.executable, "-I", "-W", "ignore", "-m", "ehc_workflow.documents.reading"]
    command += [what, media_type, str(path.absolute()), str(page)]
    with _AT_ONCE, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        code = _run(command, out.fileno(), complaints.fileno())
        out.seek(0)
        complaints.seek(0)
        said = complaints.read(1000).decode(errors="replace")
        output = out.read()
    if code == 0:
        return output, ""
    return output, said if code == 1 and said.endswith(".") else CUT_OFF


def _run(command: list[str], out: int, complaints: int) -> int | None:
    try:
        # No environment: what reads a file from outside is told no password and no address.
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=complaints,
            env={},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode
