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

SEEN_WRITTEN = "_seen"
"""The hidden field with the version of what is on file that the writer saw: kept with the words typed against it."""


def words_of(form: FormData) -> Words:
    """What was typed, as it was typed, and against what: files, other hidden fields and blanks left out."""
    return tuple(
        (name, value.replace("\r\n", "\n").replace("\0", ""))
        for name, value in form.multi_items()
        if isinstance(value, str)
        and value.strip()
        and (name == SEEN_WRITTEN or not name.startswith("_"))
        and name != "remove"
    )


def is_as_kept(form: FormData, mine: Draft) -> bool:
    """Whether the same words were sent as are kept, whatever they were typed against."""
    return _typed(words_of(form)) == _typed(mine.words)


def _typed(words: Words) -> Words:
    return tuple((name, said) for name, said in words if name != SEEN_WRITTEN)


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
    return _version(form, SEEN)


def seen_written(form: FormData) -> int:
    """The version of what is on file that the writer saw."""
    return _version(form, SEEN_WRITTEN)


def _version(form: FormData, name: str) -> int:
    said = str(form.get(name, ""))
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def refuse_stale(kept: Kept, form: FormData) -> None:
    """Refuse to send words while others were saved from another window, which would go with them."""
    if kept.mine and kept.mine.version != seen(form) and not is_as_kept(form, kept.mine):
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
    if sent is not None and kept.mine and not is_as_kept(sent, kept.mine):
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
