"""`ehc calendar` as somebody at a terminal meets it, on both databases."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ehc_workflow.cli import ehc
from ehc_workflow.store import organisation
from ehc_workflow.store.engine import open_database
from tests.builders import AUTHORITY, SCHOOL, found_authority

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
    return found


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
    ]
    assert on_file(database_url) == {SCHOOL: [SUMMER]}
    assert "Already here, unchanged: 1." in run("closures", file).stdout
    right = saved(tmp_path, "Larkrise School;22/07/2026;03/09/2026")
    assert run("closures", right).exit_code == 1
    assert on_file(database_url) == {SCHOOL: [SUMMER]}
    assert run("closures", right, "--replace").exit_code == 0
    assert on_file(database_url) == {SCHOOL: [(SUMMER[0], date(2026, 9, 3))]}


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
