"""A file's bytes to rows: Excel's encodings and separators, and the headings matched to our columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ehc_workflow.domain.errors import UnreadableFileError
from ehc_workflow.importing.columns import COLUMNS, Column, key_of

MOST_BYTES = 100 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the row as the spreadsheet numbers it (1 is the headings), the column, and why."""

    row: int
    column: str
    why: str

    def __str__(self) -> str:
        """As a sentence."""
        return f"Row {self.row}, {self.column}: {self.why}."


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its values by column, or None where a cell could not be read."""

    number: int
    values: dict[Column, Any]
    faults: tuple[Fault, ...]

    def __getitem__(self, column: Column) -> Any:
        """The value of a column; a column the file lacks reads as an empty cell."""
        return self.values[column]


def text_of(content: bytes) -> str:
    """The file's text: UTF-8 or UTF-16 with their marks, else what Excel in England writes."""
    if len(content) > MOST_BYTES:
        raise UnreadableFileError("The file is larger than 100 MB. Split it.")
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableFileError("This is a workbook, not a CSV file. Save it as CSV first.")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(content, "utf-16")
    for encoding in ENCODINGS[:-1]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _decoded(content, ENCODINGS[-1])


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableFileError(
            f"Line {line} holds characters of an unknown encoding. Save the file as CSV UTF-8."
        ) from None


def rows_of(text: str) -> Iterator[Row]:
    """The rows under the headings, each read column by column. Empty rows are passed over."""
    if "\0" in text:
        raise UnreadableFileError("The file holds zero bytes: it is no text. Save it as CSV UTF-8.")
    first_line = text.split("\n", 1)[0]
    separator = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        headings = next(reader, [])
        places = _places(headings)
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield _row(number, cells, places, len(headings))
    except csv.Error as error:
        raise UnreadableFileError(
            f"Near line {reader.line_num} the file is broken as CSV ({error}): look for a quotation mark."
        ) from None


def _places(headings: list[str]) -> dict[Column, int]:
    found = [key_of(heading) for heading in headings]
    missing = [column.heading for column in COLUMNS if column.required and column.key not in found]
    if missing:
        raise UnreadableFileError(
            f"The first row lacks {'the heading' if len(missing) == 1 else 'these headings'}: "
            f"{', '.join(missing)}. `ehc import --columns` lists them all."
        )
    known = {column.key for column in COLUMNS}
    unknown = [
        heading for heading, key in zip(headings, found, strict=True) if key and key not in known
    ]
    if unknown:
        raise UnreadableFileError(
            f"Nothing is known of the column {', '.join(map(repr, unknown))}. "
            "Rename it to one that `ehc import --columns` lists, or take it out."
        )
    doubled = {column.heading for column in COLUMNS if found.count(column.key) > 1}
    if doubled:
        raise UnreadableFileError(f"This heading stands twice: {', '.join(sorted(doubled))}.")
    return {column: found.index(column.key) for column in COLUMNS if column.key in found}


def _row(number: int, cells: list[str], places: dict[Column, int], width: int) -> Row:
    values: dict[Column, Any] = {}
    faults: list[Fault] = []
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        faults.append(Fault(number, "the whole row", "has more cells than there are headings"))
    for column in COLUMNS:
        place = places.get(column, width)
        cell = cells[place].strip() if place < len(cells) else ""
        values[column] = None
        try:
            values[column] = column.read(cell)
        except ValueError as error:
            faults.append(Fault(number, column.heading, str(error)))
        else:
            if column.required and not cell:
                faults.append(Fault(number, column.heading, "is empty"))
    return Row(number, values, tuple(faults))
