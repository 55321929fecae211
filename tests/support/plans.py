"""A plan text that holds together: each recommendation of the accepted advice in it, each need met."""

from __future__ import annotations

from dataclasses import replace

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Case, ParagraphKind, Source
from ehc_workflow.domain.plan_items import recommendations, written_from

SECTIONS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2")
_SAYS_NONE = frozenset({"D", "H1", "H2"})
_OF_KIND = {ParagraphKind.NEED: "B", ParagraphKind.OUTCOME: "E", ParagraphKind.PROVISION: "F"}
_MEETS = {"E": ("b",), "F": ("e",)}


def items_for(case: Case, **words: str) -> tuple[c.PlanItem, ...]:
    """An item for each section, written over what is there; a section given as "" is left out."""
    said = {name: f"Invented words of section {name}." for name in SECTIONS}
    said |= dict.fromkeys(_SAYS_NONE, "None identified.") | words
    seen = {line.id: line.version for line in case.plan_lines}
    items = [_item(case, name, text) for name, text in said.items() if text]
    there = {item.id for item in items} | set(seen)
    return tuple(
        replace(
            item,
            seen=seen.get(item.id, 0),
            meets=tuple(one for one in item.meets if one in there),
        )
        for item in items
    )


def _item(case: Case, name: str, text: str) -> c.PlanItem:
    return c.PlanItem(
        id=name.lower(),
        section=name,
        text=text,
        meets=_MEETS.get(name, ()),
        sources=_sources(case, name),
        none_found=name in _SAYS_NONE,
    )


def _sources(case: Case, name: str) -> tuple[Source, ...]:
    kinds = {given.id: given.kinds for given in written_from(case)}
    of_kind = tuple(
        source
        for source in recommendations(case)
        if _OF_KIND[kinds[source.of][source.paragraph - 1]] == name
    )
    return of_kind or tuple(Source(one) for one in kinds)[:1]
