"""Files that wait for the virus scanner, and documents that lay under the wrong child, on both databases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ehc_workflow.documents.folder import Folder
from ehc_workflow.documents.kinds import DocumentRefusedError
from ehc_workflow.documents.scanning import Scanner
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.errors import (
    ImpossibleFactsError,
    NotFoundError,
    NotPermittedError,
    TransitionRefusedError,
)
from ehc_workflow.domain.papers import DocumentKind, Scan
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.quarantine import Rescanned, scan_waiting
from ehc_workflow.service.sealed import sealed_document
from ehc_workflow.store.documents import Document, documents_of
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.queries.sealed import sealed_documents
from tests import builders as b
from tests.support.clamd import MARK, clamd

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)
PDF = b"%PDF-1.7\nInvented words."
ADMINISTRATOR = b.actor(Role.ADMINISTRATOR)


class File:
    """The documents of one case, behind a scanner that a test sets up or leaves away."""

    def __init__(self, journey: b.Journey, folder: Path) -> None:
        self.journey = journey
        self.folder = folder
        self.documents = Documents(journey.database, Folder(folder, 10_000))

    def scanned_at(self, address: str) -> None:
        self.documents = Documents(
            self.journey.database, self.documents.storage, Scanner(address, seconds=0.5)
        )

    def add(self, content: bytes = PDF, *, item: AdviceItem | None = None) -> Document:
        return self.documents.add(
            "report.pdf",
            io.BytesIO(content),
            assessment_id=self.journey.case_id,
            request_id=self.journey.request_id(item) if item else None,
            kind=DocumentKind.WAITING if item else DocumentKind.OTHER,
            actor=b.DCO if item else b.CASEWORKER,
            now=NOW,
        )

    def known(self, document: Document) -> Document:
        with self.journey.database.reading() as connection:
            filed = documents_of(connection, self.journey.case_id)
        return next(one for one in filed if one.id == document.id)

    def opens(self, who: Actor, document: Document) -> bool:
        try:
            self.documents.open(document.id, actor=who, now=NOW)
        except NotFoundError:
            return False
        return True

    def bytes_kept(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def seal(
        self, document: Document, who: Actor = b.CASEWORKER, reason: str = "A namesake"
    ) -> None:
        self.journey.do(
            c.SealDocument(
                assessment_id=self.journey.case_id,
                document_id=document.id,
                sealed_on=self.journey.today,
                reason=reason,
            ),
            who,
        )

    def unseal(self, document: Document, who: Actor = ADMINISTRATOR) -> None:
        self.journey.do(
            c.UnsealDocument(
                assessment_id=self.journey.case_id,
                document_id=document.id,
                unsealed_on=self.journey.today,
                reason="It is theirs after all",
            ),
            who,
        )


@pytest.fixture
def file(database_url: str, tmp_path: Path) -> Iterator[File]:
    database = open_database(database_url)
    b.found_authority(database)
    journey = b.Journey(database).receive().at(b.MONDAY + timedelta(weeks=1)).consider()
    journey.at(b.MONDAY + timedelta(weeks=4)).decide_to_assess().tell_assessing().ask()
    yield File(journey, tmp_path / "documents")
    database.close()


def test_a_scanned_file_is_kept_with_what_the_scanner_said(file: File, tmp_path: Path) -> None:
    with clamd(tmp_path) as fake:
        file.scanned_at(fake.address)
        document = file.add()
    assert (file.known(document).scan, file.known(document).scanned_at) == (Scan.CLEAN, NOW)
    assert file.opens(b.CASEWORKER, document)


def test_a_file_with_a_virus_is_refused_and_nothing_stays(file: File, tmp_path: Path) -> None:
    with clamd(tmp_path) as fake:
        file.scanned_at(fake.address)
        with pytest.raises(
            DocumentRefusedError, match=r"report\.pdf holds a virus and was not kept"
        ):
            file.add(PDF + MARK)
    assert file.bytes_kept() == []


def test_a_virus_that_is_known_only_later_closes_every_record_of_the_same_bytes(
    file: File, tmp_path: Path
) -> None:
    once, again = file.add(PDF + MARK), file.add(PDF + MARK, item=AdviceItem.HEALTH)
    other = file.add()
    assert file.opens(b.CASEWORKER, once)
    with clamd(tmp_path) as fake:
        file.scanned_at(fake.address)
        with pytest.raises(DocumentRefusedError, match="holds a virus"):
            file.add(PDF + MARK)
    assert {file.known(one).scan for one in (once, again)} == {Scan.INFECTED}
    with pytest.raises(TransitionRefusedError, match="A virus was found"):
        file.opens(b.CASEWORKER, once)
    assert len(file.bytes_kept()) == 1
    assert file.opens(b.CASEWORKER, other)


def test_without_a_scanner_a_file_is_said_to_be_unscanned(file: File) -> None:
    document = file.add()
    assert file.known(document).scan is Scan.UNSCANNED
    assert file.opens(b.CASEWORKER, document)


def test_while_the_scanner_is_away_a_file_waits_and_nobody_opens_it(
    file: File, tmp_path: Path
) -> None:
    file.scanned_at(f"unix:{tmp_path}/nowhere")
    document = file.add()
    with pytest.raises(TransitionRefusedError, match="waits for the virus scan"):
        file.documents.open(document.id, actor=b.CASEWORKER, now=NOW)
    with pytest.raises(TransitionRefusedError, match="waits for the virus scan"):
        file.documents.look(document.id, 1, actor=b.CASEWORKER, now=NOW)
    assert not file.opens(b.DCO, document), "who may not open it does not learn that it waits"
    assert scan_waiting(file.documents, NOW) == Rescanned(0, 0)
    assert file.known(document).scan is Scan.WAITING


def test_what_waited_is_opened_once_it_is_found_clean(file: File, tmp_path: Path) -> None:
    file.scanned_at(f"unix:{tmp_path}/nowhere")
    once, again = file.add(), file.add(item=AdviceItem.HEALTH)
    with clamd(tmp_path) as fake:
        file.scanned_at(fake.address)
        assert scan_waiting(file.documents, NOW) == Rescanned(1, 0)
        assert len(fake.heard) == 1, "the same content is shown once"
        assert scan_waiting(file.documents, NOW) == Rescanned(0, 0)
    assert {file.known(one).scan for one in (once, again)} == {Scan.CLEAN}
    assert file.opens(b.CASEWORKER, once)


def test_what_waited_with_a_virus_is_deleted_and_its_record_says_so(
    file: File, tmp_path: Path
) -> None:
    file.scanned_at(f"unix:{tmp_path}/nowhere")
    document = file.add(PDF + MARK)
    with clamd(tmp_path) as fake:
        file.scanned_at(fake.address)
        assert scan_waiting(file.documents, NOW) == Rescanned(0, 1)
    assert file.bytes_kept() == []
    with pytest.raises(TransitionRefusedError, match="A virus was found in this file"):
        file.documents.open(document.id, actor=b.CASEWORKER, now=NOW)


def test_a_sealed_document_is_opened_by_nobody_but_who_works_on_it(file: File) -> None:
    document = file.add()
    file.opens(b.MANAGER, document)
    file.seal(document)
    for who in (b.CASEWORKER, b.MANAGER, b.DECISION_MAKER, b.actor(Role.AUDITOR), b.DCO):
        assert not file.opens(who, document)
    assert file.opens(ADMINISTRATOR, document)


def test_who_had_opened_it_stands_beside_the_reason(file: File) -> None:
    document = file.add()
    file.opens(b.MANAGER, document)
    file.opens(b.MANAGER, document)
    file.seal(document, reason="It names another child")
    with file.journey.database.reading() as connection:
        found = sealed_document(connection, document.id, ADMINISTRATOR)
        listed = sealed_documents(
            connection, reach_of(ADMINISTRATOR, frozenset({Role.ADMINISTRATOR}))
        )
        with pytest.raises(NotFoundError):
            sealed_document(connection, document.id, b.MANAGER)
    assert [(one.first_at, one.times) for one in found.openers] == [(NOW, 2)]
    assert found.sealing is not None
    assert found.sealing.words["reason"] == "It names another child"
    assert [one.id for one in listed] == [document.id]


def test_advice_that_came_with_it_is_named(file: File) -> None:
    given = file.add(item=AdviceItem.HEALTH)
    file.journey.give(AdviceItem.HEALTH, b.DCO, document_ids=(given.id,))
    file.seal(given)
    with file.journey.database.reading() as connection:
        found = sealed_document(connection, given.id, ADMINISTRATOR)
    request_id = file.journey.request_id(AdviceItem.HEALTH)
    assert [one.request_id for one in found.advice] == [request_id]


def test_a_document_sealed_by_mistake_is_opened_again(file: File) -> None:
    document = file.add()
    file.seal(document)
    file.unseal(document)
    assert file.opens(b.CASEWORKER, document)
    with file.journey.database.reading() as connection, pytest.raises(NotFoundError):
        sealed_document(connection, document.id, ADMINISTRATOR)


def test_what_is_sealed_is_not_sealed_again_nor_given_nor_taken_back(file: File) -> None:
    document = file.add(item=AdviceItem.HEALTH)
    file.seal(document)
    request_id = file.journey.request_id(AdviceItem.HEALTH)
    with pytest.raises(TransitionRefusedError, match="not sealed yet"):
        file.seal(document)
    with pytest.raises(ImpossibleFactsError, match="was sealed"):
        file.journey.give(AdviceItem.HEALTH, b.DCO, document_ids=(document.id,))
    with pytest.raises(TransitionRefusedError, match="sealed"):
        file.documents.remove([document.id], request_id=request_id, actor=b.DCO)
    with pytest.raises(DocumentRefusedError, match="This very file was sealed here"):
        file.add(item=AdviceItem.HEALTH)


@pytest.mark.parametrize("who", [b.DCO, b.PSYCHOLOGIST, b.actor(Role.AUDITOR)])
def test_nobody_seals_whose_role_does_not_file(file: File, who: Actor) -> None:
    document = file.add()
    with pytest.raises((NotPermittedError, NotFoundError)):
        file.seal(document, who)
    with pytest.raises(NotPermittedError):
        file.unseal(document, b.MANAGER)


def test_a_document_of_another_case_is_not_sealed_from_here(file: File) -> None:
    with pytest.raises(ImpossibleFactsError, match="no such document"):
        file.journey.do(
            c.SealDocument(
                assessment_id=file.journey.case_id,
                document_id="another",
                sealed_on=file.journey.today,
                reason="A namesake",
            )
        )
