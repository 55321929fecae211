"""What every place for files can do, a folder or a bucket: the same file is kept once, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from ehc_workflow.domain.errors import EhcError

CHUNK = 1_000_000


class StorageAwayError(EhcError):
    """The document storage does not answer. Nothing was changed: try again in a minute."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was found good and lies safe on the disk, not yet in its place."""

    path: Path
    name: str
    media_type: str
    sha256: str
    size: int


class Storage(Protocol):
    """Keeps files under the SHA-256 of their content."""

    def take(self, name: str, source: BinaryIO) -> Taken:
        """Copy a file in and look at it, or refuse it with a sentence and leave nothing behind."""

    def keep(self, taken: Taken) -> None:
        """Put a file in its place, where the same content may lie already."""

    def let_go(self, taken: Taken) -> None:
        """Forget the copy that came in, kept or not."""

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a file in pieces, or `NotFoundError` before the first."""

    def at_hand(self, sha256: str) -> AbstractContextManager[Path]:
        """A file on this machine's disk for as long as it is read, or `NotFoundError`."""

    def drop(self, sha256: str) -> None:
        """Delete a file that no record names any more."""


def pieces_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file on this machine's disk, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def key_of(sha256: str) -> str | None:
    """Where a file lies within its place; nothing for what is no SHA-256 and might lead elsewhere."""
    is_digest = len(sha256) == _DIGEST and set(sha256) <= _HEX
    return f"{sha256[:2]}/{sha256}" if is_digest else None


_DIGEST = 64
_HEX = frozenset("0123456789abcdef")
