"""How hard the generated tests try: quickly with every change, deeper by night (`TEST_DEPTH=nightly`)."""

from __future__ import annotations

import os

DEEP = os.environ.get("TEST_DEPTH") == "nightly"


def examples(quick: int) -> int:
    """How many examples to try: so many with every change, twenty times as many by night."""
    return quick * 20 if DEEP else quick
