"""A letter and its printed copies are kept in one transaction, on both databases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ehc_workflow.documents.folder import Folder
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Letter, State
from ehc_workflow.domain.errors import StaleCaseError, TransitionRefusedError
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.service.press import Press
from ehc_workflow.service.verify import verify
from ehc_workflow.store.documents import Document, documents_of
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.queries.letters_sent import letters_as_sent
from tests.builders import DECISION_MAKER, TOLD, Journey, found_authority


@pytest.fixture
def journey(database_url: str) -> Iterator[Journey]:
    database = open_database(database_url)
    found_authority(database)
    yield Journey(database)
    database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "documents", 25_000_000)


def refused(journey: Journey) -> Journey:
    return (
        journey.receive().at(date(2026, 1, 20)).consider().at(date(2026, 2, 20)).decide_to_refuse()
    )


def refusal(journey: Journey, **changes: object) -> c.NotifyRefusal:
    fields = {**journey.sending(Letter.REFUSAL_TO_ASSESS), **TOLD, **changes}
    return c.NotifyRefusal(**fields)  # type: ignore[arg-type]  # a builder's values


def copies(journey: Journey) -> list[Document]:
    with journey.database.reading() as connection:
        kept = documents_of(connection, journey.case_id)
    return [each for each in kept if each.kind is DocumentKind.NOTICE]


def test_the_copies_are_kept_with_the_sending(journey: Journey, folder: Folder) -> None:
    press = Press(refused(journey).database, folder)
    journey.do(refusal(journey), DECISION_MAKER, press=press)
    with journey.database.reading() as connection:
        letter = letters_as_sent(connection, journey.case_id)[-1]
    assert set(letter.printed) == {"pdf", "word"}
    assert {each.id for each in copies(journey)} == set(letter.printed.values())
    for each in copies(journey):
        assert hashlib.sha256(folder.find(each.sha256).read_bytes()).hexdigest() == each.sha256
    assert verify(journey.database).faults == ()
    assert not list((folder.path / "incoming").iterdir())


def test_a_sending_that_is_refused_leaves_no_copy(journey: Journey, folder: Folder) -> None:
    press = Press(refused(journey).database, folder)
    with pytest.raises(TransitionRefusedError):
        journey.do(refusal(journey, setting_told=False), DECISION_MAKER, press=press)
    with pytest.raises(StaleCaseError):
        journey.do(refusal(journey), DECISION_MAKER, press=press, expected_version=1)
    assert copies(journey) == []
    assert not list(folder.path.rglob("*.*"))


def test_the_same_key_sends_and_prints_once(journey: Journey, folder: Folder) -> None:
    press = Press(refused(journey).database, folder)
    command = refusal(journey)
    for _ in range(2):
        after = journey.do(command, DECISION_MAKER, press=press, key="once")
        assert after.state is State.REFUSED_TO_ASSESS
    assert len(copies(journey)) == 2
