"""One-time links by which somebody without an account gives one piece of advice. Link and code are kept as SHA-256."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.store.tables.types import Base, Id


class InvitationRow(Base):
    """One link. It is made when the message that carries it goes, so none lies in the outbox.

    Its id is also that of the seat it leads to. `used_at` is when the advice was given with it, or by somebody else.
    """

    __tablename__ = "invitation"

    id: Mapped[Id]
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"))
    request_id: Mapped[str] = mapped_column(ForeignKey("advice_request.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str]
    email: Mapped[str]
    invited_at: Mapped[datetime]
    last_day: Mapped[date]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    code_hash: Mapped[str | None]
    code_ends_at: Mapped[datetime | None]
    code_tries: Mapped[int]
    codes_asked: Mapped[int]
    opened_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("code_hash IS NULL OR code_ends_at IS NOT NULL", name="a_code_ends"),
    )
