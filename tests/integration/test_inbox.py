"""The inbox on both databases: matched within reach, filed once, undone, and never two records of one file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ehc_workflow.documents.folder import Folder
from ehc_workflow.documents.kinds import DocumentRefusedError
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.errors import NotFoundError, NotPermittedError, TransitionRefusedError
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.service.documents import Documents, waiting_files
from ehc_workflow.service.inbox import Inbox, Looked, inboxes_of
from ehc_workflow.store.arrivals import Arrival, in_inbox
from ehc_workflow.store.documents import Document, documents_of
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.queries.case_page import case_file
from tests import builders as b
from tests.support import made_files as made

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)
ADMINISTRATOR = b.actor(Role.ADMINISTRATOR)


class Post:
    """An inbox, one case whose advice was asked for, and what came in."""

    def __init__(self, journey: b.Journey, folder: Path) -> None:
        self.journey = journey
        self.folder = folder
        self.documents = Documents(journey.database, Folder(folder, 100_000))
        self.inbox = Inbox(self.documents)

    @property
    def reference(self) -> str:
        return self.journey.now.reference

    def comes(self, text: str, *, who: Actor = b.CASEWORKER, name: str = "scan.pdf") -> Arrival:
        return self.inbox.take(name, io.BytesIO(made.pdf(text)), actor=who, now=NOW)

    def looks(self, arrival: Arrival, who: Actor = b.CASEWORKER, search: str = "") -> Looked:
        return self.inbox.look(arrival.id, 1, search, actor=who, now=NOW)

    def files(
        self,
        arrival: Arrival,
        who: Actor = b.CASEWORKER,
        *,
        item: AdviceItem | None = None,
        kind: DocumentKind = DocumentKind.OTHER,
    ) -> Document:
        return self.inbox.file(
            arrival.id,
            assessment_id=self.journey.case_id,
            request_id=self.journey.request_id(item) if item else None,
            kind=DocumentKind.WAITING if item else kind,
            actor=who,
            now=NOW,
        )

    def waiting(self, who: Actor = b.CASEWORKER) -> list[str]:
        with self.journey.database.reading() as connection:
            return [one.id for one in in_inbox(connection, inboxes_of(who))]

    def on_the_case(self) -> list[Document]:
        with self.journey.database.reading() as connection:
            return list(documents_of(connection, self.journey.case_id))

    def bytes_kept(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]


@pytest.fixture
def post(database_url: str, tmp_path: Path) -> Iterator[Post]:
    database = open_database(database_url)
    b.found_authority(database)
    journey = b.Journey(database).receive().at(b.MONDAY + timedelta(weeks=1)).consider()
    journey.at(b.MONDAY + timedelta(weeks=4)).decide_to_assess().tell_assessing().ask()
    yield Post(journey, tmp_path / "documents")
    database.close()


def elsewhere(role: Role, team_id: str | None = None, authority_id: str = "another") -> Actor:
    seat = Seat(id="e", role=role, authority_id=authority_id, team_id=team_id)
    return Actor(id="elsewhere", name="Invented stranger", seats=(seat,))


def test_a_file_is_matched_with_its_case_and_what_waits_there(post: Post) -> None:
    (match,) = post.looks(post.comes(f"Our reference {post.reference}")).matches
    assert match.candidate.assessment_id == post.journey.case_id
    assert match.reasons == (f"The reference {post.reference} stands in it", "Advice is waited for")
    assert AdviceItem.HEALTH in {one.item for one in match.candidate.waits_for}
    assert AdviceItem.FAMILY not in {one.item for one in match.candidate.waits_for}


def test_health_is_offered_its_own_requests_alone(post: Post) -> None:
    arrival = post.comes(f"Our reference {post.reference}", who=b.HEALTH_ADMINISTRATOR)
    (match,) = post.looks(arrival, b.HEALTH_ADMINISTRATOR).matches
    assert {one.item for one in match.candidate.waits_for} == {AdviceItem.HEALTH}
    filed = post.files(arrival, b.HEALTH_ADMINISTRATOR, item=AdviceItem.HEALTH)
    assert filed.kind is DocumentKind.WAITING
    post.journey.give(AdviceItem.HEALTH, b.HEALTH_ADMINISTRATOR, document_ids=(filed.id,))


def test_advice_that_came_by_another_road_is_there_for_whoever_owes_it(post: Post) -> None:
    arrival = post.comes(f"Our reference {post.reference}")
    filed = post.files(arrival, item=AdviceItem.HEALTH)
    request_id = post.journey.request_id(AdviceItem.HEALTH)
    with post.journey.database.reading() as connection:
        case = case_file(connection, post.journey.case_id).case
        theirs = {
            who.name: [one.id for one in waiting_files(connection, who, case, request_id)]
            for who in (b.CASEWORKER, b.HEALTH_ADMINISTRATOR, b.DCO, b.SENCO, b.PSYCHOLOGIST)
        }
    assert theirs.pop(b.SENCO.name) == theirs.pop(b.PSYCHOLOGIST.name) == []
    assert set(map(tuple, theirs.values())) == {(filed.id,)}
    post.journey.give(AdviceItem.HEALTH, b.HEALTH_ADMINISTRATOR, document_ids=(filed.id,))
    assert post.on_the_case()[0].kind is DocumentKind.ADVICE


def test_each_desk_has_its_own_inbox(post: Post) -> None:
    authoritys, healths = post.comes("one"), post.comes("two", who=b.HEALTH_ADMINISTRATOR)
    assert post.waiting() == [authoritys.id]
    assert post.waiting(b.HEALTH_ADMINISTRATOR) == [healths.id]
    for who, arrival in ((b.HEALTH_ADMINISTRATOR, authoritys), (b.CASEWORKER, healths)):
        with pytest.raises(NotFoundError):
            post.looks(arrival, who)
    for nobody in (elsewhere(Role.CASEWORKER), b.DCO, b.SENCO, b.actor(Role.AUDITOR)):
        assert post.waiting(nobody) == []
        with pytest.raises(NotFoundError):
            post.files(authoritys, nobody)


def test_nothing_is_suggested_from_cases_out_of_reach(post: Post) -> None:
    other_team = elsewhere(Role.CASEWORKER, "another team", b.AUTHORITY)
    anywhere = elsewhere(Role.CASEWORKER, None, b.AUTHORITY)
    arrival = post.comes(f"Our reference {post.reference}", who=anywhere)
    looked = post.looks(arrival, other_team, search=post.reference)
    assert (looked.matches, list(looked.found)) == ([], [])
    with pytest.raises(NotFoundError):
        post.files(arrival, other_team)


@pytest.mark.parametrize("who", [b.DCO, b.SENCO, b.actor(Role.AUDITOR), ADMINISTRATOR])
def test_nobody_else_sends_into_it(post: Post, who: Actor) -> None:
    with pytest.raises(NotPermittedError):
        post.comes("words", who=who)
    assert post.bytes_kept() == []


def test_a_case_is_found_by_hand(post: Post) -> None:
    looked = post.looks(post.comes("no clue"), search=post.reference)
    assert looked.matches == []
    assert [one.assessment_id for one in looked.found] == [post.journey.case_id]


def test_a_filed_file_is_on_the_case_and_no_longer_in_the_inbox(post: Post) -> None:
    arrival = post.comes("words")
    filed = post.files(arrival, kind=DocumentKind.FAMILY)
    assert post.on_the_case() == [replace(filed, from_inbox=True)]
    assert (filed.kind, filed.added_by, filed.name) == (
        DocumentKind.FAMILY,
        b.CASEWORKER.id,
        "scan.pdf",
    )
    assert post.waiting() == []
    assert b"".join(post.documents.open(filed.id, actor=b.MANAGER, now=NOW).chunks)
    with pytest.raises(NotFoundError):
        post.looks(arrival)


def test_the_second_of_two_people_is_told(post: Post) -> None:
    arrival = post.comes("words")
    post.files(arrival)
    with pytest.raises(TransitionRefusedError, match="Somebody filed this file a moment ago"):
        post.files(arrival, b.MANAGER, item=AdviceItem.PSYCHOLOGY)
    assert len(post.on_the_case()) == 1


def test_a_filing_is_undone_by_who_did_it(post: Post) -> None:
    arrival = post.comes("words")
    post.files(arrival)
    with pytest.raises(NotFoundError):
        post.inbox.take_back(arrival.id, actor=b.MANAGER, now=NOW)
    post.inbox.take_back(arrival.id, actor=b.CASEWORKER, now=NOW)
    assert post.on_the_case() == []
    assert post.waiting() == [arrival.id]
    assert len(post.bytes_kept()) == 1


def test_what_was_given_sealed_or_filed_long_ago_is_not_undone(post: Post) -> None:
    given = post.comes("one")
    filed = post.files(given, item=AdviceItem.HEALTH)
    post.journey.give(AdviceItem.HEALTH, b.CASEWORKER, document_ids=(filed.id,))
    old = post.comes("two")
    post.files(old)
    with pytest.raises(TransitionRefusedError, match="given as advice or sealed"):
        post.inbox.take_back(given.id, actor=b.CASEWORKER, now=NOW)
    with pytest.raises(TransitionRefusedError, match="more than a day ago"):
        post.inbox.take_back(old.id, actor=b.CASEWORKER, now=NOW + timedelta(days=2))


def test_a_file_taken_off_a_request_is_in_the_inbox_again(post: Post) -> None:
    arrival = post.comes("words")
    filed = post.files(arrival, item=AdviceItem.HEALTH)
    request_id = post.journey.request_id(AdviceItem.HEALTH)
    post.documents.remove([filed.id], request_id=request_id, actor=b.CASEWORKER)
    assert post.waiting() == [arrival.id]
    assert len(post.bytes_kept()) == 1


def test_the_same_file_is_named_where_it_lies_and_not_filed_there_twice(post: Post) -> None:
    post.files(post.comes("words"))
    again = post.comes("words")
    assert [reference for reference, _ in post.looks(again).lies_on] == [post.reference]
    with pytest.raises(DocumentRefusedError, match="lies there already"):
        post.files(again)
    with pytest.raises(DocumentRefusedError, match="in the inbox already"):
        post.comes("words")
    assert len(post.bytes_kept()) == 1


def test_what_belongs_nowhere_is_taken_out_with_its_bytes(post: Post) -> None:
    kept, gone = post.comes("one"), post.comes("two")
    post.files(kept)
    post.inbox.remove(gone.id, actor=b.CASEWORKER)
    assert post.waiting() == []
    assert len(post.bytes_kept()) == 1
    with pytest.raises(TransitionRefusedError):
        post.inbox.remove(kept.id, actor=b.CASEWORKER)


def test_a_sealed_document_goes_to_the_inbox_and_under_the_right_child(post: Post) -> None:
    filed = post.files(post.comes("words"))
    post.journey.do(
        c.SealDocument(
            assessment_id=post.journey.case_id,
            document_id=filed.id,
            sealed_on=post.journey.today,
            reason="It names another child",
        )
    )
    with pytest.raises(NotFoundError):
        post.inbox.bring(filed.id, actor=b.MANAGER, now=NOW)
    arrival = post.inbox.bring(filed.id, actor=ADMINISTRATOR, now=NOW)
    with pytest.raises(TransitionRefusedError, match="in the inbox already"):
        post.inbox.bring(filed.id, actor=ADMINISTRATOR, now=NOW)
    right = b.Journey(post.journey.database).receive()
    fresh = post.inbox.file(
        arrival.id,
        assessment_id=right.case_id,
        request_id=None,
        kind=DocumentKind.OTHER,
        actor=b.CASEWORKER,
        now=NOW,
    )
    assert b"".join(post.documents.open(fresh.id, actor=b.CASEWORKER, now=NOW).chunks)
    with pytest.raises(DocumentRefusedError, match="lies there already"):
        post.files(post.inbox.bring(filed.id, actor=ADMINISTRATOR, now=NOW))
