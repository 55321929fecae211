"""What an authority chooses about letters that the engine writes to a family itself, where no person has. No law.

The default is the safest for a family: nobody is left in silence. A person's own letter always comes first, and each
that goes puts the engine's next one off.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_DAYS_BEFORE = 14
TAKEN_OVER_DAYS = 14
"""How long the engine waits with a case that was taken over from elsewhere: its family may have been told there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLetters:
    """One authority's choice.

    `updates`: on the day on which the next letter about a delay is due. `first`: where the family has not been told of
    a delay at all, from `days_before` the limit passes, in calendar days.
    """

    updates: bool = True
    first: bool = True
    days_before: int = 3

    def __post_init__(self) -> None:
        """Refuse a day on which it would come too late or long before anybody could write: `ValueError` says what."""
        if not 0 <= self.days_before <= MOST_DAYS_BEFORE:
            raise ValueError(f"days_before must be from 0 to {MOST_DAYS_BEFORE}.")


DEFAULT_FAMILY_LETTERS = FamilyLetters()
