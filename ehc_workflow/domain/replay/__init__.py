"""What an event makes of a case. Replaying the log gives the stored case; nothing else changes one."""

from __future__ import annotations

from ehc_workflow.domain.replay import (
    advice,
    alerts,
    contributing,
    disputes,
    endings,
    family,
    panels,
    papers,
    placement,
    plan,
    questions,
    representations,
    request,
    views,
)
from ehc_workflow.domain.replay.evolving import evolve, replay, unapplied

__all__ = ["evolve", "replay", "unapplied"]

_PARTS = (
    advice,
    alerts,
    contributing,
    disputes,
    endings,
    family,
    panels,
    papers,
    placement,
    plan,
    questions,
    representations,
    request,
    views,
)
"""Imported so that each part registers what its events change."""
