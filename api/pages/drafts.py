"""Save as you go: what a long form is told of the words kept for it, and what it sends to be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import Request
from pydantic import BaseModel
from starlette.datastructures import FormData

from api.pages.answers import row_numbers
from api.pages.questions import Control, questions_of
from ehc_workflow.domain.actors import Actor
from ehc_workflow.service.drafts import Kept, StaleDraftError, Topic, keep_words
from ehc_workflow.store.drafts import Draft, Words

ADVICE = "advice"
"""The form that gives advice: by this name its words are found."""

SEEN = "_draft"
"""The hidden field with the version of the words that the form was shown with."""


def words_of(form: FormData) -> Words:
    """What was typed, as it was typed: files and hidden fields left out, and blanks."""
    return tuple(
        (name, value.replace("\r\n", "\n").replace("\0", ""))
        for name, value in form.multi_items()
        if isinstance(value, str)
        and value.strip()
        and not name.startswith("_")
        and name != "remove"
    )


def keep(request: Request, topic: Topic, name: str, actor: Actor) -> int:
    """Keep what a form has just sent, and give the version of it."""
    state, form = request.app.state, request.state.form
    return keep_words(
        state.database,
        actor,
        topic,
        name,
        words_of(form),
        seen=seen(form),
        now=state.clock.now(),
    )


def seen(form: FormData) -> int:
    """The version that the form was shown with."""
    said = str(form.get(SEEN, ""))
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def refuse_stale(kept: Kept, form: FormData) -> None:
    """Refuse to send words while others were saved from another window, which would go with them."""
    if kept.mine and kept.mine.version != seen(form) and kept.mine.words != words_of(form):
        raise StaleDraftError(kept.mine.version)


_NOT_TOLD = frozenset({Control.DATE, Control.CHECKBOXES, Control.HIDDEN})
"""Answers that are no words: a day has three parts, a tick is kept by an id, nobody typed what is hidden."""


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody's words, to be read beside the form."""

    draft: Draft
    is_own: bool
    answers: tuple[tuple[str, str], ...]


def others_told(model: type[BaseModel], kept: Kept, sent: FormData | None) -> list[Told]:
    """Words to read beside the form: colleagues', and one's own where other ones were saved from another window."""
    found = [Told(each, False, told(model, each.words)) for each in kept.others]
    if sent is not None and kept.mine and kept.mine.words != words_of(sent):
        found.insert(0, Told(kept.mine, True, told(model, kept.mine.words)))
    return found


def told(model: type[BaseModel], words: Words) -> tuple[tuple[str, str], ...]:
    """Words typed into a form, each answer under its question."""
    return tuple(_answers(model, form_of(words), "", ""))


def form_of(words: Words) -> FormData:
    """Words as they were sent."""
    return FormData([(name, said) for name, said in words])


def _answers(
    model: type[BaseModel], form: FormData, prefix: str, of: str
) -> Iterator[tuple[str, str]]:
    for asked in questions_of(model):
        name = f"{prefix}{asked.name}"
        if asked.row is not None:
            for number in row_numbers(form, name):
                row = f"{asked.noun.capitalize()} {number + 1}: "
                yield from _answers(asked.row, form, f"{name}-{number}-", row)
        elif asked.control not in _NOT_TOLD and (said := form.get(name)):
            yield f"{of}{asked.label}", str(said)
