"""What the reading process says: pieces of text under their page, and the sentence for what could not be read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

MOST_PAGES = 300
LOCKED = "The file is locked with a password."
MOST_SIGNS = 1_000_000


class UnreadableError(Exception):
    """The file, or what is left of it, cannot be read. The message is a sentence for whoever opens it."""


class FullError(UnreadableError):
    """As much was read as is ever read of one file."""


@dataclass(slots=True)
class Account:
    """What is written down, piece by piece, and how much there may be of it."""

    out: BinaryIO
    until: float
    signs: int = field(default=0, init=False)

    def pages(self, count: int, only: int | None) -> Iterator[int]:
        """The numbers of the pages to read, from 1; says how many there are and which are left out."""
        self.say({"pages": count})
        wanted = range(1, min(count, MOST_PAGES) + 1)
        for number in wanted if only is None else {only} & set(range(1, count + 1)):
            self.say({"page": number})
            yield number
        if only is None and count > MOST_PAGES:
            raise FullError(f"Only the first {MOST_PAGES} of {count} pages were read.")

    def paragraph(self, page: int, text: str, *, level: int = 0) -> None:
        """A paragraph, or a heading of a level from 1."""
        if kept := text.strip()[: MOST_SIGNS - self.signs]:
            self._piece({"page": page, "text": kept, "level": level}, len(text))

    def table(self, page: int, rows: list[list[str]]) -> None:
        """A table, row by row."""
        if any(cell.strip() for row in rows for cell in row):
            size = sum(len(cell) for row in rows for cell in row)
            self._piece({"page": page, "rows": rows}, size)

    def _piece(self, piece: dict[str, object], size: int) -> None:
        self.say(piece)
        self.signs += size
        if self.signs >= MOST_SIGNS:
            raise FullError(
                "Only the beginning was read: there is more text than is read of one file."
            )
        if time.monotonic() > self.until:
            raise FullError("Only the beginning was read: the rest takes too long.")

    def say(self, line: dict[str, object]) -> None:
        """Write one line, at once."""
        self.out.write(json.dumps(line).encode() + b"\n")
        self.out.flush()
