"""What people are still writing: kept as it is typed, outside the log, until it is sent or the case is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.store.tables.types import Base, Id


class DraftRow(Base):
    """What one person has typed into one long form about one request for advice, or about the plan of one case.

    `words` are the form's fields as pairs of name and text. `service_id` is the service they write for, whose people
    may read it; nobody else may. What is typed into a plan is read by whoever may write it. `version` grows with each
    saving: a second window cannot write over the first.
    """

    __tablename__ = "draft"

    id: Mapped[Id]
    request_id: Mapped[str | None] = mapped_column(ForeignKey("advice_request.id"))
    assessment_id: Mapped[str | None] = mapped_column(ForeignKey("assessment.id"))
    form: Mapped[str]
    author_id: Mapped[str]
    author_name: Mapped[str]
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"))
    version: Mapped[int]
    words: Mapped[list[Any]]
    saved_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("request_id", "form", "author_id"),
        UniqueConstraint("assessment_id", "form", "author_id"),
        CheckConstraint(
            "(request_id IS NULL) <> (assessment_id IS NULL)", name="is_about_one_thing"
        ),
    )
