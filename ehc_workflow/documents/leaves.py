"""A file as somebody looks at it, leaf by leaf: a page of a PDF, or so much of another text as a page shows well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ehc_workflow.documents.text import Paragraph, Table, text_of
from ehc_workflow.domain.errors import NotFoundError

_PDF = "application/pdf"
_PICTURES = frozenset({"image/png", "image/jpeg"})
_MOST_BLOCKS = 120
_MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of a file: which of how many, what it says, and why that may not be all."""

    number: int
    count: int
    blocks: tuple[Paragraph | Table, ...]
    left_out: str
    is_drawn: bool


def leaf_of(path: Path, media_type: str, number: int) -> Leaf:
    """One leaf, from 1, or `NotFoundError`. Of a PDF no other page is read, however many there are."""
    read = text_of(path, media_type, page=number)
    blocks = [block for page in read.pages for block in page.blocks]
    count = read.page_count
    if media_type != _PDF:
        parts = list(_parts(blocks))
        count = max(1, len(parts))
        blocks = parts[number - 1] if 0 < number <= len(parts) else []
    if not 1 <= number <= count:
        raise NotFoundError("There is no such page in this document.")
    opens = bool(blocks) or not read.left_out
    is_drawn = media_type in _PICTURES or (media_type == _PDF and opens)
    return Leaf(number, count, tuple(blocks), read.left_out, is_drawn)


def _parts(blocks: Iterable[Paragraph | Table]) -> Iterator[list[Paragraph | Table]]:
    part: list[Paragraph | Table] = []
    weight = 0
    for block in _short(blocks):
        part.append(block)
        weight += len(block.rows) if isinstance(block, Table) else 1
        if weight >= _MOST_BLOCKS:
            yield part
            part, weight = [], 0
    if part:
        yield part


def _short(blocks: Iterable[Paragraph | Table]) -> Iterator[Paragraph | Table]:
    """Long tables in pieces that a page shows well."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        for start in range(0, len(block.rows), _MOST_ROWS):
            yield Table(block.rows[start : start + _MOST_ROWS])
