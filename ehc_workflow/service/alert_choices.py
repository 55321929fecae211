"""An authority's choices about its alerts, made by its administrator and kept with who made them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.rules.alert_policy import AlertPolicy
from ehc_workflow.service import authority_choices
from ehc_workflow.service.organisation_changes import By
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows


def choices_of(connection: Connection, authority_id: str) -> AlertPolicy:
    """What an authority chose, or what is built in."""
    return ALERTS.of(Rows(connection), authority_id)


def choose(database: Database, by: By, authority_id: str, chosen: Mapping[str, Any]) -> AlertPolicy:
    """Keep other choices; `ImpossibleFactsError` where they would let an alert be forgotten."""
    return authority_choices.choose(
        database, by, authority_id, ALERTS, chosen, kind=ChangeKind.ALERTS_SET, told_as=str
    )
