"""The parts of a case around what a parent, child or young person thinks: reg 6(1)(a), section 19, reg 9."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehc_workflow.domain.facts import Who


class Way(StrEnum):
    """How views were obtained. Whoever does not say or write them has other ways."""

    SAID = "said"
    WRITTEN = "written"
    DRAWN = "drawn"
    SYMBOLS = "symbols"
    OBSERVED = "observed"
    ADVOCATE = "advocate"


BY_SOMEBODY = frozenset({Way.OBSERVED, Way.ADVOCATE})
"""Ways in which somebody else speaks: it is said who."""


class Support(StrEnum):
    """What came of the information, advice and support that reg 9 makes the authority consider."""

    TAKEN_UP = "taken_up"
    DECLINED = "declined"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsNotObtained:
    """Somebody's views could not be had: what was tried and why is kept with the entry. It is no contribution."""

    voice: Who
    recorded_on: date
