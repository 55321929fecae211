"""Who may come in: people, the seats they hold, and how they prove who they are.

No secret is kept as it was given: passwords as argon2 hashes, session and API tokens as SHA-256.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.domain.actors import Role
from ehc_workflow.rules.alert_policy import Telling
from ehc_workflow.store.tables.types import Base, Id, one_of


class UserAccount(Base):
    """A person who may sign in. The address is kept in lower case, so one person has one account."""

    __tablename__ = "user_account"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower_case"),)


class SeatRow(Base):
    """A place at work: what it is for and what it serves. It stays when its holder leaves.

    `assessment_id` and `request_id` have no foreign key: a case refers to its seats, and keys in a circle
    would let neither table be made or emptied first.
    """

    __tablename__ = "seat"

    id: Mapped[Id]
    role: Mapped[str]
    name: Mapped[str]
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), index=True)
    team_id: Mapped[str | None] = mapped_column(ForeignKey("team.id"))
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    assessment_id: Mapped[str | None] = mapped_column(index=True)
    closed_on: Mapped[date | None]
    request_id: Mapped[str | None]

    __table_args__ = (
        one_of("role", (role for role in Role if role is not Role.SYSTEM)),
        CheckConstraint(
            "(role = 'family') = (assessment_id IS NOT NULL)",
            name="a_family_has_one_case",
        ),
        CheckConstraint(
            "(role = 'invited') = (request_id IS NOT NULL)",
            name="who_is_invited_has_one_request",
        ),
        CheckConstraint(
            "service_id IS NOT NULL OR role NOT IN "
            "('dco', 'health_administrator', 'social_care', 'psychology', 'setting')",
            name="a_contributor_has_a_service",
        ),
    )


IS_HELD = text("last_day IS NULL AND NOT stands_in")


class SeatHolding(Base):
    """Who held a seat from when to when, both days included. Nobody is given a seat that somebody holds.

    `stands_in` is cover: somebody else sits there as well while the holder is absent, to a day that is named.
    """

    __tablename__ = "seat_holding"

    id: Mapped[Id]
    seat_id: Mapped[str] = mapped_column(ForeignKey("seat.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    stands_in: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="ends_after_it_starts"),
        CheckConstraint("last_day IS NOT NULL OR NOT stands_in", name="cover_has_a_last_day"),
        Index(
            "ix_seat_holding_held",
            "seat_id",
            unique=True,
            sqlite_where=IS_HELD,
            postgresql_where=IS_HELD,
        ),
    )


class AlertTelling(Base):
    """How one person wants to hear of alerts: empty where they have not said. `digest_at` is a time like 07:30.

    `digest_on` is the last London day on which their digest was made, or was looked at and had nothing to say.
    """

    __tablename__ = "alert_telling"

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    telling: Mapped[str | None]
    digest_at: Mapped[str | None]
    digest_on: Mapped[date | None]

    __table_args__ = (
        one_of("telling", Telling),
        CheckConstraint("length(digest_at) = 5", name="digest_at_is_hours_and_minutes"),
    )


class SignInSession(Base):
    """One signed-in browser. `notice` is the sentence to show on its next page, then forgotten.

    `seat_id` limits it to one seat: that of whoever came in by a one-time link, whatever else they hold.
    """

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    seat_id: Mapped[str | None] = mapped_column(ForeignKey("seat.id"))
    csrf_token: Mapped[str]
    notice: Mapped[str | None]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ApiToken(Base):
    """A program's key to act as one person, until it is revoked."""

    __tablename__ = "api_token"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """An attempt to sign in, kept for as long as it counts against the next. Both names are hashed."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Id]
    email_hash: Mapped[str]
    address_hash: Mapped[str]
    tried_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        Index(None, "email_hash", "tried_at"),
        Index(None, "address_hash", "tried_at"),
    )
