"""Chance that can be had again: every case draws from a source of its own, named by the seed and the case."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5

Thing = TypeVar("Thing")


def made_id(*names: object) -> str:
    """The same id for the same names: a second run of the same seed gives the same log."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, names))))


class Dice:
    """Draws for one matter. Another matter's draws never move these."""

    def __init__(self, *names: object) -> None:
        self.random = Random("/".join(map(str, names)))

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.random.random() < share

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(least, most)

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """Any of these."""
        return self.random.choice(things)

    def some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """So many different ones of these, or all of them."""
        return self.random.sample(things, min(count, len(things)))

    def share_of(self, shares: Mapping[Thing, float]) -> Thing:
        """One of these, each as often as its share says."""
        return self.random.choices(list(shares), weights=list(shares.values()))[0]

    def between(self, least: float, most: float) -> float:
        """A number spread evenly."""
        return self.random.uniform(least, most)

    def lognormal(self, median: float, spread: float) -> float:
        """A duration: many near the median, a few very long."""
        return median * math.exp(self.random.gauss(0.0, spread))

    def exponential(self, mean: float) -> float:
        """A waiting time without memory."""
        return self.random.expovariate(1.0 / mean)

    def triangular(self, least: float, most: float, mode: float) -> float:
        """A number near the mode, within its ends."""
        return self.random.triangular(least, most, mode)

    def geometric(self, mean: float, most: int) -> int:
        """1 or more, seldom many."""
        count = 1
        while count < most and not self.chance(1.0 / mean):
            count += 1
        return count
