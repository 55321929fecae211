"""What an authority chose, one kind of choice under each key of its settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from ehc_workflow.store.rows import Rows, to_json

_ONE = "SELECT settings FROM authority WHERE id = ?"
_ALL = "SELECT id, settings FROM authority"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One kind of choice: the key it is kept under, and what is built in for an authority that made none."""

    key: str
    built_in: T

    def of(self, rows: Rows, authority_id: str) -> T:
        """The choice of one authority."""
        found = rows.first(_ONE, authority_id)
        return self.within(found[0]) if found else self.built_in

    def held(self, rows: Rows, authority_id: str) -> T:
        """The choice of one authority, and nobody else changes any of its choices until the transaction ends."""
        lock = (
            "" if rows.dialect == "sqlite" else " FOR NO KEY UPDATE"
        )  # cases may be opened meanwhile
        found = rows.first(_ONE + lock, authority_id)
        return self.within(found[0]) if found else self.built_in

    def of_all(self, rows: Rows) -> dict[str, T]:
        """The choices of every authority, by its id."""
        return {authority_id: self.within(settings) for authority_id, settings in rows.all(_ALL)}

    def keep(self, rows: Rows, authority_id: str, chosen: T) -> None:
        """Write one authority's choice, which is `held`, and leave the others as they are."""
        (settings,) = rows.first(_ONE, authority_id)
        kept = {**read(settings), self.key: msgspec.to_builtins(chosen)}
        sql = "UPDATE authority SET settings = ? WHERE id = ?"
        if rows.dialect == "postgresql":
            sql = "UPDATE authority SET settings = CAST(? AS jsonb) WHERE id = ?"
        rows.run(sql, to_json(kept), authority_id)

    def within(self, settings: Any) -> T:
        """The choice in settings that were read already."""
        chosen = read(settings).get(self.key)
        return msgspec.convert(chosen, type(self.built_in)) if chosen else self.built_in


def read(stored: Any) -> Mapping[str, Any]:
    """Settings as the driver gives them: SQLite's are text."""
    settings: Mapping[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
    return settings or {}
