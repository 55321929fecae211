"""An authority's own words: kept as a chain, and each message keeps the version it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from ehc_workflow.cli import ehc
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError
from ehc_workflow.jobs.deliver import deliver
from ehc_workflow.notify import MemoryNotifier
from ehc_workflow.service import message_wording
from ehc_workflow.service.counting_changes import By
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.message_wording import OwnWords, WordingOnFile, changes
from tests.builders import AUTHORITY, MONDAY, Journey, found_authority
from tests.integration.test_deliver import ADDRESS, BrokenNotifier, MovedClock, rows

BY = By(name="Ada", reason="Plainer", now=datetime(2026, 3, 2, 9, tzinfo=UTC), today=MONDAY)
LATER = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def keep(database: Database, subject: str) -> WordingOnFile:
    words = OwnWords(is_own=True, subject=subject, body="Case {reference}: {link}\n")
    with database.reading() as connection:
        proposed = message_wording.proposed(connection, AUTHORITY, "advice_asked", words, ADDRESS)
    return message_wording.apply(database, proposed, BY, ADDRESS)


def take_back(database: Database, number: int) -> WordingOnFile:
    with database.reading() as connection:
        proposed = message_wording.undone(connection, AUTHORITY, "advice_asked", number, ADDRESS)
    return message_wording.apply(database, proposed, BY, ADDRESS)


def asked(database: Database) -> None:
    journey = Journey(database).receive().consider().decide_to_assess().tell_assessing()
    with database.writing() as connection:
        connection.execute(text("DELETE FROM outbox_message"))
    journey.ask()


def subjects(database: Database, clock: MovedClock) -> set[str]:
    notifier = MemoryNotifier()
    deliver(database, notifier, clock, ADDRESS)
    return {mail.subject for mail in notifier.sent}


def versions(database: Database) -> set[int | None]:
    return {row[0] for row in rows(database, "SELECT own_version FROM outbox_message")}


def test_messages_have_the_authoritys_own_words_and_keep_their_number(database: Database) -> None:
    asked(database)
    keep(database, "Please advise")
    assert subjects(database, MovedClock(LATER)) == {"Please advise"}
    assert versions(database) == {1}


def test_a_message_that_is_tried_again_keeps_the_words_it_was_made_from(database: Database) -> None:
    asked(database)
    keep(database, "Please advise")
    clock = MovedClock(LATER)
    deliver(database, BrokenNotifier(), clock, ADDRESS)
    keep(database, "Kindly advise")
    clock.moment += timedelta(minutes=5)
    assert subjects(database, clock) == {"Please advise"}
    assert versions(database) == {1}


def test_one_first_made_from_the_built_in_words_keeps_those(database: Database) -> None:
    asked(database)
    clock = MovedClock(LATER)
    deliver(database, BrokenNotifier(), clock, ADDRESS)
    keep(database, "Please advise")
    clock.moment += timedelta(minutes=5)
    (subject,) = subjects(database, clock)
    assert subject.startswith("Request for advice")
    assert versions(database) == {None}


def test_the_way_back_is_a_change_too_and_nothing_is_edited(database: Database) -> None:
    assert [keep(database, "One").number, keep(database, "Two").number] == [1, 2]
    assert take_back(database, 2).words.subject == "One"
    assert take_back(database, 1).words == OwnWords(is_own=False)
    asked(database)
    (subject,) = subjects(database, MovedClock(LATER))
    assert subject.startswith("Request for advice")
    with database.reading() as connection:
        made = changes(connection, AUTHORITY)
        found = message_wording.one(connection, AUTHORITY, "advice_asked")
    assert [(one.number, one.undoes) for one in made] == [(1, None), (2, None), (3, 2), (4, 1)]
    assert not found.words.is_own
    assert found.words.subject.startswith("Request for advice")


def test_nothing_is_kept_without_a_reason_a_difference_or_a_message(database: Database) -> None:
    keep(database, "One")
    with pytest.raises(ImpossibleFactsError, match="hold already"):
        keep(database, "One")
    with database.reading() as connection:
        with pytest.raises(NotFoundError):
            message_wording.one(connection, AUTHORITY, "setting_consulted")
        with pytest.raises(NotFoundError):
            message_wording.undone(connection, AUTHORITY, "advice_asked", 9, ADDRESS)
        two = OwnWords(is_own=True, subject="Two", body="{link}")
        proposed = message_wording.proposed(connection, AUTHORITY, "advice_asked", two, ADDRESS)
    silent = By(name="Ada", reason=" ", now=BY.now, today=MONDAY)
    with pytest.raises(ImpossibleFactsError, match="Say why"):
        message_wording.apply(database, proposed, silent, ADDRESS)


def test_the_command_shows_keeps_and_takes_back(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    file = tmp_path / "words.txt"
    file.write_text("Read what is asked: {link}\n", "utf-8")
    run = CliRunner().invoke
    change = [
        "template",
        "change",
        "advice_asked",
        "--subject",
        "On {reference}",
        "--body",
        str(file),
    ]
    tried = run(ehc, [*change, "--dry-run"])
    assert "Subject: On EHC-ABCDE-12345" in tried.stdout
    assert "Nothing was written." in tried.stdout
    assert "Say why" in run(ehc, change).output
    assert "Written as version 1." in run(ehc, [*change, "--reason", "Plainer"]).stdout
    assert "advice_asked  On {reference}  (own, version 1)" in run(ehc, ["template", "list"]).stdout
    back = run(ehc, ["template", "undo", "advice_asked", "1", "--reason", "It was good"])
    assert "Written as version 2." in back.stdout
    shown = run(ehc, ["template", "show", "advice_asked"]).stdout
    assert "Subject: Request for advice" in shown
    assert "2, takes back 1" in shown
    file.write_text("About {child}: {link}\n", "utf-8")
    refused = run(ehc, [*change, "--reason", "x"])
    assert refused.exit_code == 1
    assert "There is no field {child} in this message." in refused.output
