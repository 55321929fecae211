"""Two stylesheets are read on one page: a class that both declare would look as the second says, without warning."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import api

_DECLARED = re.compile(r"^(\.[\w-]+) \{", re.MULTILINE)
STRONGER = {".ehc-late"}
"""What the pages of casework say more loudly on purpose."""


def test_no_class_is_declared_in_two_stylesheets() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for sheet in (Path(api.__file__).parent / "static").glob("*.css"):
        for name in _DECLARED.findall(sheet.read_text()):
            found[name].add(sheet.name)
    assert len(found) > 100
    assert {name for name, sheets in found.items() if len(sheets) > 1} == STRONGER
