"""One way for every form: declare it as a `PageForm`, show it with `page.form`, take it with `sent`.

    class FinalPlanForm(PageForm):
        sent_on: date = question("Date sent", hint="For example, 12 1 2026")

    @pages.get("/assessments/{assessment_id}/final-plan")
    def final_plan(assessment_id: str, page: Page, reads: Reads) -> HTMLResponse:
        case = ...
        return page.show("final_plan.html", form=page.form(FinalPlanForm, version=case.version))

    @pages.post("/assessments/{assessment_id}/final-plan")
    def send_final_plan(
        assessment_id: str, form: Annotated[FinalPlanForm, sent(FinalPlanForm)], run: Execute, page: Page
    ) -> RedirectResponse:
        run(SendFinalPlan(assessment_id=assessment_id, sent_on=form.sent_on))
        return page.done(f"/assessments/{assessment_id}", "The final plan was sent.")

The template says `{{ whole_form(form, "Send the final plan") }}`. Whatever refuses the form, an answer that cannot be
read, a guard, a newer version, the page it was on is shown again with what was typed and a summary at the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any
from uuid import uuid4

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.datastructures import FormData

from api.pages.answers import PARTS, read_answers, row_numbers
from api.pages.questions import Control, Option, PageForm, Question, question, questions_of
from ehc_workflow.domain.errors import EhcError, ImpossibleFactsError, TransitionRefusedError

__all__ = ["PageForm", "question", "sent"]

Choices = Mapping[str, Sequence[tuple[str, str]]]


class AnotherRowError(Exception):
    """Not an error but a wish: the page once more, with one row more, or as it is at another address. Nothing is
    carried out, and what was typed stays.
    """

    def __init__(self, group: str = "", *, at: str = "") -> None:
        self.group = group
        self.at = at


def sent(model: type[BaseModel]) -> Any:
    """Take a form that was sent: `form: Annotated[FinalPlanForm, sent(FinalPlanForm)]`."""

    def read(request: Request) -> BaseModel:
        form: FormData = request.state.form
        if group := form.get("_more"):
            raise AnotherRowError(str(group))
        return read_answers(model, form)

    return Depends(read)


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the summary at the top of a page; `field` is the field it leads to."""

    text: str
    field: str | None = None


@dataclass(slots=True)
class Refusal:
    """A form that was not taken, on its way back to the page it was on."""

    form: FormData
    status: int
    faults: tuple[Fault, ...] = ()
    more: str | None = None
    shown: bool = False

    def fault_of(self, name: str) -> str | None:
        """What is wrong with one field."""
        return next((fault.text for fault in self.faults if fault.field == name), None)


def faults_of(error: EhcError) -> tuple[Fault, ...]:
    """The lines of the summary: every answer that is wrong, every precondition that is not met."""
    match error:
        case ImpossibleFactsError(errors=errors) if errors:
            return tuple(Fault(each.detail, _field(each.pointer)) for each in errors)
        case TransitionRefusedError(unmet=unmet) if unmet:
            return tuple(Fault(f"{each.says} ({each.citation})") for each in unmet)
    return (Fault(error.message),)


def _field(pointer: str) -> str | None:
    """`/provision/0/what` is the field `provision-0-what`."""
    return pointer.strip("/").replace("/", "-") or None


@dataclass(frozen=True, slots=True)
class Hidden:
    """What every form carries unseen. Each reading of `key` is a new one, so each form on a page has its own."""

    csrf: str
    shown_at: str

    @property
    def key(self) -> str:
        """Sent twice with one key, a form is carried out once."""
        return str(uuid4())


@dataclass(frozen=True, slots=True)
class Shown:
    """One question with the answer so far and what is wrong with it; the macro `field` draws it."""

    question: Question
    name: str
    value: str
    values: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    rows: tuple[tuple[Shown, ...], ...]
    error: str | None

    @property
    def label(self) -> str:
        """The label, saying so when the answer may be left out."""
        optional = not self.question.required and self.question.control not in {
            Control.CHECKBOX,
            Control.ROWS,
        }
        return f"{self.question.label} (optional)" if optional else self.question.label

    def choices(self) -> list[dict[str, Any]]:
        """The answers to choose from, as the GOV.UK macros take them."""
        return [
            {
                "value": option.value,
                "text": option.label,
                "hint": {"text": option.hint} if option.hint else None,
                "checked": option.value in self.values,
                "selected": option.value in self.values,
            }
            for option in self.options
        ]

    @property
    def target(self) -> str:
        """The element that a line of the summary leads to."""
        return f"{self.name}-day" if self.question.control is Control.DATE else self.name


@dataclass(frozen=True, slots=True)
class BoundForm:
    """A form as one page shows it. In a template `form.sent_on` is the question of that name."""

    name: str
    fields: dict[str, Shown]
    hidden: Hidden
    version: int | None

    def __getitem__(self, name: str) -> Shown:
        """One question."""
        return self.fields[name]

    def __iter__(self) -> Iterator[Shown]:
        """The questions in order."""
        return iter(self.fields.values())

    def carrying(self, name: str, value: str) -> BoundForm:
        """The form with what a hidden field says of the page as it is drawn now, whatever was sent before."""
        carried = replace(self.fields[name], value=value, values=(value,))
        return replace(self, fields={**self.fields, name: carried})

    @property
    def has_files(self) -> bool:
        """Whether the form must be sent in parts."""
        return any(each.question.control is Control.FILE for each in self)

    @property
    def has_rows(self) -> bool:
        """Whether rows can be added to it."""
        return any(each.rows for each in self)

    def targets(self) -> dict[str, str]:
        """Where a line of the summary leads, by field."""
        return {
            each.name: each.target
            for shown in self
            for each in (shown, *(one for row in shown.rows for one in row))
        }


def bind(
    model: type[BaseModel],
    *,
    name: str,
    hidden: Hidden,
    version: int | None,
    values: Mapping[str, Any],
    choices: Choices,
    refusal: Refusal | None,
    typed: FormData | None = None,
) -> BoundForm:
    """Put answers to a form's questions: those refused a moment ago, else those kept for it, else those of `values`."""
    mine = refusal if refusal is not None and refusal.form.get("_form") == name else None
    form = mine.form if mine else typed or FormData(list(_written(model, values, "")))
    fields = {
        asked.name: _shown(asked, form, asked.name, choices, mine) for asked in questions_of(model)
    }
    return BoundForm(name, fields, hidden, version)


def _shown(
    asked: Question, form: FormData, name: str, choices: Choices, refusal: Refusal | None
) -> Shown:
    values = tuple(each for each in form.getlist(name) if isinstance(each, str))
    if asked.control is Control.PASSWORD and refusal:
        values = ()  # a password is not sent back
    given = tuple(Option(value, label) for value, label in choices.get(asked.name, ()))
    return Shown(
        question=asked,
        name=name,
        value=values[0] if values else "",
        values=values,
        parts=tuple((part, str(form.get(f"{name}-{part}", ""))) for part in PARTS),
        options=given or asked.options,
        rows=tuple(_rows(asked, form, name, choices, refusal)),
        error=refusal.fault_of(name) if refusal else None,
    )


def _rows(
    asked: Question, form: FormData, name: str, choices: Choices, refusal: Refusal | None
) -> Iterator[tuple[Shown, ...]]:
    if asked.row is None:
        return
    shown = max(row_numbers(form, name), default=0) + 1
    more = refusal is not None and refusal.more == name
    for number in range(shown + more):
        yield tuple(
            _shown(inner, form, f"{name}-{number}-{inner.name}", choices, refusal)
            for inner in questions_of(asked.row)
        )


def _written(
    model: type[BaseModel], values: Mapping[str, Any], prefix: str
) -> Iterator[tuple[str, str]]:
    """Values as the boxes of the page hold them."""
    for asked in questions_of(model):
        value, name = values.get(asked.name), f"{prefix}{asked.name}"
        if value is None or value is False:
            continue
        if asked.row is not None:
            for number, row in enumerate(value):
                yield from _written(asked.row, dict(row), f"{name}-{number}-")
        elif isinstance(value, date):
            yield from ((f"{name}-{part}", str(getattr(value, part))) for part in PARTS)
        elif asked.many and asked.control is Control.TEXTAREA:
            yield name, "\n".join(value)
        elif asked.many:
            yield from ((name, _as_text(each)) for each in value)
        else:
            yield name, _as_text(value)


def _as_text(value: Any) -> str:
    if value is True:
        return "yes"
    return str(value.value) if isinstance(value, Enum) else str(value)
