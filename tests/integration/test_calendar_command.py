"""`ehc calendar` as somebody at a terminal meets it, on both databases."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from ehc_workflow.cli import ehc
from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import open_database
from tests.builders import AUTHORITY, MONDAY, SCHOOL, Journey, found_authority

Run = Callable[..., Result]
SUMMER = (date(2026, 7, 22), date(2026, 9, 2))


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `ehc` on a database with an authority in it, on a fixed day."""
    for name in [name for name in os.environ if name.startswith("EHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    monkeypatch.setenv("EHC_TODAY", "2026-05-01")
    database = open_database(database_url)
    found_authority(database)
    database.close()

    def run(*words: str) -> Result:
        return CliRunner().invoke(ehc, ["calendar", *words])

    return run


def saved(folder: Path, *rows: str) -> str:
    path = folder / "closures.csv"
    path.write_text("\r\n".join(("Setting;First closed day;Reopens on", *rows)), encoding="utf-16")
    return str(path)


def on_file(url: str) -> dict[str, list[tuple[date, date]]]:
    database = open_database(url)
    with database.reading() as connection:
        found = organisation.closures(connection, AUTHORITY)
    database.close()
    return {setting: [one[:2] for one in closures] for setting, closures in found.items()}


def test_closures_come_in_once_and_can_be_put_right(
    run: Run, database_url: str, tmp_path: Path
) -> None:
    file = saved(tmp_path, "Larkrise School;22/07/2026;02/09/2026")
    dry = run("closures", file, "--dry-run")
    assert (dry.exit_code, on_file(database_url)) == (0, {}), dry.output
    assert "Would be added: 1." in dry.stdout
    done = run("closures", file)
    assert done.stdout.splitlines() == [
        "1 row read.",
        "Added: 1.",
        "  Larkrise School: closed from 22 July 2026, reopens on 2 September 2026 (42 days)",
        "Already here, unchanged: 0.",
        "Of 4 weeks or more, so that they can matter to a limit (reg. 10(4)(a), (b)): 1.",
        "Open cases of these settings: 0. A closure moves no date.",
    ]
    assert on_file(database_url) == {SCHOOL: [SUMMER]}
    assert "Already here, unchanged: 1." in run("closures", file).stdout
    right = saved(tmp_path, "Larkrise School;22/07/2026;03/09/2026")
    assert run("closures", right).exit_code == 1
    assert on_file(database_url) == {SCHOOL: [SUMMER]}
    assert run("closures", right, "--replace").exit_code == 0
    assert on_file(database_url) == {SCHOOL: [(SUMMER[0], date(2026, 9, 3))]}


def test_who_brought_a_closure_in_and_when_is_kept(
    run: Run, database_url: str, tmp_path: Path
) -> None:
    file = saved(tmp_path, "Larkrise School;22/07/2026;02/09/2026")
    assert run("closures", file, "--by", "Invented Keeper of Dates").exit_code == 0
    database = open_database(database_url)
    with database.reading() as connection:
        (kept,) = organisation.closures(connection, AUTHORITY)[SCHOOL]
    database.close()
    assert kept == (*SUMMER, "Invented Keeper of Dates", date(2026, 5, 1))


def test_a_list_says_which_limits_gain_or_lose_the_ground_before_anything_is_written(
    run: Run, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EHC_TODAY", "2026-07-21")
    database = open_database(database_url)
    journey = Journey(database, today=date(2026, 6, 15)).receive().consider()
    journey.at(date(2026, 7, 17)).decide_to_assess().tell_assessing()
    journey.ask(AdviceItem.EDUCATION, AdviceItem.HEALTH)
    summer = saved(tmp_path, "Larkrise School;22/07/2026;02/09/2026")
    answer = json.loads(run("closures", summer, "--dry-run", "--json").stdout)
    assert answer["open_cases"] == 1
    gained = {(one["code"], one["provision"], one["gained"]) for one in answer["grounds"]}
    assert ("advice", "reg 8(2)(b)", True) not in gained
    assert gained, answer
    said = run("closures", summer).stdout
    assert "may claim it as a ground, once it is recorded in the case" in said
    assert journey.now.reference in said
    short = saved(tmp_path, "Larkrise School;22/07/2026;01/08/2026")
    lost = json.loads(run("closures", short, "--replace", "--dry-run", "--json").stdout)
    assert {(one["code"], one["provision"], not one["gained"]) for one in lost["grounds"]} == gained
    database.close()


def test_one_wrong_row_keeps_every_other_out(run: Run, database_url: str, tmp_path: Path) -> None:
    file = saved(tmp_path, "Larkrise School;22/07/2026;02/09/2026", "Quayside School;22/07/2026;")
    refused = run("closures", file, "--json")
    assert refused.exit_code == 1
    answer = json.loads(refused.stdout)
    assert (answer["refused"], answer["added"], answer["rows"]) == (True, [], 2)
    assert answer["faults"] == [{"rows": [3], "column": "Reopens on", "why": "is empty"}]
    assert on_file(database_url) == {}
    assert "Nothing was written: 1 fault in 2 rows." in run("closures", file).stdout


def test_wrong_use_of_closures_is_told_from_a_refusal(run: Run, tmp_path: Path) -> None:
    assert run("closures").exit_code == 2
    file = saved(tmp_path, "Larkrise School;22/07/2026;02/09/2026")
    elsewhere = run("closures", file, "--authority", "Elsewhere")
    assert (elsewhere.exit_code, "there is Invented Shire" in elsewhere.stderr) == (1, True)


def published(folder: Path, *, without: str = "", extra: str = "") -> str:
    """GOV.UK's file with one day less, or more, than is known here."""
    known = {day.isoformat() for day in ENGLAND_AND_WALES.days if 2019 <= day.year <= 2028}
    days = sorted(known - {without} | ({extra} if extra else set()))
    events = [{"title": "A holiday", "date": day, "notes": "", "bunting": True} for day in days]
    path = folder / "bank-holidays.json"
    path.write_text(
        json.dumps({"england-and-wales": {"division": "england-and-wales", "events": events}})
    )
    return str(path)


def stored(url: str) -> list[tuple[object, ...]]:
    database = open_database(url)
    with database.reading() as connection:
        found = connection.execute(text("SELECT * FROM deadline ORDER BY assessment_id, code, ref"))
        rows = [tuple(row) for row in found]
    database.close()
    return rows


def test_the_list_we_have_already_changes_nothing(run: Run, tmp_path: Path) -> None:
    same = run("bank-holidays", published(tmp_path), "--dry-run")
    assert same.stdout.splitlines() == [
        "Announced until 31 December 2028; with this list until 31 December 2028.",
        "Bank holidays that are none now: 0.",
        "Bank holidays no more: 0.",
        "Open cases looked at: 0; with a day that moves: 0.",
        "Deadlines still owed that move: 0; of these, become late: 0; late no longer: 0.",
        "Nothing was written.",
    ]


def test_a_new_holiday_moves_the_working_day_and_names_whom_an_alert_told(
    run: Run, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(database_url)
    reference = Journey(database).at(MONDAY).receive().now.reference
    today = date(2026, 2, 19)
    sweep(database, today, now=datetime.combine(today, time(6), tzinfo=UTC))
    database.close()
    before = stored(database_url)
    monkeypatch.setenv("EHC_TODAY", today.isoformat())
    file = published(tmp_path, extra="2026-02-23")
    answer = json.loads(run("bank-holidays", file, "--dry-run", "--json").stdout)
    assert answer["added"] == [{"date": "2026-02-23", "name": "Bank holiday"}]
    (moved,) = [one for one in answer["moved"] if one["code"] == "decide_whether_to_assess"]
    assert (moved["reference"], moved["becomes_late"]) == (reference, False)
    assert moved["due_on"] == {"now": "2026-02-23", "then": "2026-02-23", "days": 0}
    assert moved["act_by"] == {"now": "2026-02-23", "then": "2026-02-20", "days": -3}
    assert moved["told"], answer
    in_words = run("bank-holidays", file, "--dry-run").stdout
    assert "moves from 23 February 2026 to 20 February 2026, 3 days earlier." in in_words
    assert "Told the earlier answer on 19 February 2026: " in in_words
    assert stored(database_url) == before


def test_a_holiday_taken_away_makes_a_target_in_working_days_late(
    run: Run, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(database_url)
    case = Journey(database).at(date(2026, 4, 13)).receive().consider().decide_to_assess()
    case.tell_assessing().ask().at(date(2026, 4, 30)).give(AdviceItem.HEALTH)
    database.close()
    monkeypatch.setenv("EHC_TODAY", "2026-05-06")
    file = published(tmp_path, without="2026-05-04", extra="2026-05-08")
    answer = json.loads(run("bank-holidays", file, "--dry-run", "--json").stdout)
    assert [day["date"] for day in answer["taken_away"]] == ["2026-05-04"]
    (late,) = [one for one in answer["moved"] if one["becomes_late"]]
    assert (late["code"], late["due_on"]["days"], answer["become_late"]) == ("check_advice", -1, 1)


def test_a_wrong_list_of_bank_holidays_is_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "scotland.json"
    path.write_text(json.dumps({"division": "scotland", "events": []}))
    refused = run("bank-holidays", str(path), "--dry-run")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "This file is of Scotland only" in refused.stderr
