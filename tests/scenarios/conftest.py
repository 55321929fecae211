"""The scenarios run on the real commands and a database of their own. Everybody in them is invented."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ehc_workflow.store.engine import Database, open_database
from tests.builders import Journey, found_authority


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """A migrated database with the made-up authority in it."""
    opened = open_database(sqlite_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def journey(database: Database) -> Journey:
    """A case that has not arrived yet."""
    return Journey(database)
