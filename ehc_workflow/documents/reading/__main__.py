"""The process that reads one file and ends. It holds no secret, and may use little time and memory."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from ehc_workflow.documents.reading import drawing, packed, pdf, plain
from ehc_workflow.documents.reading.pieces import Account, UnreadableError

SECONDS = 8
SIDE = 1400
_MOST_MEMORY = 2_000_000_000
_MOST_OUTPUT = 50_000_000
_CANNOT = 1

_READERS = {
    "application/pdf": pdf.read,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": packed.read_word,
    "application/vnd.oasis.opendocument.text": packed.read_odt,
    "text/plain": plain.read_text,
    "text/csv": plain.read_csv,
}


def main(what: str, media_type: str, place: str, page: str) -> int:
    """Read or draw; 0 means that all of it was."""
    _limit()
    only = int(page) or None
    try:
        if what == "picture":
            drawing.draw(Path(place), media_type, int(page), SIDE, sys.stdout.buffer)
        else:
            _read(media_type, Path(place), only)
    except UnreadableError as error:
        _say(str(error))
        return _CANNOT
    except Exception:
        # What a made-up file makes a library do cannot be foreseen; the file is named by whoever asked.
        _say("The file is damaged.")
        return _CANNOT
    return 0


def _read(media_type: str, path: Path, only: int | None) -> None:
    reader = _READERS.get(media_type)
    if reader is None:
        raise UnreadableError("It is a picture: no text is read from it.")
    reader(path, Account(sys.stdout.buffer, time.monotonic() + SECONDS), only)


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, _MOST_MEMORY),
        (resource.RLIMIT_CPU, SECONDS + 2),
        (resource.RLIMIT_FSIZE, _MOST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _say(why: str) -> None:
    sys.stderr.write(why)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
