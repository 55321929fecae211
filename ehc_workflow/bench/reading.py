"""What people wait for: their list and one case, beside the same statements by hand on the driver's own cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ehc_workflow.bench.measure import Work
from ehc_workflow.bench.population import Population
from ehc_workflow.bench.transitions import AUTHORITY
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import case_page, worklist
from ehc_workflow.store.queries.reach import Reach
from ehc_workflow.store.queries.timeline import timeline
from ehc_workflow.store.rows import Rows

_WORKLIST = """
SELECT a.id, a.reference, c.given_name, c.family_name, a.state, a.risk_level, a.risk_order, a.risk_due_on,
       a.risk_code, a.risk_ref, a.received_on, s.name, d.kind, d.status, d.act_by, d.provision, d.rule_version
FROM assessment a JOIN child c ON c.id = a.child_id
LEFT JOIN seat s ON s.id = a.caseworker_seat_id
LEFT JOIN deadline d ON d.assessment_id = a.id AND d.code = a.risk_code AND d.ref = a.risk_ref
WHERE a.authority_id = ? AND a.caseworker_seat_id = ? AND a.closed_on IS NULL
ORDER BY a.risk_order, a.risk_due_on, a.id LIMIT 51
"""
_CASE = """
SELECT a.facts, c.id, c.given_name, c.family_name, c.date_of_birth, c.upn, c.nhs_number, u.name, t.name, s.name
FROM assessment a JOIN child c ON c.id = a.child_id JOIN authority u ON u.id = a.authority_id
JOIN team t ON t.id = a.team_id LEFT JOIN seat s ON s.id = a.caseworker_seat_id
WHERE a.id = ?
"""
_CONTACTS = "SELECT id, name, kind, email, phone, address, preferred_method FROM contact WHERE assessment_id = ?"
_HISTORY = """
SELECT e.seq, e.at, e.actor_id, e.kind, e.payload, e.from_state, e.to_state, e.citation, e.imported, t.field, t.body
FROM log_entry e LEFT JOIN log_text t ON t.assessment_id = e.assessment_id AND t.seq = e.seq
WHERE e.assessment_id = ? ORDER BY e.seq
"""
_PAPERS = """
SELECT id, name, kind, size FROM document WHERE assessment_id = ?
UNION ALL SELECT id, code, rung, 0 FROM alert WHERE assessment_id = ?
"""


def worklist_limit(database: Database, population: Population) -> Iterator[Work]:
    """The first page of a caseworker's list, as rows of the driver."""
    yield from by_hand(database, lambda rows: rows.all(_WORKLIST, AUTHORITY, population.seat_id))


def worklist_product(database: Database, population: Population) -> Iterator[Work]:
    """The first page of a caseworker's list."""
    reach = Reach(
        authority_ids=(AUTHORITY,),
        team_ids=(),
        caseworker_seats=(population.seat_id,),
        plan_writer_seats=(),
    )

    def work() -> None:
        with database.reading() as connection:
            worklist.lines(connection, reach, worklist.Wanted(mine=True))

    while True:
        yield work


def case_limit(database: Database, population: Population) -> Iterator[Work]:
    """One case, its contacts, its history, its papers and alerts, as rows of the driver."""
    case_id = population.case_id

    def read(rows: Rows) -> None:
        rows.all(_CASE, case_id)
        rows.all(_CONTACTS, case_id)
        rows.all(_HISTORY, case_id)
        rows.all(_PAPERS, case_id, case_id)

    yield from by_hand(database, read)


def case_product(database: Database, population: Population) -> Iterator[Work]:
    """The four statements of a case's page."""

    def work() -> None:
        with database.reading() as connection:
            file = case_page.case_file(connection, population.case_id)
            entries = timeline(connection, population.case_id)
            case_page.names(connection, file.case, {entry.actor_id for entry in entries})
            case_page.papers(connection, population.case_id)

    while True:
        yield work


def by_hand(database: Database, read: Callable[[Rows], Any]) -> Iterator[Work]:
    """The same read again and again on the driver's own cursor."""
    with database.reading() as connection:
        rows = Rows(connection)
        while True:
            yield lambda: read(rows)
