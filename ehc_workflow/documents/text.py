"""The text of a stored file and pictures of its pages: always an answer, with a sentence for what could not be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ehc_workflow.documents.apart import run_apart


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that stand together. `level` is 1 and more for a heading, 0 for what is none."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, as they stand."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """A row a line, the cells parted by tabs."""
        return "\n".join("\t".join(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page, from 1; a file without pages is one."""

    number: int
    blocks: tuple[Paragraph | Table, ...]

    @property
    def text(self) -> str:
        """Its words alone."""
        return "\n\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class FileText:
    """What could be read of a file. `left_out` says in a sentence why not all was; it is empty when all was."""

    pages: tuple[PageText, ...]
    page_count: int
    left_out: str

    @property
    def text(self) -> str:
        """The words of all pages that were read."""
        return "\n\n".join(page.text for page in self.pages if page.blocks)

    @property
    def is_whole(self) -> bool:
        """Whether all was read. A scan may be whole and hold no text."""
        return not self.left_out

    @property
    def has_text(self) -> bool:
        """Whether there is a word in it. A scan has none, and nothing can be looked up in it."""
        return any(page.blocks for page in self.pages)


def text_of(path: Path, media_type: str, *, page: int | None = None) -> FileText:
    """Read the text of a stored file, or of one page of it: PDF, Word, OpenDocument text, plain text and CSV.

    It never raises for what a file holds. A file that is damaged, locked, larger than is read (300 pages, a million
    signs) or slow (8 seconds) gives what could be read, and `left_out` says the rest in a sentence. A PDF has
    its pages, also those without text; every other file is one page. The reading takes about a quarter of a second, so
    it is done for a file or two within a request and not for a list.
    """
    output, complaint = run_apart("text", media_type, path, page or 0)
    count, pages = 1, dict[int, list[Paragraph | Table]]()
    for line in _lines(output):
        if "pages" in line:
            count = line["pages"]
        else:
            pages.setdefault(line["page"], []).extend(_blocks(line))
    return FileText(
        tuple(PageText(number, tuple(blocks)) for number, blocks in sorted(pages.items())),
        count,
        complaint,
    )


def picture_of(path: Path, media_type: str, *, page: int = 1) -> bytes | None:
    """One page of a PDF, or a picture, as a PNG of at most 1,400 pixels a side; nothing where it cannot be drawn."""
    output, complaint = run_apart("picture", media_type, path, page)
    return None if complaint else output


def _lines(output: bytes) -> Iterator[dict[str, Any]]:
    """Every line that is whole: the last one may have been cut off."""
    for line in output.split(b"\n")[:-1]:
        yield json.loads(line)


def _blocks(line: dict[str, Any]) -> Iterator[Paragraph | Table]:
    """What a line says stands on its page; a page without text has a line that says nothing."""
    if "rows" in line:
        yield Table(tuple(tuple(row) for row in line["rows"]))
    elif "text" in line:
        yield Paragraph(line["text"], line["level"])
