"""Files in a folder, each under the SHA-256 of its content: written once, whole or not at all, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ehc_workflow.documents.kinds import DocumentRefusedError, clean_name, media_type_of
from ehc_workflow.documents.locks import refuse_locked
from ehc_workflow.documents.storage import CHUNK, Taken, key_of, pieces_of
from ehc_workflow.domain.errors import NotFoundError

_STALE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of one installation. `most` is the size in bytes that one file may have."""

    path: Path
    most: int

    def take(self, name: str, source: BinaryIO) -> Taken:
        """Copy a file in and look at it, or refuse it with a sentence and leave nothing behind."""
        name = clean_name(name)
        incoming = self.path / "incoming"
        incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, place = tempfile.mkstemp(dir=incoming)
        _clear_stale(incoming, Path(place))
        try:
            with os.fdopen(number, "w+b") as file:
                sha256, size = self._copy(name, source, file)
                media_type = media_type_of(name, file)
                file.flush()
                os.fsync(file.fileno())
            refuse_locked(name, media_type, Path(place))
        except BaseException:
            Path(place).unlink()
            raise
        return Taken(Path(place), name, media_type, sha256, size)

    def _copy(self, name: str, source: BinaryIO, file: BinaryIO) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        source.seek(0)
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > self.most:
                raise DocumentRefusedError(
                    f"{name} is too large: {self.most // 1_000_000} MB is the most."
                )
            digest.update(chunk)
            file.write(chunk)
        if not size:
            raise DocumentRefusedError(f"{name} is empty.")
        file.flush()
        return digest.hexdigest(), size

    def keep(self, taken: Taken) -> None:
        """Put a file in its place. Linking never overwrites: the same content is there already, whole."""
        place = self._place(taken.sha256)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            os.link(taken.path, place)
        _flush(place.parent)

    def let_go(self, taken: Taken) -> None:
        """Forget the copy that came in, kept or not."""
        taken.path.unlink(missing_ok=True)

    def find(self, sha256: str) -> Path:
        """Where a file lies, or `NotFoundError`."""
        place = self._place(sha256)
        if not place.is_file():
            raise NotFoundError("The file is not in the document folder.")
        return place

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a file in pieces, or `NotFoundError` before the first."""
        return pieces_of(self.find(sha256))

    @contextmanager
    def at_hand(self, sha256: str) -> Iterator[Path]:
        """A file where it lies, or `NotFoundError`."""
        yield self.find(sha256)

    def drop(self, sha256: str) -> None:
        """Delete a file that no record names any more."""
        self._place(sha256).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        key = key_of(sha256)
        if key is None:
            raise NotFoundError("There is no such file.")
        return self.path / key


def _clear_stale(incoming: Path, newest: Path) -> None:
    """Delete what a killed process left behind: a file that came in a day before the newest one."""
    now = newest.stat().st_mtime
    for left in incoming.iterdir():
        with suppress(FileNotFoundError):
            if now - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()


def _flush(folder: Path) -> None:
    """A new name in a folder is safe from a power cut only when the folder itself is written."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
