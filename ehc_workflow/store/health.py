"""What a database tells of its own state, in two narrow reads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select, text

from ehc_workflow.store.tables.papers import JobRun


def schema_revision(connection: Connection) -> str | None:
    """The migration the database is at, by the connection at hand: no second one is opened for a probe."""
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def scheduler_seen_at(connection: Connection) -> datetime | None:
    """When a worker last gave a sign of life, for itself or for a job it was at."""
    return connection.scalar(select(func.max(JobRun.heartbeat_at)))
