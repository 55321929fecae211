"""The stage times of one case in days from its arrival, as the profile's curves and the pull of week 20 make them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.simulate.dice import Dice
from ehc_workflow.simulate.profiles import Profile

WEEK = 7.0
SIX_WEEKS = 6 * WEEK
TWENTY_WEEKS = 20 * WEEK
LEAST = (1.0, 4.0, 20.0)
"""The fewest days to decide on a plan, to write the draft, and from it to the end, with the family's 15 days."""

_SHORTEST_TO_DECIDE = 2 * WEEK
_ROOM_FOR_ADVICE = 10.0


@dataclass(frozen=True, slots=True)
class Timing:
    """When a case is decided, asks, hears, and ends: days from its arrival; `advice` from the day of asking."""

    told: float
    asked: float
    advice: dict[AdviceItem, float]
    decide_plan: float
    draft: float
    final: float

    @property
    def heard(self) -> float:
        """The day the last advice is in."""
        return self.asked + max(self.advice.values())

    @property
    def end(self) -> float:
        """The day of the final plan."""
        return self.heard + self.decide_plan + self.draft + self.final


def timing(profile: Profile, items: tuple[AdviceItem, ...], dice: Dice) -> Timing:
    """Draw one case's times; an end just past week 20 is often pulled inside it."""
    told = _told(profile, dice)
    made = Timing(
        told=told,
        asked=told + dice.exponential(profile.lag_before_asking) * WEEK,
        advice={item: profile.advice[item].draw(dice) * WEEK for item in items},
        decide_plan=max(LEAST[0], profile.decide_plan.draw(dice) * WEEK),
        draft=max(LEAST[1], profile.draft.draw(dice) * WEEK),
        final=max(LEAST[2], profile.final.draw(dice) * WEEK),
    )
    past = made.end - TWENTY_WEEKS
    if 0 < past <= profile.rush.weeks_past * WEEK and dice.chance(profile.rush.share):
        return _pulled(made, TWENTY_WEEKS - dice.between(3, 10.5))
    return made


def _told(profile: Profile, dice: Dice) -> float:
    if not dice.chance(profile.decided_by_week_6):
        return SIX_WEEKS + profile.weeks_over.draw(dice) * WEEK
    while True:
        told = profile.decision.draw(dice) * WEEK
        if _SHORTEST_TO_DECIDE <= told <= SIX_WEEKS:
            return told


def _pulled(made: Timing, target: float) -> Timing:
    """Everything after the advice goes faster, and where that is not enough the last advice comes sooner."""
    shortest = sum(LEAST)
    room = target - shortest - made.asked
    if room < _ROOM_FOR_ADVICE:
        return made  # decided so late that no hurry helps
    advice = {item: min(length, room) for item, length in made.advice.items()}
    heard = made.asked + max(advice.values())
    slack = made.decide_plan + made.draft + made.final - shortest
    kept = (target - heard - shortest) / slack if slack > 0 else 0.0
    kept = max(0.0, min(1.0, kept))
    return replace(
        made,
        advice=advice,
        decide_plan=LEAST[0] + (made.decide_plan - LEAST[0]) * kept,
        draft=LEAST[1] + (made.draft - LEAST[1]) * kept,
        final=LEAST[2] + (made.final - LEAST[2]) * kept,
    )
