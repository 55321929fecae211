"""Advice that came after something rested on what was there before: somebody looks whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RestsOn(StrEnum):
    """What rested on the advice that was there before."""

    GATHERING = "gathering"
    DECISION = "decision"
    DRAFT = "draft"


class Finding(StrEnum):
    """What somebody found who looked. The last three say what has to follow."""

    STANDS = "stands"
    TAKEN_UP = "taken_up"
    PROMPTED = "prompted"
    DECIDE_AGAIN = "decide_again"
    FRESH_DRAFT = "fresh_draft"


FOLLOWED = frozenset({Finding.DECIDE_AGAIN, Finding.FRESH_DRAFT})
"""Findings that are done only when the step that they ask for has been taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """One look that is owed because advice came late. Its id is that of the version that made it owed.

    `has_followed` says that what the finding asks for was done: the decision taken again, or a fresh draft started.
    """

    id: str
    request_id: str
    raised_on: date
    rests_on: RestsOn
    settled_on: date | None = None
    finding: Finding | None = None
    has_followed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has looked yet."""
        return self.settled_on is None

    @property
    def is_owed(self) -> bool:
        """Whether nobody has looked, or what was found has still to be done."""
        return self.is_open or (self.finding in FOLLOWED and not self.has_followed)
