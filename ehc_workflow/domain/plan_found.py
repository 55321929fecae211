"""The sections of a plan that was written elsewhere, found by their headings: text to start from, nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_HEADING = re.compile(
    r"^\s*(?P<says>section\s+)?(?P<name>H1|H2|[A-GI-K])\s*(?:[.:)\u2013\u2014-]\s*|\s+|$)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_WORDS_OF = {
    "A": "views interests aspirations",
    "B": "special educational needs",
    "C": "health needs",
    "D": "social care needs",
    "E": "outcomes",
    "F": "special educational provision",
    "G": "health provision",
    "H1": "social care provision",
    "H2": "social care provision",
    "I": "placement school setting",
    "J": "personal budget direct payments",
    "K": "advice information",
}
_LONGEST_HEADING = 200
_SHORT = 100
"""Characters of a line that may be a heading though the file does not make it one."""
_LEFT_BEHIND = frozenset({"", "I", "K"})
"""What stands before the first heading, where somebody goes to school, and what was attached then."""


@dataclass(frozen=True, slots=True)
class Found:
    """One paragraph or row of a section, in the order of the file."""

    section: str
    text: str


def sections_in(lines: Iterable[tuple[str, bool]]) -> tuple[Found, ...]:
    """What stands under each heading, A to J without I. Each line comes with whether the file makes it a heading."""
    section, found = "", []
    for text, is_heading in lines:
        named = _section_named(text, is_heading=is_heading)
        if named:
            section = named
        elif section not in _LEFT_BEHIND and text.strip():
            found.append(Found(section, " ".join(text.split())))
    return tuple(found)


def _section_named(text: str, *, is_heading: bool) -> str:
    """The section that a line begins: it says so, is a heading, or is short and names what the section is about."""
    match = _HEADING.match(text)
    if match is None or len(text) > _LONGEST_HEADING:
        return ""
    name, rest = match["name"].upper(), match["rest"].casefold()
    about = any(word in rest for word in _WORDS_OF[name].split())
    is_short = is_heading or len(text) < _SHORT
    return name if is_short and (match["says"] or about) else ""
