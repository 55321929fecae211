"""What is wrong with a file, named so that somebody can put it right: rows, column, reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ehc_workflow.domain.errors import EhcError

WHOLE_ROW = "the whole row"
HEADINGS = 1
"""The row of the headings, as a spreadsheet numbers it."""
_ROWS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the rows as the spreadsheet numbers them (1 is the headings), the column, and why."""

    rows: tuple[int, ...]
    column: str
    why: str

    def __str__(self) -> str:
        """As a sentence."""
        return f"{rows_in_words(self.rows)}, {self.column}: {self.why}."


class UnreadableFileError(EhcError):
    """The file cannot be read as a table of cases."""

    def __init__(self, *faults: Fault) -> None:
        """`faults` say what is wrong with the file as a whole; row 1 is its headings."""
        super().__init__(" ".join(fault.why for fault in faults) or None)
        self.faults = faults


def unreadable(why: str, *, row: int = HEADINGS) -> UnreadableFileError:
    """A file that is no table, said of one of its rows."""
    return UnreadableFileError(Fault((row,), "the whole file", why))


def rows_in_words(rows: Iterable[int]) -> str:
    """Row 7, or rows 7, 9 and 12, or the first ten and how many more."""
    numbers = list(rows)
    if len(numbers) == 1:
        return f"Row {numbers[0]}"
    more = len(numbers) - _ROWS_SHOWN
    shown = [str(number) for number in numbers[:_ROWS_SHOWN]]
    last = f"{more} more" if more > 0 else shown.pop()
    return f"Rows {', '.join(shown)} and {last}"
