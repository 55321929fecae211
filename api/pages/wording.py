"""The vague expressions that an authority looks for in advice: the list, a change tried first, a way back."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.pages.whose import UndoForm, by_name, whose
from ehc_workflow.domain.actors import Actor
from ehc_workflow.rules.vague_wording import LONGEST_INSTEAD, LONGEST_TERM, TermChange
from ehc_workflow.service import wording
from ehc_workflow.service.counting_changes import By
from ehc_workflow.service.wording import KEEPERS, Proposed, kept_by
from ehc_workflow.store.wording import changes

pages = APIRouter()
navigation = [
    Link(
        "Vague wording",
        "/wording",
        74,
        KEEPERS,
        of_all=True,
        under="/settings",
        hint="Expressions that are pointed out in the provision of advice.",
    )
]


class TermForm(PageForm):
    """One expression as it is to be."""

    words: str = question(
        "Expression",
        hint="Plain words, in small or capital letters. For example: as and when.",
        max_length=LONGEST_TERM,
        missing="Enter the expression",
    )
    is_on: Literal["on", "off"] = question(
        "Is it pointed out in advice?",
        options={"on": "Yes, with what to say in its place", "off": "No, do not look for it"},
    )
    instead: str = question(
        "What is the author to say in its place?",
        hint="For example: say when. Needed when it is pointed out.",
        default="",
        max_length=LONGEST_INSTEAD,
    )
    reason: str = question(
        "Why", hint="Kept with the change.", control="textarea", lines=2, max_length=2000
    )


@pages.get("/wording")
def wording_page(page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """What is looked for, what is switched off, and every change."""
    authority_id = whose(kept_by(reads.actor), authority)
    found = wording.listed(reads.connection, authority_id)
    return page.show(
        "wording/list.html",
        on=[one for one in found if one.is_on],
        off=[one for one in found if not one.is_on],
        changes=list(reversed(changes(reads.connection, authority_id))),
        lists=by_name(reads, kept_by(reads.actor)),
        authority=authority_id,
    )


@pages.get("/wording/change")
def change_form(page: Page, reads: Reads, authority: str = "", words: str = "") -> HTMLResponse:
    """Ask for an expression as it is to be; with `words` one that is known."""
    authority_id = whose(kept_by(reads.actor), authority)
    known = {one.term.words: one for one in wording.listed(reads.connection, authority_id)}.get(
        words
    )
    values = (
        {"words": words, "instead": known.term.instead, "is_on": "on" if known.is_on else "off"}
        if known
        else {"is_on": "on"}
    )
    return page.show(
        "wording/change.html",
        title="Change an expression" if known else "Add an expression",
        form=page.form(TermForm, values=values),
        authority=authority_id,
    )


@pages.post("/wording/change", response_model=None)
def change(
    form: Annotated[TermForm, sent(TermForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
    authority: str = "",
) -> HTMLResponse | RedirectResponse:
    """Show what the change would find in advice on file; when told to, make it."""
    authority_id = whose(kept_by(caller), authority)
    term = TermChange(words=form.words, instead=form.instead, is_on=form.is_on == "on")
    proposed = wording.proposed(reads.connection, authority_id, term)
    if not page.request.state.form.get("_send"):
        return _preview(page, reads, proposed, form=form)
    return _made(page, caller, proposed, form.reason)


def _preview(
    page: PageContext, reads: ReadContext, proposed: Proposed, *, form: TermForm
) -> HTMLResponse:
    return page.show(
        "wording/preview.html",
        proposed=proposed,
        finds=wording.preview(reads.connection, proposed),
        typed=list(form.model_dump().items()),
        authority=proposed.authority_id,
    )


@pages.get("/wording/changes/{number}/undo")
def undo_form(number: int, page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """Say what taking a change back would find, and ask why."""
    proposed = wording.undone(reads.connection, whose(kept_by(reads.actor), authority), number)
    return page.show(
        "wording/undo.html",
        number=number,
        proposed=proposed,
        finds=wording.preview(reads.connection, proposed),
        form=page.form(UndoForm),
        authority=proposed.authority_id,
    )


@pages.post("/wording/changes/{number}/undo")
def undo(
    number: int,
    form: Annotated[UndoForm, sent(UndoForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
    authority: str = "",
) -> RedirectResponse:
    """Make the expression of a change again what it was before it."""
    proposed = wording.undone(reads.connection, whose(kept_by(caller), authority), number)
    return _made(page, caller, proposed, form.reason)


def _made(page: PageContext, caller: Actor, proposed: Proposed, reason: str) -> RedirectResponse:
    by = By(name=caller.name, reason=reason, now=page.clock.now(), today=page.today)
    made = wording.apply(page.request.app.state.database, proposed, by)
    said = "is pointed out in advice" if made.term.is_on else "is not looked for any more"
    return page.done(
        f"/wording?authority={proposed.authority_id}", f"“{made.term.words}” {said} from now on."
    )
