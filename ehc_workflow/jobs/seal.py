"""The nightly seal over the log: from tomorrow, a case that vanishes with its log is missed."""

from __future__ import annotations

from datetime import date

from ehc_workflow.store import seals
from ehc_workflow.store.engine import Database
from ehc_workflow.store.seals import Seal


def seal(database: Database, day: date) -> Seal | None:
    """Seal the log as it stands; None where this day, or a later one, has its seal already."""
    with database.writing() as connection:
        return seals.seal_heads(connection, day)
