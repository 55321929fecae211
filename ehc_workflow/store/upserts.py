"""An insert that says what to do where the row is there already, for whichever database it is."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from ehc_workflow.store.tables.types import Base


def insert_into(connection: Connection, table: type[Base]) -> postgresql.Insert:
    """An insert with `on_conflict_do_update` and `on_conflict_do_nothing`: both databases have them in one shape."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return cast(postgresql.Insert, sqlite.insert(table))
