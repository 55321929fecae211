"""Facts in, limits out: every limit that the facts of a case start, met or not, and what each rests on.

    clocks(facts, policy) -> tuple[Clock, ...]

A limit never disappears because a later decision made it pointless; which of them still bind is for the case to say.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ehc_workflow.domain.facts import ClockId, Facts
from ehc_workflow.rules.local_policy import DEFAULT_POLICY, Policy


class Clock(NamedTuple):
    """One limit. `exceptions` is None where the law has no list of grounds, empty where the facts meet none of them."""

    clock: ClockId
    ref: str | None  # the ref of the item that started it
    starts_on: date  # day 0, or day 1 of a period "beginning with"
    due_on: date  # last lawful day; never moved for a weekend except by the Tribunal's own rule
    act_by: date | None  # last working day on or before due_on; None for the family's own three
    basis: str  # the provision, as the vectors write it: "reg 13(2)"
    rule_version: str  # the rule in the book that gave it: "final_plan/2014-09-01"
    item: tuple[str, int]  # what started it: field of Facts and place in it, ("triggers", 0)
    exceptions: tuple[str, ...] | None = None
    confirm: tuple[str, ...] = ()
    done_on: date | None = None
    days_late: int | None = None
    unadjusted: date | None = None  # appeal only
    earliest_final: date | None = None  # draft window only
    final_in_time: bool | None = None  # draft window only


def clocks(facts: Facts, policy: Policy = DEFAULT_POLICY) -> tuple[Clock, ...]:
    """Every limit that the facts start."""
    raise NotImplementedError
