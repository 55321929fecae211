"""What may be asked while a plan is written: items written or taken out, and what became of each recommendation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import Became, Source
from ehc_workflow.domain.commands.command import NO_PROSE, Command


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One item of a plan section A to J as it is to be, with what it meets and what it rests on.

    `seen` is the version in which whoever writes last saw it written, 0 for a new one: what somebody else wrote in the
    meantime is never written over. `number` is its place in the section, 0 to stay where it is or come last.
    """

    id: str
    section: str
    text: str
    amount: str = ""
    frequency: str = ""
    by_whom: str = ""
    qualified: str = ""
    achieve_by: date | None = None
    meets: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    none_found: bool = False
    adulthood: bool = False
    number: int = 0
    seen: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The words that stand in the plan, for the digest that the log keeps of them."""
        parts = {
            "amount": self.amount,
            "frequency": self.frequency,
            "by_whom": self.by_whom,
            "qualified": self.qualified,
            "achieve_by": self.achieve_by.isoformat() if self.achieve_by else "",
        }
        return (self.section, self.text, *(f"{key}: {said}" for key, said in parts.items() if said))

    @property
    def in_full(self) -> str:
        """The item as one sentence: what, how much, how often, by whom and how qualified, by when."""
        more = [part for part in (self.amount, self.frequency) if part]
        by = [f"by {self.by_whom}"] if self.by_whom else []
        how = [self.qualified] if self.qualified else []
        day = [f"by {in_words(self.achieve_by)}"] if self.achieve_by else []
        parts = [*more, *by, *how, *day]
        return ", ".join([self.text.rstrip("."), *parts]) + "." if parts else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOut:
    """One item that is to leave the plan; `seen` as in `PlanItem`."""

    id: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePlan(Command):
    """Write some items of the plan and take some out; all others stay as they are, whoever is writing them.

    After a draft is served, a change names the representation or placement that caused it.
    """

    step: ClassVar[str] = "save_plan"
    saved_on: date
    items: tuple[PlanItem, ...] = ()
    taken_out: tuple[TakenOut, ...] = ()
    prompted_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountForAdvice(Command):
    """Say why a paragraph of accepted advice is left out of the plan, or stands in it changed."""

    step: ClassVar[str] = "account_for_advice"
    contribution_id: str
    paragraph: int
    became: Became
    accounted_on: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why."""
        return {"reason": self.reason} if self.reason else NO_PROSE
