"""Letters about a delay to families to whom nobody has written by the day one is due."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ehc_workflow.clock import LONDON
from ehc_workflow.domain.own_letters import ByHand
from ehc_workflow.jobs.own_steps import OwnStep, take_steps
from ehc_workflow.rules.family_letters import DEFAULT_FAMILY_LETTERS, MOST_DAYS_BEFORE
from ehc_workflow.service.family_letters import letter_for
from ehc_workflow.service.press import Press
from ehc_workflow.store.engine import Database
from ehc_workflow.store.family_letters import FAMILY_LETTERS, waiting
from ehc_workflow.store.rows import Rows

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LettersReport:
    """How many letters went, how many a case would not take, and how many are due and a person's to write."""

    sent: int
    refused: int
    by_hand: int


def write_to_families(
    database: Database,
    now: datetime,
    *,
    press: Press | None = None,
    goes_on: Callable[[], bool] = lambda: True,
) -> LettersReport:
    """Write to every family to whom a letter is due and nobody has written. Run again it finds nobody it wrote to."""
    by_hand: list[ByHand] = []
    sent, refused = take_steps(
        database, _letters(database, now, by_hand), now, goes_on=goes_on, press=press
    )
    if by_hand:
        _LOG.info("%d letters about a delay are due and a person's to write", len(by_hand))
    return LettersReport(sent=sent, refused=refused, by_hand=len(by_hand))


def _letters(database: Database, now: datetime, by_hand: list[ByHand]) -> Iterator[OwnStep]:
    """Each letter right before it goes, so that it says what is on file then."""
    today = now.astimezone(LONDON).date()
    with database.reading() as connection:
        rows = Rows(connection)
        policy, choices = database.counting.policy(rows), FAMILY_LETTERS.of_all(rows)
        cases = waiting(connection, today, days_before=MOST_DAYS_BEFORE)
    for case_id, authority_id in cases:
        chosen = choices.get(authority_id, DEFAULT_FAMILY_LETTERS)
        with database.reading() as connection:
            letter = letter_for(connection, case_id, today, policy, chosen)
        if isinstance(letter, ByHand):
            by_hand.append(letter)
        elif letter is not None:
            yield OwnStep(letter.command, f"letter about a delay, case {case_id}", letter.key)
