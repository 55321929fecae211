"""What every reckoning of limits shares: the facts, the settings, the book, and how one limit is made."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from ehc_workflow.domain.clocks.arithmetic import act_by, last_day
from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.clocks.exceptions import grounds_met, nothing_to_except
from ehc_workflow.domain.facts import AdviceRequestFacts, ClockId, Facts
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.rules.model import ExceptionGround, TimeLimit

FAMILYS_OWN = frozenset({ClockId.DRAFT_WINDOW, ClockId.MEDIATION_CONTACT, ClockId.APPEAL})
"""The clocks that are the family's own time: nobody is told to act on them by a working day."""

_NONE_MET: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
_NO_LIST: tuple[None, tuple[str, ...]] = (None, ())


class Reckoning:
    """The facts of one case under one authority's settings, calendar and rule book, while its limits are worked out."""

    __slots__ = ("_moved", "facts", "holidays", "ordinary", "policy")

    def __init__(self, facts: Facts, policy: Policy) -> None:
        """`ordinary`: the facts hold nothing that could be a ground, so no list need be looked through."""
        self.facts = facts
        self.policy = policy
        self._moved = dict(facts.rules_of)
        self.holidays: Set[date] = policy.calendar.days
        self.ordinary = nothing_to_except(facts)

    def rule(self, code: str, day: date) -> TimeLimit:
        """The rule that was the law on the day a limit began, or a later one to which this case was moved."""
        if self._moved:
            day = max(day, self._moved.get(code, day))
        return self.policy.book.on(day)[code]

    def limit(
        self,
        rule: TimeLimit,
        starts_on: date,
        item: tuple[str, int],
        ref: str | None = None,
        *,
        clock: ClockId | None = None,
        due_on: date | None = None,
        grounds: tuple[ExceptionGround, ...] | None = None,
        request: AdviceRequestFacts | None = None,
    ) -> Clock:
        """One limit by its rule; `due_on` only where the day is not the rule's own period from the start."""
        clock_id = rule.clocks[0] if clock is None else clock
        due = last_day(rule.period, starts_on, self.holidays) if due_on is None else due_on
        listed = rule.grounds if grounds is None else grounds
        exceptions, confirm = self._met(listed, starts_on, due, request)
        return Clock(
            clock_id,
            ref,
            starts_on,
            due,
            None if clock_id in FAMILYS_OWN else act_by(due, self.policy),
            rule,
            item,
            exceptions,
            confirm,
        )

    def _met(
        self,
        listed: tuple[ExceptionGround, ...] | None,
        starts_on: date,
        due_on: date,
        request: AdviceRequestFacts | None,
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        if listed is None:
            return _NO_LIST
        if self.ordinary:
            return _NONE_MET
        return grounds_met(listed, starts_on, due_on, self.facts, self.policy, request)
