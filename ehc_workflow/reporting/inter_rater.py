"""How far two readers of the same plans agree: by criterion, as a share and beyond what chance would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ehc_workflow.rules.plan_criteria import Met


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many plans that two people rated, how many got the same answer, and Cohen's kappa of the answers.

    Kappa is 1 for full agreement and 0 for that of chance; None where it cannot be told apart from chance, because
    every answer was the same.
    """

    plans: int
    same: int
    kappa: float | None

    @property
    def share(self) -> float:
        """The plans with the same answer out of all, 0 to 1."""
        return self.same / self.plans if self.plans else 0.0


def agreement(pairs: Sequence[tuple[Met, Met]]) -> Agreement:
    """Agreement over pairs of answers, one pair for each plan, first reader first."""
    plans, same = len(pairs), sum(one == other for one, other in pairs)
    if not plans:
        return Agreement(0, 0, None)
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    by_chance = sum(first[met] * second[met] for met in Met) / plans**2
    kappa = None if by_chance == 1 else (same / plans - by_chance) / (1 - by_chance)
    return Agreement(plans, same, kappa)
