"""Characters that no font here has: in a PDF each is said in words, because a page may not hold what cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from itertools import groupby

_IN_A_FAULT = re.compile(r"the text `\"((?:\\u\{[0-9a-f]+\}|[^\"`])+)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def not_in_fonts(fault: str) -> frozenset[str]:
    """The characters that the typesetter names in its refusal."""
    named = (
        _ESCAPED.sub(lambda one: chr(int(one[1], 16)), each) for each in _IN_A_FAULT.findall(fault)
    )
    return frozenset(character for text in named for character in text)


def in_words(missing: Collection[str]) -> Callable[[str], str]:
    """A change of text that says each of these characters in words: an emoji by its name, letters by their script."""
    known = frozenset(missing)

    def change(text: str) -> str:
        if known.isdisjoint(text):
            return text
        runs = groupby(text, key=lambda one: _script(one) if one in known else None)
        return "".join(_said(script, "".join(run)) for script, run in runs)

    return change


def _said(script: str | None, run: str) -> str:
    if script is None:
        return run
    if script:
        return f"[in {script} letters]"
    return "".join(_named(one) for one in run)


def _named(sign: str) -> str:
    """An emoji's name; nothing for what only joins or colours the sign before it."""
    if unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return ""
    return f"[{unicodedata.name(sign, 'a sign').lower()}]"


def _script(character: str) -> str:
    """The script of a letter, as its name begins: Bengali, Hangul. Nothing for a sign."""
    first = unicodedata.name(character, "").split(" ")[0]
    if unicodedata.category(character)[0] not in "LM" or first in _OF_NO_SCRIPT:
        return ""
    return "Chinese" if first == "CJK" else first.title()


_OF_NO_SCRIPT = frozenset({"", "VARIATION", "COMBINING"})
