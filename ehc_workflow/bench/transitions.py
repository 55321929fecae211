"""A durable step of a case through `execute`, beside the bare driver's UPDATE and INSERT in a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from ehc_workflow.bench.measure import Work
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role, Seat
from ehc_workflow.domain.case import (
    AdviceItem,
    AssessOutcome,
    ContactKind,
    Letter,
    ParagraphKind,
    Support,
    Way,
)
from ehc_workflow.domain.facts import Method, Setting, TriggerKind, Who
from ehc_workflow.domain.notices import required_content
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.service.execute import execute
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import Database

RECEIVED = date(2026, 1, 12)
CASES = 20
AUTHORITY, TEAM, SERVICE = "bench-authority", "bench-team", "bench-service"
ADVISED = (ParagraphKind.NEED, ParagraphKind.OUTCOME, ParagraphKind.PROVISION)
_PAYLOAD = "x" * 300
"""About as long as an ordinary log entry's payload."""


OFFICER = Actor(
    id="bench-officer",
    name="Bench",
    seats=tuple(
        Seat(id=f"bench-{role}", role=role, authority_id=AUTHORITY)
        for role in (Role.CASEWORKER, Role.DECISION_MAKER)
    ),
)


def found(database: Database) -> None:
    """An authority with a team and a service, for the cases of the benchmark."""
    with database.writing() as connection:
        organisation.add_authority(
            connection, authority_id=AUTHORITY, name="Bench", dfe_number="998"
        )
        organisation.add_team(connection, team_id=TEAM, authority_id=AUTHORITY, name="Bench")
        organisation.add_service(
            connection,
            service_id=SERVICE,
            kind=ServiceKind.HEALTH,
            name="Bench service",
            authority_ids=[AUTHORITY],
        )


def product(database: Database) -> Iterator[Work]:
    """Step after step, round-robin over twenty cases; each step checks, guards, chains, and commits durably."""
    keys = count()
    for day, command in _steps():
        now = datetime.combine(day, time(12), tzinfo=UTC)
        yield _step(database, command, OFFICER, now, day, f"{uuid4()}-{next(keys)}")


def _step(
    database: Database, command: c.Command, actor: Actor, now: datetime, day: date, key: str
) -> Work:
    def run() -> None:
        execute(command, database=database, actor=actor, now=now, today=day, key=key)

    return run


def _steps() -> Iterator[tuple[date, c.Command]]:
    while True:
        walks = [list(walk(str(uuid4()), RECEIVED)) for _ in range(CASES)]
        for steps in zip(*walks, strict=True):
            yield from steps


def walk(case_id: str, received: date) -> Iterator[tuple[date, c.Command]]:
    """One case from the request to complete advice: 17 steps of every kind. Its ids all begin with that of the case."""
    parent = f"{case_id}-p"
    yield received, request(case_id, parent, received)
    told = received + timedelta(weeks=2)
    yield told, c.ConsultFamily(assessment_id=case_id, consulted_on=told)
    yield told, c.TellFamilyConsidering(**sending(case_id, parent, told, Letter.CONSIDERING))
    decided = received + timedelta(weeks=5)
    yield (
        decided,
        c.DecideWhetherToAssess(
            assessment_id=case_id,
            outcome=AssessOutcome.ASSESS,
            decided_on=decided,
            reasons="Both limbs are met on the evidence.",
            may_have_sen=True,
            may_need_plan=True,
            views_considered=True,
        ),
    )
    yield decided, c.NotifyAssessment(**sending(case_id, parent, decided, Letter.WILL_ASSESS))
    items = [
        item
        for item in AdviceItem
        if item not in (AdviceItem.OTHER, AdviceItem.REQUESTED, AdviceItem.ADULTHOOD)
    ]
    yield (
        decided,
        c.RequestAdvice(
            assessment_id=case_id,
            requested_on=decided,
            received_by_body_on=decided,
            asked=tuple(
                c.Asked(
                    request_id=f"{case_id}-{item}",
                    item=item,
                    service_id=SERVICE,
                    setting=Setting.SCHOOL if item is AdviceItem.EDUCATION else None,
                )
                for item in items
            ),
        ),
    )
    came = received + timedelta(weeks=10)
    for item in items:
        for given in _advice(case_id, item, came):
            yield came, given
    for item in items:
        yield (
            came,
            c.AcceptAdvice(assessment_id=case_id, request_id=f"{case_id}-{item}", accepted_on=came),
        )
    yield came, c.CompleteAdvice(assessment_id=case_id, completed_on=came)


def request(case_id: str, parent: str, received: date) -> c.ReceiveRequest:
    """The request that opens a case."""
    return c.ReceiveRequest(
        assessment_id=case_id,
        authority_id=AUTHORITY,
        team_id=TEAM,
        child=c.ChildDetails(
            id=f"{case_id}-c",
            given_name="Bench",
            family_name="Invented",
            date_of_birth=date(2018, 3, 4),
        ),
        contacts=(c.ContactDetails(id=parent, kind=ContactKind.PARENT, name="Bench Parent"),),
        trigger_id=f"{case_id}-t",
        kind=TriggerKind.PARENTAL_REQUEST,
        received_on=received,
        evidence="Benchmark",
    )


def sending(case_id: str, parent: str, day: date, letter: Letter) -> dict[str, Any]:
    """What every letter needs to be sent."""
    return {
        "assessment_id": case_id,
        "dated_on": day,
        "sent_on": day,
        "method": Method.EMAIL,
        "addressee": parent,
        "blocks": tuple(
            (content.key, "Words of the letter.") for content in required_content(letter)
        ),
    }


def _advice(case_id: str, item: AdviceItem, day: date) -> Iterator[c.Command]:
    """What comes in for an item: of a family, the views of the parent and of the child."""
    if item is AdviceItem.FAMILY:
        for voice in (Who.PARENT, Who.CHILD):
            yield c.GiveViews(
                assessment_id=case_id,
                request_id=f"{case_id}-{item}",
                contribution_id=f"{case_id}-{item}-{voice}",
                voice=voice,
                received_on=day,
                author_name="Bench",
                words="Words of a family.",
                ways=(Way.SAID,),
                support=Support.NOT_NEEDED,
            )
        return
    yield c.SubmitAdvice(
        assessment_id=case_id,
        request_id=f"{case_id}-{item}",
        contribution_id=f"{case_id}-{item}-1",
        received_on=day,
        author_name="Bench",
        author_role="Invented",
        paragraphs=tuple(c.Paragraph(kind=kind, text="Words of advice.") for kind in ADVISED),
    )


def limit(database: Database) -> Iterator[Work]:
    """The bare driver: one UPDATE and one INSERT in a durable transaction, on a connection of its own."""
    raw = database.engine.raw_connection()
    try:
        connection = raw.driver_connection
        assert connection is not None
        lite = database.dialect == "sqlite"
        mark = "?" if lite else "%s"
        cursor = connection.cursor()
        _make_bare_tables(connection, cursor, mark, lite=lite)
        begin: Callable[[], object] = (
            (lambda: cursor.execute("BEGIN IMMEDIATE")) if lite else (lambda: None)
        )
        change = f"UPDATE bare_case SET state = {mark}, version = version + 1 WHERE id = {mark}"
        add = f"INSERT INTO bare_entry (case_id, at, payload) VALUES ({mark}, {mark}, {mark})"

        def step(number: int) -> Work:
            def run() -> None:
                begin()
                cursor.execute(change, (f"state-{number}", number % CASES))
                cursor.execute(add, (number % CASES, "2026-01-12", _PAYLOAD))
                connection.commit()

            return run

        for number in count():
            yield step(number)
    finally:
        with suppress(Exception):
            raw.rollback()
        raw.close()


def _make_bare_tables(connection: Any, cursor: Any, mark: str, *, lite: bool) -> None:
    serial = "INTEGER PRIMARY KEY" if lite else "BIGSERIAL PRIMARY KEY"
    cursor.execute(
        "CREATE TABLE IF NOT EXISTS bare_case (id INTEGER PRIMARY KEY, state TEXT, version INTEGER)"
    )
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS bare_entry (id {serial}, case_id INTEGER, at TEXT, payload TEXT)"
    )
    for number in range(CASES):
        cursor.execute(
            f"INSERT INTO bare_case VALUES ({mark}, 'new', 0) ON CONFLICT DO NOTHING", (number,)
        )
    connection.commit()
