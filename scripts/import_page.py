"""Puts the table of columns into docs/import.md, below its mark: `python scripts/import_page.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ehc_workflow.importing.columns import as_markdown

PAGE = Path(__file__).resolve().parents[1] / "docs" / "import.md"
MARK = "<!-- written by `ehc import --columns` -->"
TABLE = re.compile(rf"(?<={re.escape(MARK)}\n\n)(?:\|.*\n)+")


def page() -> Iterator[str]:
    """The whole page, line by line: the words of people as they stand, the table from the code."""
    written = PAGE.read_text(encoding="utf-8")
    yield from TABLE.sub(lambda _: f"{as_markdown()}\n", written).splitlines()


if __name__ == "__main__":
    PAGE.write_text("\n".join(page()) + "\n", encoding="utf-8")
