"""Files that came by another road: taken into an inbox, matched with cases, and filed by a person in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import ColumnElement, Connection

from ehc_workflow.documents.kinds import DocumentRefusedError
from ehc_workflow.documents.leaves import Leaf, leaf_of
from ehc_workflow.documents.storage import Taken
from ehc_workflow.documents.text import text_of
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.clues import Clues, clues_in
from ehc_workflow.domain.errors import NotFoundError, NotPermittedError, TransitionRefusedError
from ehc_workflow.domain.matching import Candidate, Match, best_matches
from ehc_workflow.domain.papers import Desk, DocumentKind, Scan
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.service.documents import (
    NOT_TO_BE_OPENED,
    Documents,
    permit_filing,
    refuse_unscanned,
)
from ehc_workflow.service.sealed import sealed_document
from ehc_workflow.store import arrivals
from ehc_workflow.store import documents as records
from ehc_workflow.store.arrivals import Arrival, Place
from ehc_workflow.store.documents import Document
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import matching
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.queries.desk_reach import DeskReach
from ehc_workflow.store.queries.reach import reach_of

OF_THE_AUTHORITY = frozenset({Role.CASEWORKER, Role.MANAGER})
OF_HEALTH = frozenset({Role.HEALTH_ADMINISTRATOR})
HAS_AN_INBOX = OF_THE_AUTHORITY | OF_HEALTH
UNDO_WITHIN = timedelta(days=1)


def inboxes_of(actor: Actor) -> list[Place]:
    """The inboxes this person's seats empty."""
    return [_inbox_of(seat) for seat in actor.seats if seat.role in HAS_AN_INBOX]


def _inbox_of(seat: Seat) -> Place:
    if seat.role in OF_HEALTH:
        return Place(seat.authority_id, Desk.HEALTH, service_id=seat.service_id)
    return Place(seat.authority_id, Desk.AUTHORITY, seat.team_id)


def health_of(actor: Actor) -> DeskReach:
    """The requests for health advice that this person's seats see."""
    return desk_reach(replace(actor, seats=tuple(s for s in actor.seats if s.role in OF_HEALTH)))


def _scope(actor: Actor) -> ColumnElement[bool]:
    return matching.reachable(reach_of(actor, OF_THE_AUTHORITY), health_of(actor))


@dataclass(frozen=True, slots=True)
class Looked:
    """One file of an inbox as somebody looks at it: a leaf of it, whose it may be, and where it lies already."""

    arrival: Arrival
    leaf: Leaf | None
    matches: Sequence[Match]
    found: Sequence[Candidate]
    lies_on: Sequence[tuple[str, datetime]]


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inboxes of one installation."""

    documents: Documents

    def take(self, name: str, source: BinaryIO, *, actor: Actor, now: datetime) -> Arrival:
        """Take a file in that is on no case yet."""
        places = inboxes_of(actor)
        if not places:
            raise NotPermittedError
        with (
            self.documents.received(name, source, now=now) as (taken, scan),
            self.documents.database.writing() as connection,
        ):
            records.hold(connection, taken.sha256)
            if arrivals.is_waiting(connection, places[0], taken.sha256):
                raise DocumentRefusedError(f"{taken.name} is in the inbox already.")
            self.documents.storage.keep(taken)
            new = _arrival(
                taken, places[0], scan, now if scan is Scan.CLEAN else None, actor=actor, now=now
            )
            arrivals.add_arrival(connection, new)
            return new

    def bring(self, document_id: str, *, actor: Actor, now: datetime) -> Arrival:
        """Put a sealed document into its authority's inbox, to be filed under the right child."""
        with self.documents.database.writing() as connection:
            sealed = sealed_document(connection, document_id, actor)
            document, place = sealed.document, Place(sealed.case.authority_id, Desk.AUTHORITY)
            records.hold(connection, document.sha256)
            if arrivals.is_waiting(connection, place, document.sha256):
                raise TransitionRefusedError("It is in the inbox already.")
            new = _arrival(
                document, place, document.scan, document.scanned_at, actor=actor, now=now
            )
            arrivals.add_arrival(connection, new)
            return new

    def look(
        self, arrival_id: str, page: int, search: str, *, actor: Actor, now: datetime
    ) -> Looked:
        """One page of a file that waits, the cases it may belong to, and those that were looked up by hand."""
        found = self._open(arrival_id, actor)
        leaf, clues = None, clues_in(found.name, "")
        if found.scan not in NOT_TO_BE_OPENED:
            leaf, clues = self._read(found, page)
            note_seen(self.documents.database, actor, "", f"arrival {found.id}", at=now)
        with self.documents.database.reading() as connection:
            return Looked(
                found,
                leaf,
                best_matches(clues, self._pointed_to(connection, found, clues, actor)),
                self._by_hand(connection, found, search, actor) if search else (),
                matching.lies_on(connection, _scope(actor), found.sha256),
            )

    def _read(self, found: Arrival, page: int) -> tuple[Leaf, Clues]:
        with self.documents.storage.at_hand(found.sha256) as path:
            leaf = leaf_of(path, found.media_type, page)
            text = text_of(path, found.media_type).text
        return leaf, clues_in(found.name, text)

    def _pointed_to(
        self, connection: Connection, found: Arrival, clues: Clues, actor: Actor
    ) -> list[Candidate]:
        cases = matching.pointed_to(connection, found.authority_id, _scope(actor), clues)
        return matching.with_what_waits(connection, cases, _only_theirs(found, actor))

    def _by_hand(
        self, connection: Connection, found: Arrival, search: str, actor: Actor
    ) -> list[Candidate]:
        cases = matching.found_by_hand(connection, found.authority_id, _scope(actor), search)
        return matching.with_what_waits(connection, cases, _only_theirs(found, actor))

    def picture(self, arrival_id: str, page: int, *, actor: Actor) -> bytes:
        """One page of a file that waits as a picture, made anew."""
        found = self._open(arrival_id, actor)
        refuse_unscanned(found.scan)
        return self.documents.drawn(found, page)

    def _open(self, arrival_id: str, actor: Actor) -> Arrival:
        with self.documents.database.reading() as connection:
            found = arrivals.arrival(connection, arrival_id, inboxes_of(actor))
        if found.filed_at is not None:
            raise NotFoundError("This file is no longer in the inbox: it was filed.")
        return found

    def file(
        self,
        arrival_id: str,
        *,
        assessment_id: str,
        request_id: str | None,
        kind: DocumentKind,
        actor: Actor,
        now: datetime,
    ) -> Document:
        """File a file on a case, or with one request for advice of it. The second of two people is told so."""
        with self.documents.database.writing() as connection:
            found = arrivals.arrival(connection, arrival_id, inboxes_of(actor))
            case = case_file(connection, assessment_id).case
            permit_filing(actor, case, request_id, kind)
            if found.scan is Scan.INFECTED:
                raise TransitionRefusedError(NOT_TO_BE_OPENED[Scan.INFECTED])
            records.hold(connection, found.sha256)
            known = records.same_file(
                connection, assessment_id=case.id, request_id=request_id, sha256=found.sha256
            )
            if known is not None:
                raise DocumentRefusedError(
                    f"{found.name} lies there already. Remove it from the inbox, or file it elsewhere.",
                    pointer="/place",
                )
            new = _document(found, case.id, request_id, kind, actor, now)
            records.add_document(connection, new)
            if not arrivals.claim(connection, found.id, new.id, by=actor.id, at=now):
                raise TransitionRefusedError("Somebody filed this file a moment ago.")
            return new

    def take_back(self, arrival_id: str, *, actor: Actor, now: datetime) -> Arrival:
        """Undo one's own filing: the file is in the inbox again, unless it was given or sealed meanwhile."""
        with self.documents.database.writing() as connection:
            found = arrivals.arrival(connection, arrival_id, inboxes_of(actor))
            if found.filed_by != actor.id or found.filed_at is None or found.document_id is None:
                raise NotFoundError("You have not filed this file.")
            document = records.document(connection, found.document_id)
            if document.kind is DocumentKind.ADVICE or document.sealed_at is not None:
                raise TransitionRefusedError(
                    "It was given as advice or sealed meanwhile, and stays where it is."
                )
            if now - found.filed_at > UNDO_WITHIN:
                raise TransitionRefusedError(
                    "It was filed more than a day ago. If it is about another child, seal it there."
                )
            records.remove_document(connection, document.id)
            return replace(found, document_id=None, filed_at=None, filed_by=None)

    def remove(self, arrival_id: str, *, actor: Actor) -> None:
        """Take a file out of the inbox that belongs nowhere; its bytes go where no record names them any more."""
        with self.documents.database.writing() as connection:
            found = arrivals.arrival(connection, arrival_id, inboxes_of(actor))
            records.hold(connection, found.sha256)
            if not arrivals.remove_arrival(connection, found.id):
                raise TransitionRefusedError("Somebody filed this file a moment ago.")
            if not records.is_named(connection, found.sha256):
                self.documents.storage.drop(found.sha256)


def _arrival(
    file: Taken | Document,
    place: Place,
    scan: Scan,
    scanned_at: datetime | None,
    *,
    actor: Actor,
    now: datetime,
) -> Arrival:
    return Arrival(
        id=new_id(),
        authority_id=place.authority_id,
        desk=place.desk,
        team_id=place.team_id,
        service_id=place.service_id,
        sha256=file.sha256,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        added_by=actor.id,
        added_at=now,
        scan=scan,
        scanned_at=scanned_at,
    )


def _only_theirs(found: Arrival, actor: Actor) -> DeskReach | None:
    """Health files with its own requests alone; the authority with any of them."""
    return health_of(actor) if found.desk is Desk.HEALTH else None


def _document(
    found: Arrival,
    assessment_id: str,
    request_id: str | None,
    kind: DocumentKind,
    actor: Actor,
    now: datetime,
) -> Document:
    return Document(
        id=new_id(),
        assessment_id=assessment_id,
        request_id=request_id,
        sha256=found.sha256,
        name=found.name,
        media_type=found.media_type,
        size=found.size,
        kind=kind,
        added_by=actor.id,
        added_at=now,
        scan=found.scan,
        scanned_at=found.scanned_at,
    )
