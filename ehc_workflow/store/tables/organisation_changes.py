"""What was changed of services, seats and teams, by whom and when: only added to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.store.tables.types import Base, Id, one_of


class OrganisationChange(Base):
    """One change of who works where. `about` is a service, a seat, a team, a health body or a panel.

    `content` has what was there before and after, by name: enough to put it back. `made_by` is a person's id, or says
    that it was the command line.
    """

    __tablename__ = "organisation_change"

    id: Mapped[Id]
    kind: Mapped[str]
    about: Mapped[str]
    content: Mapped[dict[str, Any]]
    made_by: Mapped[str]
    made_at: Mapped[datetime]

    __table_args__ = (one_of("kind", ChangeKind), Index(None, "about", "made_at"))
