"""What came in for a request for advice: versions, and the paragraphs they are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from ehc_workflow.domain.facts import Who


class OfAKind(Protocol):
    """A paragraph of advice, in whatever form."""

    @property
    def kind(self) -> str:
        """A need, an outcome or provision."""


P = TypeVar("P", bound=OfAKind)


class ParagraphKind(StrEnum):
    """What a paragraph of advice states: advice must cover need, outcome and provision; a family gives its views."""

    NEED = "need"
    OUTCOME = "outcome"
    PROVISION = "provision"
    VIEW = "view"

    @property
    def letter(self) -> str:
        """What the number of such a paragraph begins with."""
        return self.value[0].upper()


def numbered(paragraphs: Iterable[P]) -> list[tuple[str, P]]:
    """Paragraphs, or whatever has a `kind`, each with the number it is cited by: N1, N2, O1, P1.

    What was given is never changed, so a number stays with its paragraph for ever; a new version counts anew.
    """
    counted: Counter[ParagraphKind] = Counter()
    found = []
    for each in paragraphs:
        kind = ParagraphKind(each.kind)
        counted[kind] += 1
        found.append((f"{kind.letter}{counted[kind]}", each))
    return found


class CareSection(StrEnum):
    """Which section of the plan social care provision belongs to, reg 12(1): H1 is that of the 1970 Act, section 2."""

    H1 = "H1"
    H2 = "H2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One version of the advice that came in: received, then accepted, or returned with a day to come back by.

    `markings` counts how often somebody marked out paragraphs in advice that is files alone; the last one holds.
    `voice` says whose views it is in the family's own part; None in what others give, or nobody was asked.
    `document_ids` are its files. `offered_to` are other requests that it was written together with, by whoever gave
    it: those who owe them may read it and sign it too. `joint_with` is the contribution that holds the words, where
    this one is that signature and has none of its own. `kinds` are those of its paragraphs in order.
    """

    id: str
    version: int
    received_on: date
    accepted_on: date | None = None
    returned_on: date | None = None
    return_due_on: date | None = None
    is_files_alone: bool = False
    markings: int = 0
    voice: Who | None = None
    document_ids: tuple[str, ...] = ()
    offered_to: tuple[str, ...] = ()
    joint_with: str | None = None
    kinds: tuple[ParagraphKind, ...] = ()

    @property
    def words_in(self) -> str:
        """The id of the contribution that holds the words: its own, or the one it stands on."""
        return self.joint_with or self.id
