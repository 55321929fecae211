"""An authority's own list of vague wording, on both databases: tried first, kept with its reason, taken back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner, Result

from ehc_workflow.cli import ehc
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, ParagraphKind
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError
from ehc_workflow.rules.vague_wording import VAGUE_TERMS, TermChange
from ehc_workflow.service import wording
from ehc_workflow.service.counting_changes import By
from ehc_workflow.store import wording as on_file
from ehc_workflow.store.engine import Database, open_database
from tests.builders import AUTHORITY, DCO, Journey, found_authority

TODAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
ASKED = date(2026, 2, 23)
HEALTH = AdviceItem.HEALTH
Run = Callable[..., Result]


def provision(text: str) -> c.Paragraph:
    return c.Paragraph(
        kind=ParagraphKind.PROVISION, text=text, amount="an hour", frequency="daily", by_whom="a TA"
    )


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """One case with three pieces of provision on file."""
    with closing(open_database(database_url)) as opened:
        found_authority(opened)
        journey = Journey(opened).receive().at(date(2026, 1, 20)).consider()
        journey.at(ASKED).decide_to_assess().tell_assessing().ask()
        journey.at(TODAY).give(
            HEALTH,
            DCO,
            paragraphs=(
                c.Paragraph(kind=ParagraphKind.NEED, text="Seen as and when."),
                provision("A programme, as and when"),
                provision("Regular visits"),
                provision("A programme of talk"),
            ),
        )
        yield opened


@pytest.fixture
def run(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in [name for name in os.environ if name.startswith("EHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    monkeypatch.setenv("EHC_TODAY", TODAY.isoformat())
    return lambda *words: CliRunner().invoke(ehc, ["wording", *words])


def by(reason: str = "Agreed by the panel of writers") -> By:
    return By(name="An invented manager", reason=reason, now=NOW, today=TODAY)


def proposed(database: Database, words: str, instead: str = "say when") -> wording.Proposed:
    change = TermChange(words=words, instead=instead, is_on=bool(instead))
    with database.reading() as connection:
        return wording.proposed(connection, AUTHORITY, change)


def in_force(database: Database) -> set[str]:
    with database.reading() as connection:
        return {term.words for term in on_file.terms(connection, AUTHORITY)}


def test_a_change_is_tried_on_the_provision_on_file(database: Database) -> None:
    change = proposed(database, "As and  when")
    with database.reading() as connection:
        finds = wording.preview(connection, change)
    assert (finds.read, finds.with_words, finds.before, finds.after) == (3, 1, 1, 2)
    assert "as and when" not in in_force(database)


def test_a_change_keeps_who_when_and_why(database: Database) -> None:
    made = wording.apply(database, proposed(database, "as and when"), by())
    with database.reading() as connection:
        assert on_file.changes(connection, AUTHORITY) == [made]
    assert (made.number, made.made_by, made.made_at) == (1, "An invented manager", NOW)
    assert "as and when" in in_force(database)


def test_a_change_without_a_reason_is_refused(database: Database) -> None:
    with pytest.raises(ImpossibleFactsError, match="Say why"):
        wording.apply(database, proposed(database, "as and when"), by(" "))
    assert in_force(database) == {term.words for term in VAGUE_TERMS}


def test_two_who_change_the_same_thing_at_once_are_told(database: Database) -> None:
    mine, theirs = proposed(database, "as and when"), proposed(database, "as and when")
    wording.apply(database, theirs, by())
    with pytest.raises(ImpossibleFactsError, match="looked for already"):
        wording.apply(database, mine, by())


def test_every_change_has_a_way_back(database: Database) -> None:
    wording.apply(database, proposed(database, "regular", "say which days"), by())
    wording.apply(database, proposed(database, "regular", ""), by())
    assert "regular" not in in_force(database)
    with database.reading() as connection:
        back = wording.undone(connection, AUTHORITY, 2)
        finds = wording.preview(connection, back)
    assert (back.term.instead, finds.before, finds.after) == ("say which days", 0, 1)
    made = wording.apply(database, back, by())
    assert (made.number, made.undoes) == (3, 2)
    with database.reading() as connection:
        assert wording.undone(connection, AUTHORITY, 1).term.instead == "say how often"
        with pytest.raises(NotFoundError, match="no change 9"):
            wording.undone(connection, AUTHORITY, 9)


def test_another_authority_keeps_its_own_list(database: Database) -> None:
    wording.apply(database, proposed(database, "as and when"), by())
    with database.reading() as connection:
        assert on_file.terms(connection, "another authority") == VAGUE_TERMS


def test_what_is_switched_off_stays_on_the_list_with_its_words(database: Database) -> None:
    wording.apply(database, proposed(database, "regular", ""), by())
    with database.reading() as connection:
        (regular,) = [
            one for one in wording.listed(connection, AUTHORITY) if one.term.words == "regular"
        ]
    assert (regular.is_on, regular.term.instead) == (False, "say how often")


def test_the_command_line_does_the_same(run: Run, database: Database) -> None:
    dry = run("add", "as and when", "say when", "--dry-run")
    assert "Nothing was written" in dry.output
    assert "1 have these words" in dry.output
    refused = run("add", "as and when", "say when")
    assert refused.exit_code == 1
    assert "Say why" in refused.output
    made = json.loads(
        run("add", "as and when", "say when", "--reason", "Too open", "--json").stdout
    )
    assert made == {
        "dry_run": False,
        "change": 1,
        "read": 3,
        "with_words": 1,
        "before": 1,
        "after": 2,
    }
    assert run("off", "regular", "--reason", "Means every day here").exit_code == 0
    listed = {one["words"]: one for one in json.loads(run("list", "--json").stdout)}
    assert (listed["as and when"]["change"], listed["regular"]["is_on"]) == (1, False)
    assert run("undo", "2", "--reason", "It does not").exit_code == 0
    assert "regular" in in_force(database)
    kept = json.loads(run("changes", "--json").stdout)
    assert [one["undoes"] for one in kept] == [None, None, 2]
    assert "3  9 March 2026  “regular” is looked for" in run("changes").output
    assert run("off", "never heard of", "--reason", "No").exit_code == 1


def test_nobody_s_text_becomes_a_pattern(run: Run) -> None:
    refused = run("add", "(a+)+$", "say it", "--reason", "No")
    assert refused.exit_code == 1
    assert "letters and digits" in refused.output
