"""Signs that nobody sees, left out of all that is typed: they turn words around, hide some, or part a name in two.

Letters have their direction in themselves, so a script that is written from right to left stays whole without them.
What joins letters and emoji is kept, as are the marks that stand beside a letter and turn nothing around.
"""

from __future__ import annotations

import re
from typing import Any

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
"""The flags of England, Scotland and Wales are written with tags, which hide words anywhere else."""
_UNSEEN = re.compile(
    f"({_FLAG})|["
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for the tab and the end of a line
    "\u200b\u2060-\u2064\ufeff\u00ad"  # no width at all
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # turn what follows around
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # notes between the lines, tags
    "\ud800-\udfff"  # halves of a sign, which no database takes
    "]"
)


def without_unseen(text: str) -> str:
    """A text with the signs that can be seen, and one kind of line end: browsers send another than what is kept."""
    return _UNSEEN.sub(r"\1", _LINE_END.sub("\n", text))


def all_without_unseen(value: Any) -> Any:
    """The same for every text in what came as JSON."""
    match value:
        case str():
            return without_unseen(value)
        case list():
            return [all_without_unseen(each) for each in value]
        case dict():
            return {name: all_without_unseen(each) for name, each in value.items()}
    return value
