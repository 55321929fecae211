"""What an import of closures did, would do, or why it did nothing, in words and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ehc_workflow.dates.words import in_words
from ehc_workflow.importing.closure_effects import ClosureEffects
from ehc_workflow.importing.closures import Closed, ClosurePlan

FOUR_WEEKS = 28
"""Calendar days from which a closure can matter to a limit: "not less than 4 weeks", reg. 10(4)(a) and (b)."""


def as_json(plan: ClosurePlan, effects: ClosureEffects, *, dry_run: bool) -> dict[str, Any]:
    """Counts first, the closures, what they change in open cases, every fault. With a fault, nothing was written."""
    new, replaced = ([], []) if plan.refused else (plan.new, plan.replaced)
    return {
        "dry_run": dry_run,
        "refused": plan.refused,
        "rows": plan.rows,
        "already_here": plan.already_here,
        "added": [_closure(closed) for closed in new],
        "replaced": [_closure(closed) for closed in replaced],
        "open_cases": effects.cases,
        "grounds": [
            {
                "reference": one.reference,
                "code": one.code,
                "due_on": one.due_on.isoformat(),
                "provision": one.citation,
                "gained": one.gained,
            }
            for one in effects.grounds
        ],
        "claims_to_look_at": [
            {"reference": one.reference, "code": one.code, "provision": one.citation}
            for one in effects.claims
        ],
        "faults": [
            {"rows": list(fault.rows), "column": fault.column, "why": fault.why}
            for fault in plan.faults
        ],
    }


def as_text(plan: ClosurePlan, effects: ClosureEffects, *, dry_run: bool) -> Iterator[str]:
    """The same for a person, with what to do next."""
    if plan.refused:
        yield from map(str, plan.faults)
        count = "1 fault" if len(plan.faults) == 1 else f"{len(plan.faults)} faults"
        yield (
            f"Nothing was written: {count} in {_rows(plan.rows)}. All rows go in together or none does. "
            "Put the file right and run the same command again."
        )
        return
    yield f"{_rows(plan.rows)} read."
    yield from _listed("Would be added" if dry_run else "Added", plan.new)
    yield from _listed("Would be taken away" if dry_run else "Taken away", plan.replaced)
    yield f"Already here, unchanged: {plan.already_here}."
    long = sum(closed.days >= FOUR_WEEKS for closed in plan.new)
    yield f"Of 4 weeks or more, so that they can matter to a limit (reg. 10(4)(a), (b)): {long}."
    yield from _effects(effects)
    if dry_run:
        yield "Nothing was written. Leave out --dry-run to write it."


def _effects(effects: ClosureEffects) -> Iterator[str]:
    yield f"Open cases of these settings: {effects.cases}. A closure moves no date."
    for gained, says in ((True, "may claim"), (False, "may claim no longer")):
        limits = [one for one in effects.grounds if one.gained is gained]
        if limits:
            yield f"Open limits that {says} it as a ground, once it is recorded in the case: {len(limits)}."
        for one in limits:
            yield f"  {one.reference}, {one.code}, due {in_words(one.due_on)}: {one.citation}"
    if effects.claims:
        yield f"Exceptions in cases that hold a closure taken away, to be reviewed: {len(effects.claims)}."
    for claim in effects.claims:
        yield f"  {claim.reference}, {claim.code}: {claim.citation}"


def _listed(what: str, closures: Sequence[Closed]) -> Iterator[str]:
    if closures or what.endswith("dded"):
        yield f"{what}: {len(closures)}."
    for closed in closures:
        yield f"  {in_one_line(closed)}"


def in_one_line(closed: Closed) -> str:
    """A closure as a sentence without its end: the setting, both days, and how long."""
    first, reopening = in_words(closed.first_closed_day), in_words(closed.reopening_day)
    days = "1 day" if closed.days == 1 else f"{closed.days} days"
    return f"{closed.setting}: closed from {first}, reopens on {reopening} ({days})"


def _closure(closed: Closed) -> dict[str, Any]:
    return {
        "setting": closed.setting,
        "first_closed_day": closed.first_closed_day.isoformat(),
        "reopens_on": closed.reopening_day.isoformat(),
        "days": closed.days,
    }


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"
