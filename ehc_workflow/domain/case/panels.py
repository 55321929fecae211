"""The part of a case that panels see: on whose agenda it is, the pack it has there, and what a panel advised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.case.request import PanelView, Seen


class PanelMatter(StrEnum):
    """What a panel advises on: whether to assess, whether to make a plan, what section I will say."""

    ASSESS = "assess"
    ISSUE = "issue"
    PLACEMENT = "placement"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One matter of this case on the agenda of one meeting, which does not move; `pack` is what its members are given.

    `interests` are members who declared one. It ends with the panel's advice, or on `off_on`: taken off, moved to
    another agenda, or decided without the panel.
    """

    id: str
    matter: PanelMatter
    meeting_id: str
    meets_on: date
    put_on: date
    pack: Seen
    interests: tuple[str, ...] = ()
    advice: PanelView | None = None
    off_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the panel can still advise on it."""
        return self.advice is None and self.off_on is None
