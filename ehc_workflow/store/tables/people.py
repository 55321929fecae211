"""Children, young people, and those who can be written to about them. Names live here and nowhere else."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ehc_workflow.domain.case import ContactKind
from ehc_workflow.domain.facts import Method
from ehc_workflow.store.tables.types import Base, Id, one_of


class ChildRow(Base):
    """A child or young person. `search_name` is the full name folded to lower case, for finding it again.

    Language and format needs are empty until somebody has recorded them.
    """

    __tablename__ = "child"

    id: Mapped[Id]
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    given_name: Mapped[str]
    family_name: Mapped[str]
    search_name: Mapped[str]
    date_of_birth: Mapped[date]
    upn: Mapped[str]
    nhs_number: Mapped[str]
    vision_impaired: Mapped[bool]
    hearing_impaired: Mapped[bool]
    language: Mapped[str | None]
    interpreter_needed: Mapped[bool | None]
    format_needs: Mapped[str | None]

    __table_args__ = (
        Index(None, "authority_id", "search_name"),
        Index(None, "authority_id", "date_of_birth"),
        Index(None, "authority_id", "upn"),
        Index(None, "authority_id", "nhs_number"),
        CheckConstraint("length(given_name) > 0 AND length(family_name) > 0", name="is_named"),
    )


class ContactRow(Base):
    """A parent, the young person, or a representative, as they can be reached for one assessment."""

    __tablename__ = "contact"

    id: Mapped[Id]
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    address: Mapped[str]
    preferred_method: Mapped[str]

    __table_args__ = (one_of("kind", ContactKind), one_of("preferred_method", Method))
