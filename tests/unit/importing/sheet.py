"""A spreadsheet of invented cases for tests: rows as people fill them, written as any program would save them."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

START = date(2026, 1, 12)
TODAY = date(2026, 9, 1)

FIRST: dict[str, str] = {
    "Your reference": "",
    "First name": "Robin",
    "Last name": "Example",
    "Date of birth": "04/03/2018",
    "Contact name": "Sam Example",
    "Contact email": "sam@example.invalid",
    "Who asked": "parent",
    "Received": "12/01/2026",
    "State": "received",
}
_DAYS = {
    "Told considering": 1,
    "Told will assess": 5,
    "Advice complete": 12,
    "Told plan will be made": 13,
    "Draft sent": 14,
    "Consulted on": 15,
    "Placement decided": 17,
    "Final sent": 19,
}
_STATES = (
    "considering",
    "assessing",
    "deciding plan",
    "drafting",
    "draft with family",
    "placing",
    "finalising",
    "plan issued",
)


def filled(**changes: str) -> dict[str, str]:
    """A row that is right; changes by heading, underlines for blanks."""
    return FIRST | {heading.replace("_", " "): cell for heading, cell in changes.items()}


def row_in(state: str, **changes: str) -> dict[str, str]:
    """A row of a case in this state, with every day it has passed, a week count after its arrival."""
    days: dict[str, str] = {}
    if state == "refused to assess":
        days = {"Told considering": _after(1), "Told no assessment": _after(5)}
    elif state == "no plan":
        days = {"Told will assess": _after(5), "Told no plan": _after(13)}
    elif state != "received":
        passed = _STATES.index(state) + 1
        days = {heading: _after(weeks) for heading, weeks in list(_DAYS.items())[:passed]}
    if "Consulted on" in days:
        days["Setting consulted"] = "Larkrise School"
    return filled() | {"State": state} | days | {k.replace("_", " "): v for k, v in changes.items()}


def _after(weeks: int) -> str:
    return (START + timedelta(weeks=weeks)).strftime("%d/%m/%Y")


def text_of(*rows: dict[str, str], separator: str = ",", newline: str = "\r\n") -> str:
    """The rows as a CSV, with every heading that any of them has."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    written = io.StringIO()
    writer: Any = csv.writer(written, delimiter=separator, lineterminator=newline)
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return written.getvalue()


def sheet(*rows: dict[str, str], encoding: str = "utf-8", separator: str = ",") -> bytes:
    """The rows as a file."""
    return text_of(*rows, separator=separator).encode(encoding)
