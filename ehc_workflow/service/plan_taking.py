"""Advice taken into the plan: each paragraph an item in the section it belongs to, with its source and its links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ehc_workflow.domain.case import AdviceItem, ParagraphKind, Source
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.store.ids import id_of
from ehc_workflow.store.queries.plan_text import Advice, Passage

_NEEDS = {AdviceItem.HEALTH: "C", AdviceItem.SOCIAL_CARE: "D"}
_PROVISION = {AdviceItem.HEALTH: "G", AdviceItem.SOCIAL_CARE: "H2"}


def section_for(advice: Advice, passage: Passage) -> str:
    """The section a paragraph belongs to: as its author says, else by whose advice it is and of what kind."""
    if passage.plan_section:
        return passage.plan_section
    if advice.item is AdviceItem.FAMILY:
        return "A"
    if passage.kind is ParagraphKind.OUTCOME:
        return "E"
    if passage.kind is ParagraphKind.NEED:
        return _NEEDS.get(advice.item, "B")
    return _PROVISION.get(advice.item, "F")


def item_for(advice: Advice, passage: Passage) -> PlanItem:
    """The item that a paragraph becomes. Its id is always the same: taken in twice at once, it stands there once."""
    text, frequency = passage.for_item
    return PlanItem(
        id=id_of(advice.id, passage.number),
        section=section_for(advice, passage),
        text=text,
        amount=passage.amount,
        frequency=frequency,
        by_whom=passage.by_whom,
        sources=(Source(advice.id, passage.number),),
        adulthood=advice.item is AdviceItem.ADULTHOOD and passage.kind is ParagraphKind.PROVISION,
    )


def taken_in(
    advice: Advice, wanted: Iterable[Passage], items: Sequence[PlanItem]
) -> tuple[PlanItem, ...]:
    """What is to be written so that these paragraphs stand in the plan, linked with what stands there already.

    Outcomes meet the needs of the same advice, and provision its outcomes. An item that was taken in before and meets
    nothing gets the link that is possible now; whatever somebody linked stays as it is.
    """
    new = {passage.number: item_for(advice, passage) for passage in wanted}
    before = {item.id: item for item in items}
    theirs = {**_already_in(advice, items), **{number: item.id for number, item in new.items()}}
    meets = dict(_meets(advice, theirs))
    linked = [replace(item, meets=meets.get(number, ())) for number, item in new.items()]
    caught_up = [
        replace(before[id], meets=meets[number])
        for number, id in theirs.items()
        if number not in new and meets.get(number) and not before[id].meets
    ]
    return (*linked, *caught_up)


def _already_in(advice: Advice, items: Sequence[PlanItem]) -> Mapping[int, str]:
    """The items that some paragraphs of this advice were taken into before, by the number of the paragraph."""
    there = {item.id for item in items}
    ids = {passage.number: id_of(advice.id, passage.number) for passage in advice.passages}
    return {number: id for number, id in ids.items() if id in there}


def _meets(advice: Advice, theirs: Mapping[int, str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    of_kind = {
        kind: tuple(
            theirs[each.number]
            for each in advice.passages
            if each.kind is kind and each.number in theirs
        )
        for kind in ParagraphKind
    }
    needs, outcomes = of_kind[ParagraphKind.NEED], of_kind[ParagraphKind.OUTCOME]
    for passage in advice.passages:
        if passage.kind is ParagraphKind.OUTCOME:
            yield passage.number, needs
        elif passage.kind is ParagraphKind.PROVISION:
            yield passage.number, outcomes or needs
