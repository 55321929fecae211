"""Measuring by turns: the limit before and after the product in every round, as a machine drifts for both."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from statistics import median

Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Result:
    """One comparison: what was measured, on which database, how often a second, and the ratio to the limit.

    `ratio` is the median over rounds of product ÷ limit in operations a second; `worst` and `best` its range.
    """

    name: str
    database: str
    per_second: float
    limit_per_second: float
    ratio: float
    worst: float
    best: float
    mark: float | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the mark set for it was reached; None where there is none."""
        return None if self.mark is None else self.ratio >= self.mark


def rate(work: Iterator[Work], seconds: float) -> float:
    """Operations a second over about so many seconds of work. Making up the next piece is not part of it."""
    gc.collect()
    done, spent = 0, 0.0
    try:
        for piece in work:
            start = time.perf_counter()
            piece()
            spent += time.perf_counter() - start
            done += 1
            if spent >= seconds:
                break
    finally:
        if isinstance(work, Generator):
            work.close()  # what follows a piece is done, and its errors are heard
    return done / spent


def compare(
    name: str,
    database: str,
    *,
    limit: Callable[[], Iterator[Work]],
    product: Callable[[], Iterator[Work]],
    rounds: int,
    seconds: float,
    mark: float | None = None,
    progress: Callable[[], None] = lambda: None,
) -> Result:
    """Rounds of limit, product, limit; each round's ratio is to the mean of the two limits around it."""
    ratios, products, limits = [], [], []
    for _ in range(rounds):
        before = rate(limit(), seconds / 2)
        ours = rate(product(), seconds)
        after = rate(limit(), seconds / 2)
        bare = (before + after) / 2
        ratios.append(ours / bare)
        products.append(ours)
        limits.append(bare)
        progress()
    return Result(
        name=name,
        database=database,
        per_second=median(products),
        limit_per_second=median(limits),
        ratio=median(ratios),
        worst=min(ratios),
        best=max(ratios),
        mark=mark,
    )
