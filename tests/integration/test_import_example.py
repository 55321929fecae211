"""The example caseload: from an empty database to a worklist in order of risk, on both kinds of database."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from ehc_workflow.cli import ehc
from ehc_workflow.domain.actors import Role
from ehc_workflow.rules.ladders import Level
from ehc_workflow.service.permissions import AUTHORITY_WIDE
from ehc_workflow.service.verify import verify
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.queries import worklist
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.seats import actor_by_email

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "caseload.csv"
ITS_DAY = date(2026, 6, 15)
ROWS = 200
ASKED_TWICE = 6

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `ehc` on the example's own day, on a database without anything in it."""
    for name in [name for name in os.environ if name.startswith("EHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    monkeypatch.setenv("EHC_TODAY", ITS_DAY.isoformat())

    def run(*words: str) -> Result:
        done = CliRunner().invoke(ehc, list(words))
        assert done.exit_code == 0, done.output
        return done

    return run


def test_from_an_empty_database_to_a_worklist_in_order_of_risk(run: Run, database_url: str) -> None:
    run("user", "authority", "Invented Shire", "999")
    done = json.loads(run("import", str(EXAMPLE), "--add-unknown", "--json").stdout)
    assert done["rows"] == ROWS
    assert (done["brought_in"], done["joined"]) == (ROWS - ASKED_TWICE, ASKED_TWICE)
    assert done["faults"] == []
    assert len(done["added"]["team"]) == 2

    again = json.loads(run("import", str(EXAMPLE), "--add-unknown", "--json").stdout)
    assert (again["already_here"], again["brought_in"], again["added"]) == (ROWS, 0, {})

    swept = json.loads(run("sweep", "--json").stdout)
    late = {alert["reference"] for alert in swept["alerts"] if alert["level"] == "late"}
    assert len(late) >= done["late_on_arrival"] > 0
    assert json.loads(run("sweep", "--json").stdout)["raised"] == 0

    run("user", "add", "mo@example.invalid", "--name", "Mo Made-up", "--no-password")
    run("user", "seat", "give", "mo@example.invalid", "manager")
    run("user", "add", "jo@example.invalid", "--name", "Jo Made-up", "--no-password")
    seated = ("--team", "North", "--name", "Caseworker North 1")
    run("user", "seat", "give", "jo@example.invalid", "caseworker", *seated)

    counted = counts(database_url, "mo@example.invalid", mine=False)
    assert sum(counted.values()) == ROWS - ASKED_TWICE
    # A duty of the law that falls due today stands above an own target that is late.
    assert done["late_on_arrival"] <= counted[Level.LATE] <= len(late)
    assert counted[Level.LATE] + counted[Level.DUE_NOW] >= len(late)
    held = counts(database_url, "jo@example.invalid", mine=True)
    assert 0 < sum(held.values()) < ROWS / 2


def counts(url: str, address: str, *, mine: bool) -> dict[Level, int]:
    database = open_database(url)
    with database.reading() as connection:
        actor = actor_by_email(connection, address, day=ITS_DAY)
        assert actor is not None
        assert actor.roles <= {Role.MANAGER, Role.CASEWORKER}
        found = dict(worklist.counts(connection, reach_of(actor, AUTHORITY_WIDE), mine=mine))
    database.close()
    return found


def test_the_example_is_whole_and_names_only_people_who_are_made_up(
    run: Run, database_url: str
) -> None:
    run("user", "authority", "Invented Shire", "999")
    run("import", str(EXAMPLE), "--add-unknown")
    database = open_database(database_url)
    assert verify(database).is_whole
    with database.reading() as connection:
        addresses = connection.execute(
            text("SELECT email FROM contact WHERE email <> ''")
        ).scalars()
        assert all(address.endswith(".invalid") for address in addresses)
        numbers = connection.execute(
            text("SELECT nhs_number FROM child WHERE nhs_number <> ''")
        ).scalars()
        assert all(number.startswith("999") for number in numbers)
    database.close()


def test_the_example_has_the_mess_of_a_real_file() -> None:
    content = EXAMPLE.read_text(encoding="utf-8-sig")
    for mess in ("2026-0", "/2026,", "/26,", ",Assessing,", ",assessing,", " ,"):
        assert mess in content, mess
