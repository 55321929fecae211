"""What one item of the plan is asked for: the boxes of its section, what it may meet, and what it may rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.pages.forms import PageForm, question
from api.pages.plan_words import Ground, short
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import in_year_nine_or_above
from ehc_workflow.domain.case import Source
from ehc_workflow.domain.plan_items import PROVISION, labels
from ehc_workflow.service.case_view import CaseView
from ehc_workflow.service.plan_taking import item_for
from ehc_workflow.store.queries.plan_text import Advice

LONG = 20_000
_NEED = ("text",)
_PROVISION = ("text", "amount", "frequency", "by_whom", "qualified", "meets")
FIELDS = {
    "A": ("text",),
    "B": _NEED,
    "C": (*_NEED, "none_found"),
    "D": (*_NEED, "none_found"),
    "E": ("text", "achieve_by", "meets"),
    "F": _PROVISION,
    "G": (*_PROVISION, "none_found"),
    "H1": (*_PROVISION, "none_found"),
    "H2": (*_PROVISION, "none_found"),
    "J": ("text", "amount", "frequency", "meets"),
}
"""What is asked for in each section, before what it rests on and, after a draft, what prompted it."""
_MEETS = {"E": ("B", "C", "D"), "J": ("E", "F", "G", "H1", "H2")}
_ANY_NEED = ("E", "B", "C", "D")


class ItemForm(PageForm):
    """One item; a section shows of it what belongs there."""

    text: str = question(
        "Words",
        control="textarea",
        lines=5,
        max_length=LONG,
        missing="Write what the item says, or take it out",
    )
    amount: str = question(
        "How much", hint="For example, 30 minutes.", default="", width="20", max_length=500
    )
    frequency: str = question(
        "How often", hint="For example, three times a week.", default="", width="20", max_length=500
    )
    by_whom: str = question(
        "By whom",
        hint="For example, a teaching assistant. Never a school by name.",
        default="",
        max_length=500,
    )
    qualified: str = question(
        "How they are qualified",
        hint="For example, trained by the speech and language therapist each term.",
        default="",
        max_length=500,
    )
    achieve_by: date | None = question(
        "To be achieved by", hint="A day makes it an outcome. For example, 31 8 2027.", default=None
    )
    none_found: bool = question(
        "This says that the assessment found none",
        hint="Tick the reply or the advice that says so, below.",
        default=False,
    )
    adulthood: bool = question(
        "This prepares for adulthood and independent living",
        hint="From year 9 the plan must have such provision, regulation 12(3).",
        default=False,
    )
    meets: tuple[str, ...] = question("What it meets", control="checkboxes", default=())
    sources: tuple[str, ...] = question("What it rests on", control="checkboxes", default=())
    section: str = question("Section", control="hidden", default="")
    prompted_by: str = question(
        "What prompted the change",
        hint="After the draft was served it changes only because of what the family said or of the placement.",
        control="radios",
        default="",
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """What one item is written from: the case, the items, the advice, and what it may rest on."""

    view: CaseView
    items: tuple[c.PlanItem, ...]
    advice: tuple[Advice, ...]
    known: dict[Source, Ground]

    def item(self, item_id: str) -> c.PlanItem | None:
        """The item as it stands now."""
        return next((item for item in self.items if item.id == item_id), None)


def asked_of(desk: Desk, section: str, item: c.PlanItem | None, today: date) -> tuple[str, ...]:
    """The parts of an item that its form asks for; all others stay as they are."""
    adult = section in PROVISION and in_year_nine_or_above(desk.view.case, today)
    is_shown = adult or (item is not None and item.adulthood)
    return (*FIELDS.get(section, _NEED), *(["adulthood"] if is_shown else []), "sources")


def may_meet(items: Sequence[c.PlanItem], section: str, item_id: str) -> list[tuple[str, str]]:
    """Items that one of this section may meet, each by its number and how it begins."""
    names = labels(items)
    wanted = _MEETS.get(section, _ANY_NEED)
    return [
        (item.id, f"{names[item.id]} {short(item.text)}")
        for name in wanted
        for item in items
        if item.section == name and item.id != item_id
    ]


def may_rest_on(desk: Desk, section: str) -> list[tuple[str, str]]:
    """What an item may rest on, the paragraphs that belong in its section first."""
    fitting = {
        source
        for advice in desk.advice
        for passage in advice.passages
        for source in item_for(advice, passage).sources
        if item_for(advice, passage).section == section
    }
    ordered = sorted(desk.known.values(), key=lambda ground: ground.source not in fitting)
    return [
        (ground.value, f"{ground.cited}: {ground.begins}" if ground.begins else ground.cited)
        for ground in ordered
    ]


def as_values(item: c.PlanItem) -> dict[str, Any]:
    """An item in the boxes of its form."""
    return {
        "text": item.text,
        "amount": item.amount,
        "frequency": item.frequency,
        "by_whom": item.by_whom,
        "qualified": item.qualified,
        "achieve_by": item.achieve_by,
        "none_found": item.none_found,
        "adulthood": item.adulthood,
        "meets": item.meets,
        "sources": tuple(f"{source.of}:{source.paragraph}" for source in item.sources),
    }
