"""Cells to values: what people type into spreadsheets, read the way they mean it, or refused with a sentence.

A reader gets a cell that is not empty and was tidied by `tidy`; what it raises is told as "Row 7, Received: is …".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

Value = TypeVar("Value")

LONGEST = 500
"""Characters of one cell. More is not a name or an address but something that went wrong."""

_NOTHING = frozenset({"-", "–", "—", "n/a", "none"})
_BROKEN = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"})
_DIALLED = re.compile(r"\+[\d ()./-]+")
_ADDRESS = re.compile(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+\.[^\s@<>\"',;:.]+")
_PUPIL_NUMBER = re.compile(r"[A-Z]\d{11}[\dA-Z]")


def tidy(cell: str) -> str:
    """The cell without the blanks around it; a hard space counts as a blank, a dash or "n/a" as nothing."""
    cell = cell.replace("\N{NO-BREAK SPACE}", " ").strip().removeprefix("\N{ZERO WIDTH SPACE}")
    return "" if cell.casefold() in _NOTHING else cell


def refuse_formula(cell: str) -> None:
    """What a spreadsheet shows is not what its file holds; and a formula typed as text could run when it is opened."""
    if cell.upper() in _BROKEN:
        raise ValueError(f"holds a broken formula ({short(cell)}); put the value there")
    if cell[0] in "=@" or (cell[0] in "+-" and not _DIALLED.fullmatch(cell)):
        raise ValueError(f"holds a formula ({short(cell)}); save the values instead")


def words(cell: str) -> str:
    """Text on one line."""
    if len(cell) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters ({short(cell)})")
    text = " ".join(cell.split())
    if not text.isprintable():
        raise ValueError(f"holds signs that cannot be printed ({short(ascii(text))})")
    return text


def lines(cell: str) -> str:
    """Text that a spreadsheet may have kept on several lines, such as an address, on one."""
    return words(", ".join(line.strip(" ,") for line in cell.splitlines() if line.strip(" ,")))


def phone(cell: str) -> str:
    """A telephone number as dialled, a leading + included."""
    number = words(cell)
    if sum(sign.isdigit() for sign in number) < 3:
        raise ValueError(f"is no telephone number ({short(cell)})")
    if "E+" in number.upper():
        raise ValueError(_mangled(cell))
    return number


def email(cell: str) -> str:
    """An e-mail address."""
    if not _ADDRESS.fullmatch(cell):
        raise ValueError(f"is no e-mail address ({short(cell)})")
    return words(cell)


def pupil_number(cell: str) -> str:
    """A unique pupil number: a letter, 11 digits, and a digit, or a letter while it is a temporary one."""
    number = cell.replace(" ", "").upper()
    if not _PUPIL_NUMBER.fullmatch(number):
        raise ValueError(f"is no UPN, which is a letter and 12 digits ({short(cell)})")
    return number


def nhs_number(cell: str) -> str:
    """An NHS number: ten digits, the last of which checks the others."""
    number = cell.replace(" ", "").replace("-", "")
    if "E+" in number.upper():
        raise ValueError(_mangled(cell))
    if not number.isascii() or not number.isdigit() or len(number) > 10:
        raise ValueError(f"is no NHS number, which has ten digits ({short(cell)})")
    if len(number) < 10:
        raise ValueError(
            f"has {len(number)} digits and not ten ({short(cell)}); "
            "a spreadsheet drops leading zeros unless the column is formatted as text"
        )
    if _check_digit(number[:9]) != int(number[9]):
        raise ValueError(f"is no NHS number: one of its digits is wrong ({short(cell)})")
    return number


def _check_digit(nine: str) -> int:
    """The tenth digit of an NHS number (modulus 11); 10 where there is no such number."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11


def yes_or_no(cell: str) -> bool:
    """Yes or no in the ways people write it."""
    answer = cell.casefold()
    if answer in ("yes", "y", "true", "1", "x"):
        return True
    if answer in ("no", "n", "false", "0"):
        return False
    raise ValueError(f"is neither yes nor no ({short(cell)})")


def one_of(known: Mapping[str, Value]) -> Callable[[str], Value]:
    """One of a list of names; capitals, underlines and hyphens do not matter."""

    def read(cell: str) -> Value:
        name = " ".join(re.split(r"[\s_-]+", cell.casefold()))
        if name not in known:
            raise ValueError(f"is none of {', '.join(known)} ({short(cell)})")
        return known[name]

    return read


def short(cell: str) -> str:
    """The cell as a sentence can hold it."""
    line = " ".join(cell.split())
    return line if len(line) <= 30 else f"{line[:29]}…"


def _mangled(cell: str) -> str:
    return f"was turned into a power of ten by a spreadsheet ({short(cell)}); format the column as text"
