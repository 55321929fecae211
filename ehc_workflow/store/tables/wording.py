"""Changes of the list of vague expressions that an authority looks for in advice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.store.tables.types import Base


class WordingChange(Base):
    """One change, never edited: an authority's list is what is built in and all of these in the order of their numbers.

    `undoes` is the number of the change that this one takes back.
    """

    __tablename__ = "wording_change"

    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]
    instead: Mapped[str]
    is_on: Mapped[bool]
    undoes: Mapped[int | None]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
