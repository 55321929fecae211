"""One limit as it falls in one case."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ehc_workflow.rules.model import ClockId, LimitKind, TimeLimit


class Clock(NamedTuple):
    """One limit of one case: what started it, the rule that gave it, its days, and what became of it.

    A tuple rather than a dataclass because a caseload makes millions of them and nothing about one ever changes.
    `exceptions` is None where the law has no list of grounds, and empty where the facts meet none of them.
    """

    clock: ClockId
    ref: str | None
    """The ref of the item that started it."""
    starts_on: date
    """Day 0, or day 1 of a period "beginning with"."""
    due_on: date
    """The last lawful day; only the Tribunal's own rule ever moves it for a weekend."""
    act_by: date | None
    """The last working day on or before; None for the family's own three."""
    rule: TimeLimit
    item: tuple[str, int]
    """What started it: the field of `Facts` and the place in it, such as ("triggers", 0)."""
    exceptions: tuple[str, ...] | None = None
    confirm: tuple[str, ...] = ()
    done_on: date | None = None
    days_late: int | None = None
    unadjusted: date | None = None
    """Appeal only: the later limb before rule 12 moves it."""
    earliest_final: date | None = None
    """Draft window only: the first day on which the plan may be final."""
    final_in_time: bool | None = None
    """Draft window only: whether that day is on or before the final plan limit then running."""

    @property
    def basis(self) -> str:
        """The provision, as the vectors write it: "reg 13(2)"."""
        return self.rule.citation.place

    @property
    def rule_version(self) -> str:
        """The version of the rule, to be kept with a stored deadline: "final_plan/2014-09-01"."""
        return self.rule.version

    @property
    def kind(self) -> LimitKind:
        """Statutory, guidance, or a reckoning that is no limit of its own."""
        return self.rule.kind

    def done(self, on: date) -> Clock:
        """The same limit, with the day the act counts as done and how late that was."""
        late = (on - self.due_on).days
        return Clock(*self[:9], on, late if late > 0 else 0, *self[11:])
