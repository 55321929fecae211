"""Panels that advise: who sits on them, when they meet, and which cases are on their agendas."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.domain.case import PanelMatter
from ehc_workflow.store.tables.types import Base, Id, one_of


class PanelRow(Base):
    """A panel of an authority. `advises_on` are the matters it is asked about, `meets` says in words when and where."""

    __tablename__ = "panel"

    id: Mapped[Id]
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), index=True)
    name: Mapped[str]
    advises_on: Mapped[list[Any]]
    quorum: Mapped[int]
    meets: Mapped[str]
    closed_on: Mapped[date | None]

    __table_args__ = (CheckConstraint("quorum > 0", name="needs_somebody"),)


class PanelMemberRow(Base):
    """Somebody who sits on a panel, by name or by the name of a seat, for a body. Who has left stays on file."""

    __tablename__ = "panel_member"

    id: Mapped[Id]
    panel_id: Mapped[str] = mapped_column(ForeignKey("panel.id"), index=True)
    name: Mapped[str]
    body: Mapped[str]
    left_on: Mapped[date | None]


class PanelMeetingRow(Base):
    """A meeting, which does not move: it is held or called off. `attended` are the members who were there, by id."""

    __tablename__ = "panel_meeting"

    id: Mapped[Id]
    panel_id: Mapped[str] = mapped_column(ForeignKey("panel.id"))
    meets_on: Mapped[date]
    papers_by: Mapped[date]
    chair_id: Mapped[str | None] = mapped_column(ForeignKey("panel_member.id"))
    attended: Mapped[list[Any] | None]
    called_off_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("papers_by <= meets_on", name="papers_come_first"),
        Index(None, "panel_id", "meets_on"),
    )


class AgendaItemRow(Base):
    """One matter of one case on a meeting's agenda, as the case has it: what agendas are read from."""

    __tablename__ = "agenda_item"

    id: Mapped[Id]
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), index=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("panel_meeting.id"), index=True)
    matter: Mapped[str]
    put_on: Mapped[date]
    off_on: Mapped[date | None]
    advised_on: Mapped[date | None]

    __table_args__ = (one_of("matter", PanelMatter),)
