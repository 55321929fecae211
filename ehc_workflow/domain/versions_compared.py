"""What changed between two versions of advice, paragraph by paragraph: what a checker looks at when it comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from ehc_workflow.domain.case import ParagraphKind
from ehc_workflow.domain.commands import Paragraph

PARTS = ("text", "amount", "frequency", "by_whom", "until_when")
"""What a paragraph says, in the order in which it is read."""
MOST_WORDS = 2000
"""Longer texts are shown whole, before and after: comparing them word by word would take too long."""


class How(StrEnum):
    """What became of a paragraph, or of some words."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    TAKEN_OUT = "taken_out"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stayed, came or went."""

    how: How
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One paragraph of either version. `number` counts within its kind, in the later version where it is still there.

    `parts` are what it says by the names of `PARTS`; empty ones are left out.
    """

    kind: ParagraphKind
    number: int
    how: How
    parts: tuple[tuple[str, tuple[Piece, ...]], ...]


def compared(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> tuple[Compared, ...]:
    """Every paragraph of the two, by kind and in order; what was taken out stands where it was."""
    return tuple(
        each
        for kind in ParagraphKind
        for each in _of_kind(
            kind,
            [one for one in before if one.kind is kind],
            [one for one in after if one.kind is kind],
        )
    )


def _of_kind(
    kind: ParagraphKind, before: list[Paragraph], after: list[Paragraph]
) -> Iterator[Compared]:
    """Paragraphs that stayed hold the others in place; between them the changed ones are met in their order."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        for step in range(max(old_to - old_from, new_to - new_from)):
            old = before[old_from + step] if old_from + step < old_to else None
            new = after[new_from + step] if new_from + step < new_to else None
            place = new_from + step if new else old_from + step
            yield _compared(kind, place + 1, old, new)


def _compared(
    kind: ParagraphKind, number: int, old: Paragraph | None, new: Paragraph | None
) -> Compared:
    how = How.ADDED if old is None else How.TAKEN_OUT if new is None else How.CHANGED
    parts = (
        (part, tuple(pieces(getattr(old, part, ""), getattr(new, part, "")))) for part in PARTS
    )
    return Compared(
        kind=kind,
        number=number,
        how=How.SAME if old == new else how,
        parts=tuple((part, said) for part, said in parts if said),
    )


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The words of both in reading order: those that stayed, that went, and that came."""
    if before == after:
        yield from _words(How.SAME, after)
        return
    old, new = _split(before), _split(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        yield from _words(How.TAKEN_OUT, before)
        yield from _words(How.ADDED, after)
        return
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield from _words(How.SAME, "".join(new[j1:j2]))
        else:
            yield from _words(How.TAKEN_OUT, "".join(old[i1:i2]))
            yield from _words(How.ADDED, "".join(new[j1:j2]))


def _words(how: How, words: str) -> Iterator[Piece]:
    if words:
        yield Piece(how, words)


def _split(text: str) -> list[str]:
    """Words with the space that follows each."""
    return re.findall(r"\S+\s*|\s+", text)
