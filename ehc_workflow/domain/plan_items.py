"""How the items of a plan hold together: each need met, each section true, no recommendation lost. Regs 11 and 12."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ehc_workflow.domain.advice_list import in_year_nine_or_above
from ehc_workflow.domain.case import Case, Contribution, ParagraphKind, PlanLine, Source
from ehc_workflow.domain.commands import PlanItem

SECTIONS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J")
"""The sections of reg 12(1); K is what is attached, reg 12(4), and is nobody's to type."""

MOST_ITEMS = 1000
"""Items that a plan has at most, written here or brought in."""
LONGEST = 20_000
"""Characters of each part of an item at most."""

PROVISION = frozenset({"F", "G", "H1", "H2"})
HEALTH_AND_CARE = ("C", "D", "G", "H1", "H2")
"""Sections that may truthfully say that nothing was found, where a reply says so."""


def merged(
    lines: tuple[PlanLine, ...], written: tuple[PlanLine, ...], gone: set[str]
) -> tuple[PlanLine, ...]:
    """The items after some were written and some taken out, by section and place. What is gone is met by nothing."""
    kept = {line.id: line for line in (*lines, *written) if line.id not in gone}
    freed = (
        replace(line, meets=tuple(met for met in line.meets if met not in gone))
        if gone.intersection(line.meets)
        else line
        for line in kept.values()
    )
    return tuple(sorted(freed, key=lambda line: (SECTIONS.index(line.section), line.number)))


def labels(items: Iterable[PlanItem | PlanLine]) -> dict[str, str]:
    """The number that each item is cited by, from its place in its section: `B.1`, `H1.2`."""
    counted: Counter[str] = Counter()
    found = {}
    for item in items:
        counted[item.section] += 1
        found[item.id] = f"{item.section}.{counted[item.section]}"
    return found


def written_from(case: Case) -> Iterator[Contribution]:
    """The contributions whose words a plan is written from, each once: of joint advice the one that holds the words."""
    every = {given.id: given for request in case.advice for given in request.contributions}
    named = {given.words_in: None for request in case.advice for given in request.written_from}
    yield from (every[one] for one in named if one in every)


def paragraphs_of(case: Case) -> Iterator[Source]:
    """Every paragraph of the accepted advice and views."""
    for given in written_from(case):
        for number in range(1, len(given.kinds) + 1):
            yield Source(given.id, number)


def can_be_accounted_for(case: Case, source: Source) -> bool:
    """Whether something may be said of this: of advice given before its paragraphs were counted, any of them."""
    uncounted = {given.id for given in written_from(case) if not given.kinds}
    return source in paragraphs_of(case) or (source.of in uncounted and source.paragraph >= 1)


def recommendations(case: Case) -> Iterator[Source]:
    """Every need, outcome and provision of the accepted advice. What the family thinks is theirs, and no list's."""
    for given in written_from(case):
        for number, kind in enumerate(given.kinds, start=1):
            if kind is not ParagraphKind.VIEW:
                yield Source(given.id, number)


def used(case: Case) -> set[Source]:
    """What the items of the plan rest on."""
    return {source for line in case.plan_lines for source in line.sources}


def lost(case: Case) -> list[Source]:
    """Recommendations that no item rests on and of which nobody said why they are left out."""
    known = used(case) | {one.source for one in case.accounted}
    return [source for source in recommendations(case) if source not in known]


def met_from(items: Sequence[PlanItem | PlanLine], sections: Container[str]) -> set[str]:
    """The items that those of these sections meet, straight or through others. A statement of none meets nothing."""
    by_id = {item.id: item for item in items}
    ahead = [item for item in items if item.section in sections and not item.none_found]
    met: set[str] = set()
    while ahead:
        new = [one for one in ahead.pop().meets if one in by_id and one not in met]
        met.update(new)
        ahead += [by_id[one] for one in new]
    return met


def unmet_needs(case: Case) -> list[PlanLine]:
    """Needs of section B that no provision of section F meets, straight or through an outcome."""
    met = met_from(case.plan_lines, {"F"})
    return [line for line in case.plan_lines if line.section == "B" and line.id not in met]


def untraced(case: Case) -> list[str]:
    """Health and care sections with an item that rests on nothing, or that claim both something and nothing."""
    found = []
    for name in HEALTH_AND_CARE:
        lines = [line for line in case.plan_lines if line.section == name]
        both = len({line.none_found for line in lines}) > 1
        if both or not lines or any(not line.sources for line in lines):
            found.append(name)
    return found


def lacks_adulthood(case: Case, on: date) -> bool:
    """Whether provision to prepare for adulthood is owed, from year 9, and no item is said to be it: reg 12(3)."""
    return in_year_nine_or_above(case, on) and not any(
        line.adulthood and line.section in PROVISION for line in case.plan_lines
    )


def is_on_file(case: Case, source: Source) -> bool:
    """Whether an item may rest on this: a contribution or a paragraph of it, a reply, or the family's words.

    A request that brought no advice counts once gathering was closed without it, which is done with a reason.
    """
    every = {given.id: given for request in case.advice for given in request.contributions}
    if source.of in every:
        counted = len(every[source.of].kinds)
        return 0 <= source.paragraph <= (counted or source.paragraph)
    closed = case.advice_completed_on is not None
    without = {one.id for one in case.advice if closed or one.replies or one.not_asked_on}
    said = {one.id for one in case.representations}
    return source.paragraph == 0 and source.of in without | said
