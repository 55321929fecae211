"""Each authority's choices about its alerts: kept among its settings, those that are built in where it made none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from ehc_workflow.rules.alert_policy import DEFAULT_ALERT_POLICY, AlertPolicy
from ehc_workflow.store.rows import Rows, to_json

KEY = "alerts"
_ONE = "SELECT settings FROM authority WHERE id = ?"
_ALL = "SELECT id, settings FROM authority"


def alert_policy(rows: Rows, authority_id: str) -> AlertPolicy:
    """The choices of one authority."""
    found = rows.first(_ONE, authority_id)
    return _read(found[0]) if found else DEFAULT_ALERT_POLICY


def alert_policies(rows: Rows) -> dict[str, AlertPolicy]:
    """The choices of every authority, by its id."""
    return {authority_id: _read(settings) for authority_id, settings in rows.all(_ALL)}


def keep_alert_policy(rows: Rows, authority_id: str, policy: AlertPolicy) -> None:
    """Write one authority's choices."""
    (settings,) = rows.first(_ONE, authority_id)
    kept = {**_settings(settings), KEY: msgspec.to_builtins(policy)}
    sql = "UPDATE authority SET settings = ? WHERE id = ?"
    if rows.dialect == "postgresql":
        sql = "UPDATE authority SET settings = CAST(? AS jsonb) WHERE id = ?"
    rows.run(sql, to_json(kept), authority_id)


def _read(settings: Any) -> AlertPolicy:
    chosen = _settings(settings).get(KEY)
    return msgspec.convert(chosen, AlertPolicy) if chosen else DEFAULT_ALERT_POLICY


def _settings(stored: Any) -> Mapping[str, Any]:
    """Settings as the driver gives them: SQLite's are text."""
    read: Mapping[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
    return read or {}
