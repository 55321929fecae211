"""A whole plan as data: out of the engine with every link and source, and back in as items to start from.

What comes in again is new: its items get ids of their own, its links are kept among them, and what it rests on is not
taken over, because the advice it rested on is another assessment's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy import Connection

from ehc_workflow.domain.case import Became, Case, Source
from ehc_workflow.domain.commands import PlanItem
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.plan_items import LONGEST, MOST_ITEMS, SECTIONS
from ehc_workflow.store.author_questions import Question, of_case
from ehc_workflow.store.queries.plan_text import (
    Advice,
    Fate,
    accepted_advice,
    fates,
    plan_items,
)

FORMAT: Literal["ehc-plan/1"] = "ehc-plan/1"
Words = Annotated[str, Field(max_length=LONGEST)]
Name = Annotated[str, Field(max_length=200)]


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class SourceOut(_Read):
    """What an item rests on: an id, and the number of a paragraph in it or 0 for the whole."""

    of: Name
    paragraph: int = Field(default=0, ge=0)


class ItemOut(_Read):
    """One item of the plan with what it meets and rests on."""

    id: Name
    section: Name
    text: Words
    amount: Words = ""
    frequency: Words = ""
    by_whom: Words = ""
    qualified: Words = ""
    achieve_by: date | None = None
    meets: tuple[Name, ...] = ()
    sources: tuple[SourceOut, ...] = ()
    none_found: bool = False
    adulthood: bool = False


class ParagraphOut(_Read):
    """One paragraph of the advice."""

    number: int
    kind: Name
    text: str


class AnswerOut(_Read):
    """What the author was asked about a paragraph, and what they answered."""

    paragraph: int
    question: str
    answer: str
    answered_on: date


class AdviceOut(_Read):
    """One piece of attached advice, section K."""

    id: Name
    title: str
    role: str
    received_on: date
    version: int
    paragraphs: tuple[ParagraphOut, ...] = ()
    answers: tuple[AnswerOut, ...] = ()


class FateOut(_Read):
    """What became of a paragraph that the plan does not take over as it was given."""

    source: SourceOut
    became: Became
    reason: str
    said_on: date


class PlanOut(_Read):
    """A whole plan: its items, the advice it rests on, and what was left out or changed with the reason."""

    format: Literal["ehc-plan/1"] = FORMAT
    reference: Name = ""
    version: int = 0
    items: Annotated[tuple[ItemOut, ...], Field(max_length=MOST_ITEMS)]
    advice: tuple[AdviceOut, ...] = ()
    fates: tuple[FateOut, ...] = ()


def plan_of(connection: Connection, case: Case) -> PlanOut:
    """The plan of a case as it stands."""
    return exported(
        case,
        plan_items(connection, case.id),
        accepted_advice(connection, case),
        tuple(fates(connection, case.id).values()),
        of_case(connection, case),
    )


def exported(
    case: Case,
    items: Sequence[PlanItem],
    advice: Sequence[Advice],
    fates: Sequence[Fate],
    questions: Sequence[Question] = (),
) -> PlanOut:
    """The plan as data."""
    return PlanOut(
        reference=case.reference,
        version=case.plan_text.version if case.plan_text else 0,
        items=tuple(map(ItemOut.model_validate, items)),
        advice=tuple(
            AdviceOut(
                id=one.id,
                title=one.title,
                role=one.role,
                received_on=one.received_on,
                version=one.version,
                paragraphs=tuple(
                    ParagraphOut(number=each.number, kind=each.kind.value, text=each.in_full)
                    for each in one.passages
                ),
                answers=tuple(
                    AnswerOut(
                        paragraph=each.source.paragraph,
                        question=each.question,
                        answer=each.answer,
                        answered_on=each.answered_on,
                    )
                    for each in questions
                    if each.source.of == one.id and each.answered_on
                ),
            )
            for one in advice
        ),
        fates=tuple(map(FateOut.model_validate, fates)),
    )


def read_plan(data: bytes) -> PlanOut:
    """A plan that was exported, or `ImpossibleFactsError` that says where it is not one. Nothing is taken in part."""
    try:
        plan = PlanOut.model_validate_json(data)
    except ValidationError as error:
        raise ImpossibleFactsError(*map(_told, error.errors()[:10])) from None
    wrong = [
        Impossible(f"/items/{place}/section", f"There is no section {item.section}.")
        for place, item in enumerate(plan.items)
        if item.section not in SECTIONS
    ]
    if wrong:
        raise ImpossibleFactsError(*wrong)
    return plan


def _told(error: ErrorDetails) -> Impossible:
    if error["type"] == "json_invalid":
        return Impossible("", "At the beginning: this is no plan that was saved from here as data.")
    pointer = "".join(f"/{part}" for part in error["loc"])
    return Impossible(pointer, f"At {pointer or 'the beginning'}: {error['msg']}.")


def items_of(plan: PlanOut) -> tuple[PlanItem, ...]:
    """The items as they were exported, sources included: for the same case."""
    return tuple(
        PlanItem(**{**dict(item), "sources": tuple(Source(**dict(one)) for one in item.sources)})
        for item in plan.items
    )


def as_new(items: Sequence[PlanItem], new_id: Callable[[], str]) -> tuple[PlanItem, ...]:
    """The items for another assessment: new ids, links among them kept, and no source. Section I is left behind."""
    taken = [item for item in items if item.section != "I"]
    ids = {item.id: new_id() for item in taken}
    return tuple(
        replace(
            item,
            id=ids[item.id],
            meets=tuple(ids[one] for one in item.meets if one in ids),
            sources=(),
            number=0,
            seen=0,
        )
        for item in taken
    )
