"""An authority's own words for its letters, kept at the command line by what the pages call too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ehc_workflow.cli import ehc
from ehc_workflow.domain.case import Letter
from ehc_workflow.service import letter_wording
from ehc_workflow.service.letter_wording import LetterPart
from ehc_workflow.store.engine import Database, open_database
from tests.builders import AUTHORITY, found_authority

PART = ("refusal_to_assess", "right_of_appeal")
OURS = "We know this is not what you hoped for.\n\n{built_in}\n"
SAID = "We know this is not what you hoped for.\n\nYou have the right to appeal to the First-tier"
Run = Callable[..., Result]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def run(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    return lambda *words: CliRunner().invoke(ehc, ["letter", *words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    words = tmp_path / "words.txt"
    words.write_text(OURS, "utf-8")
    return words


def own_words(database: Database) -> str:
    with database.reading() as connection:
        letter, key = PART
        meant = LetterPart(authority_id=AUTHORITY, letter=Letter(letter), key=key)
        return letter_wording.one(connection, meant).own


def test_words_are_looked_at_kept_with_a_reason_and_taken_back(
    database: Database, run: Run, file: Path
) -> None:
    change = ("change", *PART, "--words", str(file))
    tried = run(*change, "--dry-run")
    assert SAID in tried.stdout
    assert "Nothing was written." in tried.stdout
    without = run(*change)
    assert without.exit_code == 1
    assert "Say why" in without.output
    assert own_words(database) == ""
    kept = run(*change, "--reason", "Kinder")
    assert "begin with these words" in kept.stdout
    assert own_words(database) == OURS.strip()
    shown = run("show", *PART).stdout
    assert SAID in shown
    assert "own words keep {built_in}" in shown
    assert "the command line  own words  Kinder" in shown
    assert "hold already" in run(*change, "--reason", "Again").output
    back = run("undo", *PART, "--reason", "It was good")
    assert "Own words: none" in back.stdout
    assert "the built-in words again  It was good" in back.stdout
    assert own_words(database) == ""


def test_every_part_is_listed_with_whose_words_it_has(run: Run, file: Path) -> None:
    run("change", *PART, "--words", str(file), "--reason", "Kinder")
    listed = run("list").stdout
    assert "refusal_to_assess  right_of_appeal  The right of appeal  (own)" in listed
    assert "no_plan  right_of_appeal  The right of appeal  (built in)" in listed
    rows = json.loads(run("list", "--json").stdout)
    assert {row["letter"] for row in rows} == {letter.value for letter in Letter}
    mine = [row for row in rows if row["own"]]
    assert [(row["letter"], row["part"]) for row in mine] == [PART]
    assert mine[0]["must_keep_built_in"]


def test_words_that_leave_out_the_law_are_refused_at_the_sample_already(
    database: Database, run: Run, file: Path
) -> None:
    file.write_text("You may complain to us.", "utf-8")
    refused = run("change", *PART, "--words", str(file), "--dry-run")
    assert refused.exit_code == 1
    assert "Put {built_in} in it, once" in refused.output
    assert own_words(database) == ""


def test_an_unknown_part_and_an_unknown_letter_are_refused(run: Run, file: Path) -> None:
    nobody = run("show", "no_plan", "postscript")
    assert nobody.exit_code == 1
    assert "no such part" in nobody.output
    assert run("show", "thank_you", "opening").exit_code == 2
    unchanged = run("undo", "no_plan", "opening", "--reason", "x")
    assert unchanged.exit_code == 1
    assert "never changed" in unchanged.output
