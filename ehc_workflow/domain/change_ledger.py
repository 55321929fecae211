"""From the draft as served to the plan as it stands: each difference, and what caused it. Code 9.125.

A change after the draft is prompted by what the family said or by the placement decision. Nothing else may stand here:
a difference of which no cause is known is an error, and not a line without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.plan_items import SECTIONS

PLACEMENT = "placement"
"""The cause of a change that is no representation."""


class ChangeWithoutCauseError(ValueError):
    """The plan differs from the draft that was served, and nothing on file says why."""


class Kind(StrEnum):
    """What happened to an item."""

    ADDED = "added"
    CHANGED = "changed"
    TAKEN_OUT = "taken_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One part of an item that reads otherwise: empty where there was nothing, or is nothing any more."""

    part: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One item that differs, where it stands now or stood, and what caused that: representations, or the placement."""

    kind: Kind
    item_id: str
    section: str
    number: int
    differences: tuple[Difference, ...]
    causes: tuple[str, ...]


def ledger(
    served: Iterable[PlanItem], now: Iterable[PlanItem], causes: Mapping[str, tuple[str, ...]]
) -> tuple[Change, ...]:
    """Every difference, in the order of the sections. `causes` are those of each item since it was served.

    What was changed and changed back is no difference. What an item is for, and what it rests on, are no words of it.
    """
    before = {item.id: item for item in served}
    after = {item.id: item for item in now}
    found = [
        change
        for item_id in dict.fromkeys((*before, *after))
        if (change := _change(before.get(item_id), after.get(item_id), causes.get(item_id, ())))
    ]
    return tuple(sorted(found, key=lambda one: (SECTIONS.index(one.section), one.number)))


def _change(was: PlanItem | None, now: PlanItem | None, causes: tuple[str, ...]) -> Change | None:
    differences = tuple(_differences(was, now))
    one = now or was
    if one is None or not differences:
        return None
    if not causes:
        raise ChangeWithoutCauseError
    return Change(
        kind=_kind(was, now),
        item_id=one.id,
        section=one.section,
        number=one.number,
        differences=differences,
        causes=causes,
    )


def _kind(was: PlanItem | None, now: PlanItem | None) -> Kind:
    if was is None:
        return Kind.ADDED
    return Kind.CHANGED if now is not None else Kind.TAKEN_OUT


def _differences(was: PlanItem | None, now: PlanItem | None) -> Iterator[Difference]:
    if was is None or now is None:
        yield Difference(
            part="item", was=was.in_full if was else "", now=now.in_full if now else ""
        )
        return
    before, after = _parts(was), _parts(now)
    for part, words in before.items():
        if words != after[part]:
            yield Difference(part=part, was=words, now=after[part])


def _parts(item: PlanItem) -> dict[str, str]:
    """What a reader sees of an item, part by part."""
    return {
        "section": item.section,
        "text": item.text,
        "amount": item.amount,
        "frequency": item.frequency,
        "by_whom": item.by_whom,
        "qualified": item.qualified,
        "achieve_by": in_words(item.achieve_by) if item.achieve_by else "",
    }
