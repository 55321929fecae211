"""Each authority's choices about its alerts: kept among its settings, those that are built in where it made none."""

from __future__ import annotations

from ehc_workflow.rules.alert_policy import DEFAULT_ALERT_POLICY, AlertPolicy
from ehc_workflow.store.authority_settings import Choice

ALERTS: Choice[AlertPolicy] = Choice("alerts", DEFAULT_ALERT_POLICY)
