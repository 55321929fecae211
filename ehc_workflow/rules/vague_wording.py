"""Wording that is too vague to write a plan from: a list of the authority's own, never law.

The list here is built in. What an authority adds to it, words anew or switches off is kept beside it as changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ehc_workflow.rules.changes import RuleChangeError

LONGEST_TERM = 60
LONGEST_INSTEAD = 200
MOST_TERMS = 300
_PLAIN_WORDS = re.compile(r"[^\W_]+(?:[ '\-][^\W_]+)*")
"""Words with single spaces, hyphens or apostrophes between them: nothing in it can be taken for a pattern."""


@dataclass(frozen=True, slots=True)
class VagueTerm:
    """An expression that leaves a plan open, in small letters, and what the author is to say in its place."""

    words: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChange:
    """One expression as it is to be from now on: looked for, with what to say in its place; or not looked for."""

    words: str
    instead: str
    is_on: bool


VAGUE_TERMS: tuple[VagueTerm, ...] = (
    VagueTerm("would benefit from", "say what is needed, not what would help"),
    VagueTerm("may benefit from", "say what is needed, not what would help"),
    VagueTerm("could benefit from", "say what is needed, not what would help"),
    VagueTerm("may need", "say what is needed"),
    VagueTerm("may require", "say what is needed"),
    VagueTerm("access to", "say who gives it, how much and how often"),
    VagueTerm("opportunities", "say what is done, how much and how often"),
    VagueTerm("opportunity", "say what is done, how much and how often"),
    VagueTerm("regular", "say how often"),
    VagueTerm("regularly", "say how often"),
    VagueTerm("frequent", "say how often"),
    VagueTerm("frequently", "say how often"),
    VagueTerm("ongoing", "say how often and until when"),
    VagueTerm("periodic", "say how often"),
    VagueTerm("periodically", "say how often"),
    VagueTerm("from time to time", "say how often"),
    VagueTerm("as appropriate", "say when"),
    VagueTerm("where appropriate", "say when"),
    VagueTerm("if appropriate", "say when"),
    VagueTerm("as required", "say when and how much"),
    VagueTerm("as needed", "say when and how much"),
    VagueTerm("as necessary", "say when and how much"),
    VagueTerm("if required", "say when and how much"),
    VagueTerm("where possible", "say what happens when it is not possible"),
    VagueTerm("where necessary", "say when"),
    VagueTerm("up to", "a most is no promise: say how much"),
    VagueTerm("a range of", "say which"),
    VagueTerm("some support", "say which, how much and how often"),
    VagueTerm("additional support", "say which, how much and how often"),
    VagueTerm("high level of support", "say which, how much and how often"),
    VagueTerm("input", "say what is done, how much and how often"),
    VagueTerm("should be considered", "say what is needed"),
    VagueTerm("consider", "say what is needed"),
)
"""The terms that are built in, until an authority changes them for itself."""


def plain_words(text: str) -> str:
    """An expression or a text in the form in which they are compared: one space, straight apostrophes."""
    return " ".join(text.split()).replace("\u2019", "'")


def with_change(terms: tuple[VagueTerm, ...], change: TermChange) -> tuple[VagueTerm, ...]:
    """The list after this change, or `RuleChangeError`. Words that are known keep their place in it."""
    new = VagueTerm(plain_words(change.words).lower(), plain_words(change.instead))
    known = {term.words: term for term in terms}
    _refuse(new, known, is_on=change.is_on)
    if not change.is_on:
        return tuple(term for term in terms if term.words != new.words)
    return tuple((known | {new.words: new}).values())


def _refuse(new: VagueTerm, known: dict[str, VagueTerm], *, is_on: bool) -> None:
    """Raise where the change makes no sense, or makes no difference."""
    if not _PLAIN_WORDS.fullmatch(new.words) or len(new.words) > LONGEST_TERM:
        raise RuleChangeError(
            "words",
            f"An expression is words of letters and digits, {LONGEST_TERM} characters at most.",
        )
    if not is_on and new.words not in known:
        raise RuleChangeError("words", f"Nobody looks for “{new.words}” as it is.")
    if is_on and not new.instead:
        raise RuleChangeError("instead", "Say what the author is to write in its place.")
    if len(new.instead) > LONGEST_INSTEAD:
        raise RuleChangeError("instead", f"{LONGEST_INSTEAD} characters at most.")
    if is_on and known.get(new.words) == new:
        raise RuleChangeError("words", f"“{new.words}” is looked for already, with these words.")
    if is_on and new.words not in known and len(known) >= MOST_TERMS:
        raise RuleChangeError("words", f"A list has {MOST_TERMS} expressions at most.")


def terms_of(changes: Iterable[TermChange]) -> tuple[VagueTerm, ...]:
    """The list that follows from these changes, in their order."""
    terms = VAGUE_TERMS
    for change in changes:
        terms = with_change(terms, change)
    return terms
