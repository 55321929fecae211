"""Which files are taken: an allow-list of extensions, and for each what the content itself must show.

Neither the name nor what the browser says of a file is believed. Office files that carry macros are refused: they would
run on the machine of whoever opens them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import puremagic

from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError

LONGEST_NAME = 150
_HEAD = 4096
_TYPES_FILE = "[Content_Types].xml"
_MOST_TYPES = 1_000_000
_MOST_UNPACKED = 300_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old Office files begin, and new ones that are locked with a password."""
_NO_PLAIN_TEXT = frozenset({".html", ".htm", ".xml", ".svg", ".rtf", ".pdf", ".exe", ".docx"})


class DocumentRefusedError(ImpossibleFactsError):
    """This file cannot be taken."""

    def __init__(self, says: str, *, pointer: str = "/files") -> None:
        """`says` names the file and what to do."""
        super().__init__(Impossible(pointer, says))


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file that is taken."""

    says: str
    media_type: str
    fits: Callable[[BinaryIO], bool]


def clean_name(name: str) -> str:
    """The name a file was sent under, without folders and signs that do not print; never used as a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    stem, dot, extension = shown.rpartition(".")
    if not dot:
        return shown[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"


def media_type_of(name: str, file: BinaryIO) -> str:
    """The media type, where name and content agree; else `DocumentRefusedError` with a sentence."""
    extension = PurePosixPath(name).suffix.lower()
    kind = KINDS.get(extension)
    if kind is None:
        raise DocumentRefusedError(
            f"{name}: files of this kind are not taken. Send {TAKEN_IN_WORDS}."
        )
    if extension in _OFFICE:
        _refuse_locked_or_vast(name, file)
    file.seek(0)
    if not kind.fits(file):
        raise DocumentRefusedError(
            f"{name} is not {kind.says}, or it holds macros. "
            f"Open it, save it as {TAKEN_IN_WORDS}, and send that."
            if extension in _OFFICE
            else f"{name} is not {kind.says}: its content is something else. "
            f"Open it, save it as {TAKEN_IN_WORDS}, and send that."
        )
    return kind.media_type


def _refuse_locked_or_vast(name: str, file: BinaryIO) -> None:
    """Refuse an Office file that nobody here could open, or that would fill the disk of whoever did."""
    file.seek(0)
    if file.read(len(_OLD_OFFICE)) == _OLD_OFFICE:
        raise DocumentRefusedError(
            f"{name} is locked with a password, or is an old Word file. "
            "Save it as .docx without the password, and send that."
        )
    file.seek(0)
    with suppress(zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        unpacked = sum(each.file_size for each in zipfile.ZipFile(file).infolist())
        if unpacked > _MOST_UNPACKED:
            raise DocumentRefusedError(
                f"{name} would unfold to {unpacked // 1_000_000} MB, which no report does. "
                "Save it as a PDF, and send that."
            )


def _sniffed(head: bytes) -> frozenset[str]:
    """Every extension that the first bytes could stand for; none where they are plain text."""
    try:
        return frozenset(match.extension for match in puremagic.magic_string(head))
    except (puremagic.PureError, ValueError):
        return frozenset()


def _shows(*extensions: str) -> Callable[[BinaryIO], bool]:
    def fits(file: BinaryIO) -> bool:
        return bool(_sniffed(file.read(_HEAD)) & set(extensions))

    return fits


def _is_docx(file: BinaryIO) -> bool:
    """A Word file says in its table of contents what it is; one with macros says that too, and carries them."""
    names = _names_in_zip(file)
    if "word/document.xml" not in names or _TYPES_FILE not in names:
        return False
    types = _read_in_zip(file, _TYPES_FILE).lower()
    return b"macroenabled" not in types and not any("vbaproject" in name.lower() for name in names)


def _is_odt(file: BinaryIO) -> bool:
    names = _names_in_zip(file)
    if "mimetype" not in names or "content.xml" not in names:
        return False
    is_text = _read_in_zip(file, "mimetype").strip() == b"application/vnd.oasis.opendocument.text"
    return is_text and not any(name.startswith(("Basic/", "Scripts/")) for name in names)


def _names_in_zip(file: BinaryIO) -> frozenset[str]:
    if ".docx" not in _sniffed(file.read(_HEAD)):
        return frozenset()
    try:
        with zipfile.ZipFile(file) as packed:
            return frozenset(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()


def _read_in_zip(file: BinaryIO, name: str) -> bytes:
    # A packed file may unfold to any size: no more than this is ever unpacked.
    try:
        with zipfile.ZipFile(file) as packed, packed.open(name) as part:
            return part.read(_MOST_TYPES)
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, EOFError, NotImplementedError):
        return b"macroenabled"


def _is_text(file: BinaryIO) -> bool:
    """Text that a person typed or Excel saved: it can be read, has no signs but printing ones, and is no markup."""
    head = file.read(_HEAD)
    if _sniffed(head) & _NO_PLAIN_TEXT or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    file.seek(0)
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return _reads_as(file, encoding) or _reads_as(file, "cp1252")


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        while chunk := text.read(1_000_000):
            if any(sign < " " and sign not in "\t\n\r\f" for sign in set(chunk)):
                return False
    except UnicodeError:
        return False
    finally:
        text.detach()
    return True


KINDS: dict[str, FileKind] = {
    ".pdf": FileKind("a PDF document", "application/pdf", _shows(".pdf")),
    ".docx": FileKind(
        "a Word document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _is_docx,
    ),
    ".odt": FileKind("an OpenDocument text", "application/vnd.oasis.opendocument.text", _is_odt),
    ".png": FileKind("a PNG picture", "image/png", _shows(".png")),
    ".jpg": FileKind("a JPEG picture", "image/jpeg", _shows(".jpg")),
    ".jpeg": FileKind("a JPEG picture", "image/jpeg", _shows(".jpg")),
    ".txt": FileKind("plain text", "text/plain", _is_text),
    ".csv": FileKind("a CSV table", "text/csv", _is_text),
}
_OFFICE = frozenset({".docx", ".odt"})
TAKEN_IN_WORDS = "PDF, Word (.docx), OpenDocument text (.odt), PNG, JPEG, plain text or CSV"
