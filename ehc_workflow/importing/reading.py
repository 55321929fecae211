"""A file's text to rows: separators, headings matched to our columns, and each cell read or named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ehc_workflow.importing import values
from ehc_workflow.importing.columns import COLUMNS, Column, key_of
from ehc_workflow.importing.faults import (
    HEADINGS,
    WHOLE_ROW,
    Fault,
    UnreadableFileError,
    unreadable,
)

_SEPARATORS = ",;\t"
_CHOSEN = "sep="
"""A first line by which some spreadsheets name the separator. They do not count it as a row."""
_LIST = "`ehc import --columns` lists them all"


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its values by column; a cell that could not be read is as an empty one, and a fault."""

    number: int
    values: dict[Column, Any]
    faults: tuple[Fault, ...]

    def __getitem__(self, column: Column) -> Any:
        """The value of a column; a column the file lacks reads as an empty cell."""
        return self.values[column]


def rows_of(text: str, columns: Sequence[Column] = COLUMNS, listed: str = _LIST) -> Iterator[Row]:
    """The rows under the headings. Empty rows are passed over, and are counted as the spreadsheet counts them.

    `columns` are those the file may have; `listed` says where they are named, for a heading that is none of them.
    """
    text, separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        headings = next(reader, [])
        places = _places(headings, columns, listed)
        begins = reader.line_num + 1
        for number, cells in enumerate(reader, start=HEADINGS + 1):
            if any(values.tidy(cell) for cell in cells):
                yield _row(number, cells, headings, columns, places)
            begins = reader.line_num + 1
    except csv.Error as error:
        why = (
            f"the quotation marks do not match, or a cell is too long, from this line on ({error})"
        )
        raise unreadable(why, row=begins) from None


def count_of(text: str) -> int:
    """About how many rows there are, for showing progress."""
    return max(text.count("\n"), 1)


def _separator(text: str) -> tuple[str, str]:
    first_line, _, rest = text.partition("\n")
    if first_line.casefold().startswith(_CHOSEN) and len(first_line.strip()) == len(_CHOSEN) + 1:
        return rest, first_line[len(_CHOSEN)]
    return text, max(_SEPARATORS, key=first_line.count)


def _places(headings: list[str], columns: Sequence[Column], listed: str) -> dict[Column, int]:
    found = [key_of(heading) for heading in headings]
    faults = tuple(_wrong_headings(headings, found, columns, listed))
    if faults:
        raise UnreadableFileError(*faults)
    return {column: found.index(column.key) for column in columns if column.key in found}


def _wrong_headings(
    headings: list[str], found: list[str], columns: Sequence[Column], listed: str
) -> Iterator[Fault]:
    known = {column.key for column in columns}
    for column in columns:
        if column.required and column.key not in found:
            yield Fault((HEADINGS,), column.heading, f"there is no column of this name; {listed}")
        if found.count(column.key) > 1:
            yield Fault((HEADINGS,), column.heading, "two columns have this name")
    for heading, key in zip(headings, found, strict=True):
        if heading.strip() and key not in known:
            why = f"nothing is known of such a column: rename it, or take it out; {listed}"
            yield Fault((HEADINGS,), values.short(heading), why)


def _row(
    number: int,
    cells: list[str],
    headings: list[str],
    columns: Sequence[Column],
    places: dict[Column, int],
) -> Row:
    read: dict[Column, Any] = {}
    faults = list(_strays(number, cells, headings))
    for column in columns:
        place = places.get(column)
        cell = values.tidy(cells[place]) if place is not None and place < len(cells) else ""
        try:
            read[column] = _value(column, cell)
        except ValueError as error:
            read[column] = column.empty
            faults.append(Fault((number,), column.heading, str(error)))
    return Row(number, read, tuple(faults))


def _value(column: Column, cell: str) -> Any:
    if not cell:
        if column.required:
            raise ValueError("is empty")
        return column.empty
    values.refuse_formula(cell)
    return column.read(cell)


def _strays(number: int, cells: list[str], headings: list[str]) -> Iterator[Fault]:
    """Cells that belong to no column: a separator too many, and everything after it stands one column off."""
    for place, cell in enumerate(cells):
        named = place < len(headings) and headings[place].strip()
        if not named and values.tidy(cell):
            yield Fault(
                (number,), WHOLE_ROW, f"{values.short(cell)!r} stands in a column without a heading"
            )
