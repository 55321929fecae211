"""Names for rows: random, so that an address in a page tells nobody how many cases there are."""

from __future__ import annotations

from uuid import uuid4


def new_id() -> str:
    """A new UUID as text, the form every table keeps."""
    return str(uuid4())
