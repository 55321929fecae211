"""What was typed and never sent does not stay: it goes when the case is closed or nobody comes back to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from ehc_workflow.store import drafts
from ehc_workflow.store.engine import Database

KEPT_FOR = timedelta(days=90)


def forget_drafts(database: Database, now: datetime) -> int:
    """Delete drafts of cases that are closed and drafts untouched for 90 days; how many."""
    with database.writing() as connection:
        return drafts.forget_old(connection, before=now - KEPT_FOR)
