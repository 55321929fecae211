"""How long the authority plans for each part of the way: what a forecast adds up. Planning figures of its own, no law.

A case that uses every day the law gives others, six weeks for the advice and the family's fifteen on the draft, and
these days for the authority's own work, is done within 16 and 20 weeks. So a forecast that misses a limit is no alarm
of the arithmetic: some part of the way has taken, or is taking, longer than there is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """Calendar days for each part of the authority's own work, and the six weeks of whoever is asked for advice."""

    decide_whether_to_assess: int = 5
    tell: int = 1
    give_advice: int = 42
    check_advice: int = 5
    decide_about_a_plan: int = 10
    draft: int = 14
    place_and_finish: int = 7


PLANNED_WORK = PlannedWork()
