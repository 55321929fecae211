"""What a list of closures would change in the open cases of its settings, worked out before anything is written.

A closure moves no date: by SI 2014/1530 reg. 10(4)(a), (b) it excuses from a limit, where the authority says so. What
may change is which limits have the ground, and whether a claim rests on a closure that is taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ehc_workflow.domain.case import Case
from ehc_workflow.domain.clocks import clocks, grounds_looked_at
from ehc_workflow.domain.clocks.exceptions import SETTINGS_OF
from ehc_workflow.domain.deadlines import OPEN_STATUSES, deadlines, facts_of
from ehc_workflow.domain.facts import Closure
from ehc_workflow.importing.closures import Closed, ClosurePlan
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.store import organisation, recount
from ehc_workflow.store.engine import Database
from ehc_workflow.store.organisation import ClosureOnFile


@dataclass(frozen=True, slots=True)
class GroundChanged:
    """One open limit that gains the ground, or loses it, once the closures on file are recorded in the case."""

    reference: str
    code: str
    due_on: date
    citation: str
    gained: bool


@dataclass(frozen=True, slots=True)
class ClaimLeft:
    """An exception on file whose case holds a closure that the list takes away."""

    reference: str
    code: str
    citation: str


@dataclass(frozen=True, slots=True)
class ClosureEffects:
    """How many open cases have one of the settings, and what would change in them."""

    cases: int
    grounds: tuple[GroundChanged, ...]
    claims: tuple[ClaimLeft, ...]


def settings_touched(plan: ClosurePlan) -> set[str]:
    """The ids of the settings whose closures the plan changes."""
    return {one.service_id for one in (*plan.new, *plan.replaced)}


def closure_effects(
    database: Database,
    authority_id: str,
    plan: ClosurePlan,
    case_ids: Sequence[str],
    today: date,
    policy: Policy,
    on_case: Callable[[int], object] = lambda number: None,
) -> ClosureEffects:
    """What the plan would change in these cases of the settings it touches; nothing is written.

    `on_case` hears how many more cases have been looked at.
    """
    of_closures = _bases_of_closures(policy)
    with database.reading() as connection:
        on_file = organisation.closures(connection, authority_id)
    grounds: list[GroundChanged] = []
    claims: list[ClaimLeft] = []
    for batch in recount.batches(case_ids):
        for case in recount.cases_of(database, batch):
            known = {_closure(case, one) for one in on_file.get(case.setting_id or "", ())}
            gone = {_closure(case, one) for one in plan.replaced if _is_of(one, case)}
            new = {_closure(case, one) for one in plan.new if _is_of(one, case)}
            grounds += _changed(case, known, (known - gone) | new, today, policy)
            if gone.intersection(case.closures):
                claims += _left(case, of_closures)
        on_case(len(batch))
    return ClosureEffects(
        cases=len(case_ids),
        grounds=tuple(sorted(grounds, key=lambda one: (one.reference, one.due_on))),
        claims=tuple(sorted(claims, key=lambda one: (one.reference, one.code))),
    )


def _is_of(closed: Closed, case: Case) -> bool:
    return closed.service_id == case.setting_id


def _closure(case: Case, days: Closed | ClosureOnFile) -> Closure:
    return Closure(case.setting_kind, days.first_closed_day, days.reopening_day)


def _changed(
    case: Case, known: set[Closure], then_known: set[Closure], today: date, policy: Policy
) -> Iterator[GroundChanged]:
    """Grounds met with the list as it is and not as it would be, or the other way round, limit by limit."""
    still_open = {
        (one.code, one.ref) for one in deadlines(case, policy) if one.status(today) in OPEN_STATUSES
    }
    now = _met(case, known.union(case.closures), still_open, policy)
    kept = set(case.closures) - (known - then_known)
    then = _met(case, then_known | kept, still_open, policy)
    for met in sorted(now ^ then):
        due_on, code, _, citation = met
        yield GroundChanged(case.reference, code, due_on, citation, gained=met in then)


Met = tuple[date, str, str, str]


def _met(
    case: Case, closures: set[Closure], still_open: set[tuple[str, str]], policy: Policy
) -> set[Met]:
    """The grounds met on every limit still open: the limit's last day, code and ref, and the ground's citation."""
    facts = facts_of(replace(case, closures=tuple(closures)))
    return {
        (clock.due_on, clock.clock.value, clock.ref or "", ground.citation)
        for clock in clocks(facts, policy)
        if (clock.clock.value, clock.ref or "") in still_open
        for ground in grounds_looked_at(clock, facts, policy)
        if ground.met
    }


def _bases_of_closures(policy: Policy) -> set[str]:
    return {
        ground.basis
        for rule in policy.book.limits
        for ground in rule.grounds or ()
        if ground.kind in SETTINGS_OF
    }


def _left(case: Case, of_closures: set[str]) -> Iterator[ClaimLeft]:
    """The claims on file under a ground of closure, which are to be looked at again."""
    for claim in case.exceptions:
        if claim.stands and claim.ground in of_closures:
            yield ClaimLeft(case.reference, claim.limit, claim.ground)
