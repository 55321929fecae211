"""Requests for advice and what came in: the read side of every contribution, with its numbered paragraphs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.domain.case import (
    AdviceItem,
    CareSection,
    ParagraphKind,
    ReplyKind,
    Support,
    VisitEnd,
    VisitPlace,
)
from ehc_workflow.domain.facts import AppointmentPurpose, Who
from ehc_workflow.store.tables.types import Base, Id, one_of

IS_OWED = text("accepted_on IS NULL AND closed = false")
IS_OWED_SQLITE = text("accepted_on IS NULL AND closed = 0")
IS_JOINT = text("joint_with_id IS NOT NULL")
IS_SIGNED_WITH = text("joint_with IS NOT NULL")
IS_ON_DESK = text("NOT closed OR sign_off_from IS NOT NULL")
IS_ON_DESK_SQLITE = text("closed = 0 OR sign_off_from IS NOT NULL")


class AdviceRequestRow(Base):
    """One request for advice as its desk sees it. `not_known_on` is a reply still waiting for a decision.

    `authority_id` is that of the case, so that a desk finds its requests by index.

    `first_replied_on` is the day of the first answer short of advice, `standing_reply` what was answered last as far as
    it holds, and `planned_for` the day of the new assessment that is waited for. `sign_off_from` stands on the first
    request for health advice while section G of the case's draft waits for the health body's agreement (reg 12(2)).

    `allocated_seat_id` is the seat of the service that was given the work, whoever holds it today, or nobody.
    `joint_with_id` is the request whose newest advice is this one's too, signed by both, where the words stand there.
    `to_sign_from` is the day of the advice of another that waits for the signature of those who owe this one.
    `closed` says that nothing is owed any more: accepted, held by agreement, not asked for, or the case has ended.
    """

    __tablename__ = "advice_request"

    id: Mapped[Id]
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), index=True)
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    item: Mapped[str]
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    bound_by_reg_8: Mapped[bool]
    requested_on: Mapped[date | None]
    received_by_body_on: Mapped[date | None]
    due_on: Mapped[date | None]
    basis: Mapped[str]
    first_received_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    not_known_on: Mapped[date | None]
    last_chased_on: Mapped[date | None]
    first_replied_on: Mapped[date | None]
    standing_reply: Mapped[str | None]
    planned_for: Mapped[date | None]
    sign_off_from: Mapped[date | None]
    closed: Mapped[bool]
    allocated_seat_id: Mapped[str | None] = mapped_column(ForeignKey("seat.id"))
    allocated_on: Mapped[date | None]
    joint_with_id: Mapped[str | None] = mapped_column(ForeignKey("advice_request.id"))
    to_sign_from: Mapped[date | None]

    __table_args__ = (
        one_of("item", AdviceItem),
        one_of("standing_reply", ReplyKind),
        CheckConstraint(
            "(allocated_seat_id IS NULL) = (allocated_on IS NULL)", name="allocated_on_a_day"
        ),
        CheckConstraint(
            "received_by_body_on IS NULL OR received_by_body_on >= requested_on",
            name="received_after_asked",
        ),
        CheckConstraint(
            "accepted_on IS NULL OR first_received_on IS NOT NULL", name="accepted_after_received"
        ),
        Index(
            "ix_advice_request_on_desk",
            "authority_id",
            "due_on",
            "id",
            sqlite_where=IS_ON_DESK_SQLITE,
            postgresql_where=IS_ON_DESK,
        ),
        Index(
            "ix_advice_request_joint_with_id",
            "joint_with_id",
            sqlite_where=IS_JOINT,
            postgresql_where=IS_JOINT,
        ),
        Index("ix_advice_request_accepted", "authority_id", "accepted_on", "id"),
        Index("ix_advice_request_asked", "authority_id", "requested_on", "id"),
        Index(
            "ix_advice_request_desk",
            "service_id",
            "due_on",
            "id",
            sqlite_where=IS_OWED_SQLITE,
            postgresql_where=IS_OWED,
        ),
    )


class VisitRow(Base):
    """One visit of a contributor, for lists by week. `at` is the time of day, `09:30`."""

    __tablename__ = "visit"

    request_id: Mapped[str] = mapped_column(ForeignKey("advice_request.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    visit_on: Mapped[date]
    at: Mapped[str | None]
    purpose: Mapped[str]
    place: Mapped[str | None]
    ended: Mapped[str | None]

    __table_args__ = (
        one_of("purpose", AppointmentPurpose),
        one_of("place", VisitPlace),
        one_of("ended", VisitEnd),
        Index(None, "visit_on", "request_id"),
    )


class ContributionRow(Base):
    """One version of the advice that came in, signed with name and role. `how_seen` is their own account.

    `joint_with` is the contribution that holds the words, where this one signs what another service gave.
    """

    __tablename__ = "contribution"

    id: Mapped[Id]
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("advice_request.id"))
    version: Mapped[int]
    received_on: Mapped[date]
    author_name: Mapped[str]
    author_role: Mapped[str]
    how_seen: Mapped[str] = mapped_column(server_default="")
    given_by: Mapped[str]
    given_at: Mapped[datetime]
    joint_with: Mapped[str | None] = mapped_column(ForeignKey("contribution.id"))

    __table_args__ = (
        UniqueConstraint("request_id", "version"),
        Index(None, "given_at", "id"),
        Index(
            "ix_contribution_joint_with",
            "joint_with",
            sqlite_where=IS_SIGNED_WITH,
            postgresql_where=IS_SIGNED_WITH,
        ),
    )


class ContributionParagraph(Base):
    """One numbered piece of advice: a need, an outcome, or provision: what, how much, how often, by whom, till when.

    `plan_section` is what social care says of its provision: section H1 or H2.
    """

    __tablename__ = "contribution_paragraph"

    contribution_id: Mapped[str] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    text: Mapped[str]
    amount: Mapped[str]
    frequency: Mapped[str]
    by_whom: Mapped[str]
    until_when: Mapped[str] = mapped_column(server_default="")
    plan_section: Mapped[str | None]

    __table_args__ = (one_of("kind", ParagraphKind), one_of("plan_section", CareSection))


class AdviceMarking(Base):
    """One reading of advice that is files alone: who marked out its paragraphs, and when. The last one holds."""

    __tablename__ = "advice_marking"

    contribution_id: Mapped[str] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    marking: Mapped[int] = mapped_column(primary_key=True)
    marked_by: Mapped[str]
    marked_at: Mapped[datetime]


class MarkedParagraphRow(Base):
    """One paragraph as it was read in a file: the reader's words, apart from the author's own."""

    __tablename__ = "marked_paragraph"

    contribution_id: Mapped[str] = mapped_column(primary_key=True)
    marking: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    text: Mapped[str]
    amount: Mapped[str]
    frequency: Mapped[str]
    by_whom: Mapped[str]
    until_when: Mapped[str]
    plan_section: Mapped[str | None]
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    page: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["contribution_id", "marking"],
            ["advice_marking.contribution_id", "advice_marking.marking"],
        ),
        one_of("kind", (kind for kind in ParagraphKind if kind is not ParagraphKind.VIEW)),
        one_of("plan_section", CareSection),
    )


class FamilyViews(Base):
    """Beside a contribution of the family: whose views they are, how they were obtained, and what help there was."""

    __tablename__ = "family_views"

    contribution_id: Mapped[str] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    voice: Mapped[str]
    ways: Mapped[list[Any]]
    language: Mapped[str]
    helped_by: Mapped[str]
    support: Mapped[str]
    support_by: Mapped[str]

    __table_args__ = (one_of("voice", Who), one_of("support", Support))
