"""An authority's own words for parts of its letters: what they may be filled with, and what no words may leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

BUILT_IN = "built_in"
FIELDS: Mapping[str, str] = {
    BUILT_IN: "the part as it is built in",
    "authority": "your authority’s name",
    "reference": "the reference of the case",
    "addressee": "whom the letter is to",
    "child": "the child’s first name, or “you”",
    "received_on": "the day the request was received",
}
"""What own words may be filled with, and what each field means to whoever writes them."""
LONGEST = 4_000
"""Signs in one part of a letter."""


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The own words of an authority, by letter and part. What is not among them is worded by the engine."""

    parts: Mapping[str, str] = field(default_factory=dict)

    def of(self, letter: str, part: str) -> str:
        """The own words of one part; empty where there are none."""
        return self.parts.get(name_of(letter, part), "")

    def with_words(self, letter: str, part: str, words: str) -> LetterWords:
        """The same with other words for one part; empty words go back to those built in."""
        rest = {name: text for name, text in self.parts.items() if name != name_of(letter, part)}
        return LetterWords({**rest, name_of(letter, part): words} if words else rest)


def name_of(letter: str, part: str) -> str:
    """What a part of a letter is kept under."""
    return f"{letter}/{part}"


NO_OWN_WORDS = LetterWords()
