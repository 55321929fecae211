"""Whether a report is about the child or young person of this case: names and dates of birth as people write them.

A net for the wrong file and the wrong spelling, no proof of anything. Accents, capitals, hyphens, apostrophes, the
order of names and a second given name make no difference; another letter does. What differs is told by kind and never
by value: the report may be another child's, and sentences end in logs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from ehc_workflow.dates.written import MONTHS, read_day


class Difference(StrEnum):
    """What is not as it stands on the case."""

    NAME = "name"
    BORN = "born"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the case is about."""

    given_name: str
    family_name: str
    date_of_birth: date


_ONE_LETTER = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
)
"""Letters with a stroke or joined ones, which Unicode does not take apart."""

_APOSTROPHES = frozenset("'’‘ʼʻ`´′＇")
_FILLER = "ـ"
"""The Arabic line that only makes a word longer."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name or a text without what makes no difference."""
    loose = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_ONE_LETTER)
    return tuple("".join(_signs(loose)).split())


def _signs(text: str) -> Iterator[str]:
    for sign in text:
        kind = unicodedata.category(sign)
        if sign in _APOSTROPHES or sign == _FILLER or kind == "Cf" or unicodedata.combining(sign):
            continue  # accents, and marks that say which way to read
        yield sign if kind[0] in "LMN" else " "


def same_name(written: str, who: Identity) -> bool:
    """Whether a name as written is this name: every family name, and given names that are some or all of them."""
    known = (words_of(who.given_name), words_of(who.family_name))
    if not any(known):  # a name of signs that are no letters
        return written.split() == f"{who.given_name} {who.family_name}".split()
    given, family = (set(words) for words in known)
    words = words_of(written)
    first, last = ("".join(part) for part in known)
    if "".join(words) in (first + last, last + first):
        return True
    rest = set(words) - (family - given)
    return family <= set(words) and bool(rest) and (given <= rest or rest <= given)


def named_in(text: str, who: Identity) -> bool:
    """Whether the family name and a given name occur in a text."""
    words = words_of(text)
    present = {*words, *("".join(pair) for pair in pairwise(words))}
    family, given = words_of(who.family_name), words_of(who.given_name)
    has_family = set(family) <= present or "".join(family) in present
    has_given = not given or not present.isdisjoint({*given, "".join(given)})
    return has_family and has_given


_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?[\s/.,-]+(?:of\s+)?(?:{_MONTH}|\d{{1,2}})[\s/.,-]+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}"
_BORN = re.compile(
    rf"(?:date\s+of\s+birth|birth\s?date|\bd\.?\s?o\.?\s?b\b\.?|\bborn)(?:\s+on)?[\s:|,–—-]{{0,12}}({_DAY})(?!\d)",
    re.IGNORECASE,
)


def births_in(text: str) -> frozenset[date]:
    """The dates of birth that a text gives as such."""
    return frozenset(_days(found[1] for found in _BORN.finditer(text)))


def _days(written: Iterator[str]) -> Iterator[date]:
    for each in written:
        try:
            yield read_day(re.sub(r"\bof\s+", "", each, flags=re.IGNORECASE))
        except ValueError:
            continue  # a 31st of June: it is no day, and nothing to compare


def differences(written: str, born: date | None, who: Identity) -> tuple[Difference, ...]:
    """What differs in a name and a date of birth as they were typed; a blank says nothing."""
    found = []
    if written.strip() and not same_name(written, who):
        found.append(Difference.NAME)
    if born is not None and born != who.date_of_birth:
        found.append(Difference.BORN)
    return tuple(found)


def born_otherwise(text: str, who: Identity) -> bool:
    """Whether a text gives dates of birth and none is this one. A brother's beside it says nothing."""
    born = births_in(text)
    return bool(born) and who.date_of_birth not in born


def differences_in(text: str, who: Identity) -> tuple[Difference, ...]:
    """What differs in the text of a report. One without a word, such as a scan, says nothing."""
    if not words_of(text):
        return ()
    found = []
    if not named_in(text, who):
        found.append(Difference.NAME)
    if born_otherwise(text, who):
        found.append(Difference.BORN)
    return tuple(found)
