"""When requests arrive and who makes them: by month, weekday, term and asker."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from ehc_workflow.dates.counting import first_working_day_on_or_after, working_days_after
from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate import terms
from ehc_workflow.simulate.dice import Dice
from ehc_workflow.simulate.profiles import Asker


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request on the day it arrives. Logged is a fact of its own, and may be days later."""

    number: int
    received_on: date
    logged_on: date
    asker: Asker
    with_sibling: bool = False


def arrivals(seed: int, requests_a_year: int, first_day: date, until: date) -> Iterator[Arrival]:
    """The requests of the days from `first_day` to before `until`, in order. The month shares hold in every run."""
    days, weights = _days(first_day, until)
    total = round(requests_a_year * (until - first_day).days / 365.25)
    reached = list(accumulate(weights))
    last: Arrival | None = None
    for number in range(total):
        dice = Dice(seed, "arrival", number)
        # One draw in each of equal slices: the shape of the year is right however few requests there are.
        at = (number + dice.between(0, 1)) / total * reached[-1]
        day = days[min(bisect(reached, at), len(days) - 1)]
        sibling = last is not None and not last.with_sibling and dice.chance(p.SIBLING_PAIR)
        if sibling and last is not None:
            last = Arrival(number, last.received_on, last.logged_on, last.asker, with_sibling=True)
        else:
            last = Arrival(number, day, _logged_on(day, dice), _asker(day, dice))
        yield last


def _days(first_day: date, until: date) -> tuple[list[date], list[float]]:
    """Every day with its weight: within a month by weekday and term, between months by the month's share."""
    within: dict[tuple[int, int], float] = defaultdict(float)
    days = [first_day + timedelta(days=n) for n in range((until - first_day).days)]
    for day in _whole_months(first_day, until):
        within[day.year, day.month] += _weight(day)
    weights = [
        p.MONTH_SHARES[day.month] * _weight(day) / within[day.year, day.month] for day in days
    ]
    return days, weights


def _whole_months(first_day: date, until: date) -> Iterator[date]:
    """The days from the first of the first month to the end of the last: a month cut short keeps only its part."""
    day = first_day.replace(day=1)
    while day < until or day.day != 1:
        yield day
        day += timedelta(days=1)


def _weight(day: date) -> float:
    return sum(_by_asker(day).values())


def _by_asker(day: date) -> dict[Asker, float]:
    return {asker: weight * _balance()[asker] for asker, weight in _unbalanced(day).items()}


@lru_cache(maxsize=1)
def _balance() -> dict[Asker, float]:
    """What makes up for weekends and weeks in which schools ask for little, so that the year has the shares given."""
    made: dict[Asker, float] = defaultdict(float)
    year = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]
    months: dict[int, float] = defaultdict(float)
    for day in year:
        months[day.month] += sum(_unbalanced(day).values())
    for day in year:
        for asker, weight in _unbalanced(day).items():
            made[asker] += weight * p.MONTH_SHARES[day.month] / months[day.month]
    whole = sum(made.values()) / sum(p.ASKERS.values())
    return {asker: share * whole / made[asker] for asker, share in p.ASKERS.items()}


def _unbalanced(day: date) -> dict[Asker, float]:
    weekday = p.WEEKDAY_SHARES[day.weekday()]
    closed = terms.is_closed(day)
    pace = 1.0
    if terms.ends_within_two_weeks(day):
        pace = p.LAST_WEEKS_OF_TERM
    elif terms.began_within_a_week(day):
        pace = p.FIRST_WEEK_OF_TERM
    weights = {}
    for asker, share in p.ASKERS.items():
        if asker is Asker.PARENT or asker is Asker.YOUNG_PERSON:
            holiday = p.PARENT_IN_CLOSED_WEEK if closed else 1.0
        else:
            # Nobody at a school or service sends a request on a Saturday.
            holiday = 0.0 if day.weekday() >= 5 else p.SCHOOL_IN_CLOSED_WEEK if closed else 1.0
        weights[asker] = share * weekday * pace * holiday
    return weights


def _asker(day: date, dice: Dice) -> Asker:
    return dice.share_of(_by_asker(day))


def _logged_on(day: date, dice: Dice) -> date:
    """A request that arrives at a weekend is logged on a working day at the earliest; some lie for days."""
    if dice.chance(p.LOGGED_AT_ONCE):
        return first_working_day_on_or_after(day)
    late = 1 + dice.geometric(p.LOGGED_LATER_MEAN_DAYS, p.LOGGED_LATER_MOST_DAYS - 1)
    return working_days_after(day, max(1, round(late * 5 / 7)))
