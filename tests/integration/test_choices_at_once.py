"""Administrators of one authority choose in the same moment: every choice is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time

import pytest

from ehc_workflow.domain.case import Letter
from ehc_workflow.service import alert_choices, letter_wording
from ehc_workflow.service.letter_wording import LetterPart
from ehc_workflow.service.organisation_changes import By, by_command_line
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.letter_words import LETTER_WORDS
from ehc_workflow.store.rows import Rows
from tests.builders import AUTHORITY, MONDAY, found_authority

OURS = "{built_in}\n\nWith our own words."
LETTERS = (Letter.NO_PLAN, Letter.REFUSAL_TO_ASSESS, Letter.FINAL_PLAN, Letter.DRAFT_PLAN)
ROUNDS = 5


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def by() -> By:
    return by_command_line(now=datetime.combine(MONDAY, time(12), tzinfo=UTC), today=MONDAY)


def test_words_for_several_letters_and_another_choice_are_all_kept(database: Database) -> None:
    start = threading.Barrier(len(LETTERS) + 1)

    def word(letter: Letter) -> None:
        part = LetterPart(authority_id=AUTHORITY, letter=letter, key="contact")
        start.wait()
        for number in range(ROUNDS):
            letter_wording.keep(database, by(), part, f"{OURS} {number}", "Kinder")

    def choose() -> None:
        start.wait()
        for days in range(ROUNDS):
            chosen = {"longest_promise_days": 10 + days}
            alert_choices.choose(database, by(), AUTHORITY, chosen)

    threads = [threading.Thread(target=word, args=(letter,)) for letter in LETTERS]
    threads.append(threading.Thread(target=choose))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    last = f"{OURS} {ROUNDS - 1}"
    with database.reading() as connection:
        words = LETTER_WORDS.of(Rows(connection), AUTHORITY)
        assert {letter: words.of(letter, "contact") for letter in LETTERS} == dict.fromkeys(
            LETTERS, last
        )
        assert alert_choices.choices_of(connection, AUTHORITY).longest_promise_days == 9 + ROUNDS
