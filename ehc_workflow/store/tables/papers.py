"""What goes out and what is filed: letters exactly as sent, plan texts by version, documents, messages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    TextClause,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.domain.case import Became, Letter
from ehc_workflow.domain.channels import MessageChannel
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.papers import Desk, Scan
from ehc_workflow.rules.plan_criteria import Grade
from ehc_workflow.store.tables.types import Base, Id, one_of

IS_TO_SCAN = text("scan = 'waiting'")
IS_SEALED = text("sealed_at IS NOT NULL")
IS_NOT_FILED = text("filed_at IS NULL")
IS_WAITING = text("sent_at IS NULL AND failed_at IS NULL")
IS_TO_CHECK = text("check_at IS NOT NULL")
IS_BOUNCED = text("bounced_at IS NOT NULL")
IS_GIVEN_UP = text("failed_at IS NOT NULL")
IS_SET_ASIDE = text("set_aside_at IS NOT NULL")
IS_A_FINAL_PLAN = text("kind = 'final_plan'")
IS_BY_THE_ENGINE = text("kind = 'delay_update' AND sent_by = 'system'")
IS_A_REFUSAL = text("kind IN ('refusal_to_assess', 'threshold_refusal', 'refusal_to_reassess')")


def _some(moment: str, which: TextClause) -> Index:
    """Messages by a moment that few of them have."""
    name = f"ix_outbox_message_{moment}"
    return Index(name, moment, "id", sqlite_where=which, postgresql_where=which)


class NoticeRow(Base):
    """A letter to the family as it went: dated and sent are two facts, `blocks` its exact words in order.

    `pdf_id` and `word_id` are the copies printed when it went. A letter of imported or made-up history has none, and so
    has one from before copies were kept.
    """

    __tablename__ = "notice"

    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    dated_on: Mapped[date]
    sent_on: Mapped[date]
    method: Mapped[str]
    addressee: Mapped[str]
    copies: Mapped[list[Any]]
    blocks: Mapped[list[Any]]
    sent_by: Mapped[str]
    pdf_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    word_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))

    __table_args__ = (
        one_of("kind", Letter),
        one_of("method", Method),
        CheckConstraint("dated_on = sent_on", name="dated_the_day_it_goes"),
        Index(
            "ix_notice_refusal",
            "sent_on",
            "assessment_id",
            sqlite_where=IS_A_REFUSAL,
            postgresql_where=IS_A_REFUSAL,
        ),
        Index(
            "ix_notice_final_plan",
            "sent_on",
            "assessment_id",
            sqlite_where=IS_A_FINAL_PLAN,
            postgresql_where=IS_A_FINAL_PLAN,
        ),
        Index(
            "ix_notice_by_the_engine",
            "sent_on",
            "assessment_id",
            sqlite_where=IS_BY_THE_ENGINE,
            postgresql_where=IS_BY_THE_ENGINE,
        ),
    )


class PlanItemRow(Base):
    """One item of a plan's text as it was written in one version. It stands until a later row of the same item.

    `removed` says that the item left the plan with this version. `sources` are pairs: what it rests on, and the number
    of a paragraph in it, 0 for the whole.
    """

    __tablename__ = "plan_item"

    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    section: Mapped[str]
    text: Mapped[str]
    amount: Mapped[str]
    frequency: Mapped[str]
    by_whom: Mapped[str]
    qualified: Mapped[str]
    achieve_by: Mapped[date | None]
    meets: Mapped[list[Any]]
    sources: Mapped[list[Any]]
    none_found: Mapped[bool]
    adulthood: Mapped[bool] = mapped_column(server_default=false())
    removed: Mapped[bool]
    prompted_by: Mapped[str | None]
    written_by: Mapped[str | None]
    written_at: Mapped[datetime | None]

    __table_args__ = (one_of("section", ("A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J")),)


class AdviceFateRow(Base):
    """What somebody said became of a paragraph of advice that the plan does not take over as it was given, and why."""

    __tablename__ = "advice_fate"

    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[str] = mapped_column(ForeignKey("contribution.id"))
    paragraph: Mapped[int]
    became: Mapped[str]
    reason: Mapped[str]
    said_on: Mapped[date]
    said_by: Mapped[str]

    __table_args__ = (one_of("became", tuple(each.value for each in Became)),)


class AuthorQuestionRow(Base):
    """What the author of accepted advice was asked about a paragraph of it, and the answer."""

    __tablename__ = "author_question"

    id: Mapped[Id]
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("advice_request.id"), index=True)
    contribution_id: Mapped[str] = mapped_column(ForeignKey("contribution.id"))
    paragraph: Mapped[int]
    question: Mapped[str]
    asked_on: Mapped[date]
    asked_by: Mapped[str]
    answer: Mapped[str]
    answered_on: Mapped[date | None]
    answered_by: Mapped[str | None]
    taken_back_on: Mapped[date | None]


class PlanRatingRow(Base):
    """What one reader answered of a plan, criterion by criterion: a check before it went, or an audit after.

    `answers` are triples: criterion, how far it is met, comment.
    """

    __tablename__ = "plan_rating"

    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    plan_version: Mapped[int]
    grade: Mapped[str]
    answers: Mapped[list[Any]]
    comment: Mapped[str]
    rated_on: Mapped[date]
    rated_by: Mapped[str] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("kind", ("check", "audit")),
        one_of("grade", tuple(each.value for each in Grade)),
    )


class DocumentRow(Base):
    """A file on a case: its bytes lie in the document store under their SHA-256.

    A sealed one was filed under the wrong child: only who works on the mistake opens it.
    """

    __tablename__ = "document"

    id: Mapped[Id]
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"))
    request_id: Mapped[str | None] = mapped_column(ForeignKey("advice_request.id"))
    sha256: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    kind: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    scan: Mapped[str] = mapped_column(server_default=Scan.UNSCANNED.value)
    scanned_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]
    sealed_by: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("assessment_id", "request_id", "sha256"),
        one_of("scan", Scan),
        Index(
            "ix_document_to_scan", "sha256", sqlite_where=IS_TO_SCAN, postgresql_where=IS_TO_SCAN
        ),
        Index(None, "sha256"),
        Index(
            "ix_document_sealed",
            "sealed_at",
            "id",
            sqlite_where=IS_SEALED,
            postgresql_where=IS_SEALED,
        ),
        CheckConstraint("size > 0", name="is_not_empty"),
        CheckConstraint("length(sha256) = 64", name="has_a_digest"),
    )


class ArrivalRow(Base):
    """A file that came by another road and is on no case yet; `document_id` is what it became when it was filed.

    `desk` says whose inbox it lies in: the authority's, or that of its health desk. `team_id` is the team it came to.
    """

    __tablename__ = "arrival"

    id: Mapped[Id]
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    desk: Mapped[str]
    team_id: Mapped[str | None] = mapped_column(ForeignKey("team.id"))
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"))
    sha256: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    scan: Mapped[str]
    scanned_at: Mapped[datetime | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    filed_at: Mapped[datetime | None]
    filed_by: Mapped[str | None]

    __table_args__ = (
        one_of("desk", Desk),
        one_of("scan", Scan),
        CheckConstraint("size > 0", name="is_not_empty"),
        CheckConstraint("length(sha256) = 64", name="has_a_digest"),
        Index(
            "ix_arrival_inbox",
            "authority_id",
            "desk",
            "added_at",
            "id",
            sqlite_where=IS_NOT_FILED,
            postgresql_where=IS_NOT_FILED,
        ),
        Index(None, "sha256"),
    )


class OutboxMessage(Base):
    """A message saved with the event that caused it and sent after it; `key` makes it one message however often tried.

    `recipient` says whom, and the address is looked up when it is sent: `seat:ID` (whoever holds or covers the seat, or
    while it is vacant the managers), `team_managers:TEAM`, `head_of_service:AUTHORITY`, `decision_makers:AUTHORITY`,
    `administrators:AUTHORITY`, `service:ID`, `service_lead:ID`, `dco:AUTHORITY/SERVICE` (of that service's health
    body), `executive_lead:SERVICE` (the same), `contact:ID`, `invitation:ID`, `user:ID` or `webhook:ID`.

    `authority_id` is whose it is where it is about no case, and empty where it is about one.

    `channel` is how it goes, chosen when it is addressed; `sent_to` is where it went. `params` hold references and
    links, never a child's data. `own_version` is the number of the authority's own words it was made from; without one
    it was made from those built in.

    What became of it after it went: `delivered_at` and `bounced_at` with `delivery_detail`; `check_at` is when its
    provider is asked next. Somebody who deals with one that did not go sends it again or sets it aside.
    """

    __tablename__ = "outbox_message"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    assessment_id: Mapped[str | None] = mapped_column(index=True)
    authority_id: Mapped[str | None]
    channel: Mapped[str]
    recipient: Mapped[str]
    template: Mapped[str]
    template_version: Mapped[int]
    params: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    attempts: Mapped[int]
    sent_at: Mapped[datetime | None]
    sent_to: Mapped[str | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str]
    own_version: Mapped[int | None]
    first_attempt_at: Mapped[datetime | None]
    last_attempt_at: Mapped[datetime | None]
    check_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    delivery_detail: Mapped[str] = mapped_column(server_default="")
    resent_at: Mapped[datetime | None]
    resent_by: Mapped[str | None]
    set_aside_at: Mapped[datetime | None]
    set_aside_by: Mapped[str | None]
    set_aside_why: Mapped[str | None]

    __table_args__ = (
        one_of("channel", MessageChannel),
        Index(
            "ix_outbox_message_waiting",
            "next_attempt_at",
            "id",
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
        _some("check_at", IS_TO_CHECK),
        _some("bounced_at", IS_BOUNCED),
        _some("failed_at", IS_GIVEN_UP),
        _some("set_aside_at", IS_SET_ASIDE),
    )
