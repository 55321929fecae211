"""How long the authority plans for each part of its own work: what a forecast adds up. Its own figures, and no law.

A case that uses every day the law gives others, six weeks for the advice and the family's fifteen on the draft, and
these days for the authority's own work, is done within 16 and 20 weeks. So a forecast that misses a limit is no alarm
of the arithmetic: some part of the way has taken, or is taking, longer than there is. An authority that knows its own
days sets them: `ehc rules plan`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

GIVE_ADVICE_DAYS = 42
"""The six weeks of whoever is asked for advice, reg 8(1): the law's and nobody's to plan."""


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One part of the authority's own work: its calendar days, and why so many until somebody sets them."""

    code: str
    says: str
    days: int
    because: str


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """Every part, each by its code, in the order of the work."""

    decide_whether_to_assess: PlannedPart = PlannedPart(
        "decide_whether_to_assess",
        "Decide whether to assess",
        5,
        "A week of office work. No published figure parts it from the waiting before it.",
    )
    tell: PlannedPart = PlannedPart(
        "tell",
        "Tell the family",
        1,
        "Councils that publish what they promise tell by the end of the next working day.",
    )
    check_advice: PlannedPart = PlannedPart(
        "check_advice",
        "Check the advice",
        5,
        "Three working days, as the authority's own target has it, and a weekend.",
    )
    decide_about_a_plan: PlannedPart = PlannedPart(
        "decide_about_a_plan",
        "Decide about a plan",
        10,
        "Times fitted to what England published for 2024 have a middle of 6 days and a tenth of cases past 12.",
    )
    draft: PlannedPart = PlannedPart(
        "draft",
        "Write the draft plan",
        14,
        "Times fitted to what England published for 2024 have a middle of 14 days.",
    )
    place_and_finish: PlannedPart = PlannedPart(
        "place_and_finish",
        "Settle the placement and finish the plan",
        7,
        "What is left of the 20 weeks after the family's 15 days. Times fitted to what England published for 2024 have "
        "a middle of 30 days from draft to final plan: about a week more than 15 and 7.",
    )

    def __iter__(self) -> Iterator[PlannedPart]:
        """All of them, in the order of the work."""
        return (getattr(self, each.name) for each in fields(self))


PLANNED_WORK = PlannedWork()
"""The days that are built in; what an authority has set stands in its `Policy`."""
