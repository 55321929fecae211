"""PDFs that ask for a password: nobody here could read one, so it is refused before it is filed."""

from __future__ import annotations

import mmap
from pathlib import Path

from ehc_workflow.documents.kinds import DocumentRefusedError
from ehc_workflow.documents.reading.pieces import LOCKED
from ehc_workflow.documents.text import text_of

_PDF = "application/pdf"
_ENCRYPTED = b"/Encrypt"


def refuse_locked(name: str, media_type: str, path: Path) -> None:
    """Raise `DocumentRefusedError` for a PDF that opens with a password alone.

    Many PDFs are encrypted and open without one, so the library is asked; only of those that say they are encrypted.
    """
    if (
        media_type == _PDF
        and _says_encrypted(path)
        and text_of(path, _PDF, page=1).left_out == LOCKED
    ):
        raise DocumentRefusedError(
            f"{name} is locked with a password. Save it without the password, and send that."
        )


def _says_encrypted(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_ENCRYPTED) >= 0
