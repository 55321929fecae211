"""Everything that is measured, on one database after another, with the marks set for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url

from ehc_workflow.bench import deadlines, delivering, desk, reading, transitions
from ehc_workflow.bench.measure import Result, compare
from ehc_workflow.bench.plans import LargePlan
from ehc_workflow.bench.population import Population, load
from ehc_workflow.bench.sweeping import Sweeps
from ehc_workflow.store import migrate
from ehc_workflow.store.engine import Database, open_database

NAMES = (
    "clocks",
    "transition",
    "deliver",
    "sweep_find",
    "sweep",
    "worklist",
    "case_page",
    "desk",
    "plan_open",
    "plan_save",
    "plan_print",
)
_OF_A_PLAN = frozenset({"plan_open", "plan_save", "plan_print"})
MARKS = {("transition", "sqlite"): 0.11, ("transition", "postgresql"): 0.27}
"""A fall below these is a real one; `docs/benchmarks.md` says where they come from."""
FIND_MARK = 4.0
"""Finding what changed today in a quarter of the one query that applies the whole rule."""
SWEEP_MARKS = {"sqlite": 0.07, "postgresql": 0.045}
"""Finding and recording beside the one query, when one open case in seven has a new alert, and as many go up."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, how often, and on how many cases."""

    names: tuple[str, ...]
    rounds: int
    cases: int
    seconds: float = 2.0
    say: Callable[[str], None] = lambda text: None


def run(plan: Plan, postgresql: str | None = None) -> Iterator[Result]:
    """Measure what needs no database, then on SQLite in a temporary folder, then in a new database of a server."""
    if "clocks" in plan.names:
        yield _compare("clocks", "none, warm", plan, deadlines.limit, deadlines.warm)
        yield _compare("clocks", "none, cold", plan, deadlines.limit, deadlines.cold)
    if not set(plan.names) - {"clocks"}:
        return
    with tempfile.TemporaryDirectory(prefix="ehc-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        yield from _measure(url, plan)
    if postgresql is not None:
        with _scratch_database(postgresql) as url:
            yield from _measure(url, plan)


@contextmanager
def _scratch_database(server: str) -> Iterator[str]:
    """A new database beside the one named, dropped at the end. Nothing in the one named is touched."""
    name = f"ehc_bench_{uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()


def _measure(url: str, plan: Plan) -> Iterator[Result]:
    migrate.upgrade(url)
    with closing(open_database(url)) as database:
        transitions.found(database)
        if "transition" in plan.names:
            yield _transition(database, plan)
        if "deliver" in plan.names:
            yield _deliver(database, plan)
        if _OF_A_PLAN & set(plan.names):
            yield from _large_plan(database, plan)
        if set(plan.names) - {"clocks", "transition", "deliver"} - _OF_A_PLAN:
            population = load(database, plan.cases, plan.say)
            yield from _at_size(database, population, plan)


def _transition(database: Database, plan: Plan) -> Result:
    return _compare(
        "transition",
        database.dialect,
        plan,
        partial(transitions.limit, database),
        partial(transitions.product, database),
        MARKS["transition", database.dialect],
    )


def _deliver(database: Database, plan: Plan) -> Result:
    return _compare(
        "deliver",
        database.dialect,
        plan,
        partial(delivering.limit, database),
        partial(delivering.product, database),
        each=delivering.AT_ONCE,
    )


def _large_plan(database: Database, plan: Plan) -> Iterator[Result]:
    on, large = database.dialect, LargePlan(database)
    if "plan_open" in plan.names:
        yield _compare("plan_open", on, plan, large.opened_bare, large.opened)
    if "plan_save" in plan.names:
        yield _compare("plan_save", on, plan, partial(transitions.limit, database), large.saved)
    if "plan_print" in plan.names:
        yield _compare("plan_print", on, plan, large.printed_bare, large.printed)


def _at_size(database: Database, population: Population, plan: Plan) -> Iterator[Result]:
    if "worklist" in plan.names:
        yield _compare(
            "worklist",
            database.dialect,
            plan,
            partial(reading.worklist_limit, database, population),
            partial(reading.worklist_product, database, population),
        )
    if "case_page" in plan.names:
        yield _compare(
            "case_page",
            database.dialect,
            plan,
            partial(reading.case_limit, database, population),
            partial(reading.case_product, database, population),
        )
    if "desk" in plan.names:
        yield _compare(
            "desk",
            database.dialect,
            plan,
            partial(desk.limit, database),
            partial(desk.product, database),
        )
    if {"sweep", "sweep_find"} & set(plan.names):
        yield from _sweeping(database, plan)


def _sweeping(database: Database, plan: Plan) -> Iterator[Result]:
    sweeps, on = Sweeps(database), database.dialect
    if "sweep_find" in plan.names:
        yield _compare("sweep_find", on, plan, sweeps.limit, sweeps.finding, FIND_MARK)
    if "sweep" in plan.names:
        yield _compare("sweep", on, plan, sweeps.limit, sweeps.product, SWEEP_MARKS[on])


def _compare(
    name: str,
    database: str,
    plan: Plan,
    limit: Callable[[], Iterator[Callable[[], None]]],
    product: Callable[[], Iterator[Callable[[], None]]],
    mark: float | None = None,
    *,
    each: int = 1,
) -> Result:
    """`each` is how many operations one piece of work is, on both sides."""
    rounds = iter(range(1, plan.rounds + 1))
    found = compare(
        name,
        database,
        limit=limit,
        product=product,
        rounds=plan.rounds,
        seconds=plan.seconds,
        mark=mark,
        progress=lambda: plan.say(f"{name}: round {next(rounds)} of {plan.rounds}"),
    )
    return replace(
        found,
        per_second=found.per_second * each,
        limit_per_second=found.limit_per_second * each,
    )
