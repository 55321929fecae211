"""The placement in the words of a letter: what section I names and why, and why a setting asked for is not named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ehc_workflow.domain.case import Case, Placement
from ehc_workflow.domain.events import PlacementSettled
from ehc_workflow.domain.passed_over import NOT_NAMED, reasons_field
from ehc_workflow.store.queries.case_page import Names
from ehc_workflow.store.queries.timeline import Entry


def placement_in_words(case: Case, entries: Sequence[Entry], names: Names) -> str:
    """The decision on placement for the letter with the final plan; nothing where none was taken here."""
    said = _words_of_decision(entries)
    return in_a_letter(case.placement, said, names.service) if case.placement and said else ""


def in_a_letter(placed: Placement, said: Mapping[str, str], name_of: Callable[[str], str]) -> str:
    """The same from the words of the decision: its `reasons`, and in order `not_named_1` and so on."""
    return "\n\n".join(_paragraphs(placed, said, name_of))


def _words_of_decision(entries: Sequence[Entry]) -> Mapping[str, str]:
    for entry in reversed(entries):
        if isinstance(entry.event, PlacementSettled):
            return entry.words
    return {}


def _paragraphs(
    placed: Placement, said: Mapping[str, str], name_of: Callable[[str], str]
) -> Iterator[str]:
    what = name_of(placed.setting_id) if placed.setting_id else placed.setting_type
    yield f"Section I names {what}. {said.get('reasons', '')}".strip()
    for number, one in enumerate(placed.not_named, start=1):
        because = said.get(reasons_field(number), "")
        why = NOT_NAMED[one.ground]
        yield f"You asked for {name_of(one.setting_id)}. It is not named, because {why}. {because}".strip()
