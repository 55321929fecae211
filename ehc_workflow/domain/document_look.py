"""How an authority's letters and plans look: its colour, its address at the head, a logo and a template of Word."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_READABLE = 4.5
"""The contrast with white that WCAG 2.2 AA wants of text (1.4.3)."""
LONGEST_ADDRESS = 500
MOST_LOGO_BYTES = 200_000
MOST_LOGO_PIXELS = 4_000
MOST_TEMPLATE_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class DocumentLook:
    """What was chosen; empty is plain. `logo` and `word` are the hashes of the files, `address` is by line."""

    colour: str = ""
    address: str = ""
    logo: str = ""
    word: str = ""

    def __post_init__(self) -> None:
        """Refuse a colour that is none, or in which nobody could read a heading."""
        if self.colour and not _COLOUR.fullmatch(self.colour):
            raise ValueError(
                "colour is # and six signs of 0 to 9 and a to f, such as #1d3c5c. Write it so."
            )
        if self.colour and contrast_with_white(self.colour) < _READABLE:
            raise ValueError("colour is too pale for headings on white. Choose a darker one.")
        if len(self.address) > LONGEST_ADDRESS:
            raise ValueError(f"address is too long. Keep it to {LONGEST_ADDRESS} characters.")


def contrast_with_white(colour: str) -> float:
    """The contrast of a colour with white, from 1 to 21, as WCAG counts it."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


PLAIN_LOOK = DocumentLook()
