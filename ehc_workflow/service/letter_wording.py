"""An authority's own words for its letters: looked at with a sample, kept with a reason, taken back.

What was sent keeps its words; own words are what a letter that is written from now on begins with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ehc_workflow.domain.case import Case, Letter, Trigger
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.domain.letter_words import LetterWords
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.service.authority_choices import Reasoned, keep_reasoned, last_change
from ehc_workflow.service.letter_fields import fault_of, in_own_words, is_locked
from ehc_workflow.service.letter_parts import built_in_words
from ehc_workflow.service.letter_writing import Writing
from ehc_workflow.service.letters import Block, draft_letter
from ehc_workflow.service.organisation_changes import By
from ehc_workflow.store import organisation_changes
from ehc_workflow.store.engine import Database
from ehc_workflow.store.letter_words import LETTER_WORDS
from ehc_workflow.store.organisation import authority_settings
from ehc_workflow.store.organisation_changes import Change

FROM_THE_CASE = "Here stands what is on file for the case."
"""In place of words that a sample cannot have."""
_SAMPLE_DAY = date(2026, 1, 12)
_WORDS: Reasoned[LetterWords] = Reasoned(
    choice=LETTER_WORDS,
    kind=ChangeKind.LETTER_WORDED,
    named="the words",
    same=Impossible("/words", "These are the words that hold already."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """One part of one letter, as one authority words it. Its changes are kept under `about`."""

    authority_id: str
    letter: Letter
    key: str

    @property
    def about(self) -> str:
        """What a change of it is about."""
        return f"{self.authority_id}/{self.letter.value}/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """One part of a letter: a sample of what it says, whether its built-in words stay, and the authority's own."""

    block: Block
    locked: bool
    own: str


def listed(connection: Connection, authority_id: str, letter: Letter) -> list[Worded]:
    """Every part of a letter in order, filled in for an invented case."""
    name, settings = authority_settings(connection, authority_id)
    own = LETTER_WORDS.within(settings)
    return [
        Worded(
            block=block, locked=is_locked(letter, block.key), own=own.of(letter.value, block.key)
        )
        for block in draft_letter(letter, sample_writing(name, settings))
    ]


def one(connection: Connection, part: LetterPart) -> Worded:
    """One part of a letter; raises `NotFoundError`."""
    for each in listed(connection, part.authority_id, part.letter):
        if each.block.key == part.key:
            return each
    raise NotFoundError("This letter has no such part.")


def sample(connection: Connection, part: LetterPart, words: str) -> str:
    """What one part would say, for an invented case; raises `ImpossibleFactsError` with what is wrong."""
    words = _plain(words)
    one(connection, part)
    _check(part, words)
    writing = sample_writing(*authority_settings(connection, part.authority_id))
    built_in = built_in_words(part.letter, part.key, writing) or FROM_THE_CASE
    return in_own_words(part.letter, part.key, words, built_in, writing)


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _check(part: LetterPart, words: str) -> None:
    fault = fault_of(part.letter, part.key, words)
    if fault:
        raise ImpossibleFactsError(Impossible("/words", fault))


def sample_writing(authority: str, settings: Mapping[str, Any]) -> Writing:
    """An invented case, from which a letter is drafted to be looked at."""
    asked = Trigger(
        id="sample",
        kind=TriggerKind.PARENTAL_REQUEST,
        received_on=_SAMPLE_DAY,
        logged_on=_SAMPLE_DAY,
        evidence="",
    )
    case = Case(
        id="sample",
        authority_id="sample",
        team_id="sample",
        child_id="sample",
        reference="EHC-ABCDE-12345",
        triggers=(asked,),
    )
    return Writing(
        case=case,
        authority=authority,
        settings=settings,
        given_name="Robin",
        name="Robin Example",
        addressee="Sam Example",
        to_young_person=False,
        reasons="Here stand the reasons of the decision, as the decision-maker wrote them.",
    )


def keep(database: Database, by: By, part: LetterPart, words: str, reason: str) -> None:
    """Keep own words. Raises `ImpossibleFactsError` where they may not be so, or without a reason."""
    words = _plain(words)
    with database.writing() as connection:
        one(connection, part)
        _check(part, words)
        _write(connection, by, part, words, reason)


def take_back(database: Database, by: By, part: LetterPart, reason: str) -> None:
    """Have a part as it was before its last change; raises `NotFoundError` where nothing was changed."""
    with database.writing() as connection:
        last = last_change(connection, part.about)
        _write(connection, by, part, last.content["was"], reason)


def _write(connection: Connection, by: By, part: LetterPart, words: str, reason: str) -> None:
    letter = part.letter.value
    keep_reasoned(
        connection,
        by,
        part.authority_id,
        _WORDS,
        lambda chosen: chosen.with_words(letter, part.key, words),
        about=part.about,
        told_as=lambda chosen: chosen.of(letter, part.key),
        reason=reason,
    )


def changes(connection: Connection, part: LetterPart) -> tuple[Change, ...]:
    """The latest changes of one part, the newest first."""
    return organisation_changes.latest(connection, [part.about])
