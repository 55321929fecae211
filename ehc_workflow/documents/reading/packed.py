"""Word and OpenDocument text, as paragraphs, headings and tables in the order in which they stand.

Read from the XML and not through a library for Word, which passes over fields of forms and changes that are tracked:
words that whoever opens the file sees. Deleted text and comments are not part of what was sent, and are left out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree

from ehc_workflow.documents.reading.pieces import Account, FullError, UnreadableError

_MOST_UNPACKED = 100_000_000
_CHUNK = 100_000
_WORD_PARTS = ("word/header", "word/document", "word/footnotes", "word/endnotes", "word/footer")


def read_word(path: Path, account: Account, only: int | None) -> None:
    """A Word file: its headers first, where names often stand, then its text, its notes and its footers."""
    with _unpacked(path) as packed:
        names = sorted(packed.namelist())
        parts = [n for start in _WORD_PARTS for n in names if n.startswith(start)]
        _read_parts(packed, [n for n in parts if n.endswith(".xml")], _WordFlow, account)


def read_odt(path: Path, account: Account, only: int | None) -> None:
    """An OpenDocument text: the headers and footers of its pages, then its text."""
    with _unpacked(path) as packed:
        names = frozenset(packed.namelist())
        parts = [part for part in ("styles.xml", "content.xml") if part in names]
        _read_parts(packed, parts, _OdtFlow, account)


def _unpacked(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableError("The file is damaged.") from error


def _read_parts(
    packed: zipfile.ZipFile, parts: Iterable[str], flow: type[_Flow], account: Account
) -> None:
    account.say({"pages": 1})
    damaged = False
    for part in parts:
        parser = ElementTree.XMLParser(target=flow(account))
        try:
            for chunk in _chunks(packed, part):
                parser.feed(chunk)
            parser.close()
        except (ElementTree.ParseError, zipfile.BadZipFile, RuntimeError, OSError, EOFError):
            damaged = True
    if damaged:
        raise UnreadableError("Parts of the file are damaged and were not read.")


def _chunks(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The bytes of a part, and no more of them than are ever unpacked: a small file may unfold to any size."""
    unpacked = 0
    with packed.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > _MOST_UNPACKED:
                raise FullError(
                    "Only the beginning was read: the file unfolds to a size nobody types."
                )
            yield chunk


class _Flow:
    """Text as it streams by: paragraphs may stand in tables, and boxes of text in paragraphs."""

    paragraphs: ClassVar[frozenset[str]]
    tables: ClassVar[str]
    rows: ClassVar[str]
    cells: ClassVar[frozenset[str]]
    unseen: ClassVar[frozenset[str]]

    def __init__(self, account: Account) -> None:
        self._account = account
        self._texts: list[list[str]] = []
        self._levels: list[int] = []
        self._tables: list[list[list[str]]] = []
        self._hidden = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """No office program writes one: it is there to make the reader unfold or fetch something."""
        raise UnreadableError("The file is not what an office program writes.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        if self._hidden or name in self.unseen:
            self._hidden += 1
        elif name in self.paragraphs:
            self._texts.append([])
            self._levels.append(0)
            self._begin(name, attributes)
        elif name == self.tables:
            self._tables.append([])
        elif name == self.rows and self._tables:
            self._tables[-1].append([])
        elif name in self.cells and self._tables and self._tables[-1]:
            self._tables[-1][-1].append("")
        else:
            self._begin(name, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        if self._hidden:
            self._hidden -= 1
        elif name in self.paragraphs and self._texts:
            self._put("".join(self._texts.pop()), self._levels.pop())
        elif name == self.tables and self._tables:
            self._put_table(self._tables.pop())
        else:
            self._finish(name)

    def data(self, text: str) -> None:
        """Signs between elements."""
        if not self._hidden and self._texts and self._counts():
            self._texts[-1].append(text)

    def _put(self, text: str, level: int) -> None:
        if self._tables and self._tables[-1] and self._tables[-1][-1]:
            row = self._tables[-1][-1]
            row[-1] = f"{row[-1]}\n{text}".strip()
        else:
            self._account.paragraph(1, text, level=level)

    def _put_table(self, rows: list[list[str]]) -> None:
        if self._tables:
            for row in rows:
                self._put("\t".join(row), 0)
        else:
            self._account.table(1, rows)

    def _sign(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def _counts(self) -> bool:
        raise NotImplementedError

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def _finish(self, name: str) -> None:
        """Most elements end without a trace."""


class _WordFlow(_Flow):
    """WordprocessingML: text stands in `t` alone. `Fallback` says again what `Choice` says."""

    paragraphs = frozenset({"p"})
    tables, rows, cells = "tbl", "tr", frozenset({"tc"})
    unseen = frozenset({"del", "moveFrom", "Fallback", "instrText", "pPrChange", "rPrChange"})
    _signs: ClassVar = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._in_text = False

    def _counts(self) -> bool:
        return self._in_text

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        value = next((v for k, v in attributes.items() if k.endswith("}val")), "")
        if name == "t":
            self._in_text = True
        elif name in self._signs and not any(key.endswith("}pos") for key in attributes):
            # With a position it is a stop set for tabs, and no tab.
            self._sign(self._signs[name])
        elif name == "pStyle" and self._levels:
            self._levels[-1] = _level(value)
        elif name == "outlineLvl" and self._levels and value.isdecimal():
            self._levels[-1] = int(value) + 1 if int(value) < _BODY_TEXT else 0

    def _finish(self, name: str) -> None:
        if name == "t":
            self._in_text = False


_BODY_TEXT = 9


def _level(style: str) -> int:
    """The level of a heading, from the name of its style; 0 for every other style."""
    if style == "Title":
        return 1
    number = style.removeprefix("Heading")
    return int(number) if style.startswith("Heading") and number in set("123456789") else 0


class _OdtFlow(_Flow):
    """OpenDocument: all text within a paragraph counts."""

    paragraphs = frozenset({"p", "h"})
    tables, rows = "table", "table-row"
    cells = frozenset({"table-cell"})
    unseen = frozenset({"annotation", "tracked-changes", "note-citation", "ruby-text"})
    _signs: ClassVar = {"tab": "\t", "line-break": "\n"}

    def _counts(self) -> bool:
        return True

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "h":
            level = next((v for k, v in attributes.items() if k.endswith("outline-level")), "1")
            self._levels[-1] = int(level) if level in set("123456789") else 1
        elif name == "s":
            count = next((v for k, v in attributes.items() if k.endswith("}c")), "1")
            self._sign(" " * (int(count) if count in set("123456789") else 1))
        elif name in self._signs:
            self._sign(self._signs[name])
