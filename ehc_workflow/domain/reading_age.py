"""How old a reader has to be to read a text with ease, by the formula of Flesch and Kincaid (1975)."""

from __future__ import annotations

import re
from functools import cache

import pyphen

_SENTENCE_ENDS = re.compile(r"[.!?]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
FEW_WORDS = 12
"""A text shorter than this says nothing about how it reads."""


@cache
def _syllables() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)


def reading_age(text: str) -> int | None:
    """The age in years, rounded; None for a text too short to tell.

    A grade of the formula is a school year in the United States: the first begins at six, so five is added.
    """
    words = _WORD.findall(text)
    if len(words) < FEW_WORDS:
        return None
    sentences = max(1, len([part for part in _SENTENCE_ENDS.split(text) if _WORD.search(part)]))
    breaks = sum(len(_syllables().positions(word)) + 1 for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * breaks / len(words) - 15.59
    return max(5, round(grade + 5))
