"""`ehc report` as somebody at a terminal meets it, on both databases."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from click.testing import CliRunner, Result

from ehc_workflow.cli import ehc
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.store.engine import open_database
from tests.builders import MONDAY, Journey, found_authority

Run = Callable[..., Result]
WEEK = timedelta(weeks=1)


@pytest.fixture
def reference(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case whose health advice came in week 9 and was recorded in week 11, and one that has its plan."""
    for name in [name for name in os.environ if name.startswith("EHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    monkeypatch.setenv("EHC_TODAY", (MONDAY + 20 * WEEK).isoformat())
    database = open_database(database_url)
    found_authority(database)
    journey = Journey(database).receive().at(MONDAY + WEEK).consider()
    journey.at(MONDAY + 4 * WEEK).decide_to_assess().tell_assessing().ask()
    journey.at(MONDAY + 11 * WEEK).give(AdviceItem.HEALTH, received_on=MONDAY + 9 * WEEK)
    Journey(database).to_final()
    database.close()
    return journey.now.reference


def run(*words: str) -> Result:
    return CliRunner().invoke(ehc, ["report", *words])


def test_a_case_is_printed_as_it_was_known(reference: str) -> None:
    day = MONDAY + 10 * WEEK
    told = run("case", reference, "--on", day.isoformat())
    assert told.exit_code == 0, told.output
    assert f"{reference} on 23 March 2026: assessing" in told.stdout
    assert "advice_health: due 23 March 2026 (reg 8(1)), running" in told.stdout
    assert "Learned later of that time: 1." in told.stdout
    answer = json.loads(run("case", reference, "--on", day.isoformat(), "--json").stdout)
    assert answer["learned_later"] == [{"kind": "advice_received", "recorded_on": "2026-03-30"}]


def test_the_caseload_is_printed_as_it_was_known(reference: str) -> None:
    told = run("caseload", "--on", "2026-03-25")
    assert told.exit_code == 0, told.output
    assert "Known on 25 March 2026: 2 cases with something owed" in told.stdout
    assert "Cases of which something of that time was learned later: 1." in told.stdout
    answer = json.loads(run("caseload", "--on", "2026-05-30", "--json").stdout)
    assert [one["reference"] for one in answer["owed"]] == [reference]
    assert (answer["plans_sent"], answer["plans_in_time"]) == (1, 1)


def test_the_days_of_a_year_are_printed_and_add_up(reference: str) -> None:
    answer = json.loads(run("days", "--year", "2026", "--json").stdout)
    assert (answer["cases"], sum(answer["days"].values())) == (1, 119)
    assert (
        "Cases that ended in 2026: 1, with 119 days in all." in run("days", "--year", "2026").stdout
    )
    assert "Cases that ended in 2025: 0" in run("days", "--year", "2025").stdout


def test_no_is_told_from_wrong_use(reference: str) -> None:
    assert run("case", "NOTHING", "--on", "2026-03-25").exit_code == 1
    to_come = run("caseload", "--on", (date(2026, 6, 2)).isoformat())
    assert (to_come.exit_code, "still to come" in to_come.stderr) == (1, True)
    assert run("caseload").exit_code == 2
    assert run("days", "--year", "1999").exit_code == 2


def test_the_advice_of_a_month_is_printed_by_service(reference: str) -> None:
    told = run("advice", "--month", "2026-02")
    assert told.exit_code == 0, told.output
    assert "Advice asked in February 2026: 8 requests." in told.stdout
    assert "Invented health service: 2 asked, 2 in time" in told.stdout
    answer = json.loads(run("advice", "--month", "2026-02", "--json").stdout)
    (health,) = [one for one in answer["services"] if one["service"] == "Invented health service"]
    assert (health["asked"], health["right_first_time"], health["answered"]) == (2, 1, 2)
    assert run("advice", "--month", "February").exit_code == 2
