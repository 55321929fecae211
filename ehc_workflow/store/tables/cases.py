"""Assessments and their log: the stored picture of each case, and the append-only chain that proves it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.domain.case import OPEN_STATES, State
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.tables.types import Base, Id, one_of

IS_OPEN = text("closed_on IS NULL")


class AssessmentRow(Base):
    """One case. `facts` is the frozen picture as JSON; the other columns are what lists and checks need of it.

    `risk_order` sorts by legal risk, smallest first; `risk_code` and `risk_ref` name the deadline that is the reason.
    `head` is the hash of the last log entry, `version` its number. `closed_on` is empty while anything is owed: also of
    a case that has its outcome, while a dispute about it is open.
    """

    __tablename__ = "assessment"

    id: Mapped[Id]
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"))
    child_id: Mapped[str] = mapped_column(ForeignKey("child.id"), index=True)
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    version: Mapped[int]
    head: Mapped[str]
    facts: Mapped[str]
    received_on: Mapped[date]
    logged_on: Mapped[date]
    closed_on: Mapped[date | None]
    caseworker_seat_id: Mapped[str | None] = mapped_column(ForeignKey("seat.id"))
    plan_writer_seat_id: Mapped[str | None] = mapped_column(ForeignKey("seat.id"))
    setting_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"))
    final_sent_on: Mapped[date | None]
    risk_level: Mapped[str]
    risk_order: Mapped[int]
    risk_code: Mapped[str]
    risk_ref: Mapped[str]
    risk_due_on: Mapped[date | None]
    next_due_on: Mapped[date | None]

    __table_args__ = (
        one_of("state", (state for state in State if state is not State.NOT_OPEN)),
        one_of("risk_level", Level),
        CheckConstraint("logged_on >= received_on", name="logged_after_received"),
        CheckConstraint("version > 0", name="has_a_log_entry"),
        CheckConstraint(
            f"closed_on IS NULL OR state NOT IN ({', '.join(repr(str(s)) for s in sorted(OPEN_STATES))})",
            name="not_closed_while_open",
        ),
        CheckConstraint(
            "(final_sent_on IS NOT NULL) = (state = 'plan_issued')", name="final_sent_when_issued"
        ),
        Index(
            "ix_assessment_worklist",
            "caseworker_seat_id",
            "risk_order",
            "risk_due_on",
            "id",
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index(
            "ix_assessment_team_worklist",
            "team_id",
            "risk_order",
            "risk_due_on",
            "id",
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index(
            "ix_assessment_authority_worklist",
            "authority_id",
            "risk_order",
            "risk_due_on",
            "id",
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index(
            "ix_assessment_setting", "setting_id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        ),
        Index("ix_assessment_finished", "authority_id", "final_sent_on", "received_on"),
    )


class LogEntry(Base):
    """One event of one case: who, when, what, from and to which state, under which provision.

    `payload` is the event as canonical JSON; `prose` the digests of words kept in `log_text`. `hash` covers every other
    column and `previous`, the hash before it. `command_key` marks the first entry of a command that must not run twice.
    """

    __tablename__ = "log_entry"

    assessment_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[str]
    kind: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    citation: Mapped[str]
    imported: Mapped[bool]
    payload: Mapped[str]
    prose: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]
    command_key: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("command_key"),
        CheckConstraint("seq > 0", name="seq_starts_at_one"),
        {"sqlite_with_rowid": False},
    )


class LogText(Base):
    """Words that belong to a log entry, by field: reasons, gaps, what was said. The entry holds their digest."""

    __tablename__ = "log_text"

    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]

    __table_args__ = ({"sqlite_with_rowid": False},)


class LogSeal(Base):
    """One day's seal over the heads of every case: a case that vanishes with its log leaves a broken seal."""

    __tablename__ = "log_seal"

    day: Mapped[date] = mapped_column(primary_key=True)
    cases: Mapped[int]
    entries: Mapped[int]
    digest: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class SealedHead(Base):
    """The last sealed entry of each case: what the newest seal covers, kept apart from the case it speaks for."""

    __tablename__ = "sealed_head"

    assessment_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    head: Mapped[str]

    __table_args__ = ({"sqlite_with_rowid": False},)


class RecordView(Base):
    """Who saw which child's record, when, and which part of it.

    `request_id` is the request for advice that was opened by somebody of those who owe it: it proves that they have it.
    """

    __tablename__ = "record_view"

    id: Mapped[Id]
    assessment_id: Mapped[str] = mapped_column(index=True)
    user_id: Mapped[str]
    part: Mapped[str]
    at: Mapped[datetime]
    request_id: Mapped[str | None]

    __table_args__ = (
        Index(
            "ix_record_view_request",
            "request_id",
            "at",
            sqlite_where=text("request_id IS NOT NULL"),
            postgresql_where=text("request_id IS NOT NULL"),
        ),
    )
