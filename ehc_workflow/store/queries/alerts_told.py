"""Who was told of a deadline by an alert, and the day they were told: for when that day turns out to be another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from ehc_workflow.store.tables.deadlines import AlertRow

Key = tuple[str, str, str]
"""A deadline: its case's id, its code, its reference within the case."""


class Told(NamedTuple):
    """One alert: the audiences it told, the last lawful day it named, and the London day on which it was raised."""

    audience: tuple[str, ...]
    due_on: date
    raised_on: date


def alerts_told(connection: Connection, case_ids: Sequence[str]) -> dict[Key, list[Told]]:
    """Every alert ever raised for these cases, cleared or not, in the order in which they were raised."""
    row = AlertRow
    found = connection.execute(
        select(row.assessment_id, row.code, row.ref, row.audience, row.due_on, row.raised_on)
        .where(row.assessment_id.in_(case_ids))
        .order_by(row.raised_on, row.rung)
    )
    told: dict[Key, list[Told]] = {}
    for case_id, code, ref, audience, due_on, raised_on in found:
        names = tuple(name for name in audience.split(",") if name)
        told.setdefault((case_id, code, ref), []).append(Told(names, due_on, raised_on))
    return told
