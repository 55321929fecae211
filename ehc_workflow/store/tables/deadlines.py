"""Deadlines and alerts: what is owed by when, how it stands, and what was said about it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.domain.deadlines import Kind, Owner, Status
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.tables.types import Base, Id, one_of

IS_OWED = text("changes_on IS NOT NULL")
IS_LATE_OR_NEAR = text("level <> 'on_track'")
IS_A_FINAL_PLAN_SENT = text("code = 'final_plan' AND met_on IS NOT NULL")
IS_A_SCHOOL_REPLY = text("code = 'school_reply'")
IS_WAITED_FOR_BY_A_FAMILY = text(
    "met_on IS NULL AND code IN ('answer_family_message', 'keep_promise', 'reach_family', 'tell_family_of_delay', "
    "'update_family')"
)
IS_STANDING = text("cleared_on IS NULL")
IS_UNHEEDED = text("cleared_on IS NULL AND unheeded_from IS NOT NULL")
IS_DELEGATED = text("cleared_on IS NULL AND delegated_to IS NOT NULL")


class DeadlineRow(Base):
    """One deadline of one case, as of the last command or sweep.

    `changes_on` is the day on which the sweep must look at it: `status`, `level` and `risk_order` hold until the day
    before, unless a command changed it so that alerts have to be raised or cleared; then it is the command's own day.
    `swept_to` is the last day whose rungs were raised; empty for one that no sweep has seen.
    """

    __tablename__ = "deadline"

    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    owner: Mapped[str]
    service_id: Mapped[str | None]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    act_by: Mapped[date]
    provision: Mapped[str]
    rule_version: Mapped[str]
    met_on: Mapped[date | None]
    disapplied_by: Mapped[str | None]
    status: Mapped[str]
    level: Mapped[str]
    risk_order: Mapped[int]
    changes_on: Mapped[date | None]
    swept_to: Mapped[date | None]

    __table_args__ = (
        one_of("kind", Kind),
        one_of("owner", Owner),
        one_of("status", Status),
        one_of("level", Level),
        CheckConstraint("due_on >= starts_on", name="due_after_start"),
        CheckConstraint("act_by <= due_on", name="act_by_is_not_after_due"),
        CheckConstraint(
            "(met_on IS NOT NULL) = (status IN ('met', 'met_late'))", name="met_when_it_says_so"
        ),
        Index(
            "ix_deadline_changes_on",
            "changes_on",
            sqlite_where=IS_OWED,
            postgresql_where=IS_OWED,
            postgresql_include=["assessment_id", "code", "ref"],
        ),
        Index(
            "ix_deadline_service",
            "service_id",
            "risk_order",
            "due_on",
            sqlite_where=text("met_on IS NULL AND service_id IS NOT NULL"),
            postgresql_where=text("met_on IS NULL AND service_id IS NOT NULL"),
        ),
        Index(
            "ix_deadline_school_reply",
            "service_id",
            sqlite_where=IS_A_SCHOOL_REPLY,
            postgresql_where=IS_A_SCHOOL_REPLY,
        ),
        Index(
            "ix_deadline_near",
            "risk_order",
            "due_on",
            sqlite_where=IS_LATE_OR_NEAR,
            postgresql_where=IS_LATE_OR_NEAR,
        ),
        Index(
            "ix_deadline_final_plan_sent",
            "met_on",
            sqlite_where=IS_A_FINAL_PLAN_SENT,
            postgresql_where=IS_A_FINAL_PLAN_SENT,
        ),
        Index(
            "ix_deadline_family_waits",
            "code",
            "due_on",
            "assessment_id",
            sqlite_where=IS_WAITED_FOR_BY_A_FAMILY,
            postgresql_where=IS_WAITED_FOR_BY_A_FAMILY,
        ),
        {"sqlite_with_rowid": False},
    )


class AlertRow(Base):
    """One alert: one rung of one deadline's ladder, raised once. Never twice for the same cause.

    `audience` names who was told, separated by commas. What somebody did about it is the same on every alert that
    stands for one limit: taken up until the end of `recovery_on`, put off to the end of `snoozed_until`, or given to
    the seat `delegated_to`; the log has who, when and why. `unheeded_from` is the day from which it waits to be taken
    up; empty for one that goes up no further.
    """

    __tablename__ = "alert"

    id: Mapped[Id]
    assessment_id: Mapped[str]
    code: Mapped[str]
    ref: Mapped[str]
    due_on: Mapped[date]
    rung: Mapped[str]
    level: Mapped[str]
    audience: Mapped[str]
    raised_on: Mapped[date]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None]
    recovery_on: Mapped[date | None]
    snoozed_until: Mapped[date | None]
    delegated_to: Mapped[str | None]
    unheeded_from: Mapped[date | None]
    cleared_on: Mapped[date | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["assessment_id", "code", "ref"],
            ["deadline.assessment_id", "deadline.code", "deadline.ref"],
        ),
        UniqueConstraint("assessment_id", "code", "ref", "due_on", "rung"),
        one_of("level", Level),
        CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_by_somebody"
        ),
        Index(
            "ix_alert_standing",
            "level",
            "due_on",
            sqlite_where=IS_STANDING,
            postgresql_where=IS_STANDING,
        ),
        Index(
            "ix_alert_unheeded",
            "unheeded_from",
            sqlite_where=IS_UNHEEDED,
            postgresql_where=IS_UNHEEDED,
        ),
        Index(
            "ix_alert_delegated",
            "delegated_to",
            sqlite_where=IS_DELEGATED,
            postgresql_where=IS_DELEGATED,
        ),
    )
