"""A made-up caseload as people typed it into a spreadsheet kept by hand: right, but not tidy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ehc_workflow.domain.case import State
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.simulate.caseload import CaseRecord
from ehc_workflow.simulate.dice import Dice

SPACES = 0.04  # A: cells with a blank too many
SHOUTED = 0.03  # A: rows whose names were typed in capitals
ISO_DAYS = 0.15  # A: rows copied from another system, with days as 2026-02-03
SHORT_DAYS = 0.20  # A: rows with days as 3/2/26
CAPITALS = 0.3  # A: cells of a list whose first letter is a capital
ASKED_TWICE = 0.03  # A: children with two rows, one for each request
DAYS_BETWEEN = 14  # A: how much earlier the other request came, at most


@dataclass(frozen=True, slots=True)
class Hand:
    """How one row was typed."""

    record: CaseRecord
    style: str
    shouts: bool
    dice: Dice

    def day(self, value: date | None) -> str:
        """A day, always day first, or as computers write it."""
        if value is None:
            return ""
        if self.style == "iso":
            return value.isoformat()
        if self.style == "short":
            return f"{value.day}/{value.month}/{value.year % 100:02d}"
        return f"{value.day:02d}/{value.month:02d}/{value.year}"

    def name(self, value: str) -> str:
        """A person's name."""
        return self.text(value.upper() if self.shouts else value)

    def choice(self, value: str) -> str:
        """One of a list of words."""
        return value.capitalize() if self.dice.chance(CAPITALS) else value

    def text(self, value: str) -> str:
        """Anything else."""
        return f"{value} " if value and self.dice.chance(SPACES) else value


def typed(records: Sequence[CaseRecord], seed: int) -> Iterator[Hand]:
    """Each record as it was typed; of a few children there are two, as they were asked for twice."""
    for number, record in enumerate(records):
        dice = Dice(seed, "row", number)
        style = "iso" if dice.chance(ISO_DAYS) else "short" if dice.chance(SHORT_DAYS) else "long"
        yield Hand(record, style, dice.chance(SHOUTED), dice)
        if dice.chance(ASKED_TWICE):
            yield Hand(_asked_before(record, dice), "long", False, dice)


def _asked_before(record: CaseRecord, dice: Dice) -> CaseRecord:
    """The same child's earlier request from somebody else, in a row of its own that nobody has worked on."""
    from_school = record.kind is TriggerKind.SCHOOL_REQUEST
    return replace(
        record,
        own_reference=f"{record.own_reference}-2",
        kind=TriggerKind.PARENTAL_REQUEST if from_school else TriggerKind.SCHOOL_REQUEST,
        received_on=record.received_on - timedelta(days=dice.number(1, DAYS_BETWEEN)),
        state=State.RECEIVED,
        advice=(),
        advice_checked=False,
        considering_told_on=None,
        assess_decided_on=None,
        assess_outcome=None,
        assessment_told_on=None,
        advice_completed_on=None,
        plan_decided_on=None,
        plan_outcome=None,
        plan_told_on=None,
        draft_sent_on=None,
        consulted_on=None,
        consulted_setting="",
        placement_decided_on=None,
        placed_setting="",
    )
