"""The grounds that the law lists for a limit, and for each the facts that meet it or the reason why none does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehc_workflow.dates.closures import closure_window
from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.clocks.exceptions import (
    SETTINGS_OF,
    closure_requests,
    days_inside,
    period_for,
)
from ehc_workflow.domain.clocks.reckoning import Reckoning
from ehc_workflow.domain.clocks.ways_back import lent_grounds
from ehc_workflow.domain.facts import Closure, Facts
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.rules.model import ExceptionGround, GroundKind


@dataclass(frozen=True, slots=True)
class GroundLookedAt:
    """One ground on the limit's list: whether the facts meet it on their face, and why."""

    citation: str
    says: str
    met: bool
    why: str


def grounds_listed(clock: Clock, facts: Facts, policy: Policy) -> tuple[ExceptionGround, ...]:
    """The grounds on the list of this limit; none where the law has no list or an empty one."""
    lent = lent_grounds(Reckoning(facts, policy), clock.starts_on, clock.rule.code)
    return clock.rule.grounds or lent or ()


def grounds_looked_at(clock: Clock, facts: Facts, policy: Policy) -> tuple[GroundLookedAt, ...]:
    """Each ground on the limit's list, held against the facts on file."""
    return tuple(
        _looked_at(ground, clock, facts, policy) for ground in grounds_listed(clock, facts, policy)
    )


def _looked_at(
    ground: ExceptionGround, clock: Clock, facts: Facts, policy: Policy
) -> GroundLookedAt:
    met = ground.basis in (clock.exceptions or ())
    return GroundLookedAt(
        citation=ground.citation.place,
        says=ground.says,
        met=met,
        why=_why_met(ground, clock, facts, policy)
        if met
        else _why_not(ground, clock, facts, policy),
    )


def _why_met(ground: ExceptionGround, clock: Clock, facts: Facts, policy: Policy) -> str:
    if ground.kind in SETTINGS_OF:
        places = closure_requests(ground, clock.starts_on, clock.due_on, facts, policy)
        asked = [facts.advice_requests[place].requested_on for place in places]
        return "Asked on " + ", ".join(in_words(day) for day in asked if day is not None) + "."
    first, last = period_for(ground, clock.starts_on, clock.due_on, policy)
    period = _period(first, last)
    if ground.kind is GroundKind.ABSENCE:
        return f"{_longest_absence(facts, first, last)} days of one absence fall in {period}."
    if ground.kind is GroundKind.CIRCUMSTANCES:
        kinds = {
            c.kind.value.replace("_", " ")
            for c in facts.personal_circumstances
            if days_inside(c.first_day, c.last_day, first, last) > 0
        }
        return f"On file in {period}: {', '.join(sorted(kinds))}."
    return f"Missed in {period}."


def _why_not(ground: ExceptionGround, clock: Clock, facts: Facts, policy: Policy) -> str:
    if ground.kind in SETTINGS_OF:
        return " ".join(_why_no_closure(ground, clock, facts))
    period = _period(*(days := period_for(ground, clock.starts_on, clock.due_on, policy)))
    if ground.kind is GroundKind.ABSENCE:
        if not facts.absences:
            return "No absence from the area is on file."
        longest = max(0, _longest_absence(facts, *days))
        return f"{longest} days of the longest absence fall in {period}; {ground.least_days} are needed."
    if ground.kind is GroundKind.CIRCUMSTANCES:
        return f"No exceptional circumstances are on file in {period}."
    return f"No missed examination or test of this body is on file in {period}."


def _why_no_closure(ground: ExceptionGround, clock: Clock, facts: Facts) -> Iterator[str]:
    settings = SETTINGS_OF[ground.kind]
    closures = [one for one in facts.closures if one.setting in settings]
    if not closures:
        yield "No closure of such a setting is on file."
    for closure in closures:
        yield _window_of(closure, ground.least_days)
    asked = [
        request.requested_on
        for request in facts.advice_requests
        if request.setting in settings and request.requested_on is not None
    ]
    in_time = [day for day in asked if clock.starts_on <= day <= clock.due_on]
    if not asked:
        yield "No such setting has been asked for advice."
    elif not in_time:
        yield (
            f"The setting was asked on {_days(asked)}, not within this limit "
            f"({in_words(clock.starts_on)} to {in_words(clock.due_on)})."
        )
    elif closures:
        yield f"The setting was asked on {_days(in_time)}."


def _window_of(closure: Closure, least_days: int) -> str:
    window = closure_window(closure.first_closed_day, closure.reopening_day)
    if window.closed_days < least_days:
        return (
            f"The closure from {in_words(closure.first_closed_day)} lasts {window.closed_days} days; "
            f"{least_days} are needed."
        )
    return (
        f"For the closure from {in_words(closure.first_closed_day)}, advice must have been asked for from "
        f"{in_words(window.first_day)} to {in_words(window.last_day)}."
    )


def _longest_absence(facts: Facts, first: date, last: date) -> int:
    return max(days_inside(away.first_day, away.last_day, first, last) for away in facts.absences)


def _period(first: date, last: date) -> str:
    return f"the period {in_words(first)} to {in_words(last)}"


def _days(asked: list[date]) -> str:
    return ", ".join(in_words(day) for day in sorted(asked))
