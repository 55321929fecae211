"""`ehc import` as somebody at a terminal meets it, and what is left of one that is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from ehc_workflow.cli import ehc
from ehc_workflow.service.verify import verify
from ehc_workflow.store.engine import open_database
from tests.builders import found_authority
from tests.unit.importing.sheet import filled, row_in, sheet

Run = Callable[..., Result]
DOCS = Path(__file__).parents[2] / "docs" / "import.md"


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `ehc` on a database with an authority in it, on a fixed day."""
    for name in [name for name in os.environ if name.startswith("EHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EHC_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("EHC_TODAY", "2026-09-01")
    database = open_database(sqlite_url)
    found_authority(database)
    database.close()

    def run(*words: str) -> Result:
        return CliRunner().invoke(ehc, list(words))

    return run


def number_of_cases(url: str) -> int:
    database = open_database(url)
    with database.reading() as connection:
        found: int = connection.execute(text("SELECT count(*) FROM assessment")).scalar_one()
    database.close()
    return found


def saved(folder: Path, *rows: dict[str, str]) -> str:
    path = folder / "caseload.csv"
    path.write_bytes(sheet(*rows))
    return str(path)


def test_a_caseload_comes_in_and_the_summary_says_what_to_do_next(run: Run, tmp_path: Path) -> None:
    file = saved(
        tmp_path, filled(), row_in("assessing", First_name="Kit"), filled(Who_asked="school")
    )
    done = run("import", file)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "Row 4 is the same child as row 2: one case, the earlier arrival starts its clock, and the steps of row 2 are "
        "kept.",
        "3 rows read.",
        "Brought in: 2.",
        "Joined to another row's case or one here already: 1.",
        "Already here, unchanged: 0.",
        "Late on arrival: 2, which have passed 5 limits of the law between them.",
        "Next: `ehc sweep` raises the alerts that these cases are due.",
    ]
    assert "Reading" in done.stderr
    assert "Writing" in done.stderr
    again = run("import", file)
    assert "Already here, unchanged: 3." in again.stdout
    assert "Nothing is new, so nothing was changed." in again.stdout


def test_a_fault_refuses_the_whole_file_and_says_so(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    file = saved(tmp_path, filled(), filled(First_name="Kit", Received="31/02/2026"))
    refused = run("import", file)
    assert refused.exit_code == 1
    assert refused.stdout.splitlines()[0] == "Row 3, Received: is not a real date (31/02/2026)."
    assert "Nothing was brought in: 1 fault in 2 rows." in refused.stdout
    assert number_of_cases(sqlite_url) == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"First name\r\n", b"\xff\xfe\x00", b""])
def test_a_file_that_is_no_table_is_refused_in_one_shape(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "caseload.csv"
    path.write_bytes(content)
    refused = run("import", str(path), "--json")
    assert refused.exit_code == 1
    answer = json.loads(refused.stdout)
    assert (answer["refused"], answer["brought_in"]) == (True, 0)
    assert all(fault["rows"] and fault["column"] and fault["why"] for fault in answer["faults"])


def test_a_dry_run_says_the_same_and_writes_nothing(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    file = saved(tmp_path, filled(School="Nowhere School"))
    dry = json.loads(run("import", file, "--add-unknown", "--dry-run", "--json").stdout)
    assert number_of_cases(sqlite_url) == 0
    real = json.loads(run("import", file, "--add-unknown", "--json").stdout)
    assert dry | {"dry_run": False} == real
    assert real["added"] == {"setting": ["Nowhere School"]}
    assert (real["brought_in"], real["late_on_arrival"], number_of_cases(sqlite_url)) == (1, 1, 1)


def test_a_dry_run_in_words_says_that_nothing_was_written(run: Run, tmp_path: Path) -> None:
    done = run("import", saved(tmp_path, filled()), "--dry-run")
    assert "Would be brought in: 1." in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Nothing was written.")


def test_a_named_administrator_stands_in_the_log(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    file = saved(tmp_path, filled())
    assert run("import", file, "--as", "ada@example.invalid").exit_code == 1
    run("user", "add", "ada@example.invalid", "--name", "Ada Made-up", "--no-password")
    refused = run("import", file, "--as", "ada@example.invalid")
    assert refused.exit_code == 1
    run("user", "seat", "give", "ada@example.invalid", "administrator")
    assert run("import", file, "--as", "ada@example.invalid").exit_code == 0
    assert number_of_cases(sqlite_url) == 1


def test_wrong_use_is_told_from_a_refusal(run: Run, tmp_path: Path) -> None:
    assert run("import").exit_code == 2
    assert run("import", str(tmp_path / "nowhere.csv")).exit_code == 2
    unknown = run("import", saved(tmp_path, filled()), "--authority", "Elsewhere")
    assert (unknown.exit_code, "there is Invented Shire" in unknown.stderr) == (1, True)


def test_the_documentation_lists_every_column(run: Run) -> None:
    listed = run("import", "--columns")
    assert listed.exit_code == 0
    assert listed.stdout.strip() in DOCS.read_text()


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled(
    database_url: str, tmp_path: Path
) -> None:
    database = open_database(database_url)
    found_authority(database)
    database.close()
    rows = [row_in("assessing", First_name=f"Robin{n}", School="New School") for n in range(800)]
    command = [
        *(sys.executable, "-m", "ehc_workflow", "import", "--add-unknown"),
        saved(tmp_path, *rows),
    ]
    settings = {name: value for name, value in os.environ.items() if not name.startswith("EHC_")}
    settings |= {"EHC_DATABASE_URL": database_url, "EHC_TODAY": "2026-09-01"}
    with subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True) as victim:
        assert victim.stderr is not None
        for line in victim.stderr:
            if "Writing" in line:
                break
        victim.send_signal(signal.SIGKILL)
    assert victim.returncode == -signal.SIGKILL
    assert number_of_cases(database_url) == 0
    for _ in range(2):
        subprocess.run(command, env=settings, check=True, capture_output=True, timeout=120)
        assert number_of_cases(database_url) == len(rows)
    database = open_database(database_url)
    assert verify(database).is_whole
    database.close()
