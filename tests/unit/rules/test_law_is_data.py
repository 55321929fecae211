"""A module of law holds literals only: its syntax tree says so."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ehc_workflow import rules

FOLDER = Path(rules.__file__).parent
NOT_LAW = {
    "alert_policy.py",
    "model.py",
    "book.py",
    "changes.py",
    "family_letters.py",
    "printed.py",
    "local_policy.py",
    "local_reasons.py",
    "local_targets.py",
    "plan_criteria.py",
    "remaining_work.py",
    "ladders.py",
    "vague_wording.py",
}
LAW = sorted(path for path in FOLDER.rglob("*.py") if path.name not in NOT_LAW)
ALLOWED = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
LOGIC = (
    ast.Lambda,
    ast.IfExp,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.BinOp,
    ast.Compare,
)


def is_a_remark(statement: ast.stmt) -> bool:
    """A sentence that stands under an assignment and says what it is."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@pytest.mark.parametrize("path", LAW, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_module_of_law_holds_a_docstring_imports_and_assignments(path: Path) -> None:
    docstring, *rest = ast.parse(path.read_text()).body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(docstring.value, ast.Constant)
    assert all(isinstance(statement, ALLOWED) or is_a_remark(statement) for statement in rest)


@pytest.mark.parametrize("path", LAW, ids=lambda path: str(path.relative_to(FOLDER)))
def test_nothing_in_a_module_of_law_is_worked_out(path: Path) -> None:
    assert not [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, LOGIC)]


def test_the_modules_of_law_are_the_ones_meant() -> None:
    names = {path.stem for path in LAW}
    assert {"cfa_2014", "coronavirus_2020", "tribunal_procedure_rules_2008", "notices"} <= names
    assert {
        "citations",
        "grounds",
        "assessment",
        "orders",
        "unopposed",
        "agreements",
        "moves",
    } <= names
