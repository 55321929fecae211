"""What runs by itself: which job ran for which day, and which workers give signs of life."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.store.tables.types import Base, Id


class JobRun(Base):
    """One run of one job for one London day: the row is the claim, so it runs once however many workers there are.

    `attempts` counts who took it up; `failed_at` and `error` say that the last of them failed, and at what kind of
    thing: never with the words of an error, which may quote somebody.
    """

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    rows: Mapped[int]
    failures: Mapped[int]
    worker: Mapped[str]
    attempts: Mapped[int] = mapped_column(server_default="1")
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(server_default="")

    __table_args__ = (
        CheckConstraint("finished_at IS NULL OR failed_at IS NULL", name="finished_or_failed"),
    )


class WorkerRow(Base):
    """A worker process that is alive: it says so three times a minute, and takes its row away when it is stopped."""

    __tablename__ = "worker"

    name: Mapped[Id]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
