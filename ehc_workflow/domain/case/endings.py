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
    late_claim_approved_by: str | None = None
    cause_ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayCause:
    """Why a limit will be or was missed: a cause is no exception, and the case still counts as late."""

    limit: str
    cause: DelayKind
    recorded_on: date
