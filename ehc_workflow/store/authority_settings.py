"""What an authority chose, one kind of choice under each key of its settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from ehc_workflow.store.rows import Rows, to_json

_ONE = "SELECT settings FROM authority WHERE id = ?"
_ALL = "SELECT id, settings FROM authority"


def chosen(rows: Rows, authority_id: str, key: str) -> Any:
    """What one authority chose, or None."""
    found = rows.first(_ONE, authority_id)
    return read(found[0]).get(key) if found else None


def chosen_by_all(rows: Rows, key: str) -> dict[str, Any]:
    """The same of every authority, by its id."""
    return {authority_id: read(settings).get(key) for authority_id, settings in rows.all(_ALL)}


def keep(rows: Rows, authority_id: str, key: str, choice: object) -> None:
    """Write one authority's choice, and leave the others as they are."""
    (settings,) = rows.first(_ONE, authority_id)
    kept = {**read(settings), key: msgspec.to_builtins(choice)}
    sql = "UPDATE authority SET settings = ? WHERE id = ?"
    if rows.dialect == "postgresql":
        sql = "UPDATE authority SET settings = CAST(? AS jsonb) WHERE id = ?"
    rows.run(sql, to_json(kept), authority_id)


def read(stored: Any) -> Mapping[str, Any]:
    """Settings as the driver gives them: SQLite's are text."""
    settings: Mapping[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
    return settings or {}
