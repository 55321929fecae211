"""The plan is written item by item, and what became of each recommendation is said: section 37, regs 11 and 12."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Accounted, Case, PlanLine, PlanText, Source
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    digest,
    happened,
    not_in_future,
    refuse,
)
from ehc_workflow.domain.errors import Impossible, StaleItemError
from ehc_workflow.domain.plan_items import (
    LONGEST,
    MOST_ITEMS,
    SECTIONS,
    can_be_accounted_for,
    is_on_file,
    merged,
)

_PROVISION = frozenset({"F", "G", "H1", "H2", "J"})
_WORDS = ("text", "amount", "frequency", "by_whom", "qualified")


@answers(c.SavePlan)
def save_plan(case: Case, command: c.SavePlan, facing: Facing) -> tuple[e.Event, ...]:
    """Keep these items. A school named where the draft must be blind is refused at once, s38(5)."""
    adopted = facing.known.older_lines
    case = replace(case, plan_lines=(*case.plan_lines, *adopted))
    _refuse_stale(case, command)
    gone = {one.id for one in command.taken_out}
    there = {line.id for line in case.plan_lines} | {item.id for item in command.items}
    refuse(
        not_in_future(command.saved_on, facing, "/saved_on", "The day"),
        _nothing_to_save(command),
        list(_not_a_plan(command)),
        list(_too_much(len(there - gone), command)),
        list(_twice(command)),
        list(_settings_named(command, facing)),
        list(_meets_nothing(command, there - gone)),
        list(_rests_on_nothing(case, command)),
    )
    version = (case.plan_text.version if case.plan_text else 0) + 1
    written = tuple(_lines(case, command, version))
    lines = merged(case.plan_lines, written, gone)
    text = PlanText(
        version=version,
        saved_on=command.saved_on,
        sections=tuple(sorted({line.section for line in lines})),
        setting_named=any(line.section == "I" for line in lines),
        digest=digest(*(part for item in command.items for part in item.words)),
        health_digest=digest(*(line.digest for line in lines if line.section == "G")),
        saved_by=facing.actor_id,
    )
    return (
        e.PlanSaved(
            text=text,
            prompted_by=command.prompted_by,
            written=written,
            taken_out=tuple(one.id for one in command.taken_out),
            adopted=adopted,
        ),
    )


def _refuse_stale(case: Case, command: c.SavePlan) -> None:
    """Two may write at once, and never over each other: an item was last written where its writer saw it last."""
    known = {line.id: line.version for line in case.plan_lines}
    touched = [
        *((f"/items/{place}", item.id, item.seen) for place, item in enumerate(command.items)),
        *((f"/taken_out/{place}", one.id, one.seen) for place, one in enumerate(command.taken_out)),
    ]
    stale = [pointer for pointer, one, seen in touched if known.get(one, 0) != seen]
    if stale:
        raise StaleItemError(case.version, tuple(stale))


def _lines(case: Case, command: c.SavePlan, version: int) -> Iterator[PlanLine]:
    before = {line.id: line for line in case.plan_lines}
    last = {
        name: max((line.number for line in case.plan_lines if line.section == name), default=0)
        for name in SECTIONS
    }
    for item in command.items:
        was = before.get(item.id)
        stays = was is not None and was.section == item.section
        number = item.number or (
            was.number if was is not None and stays else last[item.section] + 1
        )
        last[item.section] = max(last[item.section], number)
        yield PlanLine(
            id=item.id,
            section=item.section,
            number=number,
            version=version,
            digest=digest(*item.words),
            meets=item.meets,
            sources=item.sources,
            none_found=item.none_found,
            adulthood=item.adulthood,
        )


def _nothing_to_save(command: c.SavePlan) -> list[Impossible]:
    empty = not command.items and not command.taken_out
    return [Impossible("/items", "Write at least one item, or take one out.")] if empty else []


def _too_much(lines: int, command: c.SavePlan) -> Iterator[Impossible]:
    """More than a plan can be given out or brought in with."""
    if lines > MOST_ITEMS and command.items:
        says = f"A plan has {MOST_ITEMS:,} items at most. Put some together, or take some out."
        yield Impossible("/items", says)
    for place, item in enumerate(command.items):
        for part in _WORDS:
            if len(getattr(item, part)) > LONGEST:
                says = f"These words are too long: {LONGEST:,} characters at most. Write two items."
                yield Impossible(f"/items/{place}/{part}", says)


def _not_a_plan(command: c.SavePlan) -> Iterator[Impossible]:
    for place, item in enumerate(command.items):
        if item.section not in SECTIONS:
            says = f"There is no section {item.section} to write in."
            yield Impossible(f"/items/{place}/section", says)
        if not item.text.strip():
            yield Impossible(f"/items/{place}/text", f"An item of section {item.section} is empty.")
        if item.number < 0:
            yield Impossible(f"/items/{place}/number", "A place in a section is 1 or more.")


def _twice(command: c.SavePlan) -> Iterator[Impossible]:
    seen: set[str] = {one.id for one in command.taken_out}
    for place, item in enumerate(command.items):
        if item.id in seen:
            says = "This item is written twice, or written and taken out."
            yield Impossible(f"/items/{place}/id", says)
        seen.add(item.id)


def _settings_named(command: c.SavePlan, facing: Facing) -> Iterator[Impossible]:
    for place, item in enumerate(command.items):
        words = " ".join(item.words).casefold()
        if item.section == "I":
            yield Impossible(
                f"/items/{place}/text",
                "Section I stays blank until the final plan: a draft must not name a school or a type (s38(5)).",
            )
        if item.section in _PROVISION:
            for name in facing.known.setting_names:
                if name.casefold() in words:
                    says = f"Section {item.section} names {name}: a draft must not name a school (s38(5))."
                    yield Impossible(f"/items/{place}/text", says)


def _meets_nothing(command: c.SavePlan, there: set[str]) -> Iterator[Impossible]:
    for place, item in enumerate(command.items):
        if item.id in item.meets or not set(item.meets) <= there:
            says = "It can meet only other items of this plan. Choose them again: one may have been taken out."
            yield Impossible(f"/items/{place}/meets", says)


def _rests_on_nothing(case: Case, command: c.SavePlan) -> Iterator[Impossible]:
    for place, item in enumerate(command.items):
        if not all(is_on_file(case, source) for source in item.sources):
            says = "An item rests on advice, a reply or words of the family that are on file in this case."
            yield Impossible(f"/items/{place}/sources", says)


@answers(c.AccountForAdvice)
def account_for_advice(
    case: Case, command: c.AccountForAdvice, facing: Facing
) -> tuple[e.Event, ...]:
    """Said once more, the last word holds. Whether an item rests on the paragraph is what the plan itself shows."""
    happened(case, command.accounted_on, facing, "/accounted_on", "The day")
    source = Source(command.contribution_id, command.paragraph)
    if not can_be_accounted_for(case, source):
        says = "There is no such paragraph in the advice that was accepted in this case."
        refuse([Impossible("/paragraph", says)])
    if not command.reason.strip():
        refuse([Impossible("/reason", "Say why, so that the family and the author can read it.")])
    accounted = Accounted(source=source, became=command.became, accounted_on=command.accounted_on)
    return (e.AdviceAccountedFor(accounted=accounted),)
