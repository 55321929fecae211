"""Plain text and CSV tables, in the encodings in which people send them."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from ehc_workflow.documents.reading.pieces import MOST_SIGNS, Account, FullError

_MOST_BYTES = 4 * MOST_SIGNS
_ROWS_AT_ONCE = 1000


def read_text(path: Path, account: Account, only: int | None) -> None:
    """Paragraphs as an empty line parts them."""
    account.say({"pages": 1})
    for paragraph in _decoded(path).split("\n\n"):
        account.paragraph(1, paragraph)
    _complain_of_length(path)


def read_csv(path: Path, account: Account, only: int | None) -> None:
    """Rows, so many at once that a list cut short is kept up to there."""
    account.say({"pages": 1})
    rows: list[list[str]] = []
    csv.field_size_limit(_MOST_BYTES)
    for row in csv.reader(io.StringIO(_decoded(path))):
        rows.append(row)
        if len(rows) == _ROWS_AT_ONCE:
            account.table(1, rows)
            rows = []
    account.table(1, rows)
    _complain_of_length(path)


def _decoded(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(_MOST_BYTES)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace").replace("\r\n", "\n")
    try:
        # The last sign may be cut in two, and that makes it no other encoding.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(raw)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n")


def _complain_of_length(path: Path) -> None:
    if path.stat().st_size > _MOST_BYTES:
        raise FullError("Only the beginning was read: there is more text than is read of one file.")
