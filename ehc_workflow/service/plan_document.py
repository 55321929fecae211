"""The plan as it is printed: sections A to K apart, each item with what it is for and where it comes from. Reg 12."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.plan_items import PROVISION, SECTIONS, labels
from ehc_workflow.rendering.document import (
    Heading,
    Listing,
    Look,
    PageBreak,
    Paragraph,
    Part,
    Printable,
    Table,
    paragraphs,
)
from ehc_workflow.rules.plan_sections import TITLES
from ehc_workflow.store.author_questions import Question
from ehc_workflow.store.queries.plan_text import Advice

ATTACHED = "K. Advice and information"
AS_WRITTEN = "As it is being written: this is no draft plan and starts no time"
LOCKED = "This section stays blank until the final plan (section 38(5))."
NOTHING = "Nothing is written here."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What a plan is printed from. `placement` is what section I says, `signed` who signed it; empty before the end."""

    case: Case
    name: str
    born_on: date
    items: Sequence[PlanItem]
    advice: Sequence[Advice]
    questions: Sequence[Question]
    dated_on: date
    placement: str = ""
    signed: str = ""


def plan_document(facts: PlanFacts, look: Look, *, mark: str = "") -> Printable:
    """The plan, ready to be printed. `mark` stands on every page of what is not the final plan."""
    return Printable(
        title=title_of(facts),
        look=look,
        dated_on=facts.dated_on,
        reference=facts.case.reference,
        footer=f"{look.name}, {facts.case.reference}",
        mark=mark,
        parts=tuple(_parts(facts)),
    )


def enclosed(facts: PlanFacts) -> tuple[Part, ...]:
    """The plan as it goes with its letter, from a page of its own: one document, so that nothing can go missing."""
    deeper = (
        Heading(part.text, part.level + 1) if isinstance(part, Heading) else part
        for part in _parts(facts)
    )
    return (PageBreak(), Heading(title_of(facts)), *deeper)


def title_of(facts: PlanFacts) -> str:
    """How the plan is headed."""
    return f"Education, health and care plan for {facts.name}"


def _parts(facts: PlanFacts) -> Iterator[Part]:
    places = labels(facts.items)
    sources = {one.id: one for one in facts.advice}
    yield Paragraph(f"Born on {in_words(facts.born_on)}.")
    if facts.signed:
        yield Paragraph(facts.signed)
    for section in SECTIONS:
        yield from _section(section, facts, places, sources)
    yield from _attached(facts.advice, facts.questions)


def _section(
    section: str, facts: PlanFacts, places: Mapping[str, str], sources: Mapping[str, Advice]
) -> Iterator[Part]:
    items = [item for item in facts.items if item.section == section]
    if section == "J" and not items:
        return
    yield Heading(TITLES[section])
    if section == "I":
        yield Paragraph(facts.placement or LOCKED)
    elif not items:
        yield Paragraph(NOTHING)
    elif section in PROVISION and not all(item.none_found for item in items):
        yield _provision(section, items, places)
        yield from (
            Paragraph(f"{places[item.id]} {said}", quiet=True)
            for item in items
            if (said := rests_on(item, sources))
        )
    else:
        for item in items:
            yield from _item(item, places, sources)


def _item(
    item: PlanItem, places: Mapping[str, str], sources: Mapping[str, Advice]
) -> Iterator[Part]:
    first, *rest = paragraphs(item.in_full) or (Paragraph(""),)
    yield Paragraph(f"{places[item.id]} {first.text}")
    yield from rest
    met = [places[one] for one in item.meets if one in places]
    more = [f"For {', '.join(met)}."] if met else []
    said = rests_on(item, sources)
    if more or said:
        yield Paragraph(" ".join([*more, said]).strip(), quiet=True)


def _provision(section: str, items: Sequence[PlanItem], places: Mapping[str, str]) -> Table:
    return Table(
        columns=("", "What", "How much, how often", "By whom, how qualified", "For"),
        rows=tuple(
            (
                places[item.id],
                item.text,
                ", ".join(part for part in (item.amount, item.frequency) if part),
                ", ".join(part for part in (item.by_whom, item.qualified) if part),
                ", ".join(places[one] for one in item.meets if one in places),
            )
            for item in items
        ),
        caption=f"Provision of section {section}",
        widths=(8, 42, 20, 20, 10),
    )


def rests_on(item: PlanItem, sources: Mapping[str, Advice]) -> str:
    """Where an item comes from, in a sentence: whose advice, and which paragraph of it."""
    told: dict[str, list[int]] = {}
    for source in item.sources:
        if source.of in sources:
            told.setdefault(source.of, []).append(source.paragraph)
    parts = [_named(sources[of], numbers) for of, numbers in told.items()]
    return f"From: {'; '.join(parts)}." if parts else ""


def _named(advice: Advice, numbers: Sequence[int]) -> str:
    known = sorted(number for number in numbers if number)
    if not known:
        return advice.title
    many = "paragraph" if len(known) == 1 else "paragraphs"
    return f"{advice.title}, {many} {', '.join(map(str, known))}"


def _attached(advice: Sequence[Advice], questions: Sequence[Question]) -> Iterator[Part]:
    """Section K: exactly the advice that the plan was written from, by version, and what its authors answered."""
    yield Heading(ATTACHED)
    if not advice:
        yield Paragraph("No advice is attached.")
        return
    yield Listing(
        tuple(
            f"{one.title}, {one.role}, {in_words(one.received_on)}, version {one.version}"
            for one in advice
        )
    )
    titles = {one.id: one.title for one in advice}
    answered = [one for one in questions if one.answered_on and one.source.of in titles]
    if answered:
        yield Paragraph("What the authors answered when they were asked about their advice:")
        yield Listing(
            tuple(
                f"{titles[one.source.of]}, asked on {in_words(one.asked_on)}: {one.question} "
                f"Answered on {in_words(one.answered_on)}: {one.answer}"
                for one in answered
                if one.answered_on
            )
        )
