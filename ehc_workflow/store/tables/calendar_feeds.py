"""Addresses at which a calendar program reads what is due: the address is the key, and is kept as SHA-256."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.domain.calendars import Whose
from ehc_workflow.store.tables.types import Base, Id, one_of


class CalendarFeedRow(Base):
    """One address. `place_id` is the team or authority of a feed that is not of one's own work."""

    __tablename__ = "calendar_feed"

    id: Mapped[Id]
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    whose: Mapped[str]
    place_id: Mapped[str | None]
    made_at: Mapped[datetime]
    last_read_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("whose", Whose),
        CheckConstraint(
            "(place_id IS NOT NULL) = (whose IN ('team', 'authority'))", name="of_a_place"
        ),
    )
