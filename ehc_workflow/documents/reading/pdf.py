"""PDF by PDFium: the text of its pages, and one page as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from ehc_workflow.documents.reading.pieces import LOCKED, MOST_SIGNS, Account, UnreadableError

_REPLACED = {ord("\ufffe"): "-", ord("\x02"): "-", ord("\r"): None, ord("\0"): None}


@contextmanager
def _opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError(LOCKED) from error
        raise UnreadableError("The file is damaged.") from error
    try:
        yield document
    finally:
        document.close()


def read(path: Path, account: Account, only: int | None) -> None:
    """The text that each page holds. A scan holds none."""
    with _opened(path) as document:
        damaged = []
        for number in account.pages(len(document), only):
            try:
                account.paragraph(number, _text(document[number - 1]))
            except pypdfium2.PdfiumError:
                damaged.append(str(number))
        if damaged:
            raise UnreadableError(f"Pages that are damaged were not read: {', '.join(damaged)}.")


def _text(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    # A hyphen at the end of a line comes as a sign of PDFium's own.
    text: str = words.get_text_range(count=min(words.count_chars(), MOST_SIGNS))
    return text.translate(_REPLACED)


def draw(path: Path, page: int, side: int) -> Image.Image:
    """One page, its longer side `side` pixels long."""
    with _opened(path) as document:
        if not 1 <= page <= len(document):
            raise UnreadableError("There is no such page.")
        try:
            sheet = document[page - 1]
            scale = side / max(*sheet.get_size(), 1)
            drawn: Image.Image = sheet.render(scale=scale).to_pil()
        except pypdfium2.PdfiumError as error:
            raise UnreadableError("The page is damaged.") from error
        return drawn
