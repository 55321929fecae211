"""What happened about the family's own views, beside the contributions themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ehc_workflow.domain.case import ViewsNotObtained
from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsCouldNotBeHad(Event):
    """Somebody's views could not be had, though it was tried."""

    kind: ClassVar[str] = "views_could_not_be_had"
    request_id: str
    not_obtained: ViewsNotObtained
