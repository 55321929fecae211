"""A list of case references that somebody keeps elsewhere: one column, with or without a heading."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ehc_workflow.importing import values
from ehc_workflow.importing.columns import key_of
from ehc_workflow.importing.decoding import text_of
from ehc_workflow.importing.faults import Fault, unreadable

COLUMN = "reference"
_HEADINGS = frozenset({"reference", "references", "casereference", "ehcreference", "ref"})
_REFERENCE = re.compile(r"(?=.*[\d-])[A-Z0-9][A-Z0-9/_.-]{2,39}")
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The references by the row each first stands in, and the rows that are none, named."""

    rows: Mapping[str, int]
    faults: tuple[Fault, ...]


def references_of(content: bytes) -> ReferenceList:
    """Read a list as it was pasted or saved. `UnreadableFileError` where it is no text at all."""
    found: dict[str, int] = {}
    faults = []
    for number, cells in _rows(text_of(content)):
        try:
            reference = _read(cells)
        except ValueError as error:
            faults.append(Fault((number,), COLUMN, str(error)))
            continue
        if reference in found:
            why = f"{reference} stands in row {found[reference]} already"
            faults.append(Fault((number,), COLUMN, why))
        else:
            found[reference] = number
    return ReferenceList(found, tuple(faults))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that holds something, as a spreadsheet numbers them, without the heading."""
    separator = max(_SEPARATORS, key=text.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for number, row in enumerate(reader, start=1):
            begins = reader.line_num + 1
            cells = [cell for each in row if (cell := values.tidy(each))]
            heads = number == 1 and len(cells) == 1 and key_of(cells[0]) in _HEADINGS
            if cells and not heads:
                yield number, cells
    except csv.Error as error:
        raise unreadable(
            f"the quotation marks do not match from this line on ({error})", row=begins
        ) from None


def _read(cells: list[str]) -> str:
    if len(cells) > 1:
        raise ValueError("holds more than one cell; keep the column of references alone")
    values.refuse_formula(cells[0])
    reference = cells[0].replace(" ", "").upper()
    if not _REFERENCE.fullmatch(reference):
        raise ValueError(f"is no reference ({values.short(cells[0])})")
    return reference
