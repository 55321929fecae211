"""Commands of every kind thrown at a stored case: what is refused changes nothing, and what is stored is true."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.errors import EhcError, StaleCaseError
from ehc_workflow.service.execute import execute
from ehc_workflow.service.verify import verify
from ehc_workflow.store.engine import Database, open_database
from tests.builders import (
    CASEWORKER,
    DCO,
    DECISION_MAKER,
    MANAGER,
    PLAN_WRITER,
    SENCO,
    found_authority,
)
from tests.depth import examples
from tests.support import sqlite
from tests.unit.domain.moves import Thrower

EVERYBODY = Actor(
    id="everybody",
    name="Somebody with every seat",
    seats=tuple(
        seat
        for who in (CASEWORKER, DECISION_MAKER, MANAGER, PLAN_WRITER, DCO)
        for seat in who.seats
    ),
)
PEOPLE = (EVERYBODY, EVERYBODY, EVERYBODY, CASEWORKER, DECISION_MAKER, DCO, SENCO)
SEEDS = st.integers(0, 2**32 - 1)
WATCHED = (
    "assessment",
    "log_entry",
    "log_text",
    "deadline",
    "advice_request",
    "contribution",
    "notice",
    "plan_item",
    "contact",
    "outbox_message",
)


class StoredCase(RuleBasedStateMachine):
    """One stored case, a clock that only goes forward, and people who ask for anything."""

    def __init__(self, open_one: Callable[[], Database]) -> None:
        super().__init__()
        self.database = open_one()
        self.today = date(2026, 1, 12)
        self.case_id = str(uuid4())
        self.thrower = Thrower(Random(0), self.case_id)
        self.case: Case | None = None
        self.said: list[tuple[c.Command, Actor, str]] = []

    def teardown(self) -> None:
        """The chain holds and every entry is as it was written."""
        assert verify(self.database).is_whole
        self.database.close()

    @initialize(seed=SEEDS)
    def a_request_arrives(self, seed: int) -> None:
        """A case to throw at."""
        self.thrower.rng = Random(seed)
        with suppress(EhcError):
            self._say(self.thrower.request(self.today), EVERYBODY)

    @rule(days=st.sampled_from((1, 5, 20)))
    def days_pass(self, days: int) -> None:
        """Nothing happens."""
        self.today += timedelta(days=days)

    @precondition(lambda self: self.case is not None and self.case.is_open)
    @rule(seed=SEEDS, who=st.sampled_from(PEOPLE), steps=st.integers(1, 6))
    def somebody_takes_it_on(self, seed: int, who: Actor, steps: int) -> None:
        """The next lawful steps."""
        self.thrower.rng = Random(seed)
        for _ in range(steps):
            assert self.case is not None
            self._try(self.thrower.onward(self.case, self.today), who)

    @precondition(lambda self: self.case is not None)
    @rule(seed=SEEDS, who=st.sampled_from(PEOPLE))
    def somebody_asks_for_anything(self, seed: int, who: Actor) -> None:
        """Any command, lawful or not."""
        assert self.case is not None
        self.thrower.rng = Random(seed)
        self._try(self.thrower.anything(self.case, self.today), who)

    @precondition(lambda self: self.case is not None and self.case.is_open)
    @rule(seed=SEEDS, who=st.sampled_from(PEOPLE))
    def somebody_is_hasty(self, seed: int, who: Actor) -> None:
        """The step that comes next, before what it needs."""
        assert self.case is not None
        self.thrower.rng = Random(seed)
        self._try(self.thrower.hasty(self.case, self.today), who)

    @precondition(lambda self: self.said)
    @rule(place=st.integers(0, 10**6))
    def something_is_said_again(self, place: int) -> None:
        """A lost answer: the same words with the same key."""
        command, who, key = self.said[place % len(self.said)]
        before = self._stored()
        assert self._say(command, who, key=key) == self.case
        assert self._stored() == before

    @precondition(lambda self: self.case is not None and self.case.version > 1)
    @rule(seed=SEEDS)
    def somebody_acts_on_an_old_page(self, seed: int) -> None:
        """Whatever it is, it is refused as stale."""
        assert self.case is not None
        self.thrower.rng = Random(seed)
        before = self._stored()
        stale = False
        try:
            command = self.thrower.onward(self.case, self.today)
            self._say(command, EVERYBODY, expected_version=self.case.version - 1)
        except StaleCaseError:
            stale = True
        assert stale
        assert self._stored() == before

    @invariant()
    def what_is_stored_is_true(self) -> None:
        """Row, log and deadlines say what the case says."""
        if self.case is None:
            return
        row, *_ = self._rows("SELECT version, state, received_on FROM assessment")
        assert row == (self.case.version, self.case.state.value, self.case.received_on.isoformat())
        seqs = self._rows("SELECT seq FROM log_entry ORDER BY seq")
        assert [seq for (seq,) in seqs] == list(range(1, self.case.version + 1))
        stored = {
            (code, ref): (due_on, met_on)
            for code, ref, due_on, met_on in self._rows(
                "SELECT code, ref, due_on, met_on FROM deadline WHERE status <> 'void'"
            )
        }
        for owed in deadlines(self.case):
            if (owed.code, owed.ref) in stored:
                due_on, met_on = stored[owed.code, owed.ref]
                assert due_on == owed.due_on.isoformat()
                assert met_on == (owed.met_on.isoformat() if owed.met_on else None)
            else:
                assert owed.status(self.today) == "void"

    def _try(self, command: c.Command, who: Actor) -> None:
        before = self._stored()
        key = str(uuid4())
        try:
            self._say(command, who, key=key)
        except EhcError:
            assert self._stored() == before
        else:
            self.said.append((command, who, key))

    def _say(self, command: c.Command, who: Actor, **options: Any) -> Case:
        self.case = execute(
            command,
            database=self.database,
            actor=who,
            now=datetime.combine(self.today, time(12), tzinfo=UTC),
            today=self.today,
            **options,
        )
        return self.case

    def _rows(self, sql: str) -> list[Any]:
        with self.database.reading() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    def _stored(self) -> dict[str, list[Any]]:
        return {table: self._rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in WATCHED}


def test_whatever_is_thrown_at_a_stored_case_the_record_stays_true(
    sqlite_template: Path, tmp_path: Path
) -> None:
    database = open_database(sqlite.copy_of(sqlite_template, tmp_path))
    found_authority(database)
    database.close()

    def open_one() -> Database:
        folder = tmp_path / str(uuid4())
        folder.mkdir()
        return open_database(sqlite.copy_of(tmp_path / "ehc.db", folder), durable=False)

    run_state_machine_as_test(
        lambda: StoredCase(open_one),  # type: ignore[arg-type]  # any maker of one will do
        settings=settings(
            max_examples=examples(8),
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )
