"""Whether advice says what a plan has to say: needs, outcomes, and provision that is specific.

Advice on provision must let the plan say what, how much, how often and by whom (Code 9.51, 9.69). What is found here
is told to the person who writes and to the person who checks; it refuses nothing, because only a person can judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ehc_workflow.domain.case import ParagraphKind
from ehc_workflow.domain.commands import Paragraph


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing a reader would stumble over. `kind` and `number` name the paragraph, counted within its kind."""

    says: str
    kind: ParagraphKind | None = None
    number: int | None = None


_VAGUE: tuple[tuple[str, str], ...] = (
    ("would benefit from", "say what is needed, not what would help"),
    ("may benefit from", "say what is needed, not what would help"),
    ("could benefit from", "say what is needed, not what would help"),
    ("may need", "say what is needed"),
    ("may require", "say what is needed"),
    ("access to", "say who gives it, how much and how often"),
    ("opportunities", "say what is done, how much and how often"),
    ("opportunity", "say what is done, how much and how often"),
    ("regular", "say how often"),
    ("regularly", "say how often"),
    ("frequent", "say how often"),
    ("frequently", "say how often"),
    ("ongoing", "say how often and until when"),
    ("periodic", "say how often"),
    ("periodically", "say how often"),
    ("from time to time", "say how often"),
    ("as appropriate", "say when"),
    ("where appropriate", "say when"),
    ("if appropriate", "say when"),
    ("as required", "say when and how much"),
    ("as needed", "say when and how much"),
    ("as necessary", "say when and how much"),
    ("if required", "say when and how much"),
    ("where possible", "say what happens when it is not possible"),
    ("where necessary", "say when"),
    ("up to", "a most is no promise: say how much"),
    ("a range of", "say which"),
    ("some support", "say which, how much and how often"),
    ("additional support", "say which, how much and how often"),
    ("high level of support", "say which, how much and how often"),
    ("input", "say what is done, how much and how often"),
    ("should be considered", "say what is needed"),
    ("consider", "say what is needed"),
)
_PATTERNS = tuple(
    (words, re.compile(rf"\b{re.escape(words)}\b", re.IGNORECASE), instead)
    for words, instead in sorted(_VAGUE, key=lambda pair: -len(pair[0]))
)
_SAYS_WHEN = re.compile(
    r"\d|\b(?:term|year|key stage|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b",
    re.IGNORECASE,
)


def gaps(paragraphs: Sequence[Paragraph]) -> tuple[Gap, ...]:
    """What is missing or vague, in the order a reader meets it."""
    if not paragraphs:
        return (
            Gap(
                "Nothing is written here: needs, outcomes and provision will have to be found in the files."
            ),
        )
    found = list(_missing_kinds(paragraphs))
    for kind in ParagraphKind:
        of_kind = [each for each in paragraphs if each.kind is kind]
        for number, paragraph in enumerate(of_kind, start=1):
            found += (Gap(says, kind, number) for says in _gaps_of(paragraph))
    return tuple(found)


def _missing_kinds(paragraphs: Sequence[Paragraph]) -> Iterator[Gap]:
    said = {paragraph.kind for paragraph in paragraphs}
    if ParagraphKind.NEED not in said:
        yield Gap("No need is stated.")
    if ParagraphKind.OUTCOME not in said:
        yield Gap("No outcome is stated.")
    if ParagraphKind.PROVISION not in said:
        yield Gap("No provision is stated. If none is needed, say so.")


def _gaps_of(paragraph: Paragraph) -> Iterator[str]:
    if paragraph.kind is ParagraphKind.OUTCOME and not _SAYS_WHEN.search(paragraph.text):
        yield "does not say by when it is to be reached"
    if paragraph.kind is not ParagraphKind.PROVISION:
        return
    if not paragraph.amount.strip():
        yield "does not say how much"
    if not paragraph.frequency.strip():
        yield "does not say how often"
    if not paragraph.by_whom.strip():
        yield "does not say by whom"
    yield from _vague_words(paragraph)


def _vague_words(paragraph: Paragraph) -> Iterator[str]:
    """Each vague expression once; a longer one hides the shorter within it."""
    left = " | ".join((paragraph.text, paragraph.amount, paragraph.frequency, paragraph.by_whom))
    for words, pattern, instead in _PATTERNS:
        left, times = pattern.subn(" ", left)
        if times:
            yield f"says “{words}”: {instead}"
