"""The sweep of a day, beside one query that applies the whole rule to every open deadline.

The query is the bare database at its best: the open deadlines lie in a narrow table of their own under an index that
holds all it reads. It finds whose level is no longer true. The sweep finds the same, and the rungs reached without a
new level, and writes what follows: standing, alerts, messages, each case's rating.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from ehc_workflow.bench.measure import Work
from ehc_workflow.bench.population import AS_OF
from ehc_workflow.dates.counting import working_days_before
from ehc_workflow.domain.deadlines import Status
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.rules.ladders import LADDERS, Level, Rung
from ehc_workflow.store import sweep as store
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

_BINDING = f"status IN ('{Status.RUNNING}', '{Status.BREACHED_OPEN}')"
_ALL = 10_000_000
_COLUMNS = "assessment_id, code, ref, due_on, act_by, level"


class Sweeps:
    """One sweep after another, each of the next day."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._day = AS_OF
        self.looked_at: list[int] = []
        self._set_out()

    def limit(self) -> Iterator[Work]:
        """The rule as a query, as often as there is time."""
        sql = rule_as_query(self._day)
        with self._database.reading() as connection:
            rows = Rows(connection)
            while True:
                yield lambda: _read(rows, sql)

    def finding(self) -> Iterator[Work]:
        """What the sweep of the day must look at, read by its index; what the query finds must be among it."""
        with self._database.reading() as connection:
            rows = Rows(connection)
            found = set(store.due(rows, self._day, limit=_ALL))
            missed = set(rows.all(rule_as_query(self._day))) - found
            if missed:
                raise AssertionError(
                    f"{len(missed)} of the levels that change on {self._day} are not found."
                )
            while True:
                yield lambda: _find(rows, self._day)

    def product(self) -> Iterator[Work]:
        """The sweep of the day: it can be done only once. Afterwards the query must find nothing any more."""
        now = datetime.combine(self._day, time(6), tzinfo=UTC)
        try:
            yield lambda: self._sweep(now)
        finally:  # also where one sweep took all the time there was
            self._go_on()

    def _go_on(self) -> None:
        self._set_out()
        with self._database.reading() as connection:
            left = Rows(connection).all(rule_as_query(self._day))
        if left:
            raise AssertionError(f"The sweep of {self._day} left {len(left)} levels as they were.")
        self._day += timedelta(days=1)

    def _sweep(self, now: datetime) -> None:
        self.looked_at.append(sweep(self._database, self._day, now).looked_at)

    def _set_out(self) -> None:
        """Put every open deadline where the query reads it."""
        with self._database.writing() as connection:
            rows = Rows(connection)
            rows.run("DROP TABLE IF EXISTS bench_rule")
            rows.run(f"CREATE TABLE bench_rule AS SELECT {_COLUMNS} FROM deadline WHERE {_BINDING}")
            rows.run(
                "CREATE INDEX bench_rule_covers "
                "ON bench_rule (code, due_on, act_by, level, assessment_id, ref)"
            )
            rows.run("ANALYZE bench_rule")


def _find(rows: Rows, day: date) -> None:
    store.due(rows, day, limit=_ALL)


def _read(rows: Rows, sql: str) -> None:
    rows.all(sql)


def rule_as_query(day: date) -> str:
    """Every deadline whose level on this day is not the one it has, by the ladders themselves."""
    ladders = " ".join(
        f"WHEN '{code}' THEN {_level(rungs, day)}" for code, rungs in LADDERS.items()
    )
    level = f"CASE code {ladders} ELSE '{Level.ON_TRACK}' END"
    return f"SELECT assessment_id, code, ref FROM bench_rule WHERE level <> {level}"


def _level(rungs: tuple[Rung, ...], day: date) -> str:
    reached = " ".join(f"WHEN {_is_reached(rung, day)} THEN '{rung.level}'" for rung in rungs[::-1])
    return f"CASE {reached} ELSE '{Level.ON_TRACK}' END"


def _is_reached(rung: Rung, day: date) -> str:
    if rung.days > 0:
        return f"due_on <= '{day - timedelta(days=rung.days)}'"
    return f"act_by <= '{_last_day_reaching(-rung.days, day)}'"


def _last_day_reaching(working_days: int, day: date) -> date:
    """The last day that so many working days before is `day` or earlier."""
    ahead = (day + timedelta(days=after) for after in range(60, -1, -1))
    return next(one for one in ahead if working_days_before(one, working_days) <= day)
