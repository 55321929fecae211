"""A form is a pydantic model whose fields are questions: label, hint and control stand beside the type."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

MOST_RADIOS = 7


class Control(StrEnum):
    """How a question is put to a person."""

    TEXT = "text"
    TEXTAREA = "textarea"
    EMAIL = "email"
    PASSWORD = "password"
    NUMBER = "number"
    DATE = "date"
    RADIOS = "radios"
    SELECT = "select"
    CHECKBOX = "checkbox"
    CHECKBOXES = "checkboxes"
    FILE = "file"
    ROWS = "rows"
    HIDDEN = "hidden"


class PageForm(BaseModel):
    """What a page asks for. Blanks at the ends are dropped; a blank answer is no answer."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form, as it is asked."""

    name: str
    label: str
    hint: str | None
    control: Control
    required: bool
    many: bool
    options: tuple[Option, ...]
    row: type[BaseModel] | None
    lines: int
    width: str | None
    autocomplete: str | None
    missing: str | None
    noun: str

    @property
    def in_sentence(self) -> str:
        """The label as it stands within a sentence: `EHC plan` and `NHS number` keep their capitals."""
        first, second = self.label[:1], self.label[1:2]
        return (
            self.label
            if second.isupper() or not second.isalpha()
            else first.lower() + self.label[1:]
        )

    @property
    def is_chosen(self) -> bool:
        """Whether the answer is picked and not typed."""
        return self.control in {
            Control.RADIOS,
            Control.SELECT,
            Control.CHECKBOXES,
            Control.CHECKBOX,
            Control.FILE,
        }


def question(
    label: str,
    *,
    hint: str | None = None,
    default: Any = ...,
    control: str | None = None,
    options: Mapping[str, str] | None = None,
    option_hints: Mapping[str, str] | None = None,
    lines: int = 5,
    width: str | None = None,
    autocomplete: str | None = None,
    missing: str | None = None,
    noun: str = "one",
    **limits: Any,
) -> Any:
    """Ask for one value. The control follows from the type unless `control` names one.

    `options` words the answers of an enumeration, or lists those of a text field. `width` is that of
    GOV.UK inputs (2, 3, 4, 5, 10, 20). `missing` is the sentence when no answer comes. `noun` is what
    "Add another" adds to a tuple of rows. `limits` are pydantic's own: max_length, ge, pattern.
    """
    asked: JsonDict = {
        "control": control,
        "options": dict(options or {}),
        "option_hints": dict(option_hints or {}),
        "lines": lines,
        "width": width,
        "autocomplete": autocomplete,
        "missing": missing,
        "noun": noun,
    }
    return Field(
        default, title=label, description=hint, json_schema_extra={"asked": asked}, **limits
    )


@cache
def questions_of(model: type[BaseModel]) -> tuple[Question, ...]:
    """A form's questions in the order they are declared."""
    return tuple(_question(name, info) for name, info in model.model_fields.items())


def _question(name: str, info: FieldInfo) -> Question:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    asked: Any = extra.get("asked") or {}
    inner, many = _unwrap(info.annotation)
    options = _options(inner, asked.get("options") or {}, asked.get("option_hints") or {})
    row = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
    return Question(
        name=name,
        label=info.title or name.replace("_", " ").capitalize(),
        hint=info.description,
        control=Control(asked.get("control") or _control(inner, many=many, options=options)),
        required=info.is_required(),
        many=many,
        options=options,
        row=row,
        lines=asked.get("lines", 5),
        width=asked.get("width"),
        autocomplete=asked.get("autocomplete"),
        missing=asked.get("missing"),
        noun=asked.get("noun", "one"),
    )


def _unwrap(annotation: Any) -> tuple[Any, bool]:
    """The type of one answer, and whether there may be several."""
    if get_origin(annotation) in {Union, types.UnionType}:
        (annotation,) = [each for each in get_args(annotation) if each is not type(None)][:1]
    if get_origin(annotation) in {tuple, list, frozenset, set}:
        return _unwrap(get_args(annotation)[0])[0], True
    return annotation, False


def _options(inner: Any, words: Mapping[str, str], hints: Mapping[str, str]) -> tuple[Option, ...]:
    values = list(words)
    if isinstance(inner, type) and issubclass(inner, Enum):
        values = [value for each in inner if (value := str(each.value)) in words or not words]
    elif get_origin(inner) is Literal:
        values = [str(value) for value in get_args(inner)]
    return tuple(
        Option(value, words.get(value) or value.replace("_", " ").capitalize(), hints.get(value))
        for value in values
    )


CONTROLS: dict[Any, Control] = {
    bool: Control.CHECKBOX,
    date: Control.DATE,
    int: Control.NUMBER,
    float: Control.NUMBER,
    Decimal: Control.NUMBER,
    UploadFile: Control.FILE,
}


def _control(inner: Any, *, many: bool, options: tuple[Option, ...]) -> Control:
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return Control.ROWS
    if options:
        chosen = Control.RADIOS if len(options) <= MOST_RADIOS else Control.SELECT
        return Control.CHECKBOXES if many else chosen
    return CONTROLS.get(inner, Control.TEXT)
