"""A served program and people in front of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.office import Office
from tests.support.serving import serving
from tests.support.web import open_web


@pytest.fixture
def office(sqlite_url: str, browser: Browser) -> Iterator[Office]:
    """A made-up authority's office, with a real browser in it."""
    with open_web(sqlite_url) as web, serving(web.app) as address:
        yield Office(web, address, browser)
