"""The rules about who may import whom are only worth having if a break of each is caught."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREAKS = {
    "layers": ("ehc_workflow/domain/case.py", "import ehc_workflow.service"),
    "pure-core": ("ehc_workflow/rules/book.py", "import sqlalchemy"),
    "one-machine": ("ehc_workflow/service/accounts.py", "import transitions"),
    "tables-stay-in-store": ("api/problems.py", "import ehc_workflow.store.tables"),
    "one-write-path": ("api/problems.py", "import ehc_workflow.store.cases"),
}


def contracts() -> dict[str, str]:
    """Give each contract's id and its name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {each["id"]: each["name"] for each in settings["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the checker says of a copy of the program in which every contract is broken once."""
    copy = tmp_path_factory.mktemp("broken")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("ehc_workflow", "api"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("static"))
    for path, line in BREAKS.values():
        with (copy / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    checker = Path(sys.executable).with_name("lint-imports")
    command = [str(checker), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False).stdout


def test_every_contract_is_tried() -> None:
    assert set(BREAKS) == set(contracts())


@pytest.mark.parametrize("contract", BREAKS)
def test_a_break_is_caught(contract: str, verdicts: str) -> None:
    assert f"{contracts()[contract]} BROKEN" in " ".join(verdicts.split())
