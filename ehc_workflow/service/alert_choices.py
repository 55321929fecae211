"""An authority's choices about its alerts, made by its administrator and kept with who made them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection

from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.rules.alert_policy import AlertPolicy
from ehc_workflow.service.organisation_changes import By, note
from ehc_workflow.store.alert_policies import alert_policy, keep_alert_policy
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows


def choices_of(connection: Connection, authority_id: str) -> AlertPolicy:
    """What an authority chose, or what is built in."""
    return alert_policy(Rows(connection), authority_id)


def choose(database: Database, by: By, authority_id: str, chosen: Mapping[str, Any]) -> AlertPolicy:
    """Keep other choices; `ImpossibleFactsError` where they would let an alert be forgotten."""
    if not by.looks_after(authority_id):
        raise NotFoundError("There is no such authority, or it is not yours to change.")
    with database.writing() as connection:
        rows = Rows(connection)
        before = alert_policy(rows, authority_id)
        try:
            after = replace(before, **chosen)
        except ValueError as error:
            name, _, _ = str(error).partition(" ")
            raise ImpossibleFactsError(Impossible(f"/{name}", _sentence(str(error)))) from None
        changed = {
            name: [str(value), str(asdict(after)[name])]
            for name, value in asdict(before).items()
            if value != asdict(after)[name]
        }
        if changed:
            keep_alert_policy(rows, authority_id, after)
            note(connection, by, ChangeKind.ALERTS_SET, authority_id, **changed)
    return after


def _sentence(fault: str) -> str:
    _, _, rest = fault.partition(" ")
    return f"This {rest}"
