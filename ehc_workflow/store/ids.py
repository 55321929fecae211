"""Names for rows: random, so that an address in a page tells nobody how many cases there are."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid4, uuid5


def new_id() -> str:
    """A new UUID as text, the form every table keeps."""
    return str(uuid4())


def id_of(*parts: object) -> str:
    """The UUID of something that is named by these parts: the same however often it is asked."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, parts))))
