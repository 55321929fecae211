"""Filing and opening documents on both databases: least sight, one record for one file, every opening noted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ehc_workflow.documents.folder import Folder
from ehc_workflow.documents.kinds import DocumentRefusedError
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.errors import (
    ImpossibleFactsError,
    NotFoundError,
    NotPermittedError,
    TransitionRefusedError,
)
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.service.documents import Documents
from ehc_workflow.store.documents import Document, documents_of
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.tables.cases import RecordView
from tests import builders as b

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)
PDF = b"%PDF-1.7\nInvented words."


class File:
    """The documents of a case whose advice has been asked for."""

    def __init__(self, documents: Documents, journey: b.Journey, folder: Path) -> None:
        self.documents = documents
        self.journey = journey
        self.folder = folder

    def add(
        self,
        who: Actor,
        *,
        item: AdviceItem | None = None,
        kind: DocumentKind = DocumentKind.WAITING,
        content: bytes = PDF,
        name: str = "report.pdf",
    ) -> Document:
        return self.documents.add(
            name,
            io.BytesIO(content),
            assessment_id=self.journey.case_id,
            request_id=self.journey.request_id(item) if item else None,
            kind=kind,
            actor=who,
            now=NOW,
        )

    def opens(self, who: Actor, document: Document) -> bool:
        try:
            opened = self.documents.open(document.id, actor=who, now=NOW)
        except NotFoundError:
            return False
        return bool(b"".join(opened.chunks))

    def listed(self) -> list[Document]:
        with self.documents.database.reading() as connection:
            return list(documents_of(connection, self.journey.case_id))

    def bytes_kept(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]


@pytest.fixture
def file(database_url: str, tmp_path: Path) -> Iterator[File]:
    database = open_database(database_url)
    b.found_authority(database)
    journey = b.Journey(database).receive().at(b.MONDAY + timedelta(weeks=1)).consider()
    journey.at(b.MONDAY + timedelta(weeks=4)).decide_to_assess().tell_assessing().ask()
    folder = Folder(tmp_path / "documents", 10_000)
    yield File(Documents(database, folder), journey, folder.path)
    database.close()


def family(case_id: str) -> Actor:
    seat = Seat(id="f", role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=case_id)
    return Actor(id="family", name="Invented family", seats=(seat,))


def elsewhere(role: Role) -> Actor:
    seat = Seat(id="e", role=role, authority_id="another", team_id=None)
    return Actor(id="elsewhere", name="Invented stranger", seats=(seat,))


def test_a_contributor_opens_what_its_own_request_holds(file: File) -> None:
    health = file.add(b.DCO, item=AdviceItem.HEALTH)
    for who in (b.HEALTH_ADMINISTRATOR, b.CASEWORKER, b.PSYCHOLOGIST):
        assert not file.opens(who, health), "until it is given it is its sender's alone"
    assert file.opens(b.DCO, health)
    file.journey.give(AdviceItem.HEALTH, b.DCO, document_ids=(health.id,))
    assert file.opens(b.DCO, health)
    assert file.opens(b.HEALTH_ADMINISTRATOR, health)
    assert not file.opens(b.PSYCHOLOGIST, health)
    assert not file.opens(b.SENCO, health)


def test_what_the_family_sent_goes_with_every_request(file: File) -> None:
    said = file.add(family(file.journey.case_id), kind=DocumentKind.FAMILY)
    for who in (b.DCO, b.PSYCHOLOGIST, b.SOCIAL_WORKER, b.SENCO, b.CASEWORKER):
        assert file.opens(who, said)
    assert file.opens(family(file.journey.case_id), said)


def test_other_files_of_the_case_are_for_its_officers(file: File) -> None:
    minute = file.add(b.CASEWORKER, kind=DocumentKind.OTHER)
    for who in (b.CASEWORKER, b.MANAGER, b.PLAN_WRITER, b.DECISION_MAKER, b.actor(Role.AUDITOR)):
        assert file.opens(who, minute)
    for who in (b.DCO, b.SENCO, family(file.journey.case_id), b.actor(Role.ADMINISTRATOR)):
        assert not file.opens(who, minute)


def test_what_went_with_one_request_is_for_that_contributor(file: File) -> None:
    enclosed = file.add(b.CASEWORKER, item=AdviceItem.PSYCHOLOGY, kind=DocumentKind.ENCLOSURE)
    assert file.opens(b.PSYCHOLOGIST, enclosed)
    assert not file.opens(b.DCO, enclosed)


def test_advice_not_given_yet_is_nobody_elses(file: File) -> None:
    waiting = file.add(b.PSYCHOLOGIST, item=AdviceItem.PSYCHOLOGY)
    assert not file.opens(b.CASEWORKER, waiting)
    file.journey.give(AdviceItem.PSYCHOLOGY, b.PSYCHOLOGIST, document_ids=(waiting.id,))
    assert file.opens(b.CASEWORKER, waiting)
    assert [each.kind for each in file.listed()] == [DocumentKind.ADVICE]


def test_nobody_out_of_reach_learns_that_it_is_there(file: File) -> None:
    document = file.add(b.CASEWORKER, kind=DocumentKind.OTHER)
    for who in (elsewhere(Role.CASEWORKER), elsewhere(Role.DCO), family("another case")):
        assert not file.opens(who, document)
        with pytest.raises(NotFoundError):
            file.add(who, kind=DocumentKind.OTHER)


@pytest.mark.parametrize(
    ("who", "item", "kind"),
    [
        (b.DCO, None, DocumentKind.OTHER),
        (b.DCO, AdviceItem.PSYCHOLOGY, DocumentKind.WAITING),
        (b.DCO, AdviceItem.HEALTH, DocumentKind.FAMILY),
        (b.actor(Role.AUDITOR), None, DocumentKind.OTHER),
    ],
)
def test_nobody_files_what_is_not_theirs_to_file(
    file: File, who: Actor, item: AdviceItem | None, kind: DocumentKind
) -> None:
    with pytest.raises(NotPermittedError):
        file.add(who, item=item, kind=kind)
    assert file.bytes_kept() == []


def test_every_opening_is_noted(file: File) -> None:
    document = file.add(b.CASEWORKER, kind=DocumentKind.OTHER)
    file.opens(b.MANAGER, document)
    file.opens(b.DCO, document)
    columns = select(RecordView.assessment_id, RecordView.user_id, RecordView.part)
    with file.documents.database.reading() as connection:
        rows = connection.execute(columns).all()
    assert [tuple(row) for row in rows] == [
        (file.journey.case_id, b.MANAGER.id, f"document {document.id}")
    ]


def test_the_same_file_twice_is_one_document(file: File) -> None:
    first, again = (file.add(b.DCO, item=AdviceItem.HEALTH) for _ in range(2))
    assert first == again
    assert len(file.bytes_kept()) == 1


def test_a_file_that_was_given_is_not_given_again_as_if_it_were_new(file: File) -> None:
    waiting = file.add(b.DCO, item=AdviceItem.HEALTH)
    file.journey.give(AdviceItem.HEALTH, b.DCO, document_ids=(waiting.id,))
    with pytest.raises(DocumentRefusedError, match="with this request already"):
        file.add(b.DCO, item=AdviceItem.HEALTH)


def test_what_was_not_given_can_be_taken_back(file: File) -> None:
    kept = file.add(b.CASEWORKER, kind=DocumentKind.OTHER)
    waiting = file.add(b.DCO, item=AdviceItem.HEALTH)
    request_id = file.journey.request_id(AdviceItem.HEALTH)
    file.documents.remove([waiting.id], request_id=request_id, actor=b.DCO)
    assert file.listed() == [kept]
    assert len(file.bytes_kept()) == 1, "the same content is still on the case"


def test_the_last_record_of_a_content_takes_the_bytes_with_it(file: File) -> None:
    waiting = file.add(b.DCO, item=AdviceItem.HEALTH)
    request_id = file.journey.request_id(AdviceItem.HEALTH)
    file.documents.remove([waiting.id], request_id=request_id, actor=b.DCO)
    assert file.bytes_kept() == []


def test_what_was_given_stays(file: File) -> None:
    waiting = file.add(b.DCO, item=AdviceItem.HEALTH)
    file.journey.give(AdviceItem.HEALTH, b.DCO, document_ids=(waiting.id,))
    request_id = file.journey.request_id(AdviceItem.HEALTH)
    with pytest.raises(TransitionRefusedError):
        file.documents.remove([waiting.id], request_id=request_id, actor=b.DCO)
    assert file.opens(b.DCO, waiting)


def test_nobody_takes_back_anothers_file(file: File) -> None:
    waiting = file.add(b.DCO, item=AdviceItem.HEALTH)
    request_id = file.journey.request_id(AdviceItem.HEALTH)
    with pytest.raises(NotFoundError):
        file.documents.remove([waiting.id], request_id=request_id, actor=b.HEALTH_ADMINISTRATOR)


def test_advice_brings_no_file_of_another_request(file: File) -> None:
    other = file.add(b.PSYCHOLOGIST, item=AdviceItem.PSYCHOLOGY)
    with pytest.raises(ImpossibleFactsError, match="not sent in with this request"):
        file.journey.give(AdviceItem.HEALTH, b.DCO, document_ids=(other.id,))
