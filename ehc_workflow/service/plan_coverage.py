"""What became of every paragraph of advice: where the plan has it, in other words or amounts, or why it is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from ehc_workflow.domain.case import Became, Case, ParagraphKind, Source, numbered
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.plan_items import labels
from ehc_workflow.store.queries.plan_text import (
    Advice,
    Fate,
    Passage,
    accepted_advice,
    fates,
    plan_items,
)


class Stands(StrEnum):
    """How one paragraph stands to the plan."""

    USED = "used"
    CHANGED = "changed"
    LEFT_OUT = "left_out"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class UsedIn:
    """One item that rests on a paragraph, by the number it is cited by in the plan."""

    item: PlanItem
    label: str
    other_words: bool
    other_amounts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One paragraph of accepted advice, with what became of it. `number` is the one it is cited by: N1, O1, P1."""

    advice: Advice
    number: str
    passage: Passage
    source: Source
    used_in: tuple[UsedIn, ...]
    fate: Fate | None

    @property
    def is_recommendation(self) -> bool:
        """What the family thinks is theirs, and need not be in the plan word for word."""
        return self.passage.kind is not ParagraphKind.VIEW

    @property
    def stands(self) -> Stands:
        """Where an item rests on it, the plan itself shows whether it changed; else what somebody said of it."""
        if self.used_in:
            taken_over = any(not one.other_words and not one.other_amounts for one in self.used_in)
            said = self.fate is not None and self.fate.became is Became.CHANGED
            return Stands.CHANGED if said or not taken_over else Stands.USED
        if self.fate is None:
            return Stands.NOT_YET
        return Stands(self.fate.became.value)

    @property
    def differs(self) -> str:
        """What is other in the plan, in words: nothing where some item has it as it was given."""
        if not self.used_in or self.stands is not Stands.CHANGED:
            return ""
        other_words = all(one.other_words for one in self.used_in)
        other_amounts = all(one.other_amounts for one in self.used_in)
        if other_words and other_amounts:
            return "the words and the amounts differ"
        return "the amounts differ" if other_amounts else "the words differ" if other_words else ""


def coverage(connection: Connection, case: Case) -> tuple[Covered, ...]:
    """Every paragraph of the accepted advice, by piece of advice and in order; three statements, or a few more."""
    return covered(
        accepted_advice(connection, case),
        plan_items(connection, case.id),
        fates(connection, case.id),
    )


def covered(
    advice: Sequence[Advice], items: Sequence[PlanItem], said: Mapping[Source, Fate]
) -> tuple[Covered, ...]:
    """The same, of what was read already."""
    resting: dict[Source, list[PlanItem]] = {}
    for item in items:
        for source in item.sources:
            resting.setdefault(source, []).append(item)
    return tuple(_covered(advice, resting, labels(items), said))


def _covered(
    advice: Sequence[Advice],
    resting: Mapping[Source, Sequence[PlanItem]],
    names: Mapping[str, str],
    said: Mapping[Source, Fate],
) -> Iterator[Covered]:
    for one in advice:
        for number, passage in numbered(one.passages):
            source = Source(one.id, passage.number)
            yield Covered(
                advice=one,
                number=number,
                passage=passage,
                source=source,
                used_in=tuple(
                    _used(passage, item, names[item.id]) for item in resting.get(source, ())
                ),
                fate=said.get(source),
            )


def _used(passage: Passage, item: PlanItem, label: str) -> UsedIn:
    """An item as it was said, or as it was taken in: until when stands then with the words or with how often."""
    _, frequency = passage.for_item
    as_said = {
        "text": {passage.text, passage.text_until},
        "amount": {passage.amount},
        "frequency": {passage.frequency, frequency},
        "by_whom": {passage.by_whom},
    }
    other = {
        part
        for part, said in as_said.items()
        if _plain(getattr(item, part)) not in {_plain(one) for one in said}
    }
    return UsedIn(item, label, other_words="text" in other, other_amounts=bool(other - {"text"}))


def _plain(said: str) -> str:
    """Words without what nobody would call a change: spaces, capitals, a full stop at the end."""
    return " ".join(said.split()).rstrip(".").casefold()
