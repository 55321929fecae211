"""What reasons rest on: which of the authority's listed phrases they hold, what they say besides, where they are told.

Nothing here understands a text. It goes by sentences, by phrases, and by words that stand beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from ehc_workflow.rules.local_reasons import WeakReason

ENOUGH_WORDS = 8
"""As many words must stand in sentences of their own before reasons say anything about a child."""

_ENDS = re.compile(r"(?<=[.!?;])\s+|\n+")


@cache
def _known_by(weak: WeakReason) -> re.Pattern[str]:
    """Its phrases as whole words; one ends a word or takes a plural."""
    phrases = "|".join(re.escape(phrase) for phrase in weak.phrases)
    return re.compile(rf"(?<!\w)(?:{phrases})(?:s|es)?(?!\w)", re.IGNORECASE)


def weak_reasons(text: str, listed: Iterable[WeakReason]) -> tuple[WeakReason, ...]:
    """The listed reasons that this text holds, in the order of the list."""
    return tuple(weak for weak in listed if _known_by(weak).search(text))


def beside(text: str, listed: Iterable[WeakReason]) -> str:
    """What the text says in sentences that hold none of the listed reasons."""
    among = tuple(listed)
    return " ".join(part for part in _ENDS.split(text) if part and not weak_reasons(part, among))


def only_weak(text: str, listed: Iterable[WeakReason]) -> tuple[WeakReason, ...]:
    """The listed reasons that a text rests on alone: none where it also says something about the child."""
    among = tuple(listed)
    found = weak_reasons(text, among)
    return found if len(beside(text, among).split()) < ENOUGH_WORDS else ()


def told_in(text: str, reasons: str) -> bool:
    """Whether a text tells these reasons: of each sentence half of the pairs of neighbouring words, or more.

    A sentence that is reworded keeps most of its pairs, one that is taken out keeps none, and a letter has them by
    chance only where the sentence is a commonplace.
    """
    said = set(_runs(text)) | {(word,) for word in _words(text)}
    return all(_half_of(_runs(sentence), said) for sentence in _ENDS.split(reasons))


def _runs(text: str) -> list[tuple[str, ...]]:
    """Each word with the next; a word that stands alone by itself."""
    words = _words(text)
    return list(pairwise(words)) or [(word,) for word in words]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _half_of(wanted: list[tuple[str, ...]], said: set[tuple[str, ...]]) -> bool:
    return 2 * sum(each in said for each in wanted) >= len(wanted)
