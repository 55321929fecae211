"""A made-up national caseload: a few hundred cases taken through real commands, then copied in bulk.

The copies are rows only: they have true deadlines, ratings and alerts, and a log that the originals chained. Closed
cases have two of their deadlines and no log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from ehc_workflow.bench.transitions import AUTHORITY, OFFICER, request, sending, walk
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AssessOutcome, Letter, RefusalRoute
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.service.execute import Asked, execute_all
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

AS_OF = date(2026, 10, 5)
"""The Monday on which the caseload stands; everything before it has been swept."""
OPEN_SHARE = 80_000 / 1_500_000
PER_SEAT = 80
_OPEN_DAYS = 210
_CLOSED_DAYS = 40
_SWEPT_DAYS = 28
_COPIED_AT_ONCE = 100

_TABLES: dict[bool, dict[str, tuple[str, ...]]] = {
    True: {
        "child": ("id",),
        "assessment": ("id", "child_id", "facts"),
        "contact": ("id", "assessment_id"),
        "advice_request": ("id", "assessment_id"),
        "deadline": ("assessment_id", "ref"),
        "alert": ("assessment_id", "ref"),
        "notice": ("assessment_id", "addressee"),
        "contribution": ("id", "assessment_id", "request_id"),
        "log_entry": ("assessment_id", "payload"),
        "log_text": ("assessment_id",),
    },
    False: {
        "child": ("id",),
        "assessment": ("id", "child_id", "facts"),
        "deadline": ("assessment_id", "ref"),
    },
}
"""What is copied of an open and of a closed case, with the columns that hold ids made from the case's own."""
_CASE_OF = {
    "assessment": "t.id",
    "child": "CASE WHEN length(t.id) = 38 THEN substr(t.id, 1, 36) END",
}
"""Whose a row is, where no column says so: the id of an original's child is that of its case and two letters."""


@dataclass(frozen=True, slots=True)
class Population:
    """How many cases there are, and whom the lists are read for."""

    cases: int
    open_cases: int
    seat_id: str
    case_id: str


def load(
    database: Database, cases: int, progress: Callable[[str], object] = lambda text: None
) -> Population:
    """Fill an empty database in which `transitions.found` has founded the authority."""
    open_wanted = max(_OPEN_DAYS, round(cases * OPEN_SHARE))
    closed_wanted = max(_CLOSED_DAYS, cases - open_wanted)
    progress("taking the first cases through their steps")
    _walk_originals(database)
    open_times, closed_times = open_wanted // _OPEN_DAYS, closed_wanted // _CLOSED_DAYS
    seats = max(1, open_wanted // PER_SEAT)
    with database.writing() as connection:
        rows = Rows(connection)
        _number_originals(rows)
        _add_seats(rows, seats)
    for is_open, times in ((False, closed_times), (True, open_times)):
        for first in range(1, times, _COPIED_AT_ONCE):
            last = min(times, first + _COPIED_AT_ONCE)
            progress(f"copying {'open' if is_open else 'closed'} cases, {last} of {times} times")
            with database.writing() as connection:
                _copy(Rows(connection), is_open=is_open, first=first, last=last)
    progress("giving the cases to their caseworkers")
    with database.writing() as connection:
        _assign(Rows(connection), seats)
    _gather_statistics(database)
    return Population(
        cases=open_times * _OPEN_DAYS + closed_times * _CLOSED_DAYS,
        open_cases=open_times * _OPEN_DAYS,
        seat_id=_seat(0),
        case_id=_original(150, is_open=True),
    )


def _walk_originals(database: Database) -> None:
    execute_all(database, _originals())
    for days in range(_SWEPT_DAYS, 0, -1):  # what has long waited for somebody has gone up by now
        day = AS_OF - timedelta(days=days)
        sweep(database, day, datetime.combine(day, time(6), tzinfo=UTC))


def _originals() -> Iterator[Asked]:
    """One open case received on each of the last days, as far as it has come; and some refused long ago."""
    for number in range(_OPEN_DAYS):
        received = AS_OF - timedelta(days=number + 1)
        steps = walk(_original(number, is_open=True), received)
        for day, command in takewhile(lambda step: step[0] < AS_OF, steps):
            yield _asked(day, command)
    for number in range(_CLOSED_DAYS):
        received = AS_OF - timedelta(days=400 + 50 * number)
        for day, command in _refusal(_original(number, is_open=False), received):
            yield _asked(day, command)


_OF_CLOSED = "AND t.code IN ('decide_whether_to_assess', 'final_plan')"


def _original(number: int, *, is_open: bool) -> str:
    return f"00000000-0000-4000-8000-{number if is_open else number + 1_000_000:012x}"


def _asked(day: date, command: c.Command) -> Asked:
    now = datetime.combine(day, time(12), tzinfo=UTC)
    return Asked(command=command, actor=OFFICER, now=now, today=day)


def _refusal(case_id: str, received: date) -> Iterator[tuple[date, c.Command]]:
    parent = f"{case_id}-p"
    decided = received + timedelta(weeks=5)
    yield received, request(case_id, parent, received)
    yield received, c.ConsultFamily(assessment_id=case_id, consulted_on=received)
    told = sending(case_id, parent, received, Letter.CONSIDERING)
    yield received, c.TellFamilyConsidering(**told)
    yield (
        decided,
        c.DecideWhetherToAssess(
            assessment_id=case_id,
            outcome=AssessOutcome.REFUSE,
            decided_on=decided,
            reasons="The school's support meets these needs.",
            may_have_sen=True,
            may_need_plan=False,
            may_need_plan_because="What the school does is enough for this child.",
            route=RefusalRoute.AFTER_CONSIDERING,
            views_considered=True,
        ),
    )
    yield (
        decided,
        c.ConfirmAddress(assessment_id=case_id, contact_id=parent, confirmed_on=decided),
    )
    refused = sending(case_id, parent, decided, Letter.REFUSAL_TO_ASSESS)
    refused |= {"setting_told": True, "health_body_told": True, "social_care_told": True}
    yield decided, c.NotifyRefusal(**refused)


# --- copying in bulk ----------------------------------------------------------------------------------------------


def _number_originals(rows: Rows) -> None:
    rows.run("CREATE TABLE bench_original (id TEXT PRIMARY KEY, is_open INTEGER)")
    rows.run(
        "INSERT INTO bench_original SELECT id, CASE WHEN closed_on IS NULL THEN 1 ELSE 0 END FROM assessment"
    )
    rows.run("CREATE TABLE bench_number (n INTEGER PRIMARY KEY)")
    rows.insert_many("bench_number", [{"n": n} for n in range(1, 40_001)])


def _copy(rows: Rows, *, is_open: bool, first: int, last: int) -> None:
    for table, own in _TABLES[is_open].items():
        columns = _columns(rows, table)
        values = ", ".join(_copied(table, column, own) for column in columns)
        kept = "" if is_open or table != "deadline" else _OF_CLOSED
        case_of = _CASE_OF.get(table, "t.assessment_id")
        rows.run(
            f"""
            INSERT INTO {table} ({", ".join(columns)})
            SELECT {values} FROM bench_original o JOIN {table} t ON {case_of} = o.id
            CROSS JOIN bench_number k WHERE o.is_open = ? AND k.n >= ? AND k.n < ? {kept}
            """,
            int(is_open),
            first,
            last,
        )


def _columns(rows: Rows, table: str) -> tuple[str, ...]:
    catalogue = (
        "SELECT name FROM pragma_table_info(?)"
        if rows.dialect == "sqlite"
        else "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
    )
    return tuple(name for (name,) in rows.all(catalogue, table))


def _copied(table: str, column: str, own: tuple[str, ...]) -> str:
    if column in own:
        return f"replace(t.{column}, o.id, o.id || '-' || k.n)"
    if (table, column) in {("assessment", "reference"), ("alert", "id")}:
        return f"t.{column} || '-' || k.n"
    return "NULL" if column == "command_key" else f"t.{column}"


def _seat(number: int) -> str:
    return f"bench-seat-{number}"


def _add_seats(rows: Rows, seats: int) -> None:
    rows.load(
        "seat",
        [
            {
                "id": _seat(number),
                "role": "caseworker",
                "name": f"Invented caseworker {number}",
                "authority_id": AUTHORITY,
            }
            for number in range(seats)
        ],
    )


def _assign(rows: Rows, seats: int) -> None:
    """Deal the open cases out to the seats, so that every list has cases of every age."""
    rows.run(
        "UPDATE assessment SET caseworker_seat_id = 'bench-seat-' || d.seat FROM "
        "(SELECT id, (ROW_NUMBER() OVER (ORDER BY received_on, id)) % ? AS seat FROM assessment "
        "WHERE closed_on IS NULL) d WHERE d.id = assessment.id",
        seats,
    )


def _gather_statistics(database: Database) -> None:
    raw = database.engine.raw_connection()
    try:
        driver = raw.driver_connection
        assert driver is not None
        if database.dialect == "sqlite":
            driver.execute("ANALYZE")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            driver.autocommit = True
            driver.execute("VACUUM ANALYZE")
            driver.autocommit = False
    finally:
        raw.close()
