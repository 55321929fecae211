"""Exceptions claimed and causes of delay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.facts import (
    DelayKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedException:
    """One limit disapplied: it moves no date, and the original due day stays."""

    id: str
    limit: str
    ref: str
    ground: str
    decided_on: date
    decided_by: str
    family_told_on: date
    review_on: date
    is_late: bool = False
    late_claim_approved_by: str | None = None
    declined_on: date | None = None
    reviewed_on: date | None = None
    cause_ended_on: date | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it was claimed after the limit had passed and no second person has answered it yet."""
        return self.is_late and self.late_claim_approved_by is None and self.declined_on is None

    @property
    def stands(self) -> bool:
        """Whether it disapplies its limit: claimed in time, or late and approved."""
        return not self.is_late or self.late_claim_approved_by is not None

    @property
    def is_relied_on(self) -> bool:
        """Whether it stands and its cause goes on, so that it is to be looked at again."""
        return self.stands and self.cause_ended_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayCause:
    """Why a limit will be or was missed: a cause is no exception, and the case still counts as late."""

    limit: str
    cause: DelayKind
    recorded_on: date
