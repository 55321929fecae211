"""What reasons rest on: which of the authority's listed phrases they hold, and what they say besides.

Nothing here understands a text. It takes out each sentence that holds a listed phrase and counts what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

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
