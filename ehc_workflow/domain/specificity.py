"""Whether advice says what a plan has to say: needs, outcomes, and provision that is specific.

Advice on provision must let the plan say what, how much, how often and by whom (Code 9.51, 9.69); until when, and how
the child or young person was seen, are asked for so that a reader can weigh it. What is found here is told to the
person who writes and to the person who checks; it refuses nothing, because only a person can judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ehc_workflow.domain.case import ParagraphKind
from ehc_workflow.domain.commands import Paragraph
from ehc_workflow.rules.vague_wording import VAGUE_TERMS, VagueTerm, plain_words


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing a reader would stumble over. `kind` and `number` name the paragraph, counted within its kind."""

    says: str
    kind: ParagraphKind | None = None
    number: int | None = None


NOTHING_WRITTEN = (
    "Nothing is written here: needs, outcomes and provision will have to be found in the files."
)
_SAYS_WHEN = re.compile(
    r"\d|\b(?:term|year|key stage|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who gives the advice, and how they saw the child or young person."""

    author_name: str
    author_role: str
    how_seen: str


def gaps(
    paragraphs: Sequence[Paragraph],
    terms: tuple[VagueTerm, ...] = VAGUE_TERMS,
    signed: Signature | None = None,
) -> tuple[Gap, ...]:
    """What is missing, or vague by this list of terms, in the order a reader meets it.

    `signed` is left out where only paragraphs are looked at.
    """
    if paragraphs and all(each.kind is ParagraphKind.VIEW for each in paragraphs):
        return ()  # what somebody thinks has no gaps
    found = list(_unsigned(signed)) if signed else []
    if not paragraphs:
        return (*found, Gap(NOTHING_WRITTEN))
    found += _missing_kinds(paragraphs)
    for kind in ParagraphKind:
        of_kind = [each for each in paragraphs if each.kind is kind]
        for number, paragraph in enumerate(of_kind, start=1):
            found += (Gap(says, kind, number) for says in _gaps_of(paragraph, terms))
    return tuple(found)


def _unsigned(signed: Signature) -> Iterator[Gap]:
    if not signed.author_name.strip() or not signed.author_role.strip():
        yield Gap("It is not signed with a name and a role.")
    if not signed.how_seen.strip():
        yield Gap("How the child or young person was seen is not stated.")


def _missing_kinds(paragraphs: Sequence[Paragraph]) -> Iterator[Gap]:
    said = {paragraph.kind for paragraph in paragraphs}
    if ParagraphKind.NEED not in said:
        yield Gap("No need is stated.")
    if ParagraphKind.OUTCOME not in said:
        yield Gap("No outcome is stated.")
    if ParagraphKind.PROVISION not in said:
        yield Gap("No provision is stated. If none is needed, say so.")


def _gaps_of(paragraph: Paragraph, terms: tuple[VagueTerm, ...]) -> Iterator[str]:
    if paragraph.kind is ParagraphKind.OUTCOME and not says_when(paragraph.text):
        yield "does not say by when it is to be reached"
    if paragraph.kind is not ParagraphKind.PROVISION:
        return
    if not paragraph.amount.strip():
        yield "does not say how much"
    if not paragraph.frequency.strip():
        yield "does not say how often"
    if not paragraph.by_whom.strip():
        yield "does not say by whom"
    if not paragraph.until_when.strip():
        yield "does not say until when"
    for term in vague_in(paragraph, terms):
        yield f"says “{term.words}”: {term.instead}"


def vague_in(
    paragraph: Paragraph, terms: tuple[VagueTerm, ...] = VAGUE_TERMS
) -> tuple[VagueTerm, ...]:
    """Each vague expression of a piece of provision once; a longer one hides the shorter within it."""
    return terms_in(
        terms,
        paragraph.text,
        paragraph.amount,
        paragraph.frequency,
        paragraph.by_whom,
        paragraph.until_when,
    )


def says_when(text: str) -> bool:
    """Whether a text names a day, a month, a term or a year by which something is to be."""
    return bool(_SAYS_WHEN.search(text))


def terms_in(terms: tuple[VagueTerm, ...], *said: str) -> tuple[VagueTerm, ...]:
    """Each expression of the list that these words hold, once; a longer one hides the shorter within it."""
    found = _finder(terms).findall(" | ".join(plain_words(part) for part in said).lower())
    by_words = {term.words: term for term in terms}
    return tuple(by_words[words] for words in dict.fromkeys(found))


@lru_cache(maxsize=64)
def _finder(terms: tuple[VagueTerm, ...]) -> re.Pattern[str]:
    """One pattern for a whole list, read through a text once.

    Every expression stands in it escaped, so that none can be a pattern of its own and the time grows with the length
    of the text alone.
    """
    longest_first = sorted((term.words for term in terms), key=len, reverse=True)
    either = "|".join(re.escape(words) for words in longest_first)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if terms else r"(?!)")
