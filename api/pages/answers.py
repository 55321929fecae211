"""Reading what a person sent: days day-first, blanks as nothing, and every mistake named in a plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData, UploadFile

from api.pages.questions import Control, PageForm, Question, questions_of
from api.unseen_signs import without_unseen
from ehc_workflow.dates.written import read_day, read_month
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError

PARTS = ("day", "month", "year")
F = TypeVar("F", bound=BaseModel)


class AnswersError(ImpossibleFactsError):
    """Some answers are missing or cannot be read."""


def read_answers(model: type[F], form: FormData) -> F:
    """Make the form's value, or raise with every answer that is wrong."""
    mistakes: dict[str, str] = {}
    data = _read(model, form, "", mistakes)
    try:
        answers = model.model_validate(data)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            _explain(model, each, data, mistakes)
    if mistakes:
        raise AnswersError(
            *(Impossible(each, mistakes[each]) for each in _in_order(model, mistakes))
        )
    return answers


def _in_order(model: type[BaseModel], mistakes: Iterable[str]) -> list[str]:
    """The pointers as the page asks, from top to bottom. A group needs no word of its own where a row has one."""
    names = [""]
    for asked in questions_of(model):
        names += [asked.name, *(inner.name for inner in questions_of(asked.row or PageForm))]

    def place(pointer: str) -> tuple[int, int, int]:
        name, number, inner = [*pointer.strip("/").split("/"), "0", ""][:3]
        return names.index(name), int(number), names.index(inner)

    ordered = sorted(mistakes, key=place)
    return [
        each
        for each in ordered
        if not any(other.startswith(f"{each}/") for other in ordered if each)
    ]


def row_numbers(form: FormData, name: str) -> list[int]:
    """Which rows of a repeated group were on the page."""
    found = (re.match(rf"{re.escape(name)}-(\d{{1,3}})-", key) for key in form)
    return sorted({int(match[1]) for match in found if match})


def _read(
    model: type[BaseModel], form: FormData, prefix: str, mistakes: dict[str, str]
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for asked in questions_of(model):
        name = f"{prefix}{asked.name}"
        try:
            value = _value(asked, form, name, mistakes)
        except ValueError as error:
            mistakes[_pointer(name)] = str(error)
        else:
            if value not in (None, "", []):
                data[asked.name] = value
    return data


def _value(asked: Question, form: FormData, name: str, mistakes: dict[str, str]) -> Any:
    match asked.control:
        case Control.DATE:
            return _day(asked, form, name)
        case Control.ROWS:
            return list(_rows(asked, form, name, mistakes))
        case Control.CHECKBOX:
            return bool(_text(form, name)) or None
        case Control.FILE:
            files = [
                each
                for each in form.getlist(name)
                if isinstance(each, UploadFile) and each.filename
            ]
            return files if asked.many else next(iter(files), None)
    if asked.many and asked.control is Control.TEXTAREA:
        return [line.strip() for line in _text(form, name).splitlines() if line.strip()]
    if asked.many:
        return [each for each in form.getlist(name) if isinstance(each, str) and each.strip()]
    return _text(form, name)


def _rows(
    asked: Question, form: FormData, name: str, mistakes: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """The rows that were filled in. `_row` remembers which one it was on the page."""
    assert asked.row is not None
    for number in row_numbers(form, name):
        row = _read(asked.row, form, f"{name}-{number}-", mistakes)
        if row or any(pointer.startswith(f"/{name}/{number}/") for pointer in mistakes):
            yield {**row, "_row": number}


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return without_unseen(value).strip() if isinstance(value, str) else ""


def _day(asked: Question, form: FormData, name: str) -> date | None:
    """A day from three boxes or typed whole."""
    parts = [_text(form, f"{name}-{part}") for part in PARTS]
    whole = _text(form, name)
    if not whole and not any(parts):
        return None
    missing = [part for part, text in zip(PARTS, parts, strict=True) if not text]
    if not whole and missing:
        raise ValueError(f"{asked.label} must include a {' and a '.join(missing)}")
    try:
        return read_day(whole) if whole else _from_parts(*parts)
    except ValueError:
        raise ValueError(f"{asked.label} must be a real date, like 12 1 2026") from None


def _from_parts(day: str, month: str, year: str) -> date:
    if len(year) != len("2026"):
        raise ValueError("A year has four digits.")
    return date(int(year), read_month(month), int(day))


def _pointer(name: str) -> str:
    """A field's name on the page as a JSON pointer: `provision-0-what` is `/provision/0/what`."""
    return "/" + re.sub(r"-(\d+)-", r"/\1/", name)


def _explain(
    model: type[BaseModel], error: ErrorDetails, data: dict[str, Any], mistakes: dict[str, str]
) -> None:
    """Put a sentence to what pydantic found, unless something was said of that answer already."""
    if not error["loc"]:
        if not mistakes:
            mistakes[""] = _own_words(error)
        return
    asked, pointer = _find(model, list(error["loc"]), data)
    mistakes.setdefault(pointer, _sentence(asked, error))


def _find(
    model: type[BaseModel], loc: list[int | str], data: dict[str, Any]
) -> tuple[Question, str]:
    asked = next(each for each in questions_of(model) if each.name == loc[0])
    if asked.row is None or len(loc) < 2:
        return asked, f"/{asked.name}"
    row = data[asked.name][int(loc[1])]
    if len(loc) == 2:
        return asked, f"/{asked.name}"
    inner, pointer = _find(asked.row, loc[2:], row)
    return inner, f"/{asked.name}/{row['_row']}{pointer}"


def _own_words(error: ErrorDetails) -> str:
    return error["msg"].removeprefix("Value error, ")


def _sentence(asked: Question, error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "missing" | "too_short":
            return asked.missing or _nothing_said(asked)
        case "enum" | "literal_error":
            return f"Select {asked.in_sentence} from the list"
        case "string_too_long":
            return f"{asked.label} must be {context['max_length']:,} characters or fewer"
        case "string_too_short":
            return f"{asked.label} must be {context['min_length']:,} characters or more"
        case "int_parsing" | "int_from_float":
            return f"{asked.label} must be a whole number"
        case "float_parsing" | "decimal_parsing":
            return f"{asked.label} must be a number"
        case "greater_than_equal":
            return f"{asked.label} must be {context['ge']} or more"
        case "less_than_equal":
            return f"{asked.label} must be {context['le']} or less"
        case "value_error":
            return _own_words(error)
    return f"{asked.label} is not in the form that is asked for"


def _nothing_said(asked: Question) -> str:
    if asked.control is Control.ROWS:
        return f"Add at least one {asked.noun}"
    if asked.label.endswith("?"):
        return f"Answer the question “{asked.label}”"
    return f"{'Select' if asked.is_chosen else 'Enter'} {asked.in_sentence}"
