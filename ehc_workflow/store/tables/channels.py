"""Roads out: the pauses of each, the addresses of other systems, and an authority's own words for its messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.store.tables.types import Base, Id


class ChannelState(Base):
    """One provider that takes messages from us: how many it took this minute, and whether it is left alone for now.

    `name` is `smtp`, `notify` or `webhook:ID`. `stopped_since` is when it first refused us as such; it is empty while
    the provider only asked for a pause.
    """

    __tablename__ = "channel_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    minute: Mapped[datetime | None]
    taken: Mapped[int]
    paused_until: Mapped[datetime | None]
    stopped_since: Mapped[datetime | None]
    why: Mapped[str]


class Webhook(Base):
    """Another system that is told of messages of the kinds it asked for: what they are about by reference and link.

    The secret signs each message, so it is kept as it is; it is shown once.
    """

    __tablename__ = "webhook"

    id: Mapped[Id]
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), index=True)
    name: Mapped[str]
    address: Mapped[str]
    secret: Mapped[str]
    kinds: Mapped[list[Any]]
    active: Mapped[bool]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class MessageWording(Base):
    """An authority's own words for one message, never edited: the newest number of a template is what holds.

    `is_own` is false where a change goes back to what is built in. `undoes` is the number that it takes back.
    """

    __tablename__ = "message_wording"

    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    template: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    is_own: Mapped[bool]
    subject: Mapped[str]
    body: Mapped[str]
    sms: Mapped[str]
    undoes: Mapped[int | None]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
