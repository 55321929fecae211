"""What the health desk opens with: its counts and one part of it, beside the bare read of the same rows by index."""

from __future__ import annotations

from collections.abc import Iterator

from ehc_workflow.bench.measure import Work
from ehc_workflow.bench.population import AS_OF
from ehc_workflow.bench.reading import by_hand
from ehc_workflow.bench.transitions import AUTHORITY
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.desk import DONE_LATELY, View
from ehc_workflow.store.queries.desk_reach import DeskReach, HealthArea
from ehc_workflow.store.rows import Rows

_COUNTS = """
SELECT count(*), sum(CASE WHEN r.first_received_on IS NULL THEN 1 ELSE 0 END),
  sum(CASE WHEN r.first_received_on IS NULL AND r.due_on < ? THEN 1 ELSE 0 END)
FROM advice_request r
WHERE r.authority_id = ? AND ({open} OR r.sign_off_from IS NOT NULL) AND (r.item = 'health' OR {bound})
"""
_DONE = """
SELECT count(*) FROM advice_request r
WHERE r.authority_id = ? AND r.accepted_on >= ? AND (r.item = 'health' OR {bound})
"""
_PAGE = """
SELECT r.id, r.assessment_id, a.reference, c.given_name, c.family_name, c.date_of_birth, r.item, s.name,
  r.requested_on, r.received_by_body_on, r.due_on, r.basis
FROM advice_request r JOIN assessment a ON a.id = r.assessment_id JOIN child c ON c.id = a.child_id
LEFT JOIN service s ON s.id = r.service_id
WHERE r.authority_id = ? AND ({open} OR r.sign_off_from IS NOT NULL) AND (r.item = 'health' OR {bound})
  AND {open} AND r.first_received_on IS NULL
ORDER BY r.due_on, r.id LIMIT 26
"""
_TRUTH = {
    "sqlite": {"open": "r.closed = 0", "bound": "r.bound_by_reg_8 = 1"},
    "postgresql": {"open": "NOT r.closed", "bound": "r.bound_by_reg_8"},
}


def limit(database: Database) -> Iterator[Work]:
    """The counts and the first page of what is to be given, as rows of the driver."""
    truth = _TRUTH[database.dialect]
    counts, done, page = (sql.format(**truth) for sql in (_COUNTS, _DONE, _PAGE))
    since = (AS_OF - DONE_LATELY).isoformat()
    today = AS_OF.isoformat()

    def read(rows: Rows) -> None:
        rows.all(counts, today, AUTHORITY)
        rows.all(done, AUTHORITY, since)
        rows.all(page, AUTHORITY)

    yield from by_hand(database, read)


def product(database: Database) -> Iterator[Work]:
    """The two statements of the desk: how many each part holds, and the first page of one."""
    reach = DeskReach(health_of=(HealthArea(AUTHORITY),))

    def work() -> None:
        with database.reading() as connection:
            desk.counts(connection, reach, today=AS_OF)
            desk.lines(connection, reach, View.TO_GIVE, today=AS_OF)

    while True:
        yield work
