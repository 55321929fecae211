"""Who works together: authorities, their teams, and the services that owe them advice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.domain.services import SchoolType, ServiceKind
from ehc_workflow.store.tables.types import Base, Id, one_of


class Authority(Base):
    """A local authority: every other row belongs to one."""

    __tablename__ = "authority"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    dfe_number: Mapped[str] = mapped_column(unique=True)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (
        CheckConstraint("length(dfe_number) = 3", name="dfe_number_has_three_digits"),
    )


class LookFile(Base):
    """A logo, or a template of Word, of an authority: small, never changed, and kept with the rows that name it."""

    __tablename__ = "look_file"

    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class Team(Base):
    """A team of the authority's SEN service."""

    __tablename__ = "team"

    id: Mapped[Id]
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str]

    __table_args__ = (UniqueConstraint("authority_id", "name"),)


class HealthBody(Base):
    """An NHS body that health services belong to. One serves several authorities; an authority may have several.

    `executive_email` is where its executive lead hears of advice that stays late.
    """

    __tablename__ = "health_body"

    name: Mapped[str] = mapped_column(primary_key=True)
    executive_email: Mapped[str | None]


class Service(Base):
    """A body or setting that owes advice or is consulted; work belongs to it, not to a person in it.

    `confirmed_on` is the day on which somebody confirmed where it is written to. One that is closed is asked nothing.
    """

    __tablename__ = "service"

    id: Mapped[Id]
    kind: Mapped[str]
    name: Mapped[str]
    email: Mapped[str | None]
    lead_email: Mapped[str | None]
    confirmed_on: Mapped[date | None]
    health_body: Mapped[str | None] = mapped_column(ForeignKey("health_body.name"))
    school_type: Mapped[str | None]
    closed_on: Mapped[date | None]

    __table_args__ = (
        one_of("kind", ServiceKind),
        one_of("school_type", SchoolType),
        CheckConstraint(
            "health_body IS NULL OR kind = 'health'",
            name="only_health_has_a_health_body",
        ),
        CheckConstraint(
            "school_type IS NULL OR kind = 'setting'",
            name="only_a_setting_has_a_school_type",
        ),
    )


class ServiceAuthority(Base):
    """Which authorities a service works for: one NHS body serves several."""

    __tablename__ = "service_authority"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"), primary_key=True)

    __table_args__ = (Index(None, "authority_id", "service_id"),)


class SettingClosure(Base):
    """When a setting is closed. A closure of 4 weeks or more can excuse late school advice (reg 10(4)(a), (b)).

    Who recorded it and when is unknown of those from before it was asked.
    """

    __tablename__ = "setting_closure"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    first_closed_day: Mapped[date] = mapped_column(primary_key=True)
    reopening_day: Mapped[date]
    recorded_by: Mapped[str | None]
    recorded_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("reopening_day > first_closed_day", name="reopens_after_it_closes"),
    )
