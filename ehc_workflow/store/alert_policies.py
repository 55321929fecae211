"""Each authority's choices about its alerts: kept among its settings, those that are built in where it made none."""

from __future__ import annotations

from typing import Any

import msgspec

from ehc_workflow.rules.alert_policy import DEFAULT_ALERT_POLICY, AlertPolicy
from ehc_workflow.store import authority_settings
from ehc_workflow.store.rows import Rows

KEY = "alerts"


def alert_policy(rows: Rows, authority_id: str) -> AlertPolicy:
    """The choices of one authority."""
    return _read(authority_settings.chosen(rows, authority_id, KEY))


def alert_policies(rows: Rows) -> dict[str, AlertPolicy]:
    """The choices of every authority, by its id."""
    every = authority_settings.chosen_by_all(rows, KEY)
    return {authority_id: _read(chosen) for authority_id, chosen in every.items()}


def keep_alert_policy(rows: Rows, authority_id: str, policy: AlertPolicy) -> None:
    """Write one authority's choices."""
    authority_settings.keep(rows, authority_id, KEY, policy)


def _read(chosen: Any) -> AlertPolicy:
    return msgspec.convert(chosen, AlertPolicy) if chosen else DEFAULT_ALERT_POLICY
