"""What in a file points to a child: references, numbers, days and names that stand in it. It decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from ehc_workflow.dates.written import DAY_FIRST, ISO, read_day

_REFERENCE = re.compile(r"\bEHC-[0-9A-Z]{5}-[0-9A-Z]{5}\b", re.IGNORECASE)
_NHS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_UPN = re.compile(r"\b[A-Z]\d{11}[0-9A-Z]\b")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_BETWEEN_WORDS = re.compile(r"[_.]+")
_MOST_TEXT = 200_000
_MOST_WORDS = 800
_MOST_NUMBERS = 40
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Clues:
    """What stands in a file and in its name. `names` are words that stand together: somebody's name, or no name."""

    references: frozenset[str] = frozenset()
    nhs_numbers: frozenset[str] = frozenset()
    upns: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    names: frozenset[str] = frozenset()


def clues_in(name: str, text: str) -> Clues:
    """Look through a file's name and the beginning of its text, where a report says whom it is about."""
    read = f"{_BETWEEN_WORDS.sub(' ', name)}\n{text[:_MOST_TEXT]}".replace("’", "'")
    return Clues(
        references=_numbers(found.upper() for found in _REFERENCE.findall(read)),
        nhs_numbers=_numbers(re.sub(r"\D", "", found) for found in _NHS.findall(read)),
        upns=_numbers(_UPN.findall(read)),
        days=frozenset(islice(_days(read), _MOST_NUMBERS)),
        names=frozenset(_names(read)),
    )


def _numbers(found: Iterable[str]) -> frozenset[str]:
    return frozenset(islice(found, _MOST_NUMBERS))


def _days(text: str) -> Iterator[date]:
    for pattern in (DAY_FIRST, ISO):
        for found in pattern.finditer(text):
            try:
                yield read_day(found.group())
            except ValueError:
                continue  # a house number, or the thirtieth of February


def _names(text: str) -> Iterator[str]:
    """Two to four words that stand together, and two the other way round: a register has the family name first."""
    words = [found.group().casefold() for found in islice(_WORD.finditer(text), _MOST_WORDS)]
    for start, word in enumerate(words):
        for end in range(start + 2, min(start + _LONGEST_NAME, len(words)) + 1):
            yield " ".join(words[start:end])
        if start + 1 < len(words):
            yield f"{words[start + 1]} {word}"
