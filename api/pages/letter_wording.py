"""The words of letters to families: what each part says, the authority's own words in it, a look and a way back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.pages.whose import (
    ADMINISTRATORS,
    UndoForm,
    as_administrator,
    by_name,
    whose_of_administrator,
)
from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.letter_words import FIELDS, LONGEST
from ehc_workflow.service import letter_wording
from ehc_workflow.service.letter_summary import TITLES
from ehc_workflow.service.letter_wording import LetterPart
from ehc_workflow.store.letter_words import LETTER_WORDS
from ehc_workflow.store.rows import Rows

pages = APIRouter()
HERE = "/letter-words"
navigation = [
    Link(
        "Words of letters",
        HERE,
        74,
        ADMINISTRATORS,
        under="/settings",
        hint="What each part of a letter to a family begins with.",
    )
]


class WordsForm(PageForm):
    """The words of one part as they are to be."""

    words: str = question("What it says", control="textarea", lines=12, max_length=LONGEST)
    reason: str = question(
        "Why", hint="Kept with the words.", control="textarea", lines=2, max_length=2000
    )


@pages.get(HERE)
def letters_page(page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """Every letter, and how many of its parts have the authority's own words."""
    kept, authority_id = whose_of_administrator(page, reads.actor, authority)
    own = LETTER_WORDS.of(Rows(reads.connection), authority_id).parts
    return page.show(
        "letter_wording/list.html",
        letters=[
            (letter.value, title, sum(name.startswith(f"{letter.value}/") for name in own))
            for letter, title in TITLES.items()
        ],
        authority=authority_id,
        lists=by_name(reads, kept),
    )


@pages.get(HERE + "/{letter}")
def letter_page(letter: Letter, page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """The parts of one letter, filled in for an invented case."""
    _, authority_id = whose_of_administrator(page, reads.actor, authority)
    return page.show(
        "letter_wording/letter.html",
        letter=letter.value,
        title=TITLES[letter],
        parts=letter_wording.listed(reads.connection, authority_id, letter),
        from_the_case=letter_wording.FROM_THE_CASE,
        authority=authority_id,
    )


@pages.get(HERE + "/{letter}/{part}")
def part_page(
    letter: Letter, part: str, page: Page, reads: Reads, authority: str = ""
) -> HTMLResponse:
    """The words of one part with every change of them, and a form for other ones."""
    _, authority_id = whose_of_administrator(page, reads.actor, authority)
    meant = LetterPart(authority_id=authority_id, letter=letter, key=part)
    found = letter_wording.one(reads.connection, meant)
    begin = found.own or ("{built_in}" if found.locked else found.block.text)
    return page.show(
        "letter_wording/part.html",
        letter=letter.value,
        title=TITLES[letter],
        found=found,
        from_the_case=letter_wording.FROM_THE_CASE,
        fields=list(FIELDS.items()),
        changes=letter_wording.changes(reads.connection, meant),
        form=page.form(WordsForm, values={"words": begin}),
        authority=authority_id,
    )


@pages.post(HERE + "/{letter}/{part}", response_model=None)
def change(
    letter: Letter,
    part: str,
    form: Annotated[WordsForm, sent(WordsForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
    authority: str = "",
) -> HTMLResponse | RedirectResponse:
    """Show what the part would say; when told to, keep the words."""
    _, authority_id = whose_of_administrator(page, caller, authority)
    meant = LetterPart(authority_id=authority_id, letter=letter, key=part)
    if page.request.state.form.get("_send"):
        by = as_administrator(page, caller)
        letter_wording.keep(_database(page), by, meant, form.words, form.reason)
        return _done(page, meant)
    return page.show(
        "letter_wording/preview.html",
        letter=letter.value,
        part=part,
        found=letter_wording.one(reads.connection, meant),
        sample=letter_wording.sample(reads.connection, meant, form.words),
        typed=list(form.model_dump().items()),
        authority=authority_id,
    )


@pages.get(HERE + "/{letter}/{part}/undo")
def undo_form(
    letter: Letter, part: str, page: Page, reads: Reads, authority: str = ""
) -> HTMLResponse:
    """Ask why the last change is taken back."""
    _, authority_id = whose_of_administrator(page, reads.actor, authority)
    meant = LetterPart(authority_id=authority_id, letter=letter, key=part)
    return page.show(
        "letter_wording/undo.html",
        letter=letter.value,
        found=letter_wording.one(reads.connection, meant),
        last=next(iter(letter_wording.changes(reads.connection, meant)), None),
        form=page.form(UndoForm),
        authority=authority_id,
    )


@pages.post(HERE + "/{letter}/{part}/undo")
def undo(
    letter: Letter,
    part: str,
    form: Annotated[UndoForm, sent(UndoForm)],
    page: Page,
    caller: Caller,
    authority: str = "",
) -> RedirectResponse:
    """Have the part as it was before its last change."""
    _, authority_id = whose_of_administrator(page, caller, authority)
    meant = LetterPart(authority_id=authority_id, letter=letter, key=part)
    letter_wording.take_back(_database(page), as_administrator(page, caller), meant, form.reason)
    return _done(page, meant)


def _database(page: PageContext) -> Any:
    return page.request.app.state.database


def _done(page: PageContext, part: LetterPart) -> RedirectResponse:
    here = f"{HERE}/{part.letter.value}/{part.key}?authority={part.authority_id}"
    return page.done(here, "Letters that are written from now on begin with these words.")
