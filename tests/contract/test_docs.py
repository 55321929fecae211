"""The pages of docs/ that are made from the code say what the code says."""

from __future__ import annotations

from pathlib import Path

from scripts.lifecycle import page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_lifecycle_page_is_the_transition_table() -> None:
    assert (DOCS / "lifecycle.md").read_text() == "\n".join(page()) + "\n", "run `make docs`"
