"""How letters and plans look: colour, address, logo and a template of Word, tried on a sample before they are kept."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.pages.saved import printed
from api.pages.whose import (
    ADMINISTRATORS,
    UndoForm,
    as_administrator,
    by_name,
    whose_of_administrator,
)
from ehc_workflow.domain.document_look import LONGEST_ADDRESS, MOST_LOGO_BYTES
from ehc_workflow.service import document_look
from ehc_workflow.service.document_look import Wanted
from ehc_workflow.service.documents import Documents
from ehc_workflow.service.press import Form

pages = APIRouter()
HERE = "/document-look"
navigation = [
    Link(
        "Look of letters and plans",
        HERE,
        75,
        ADMINISTRATORS,
        under="/settings",
        hint="Colour, address, logo, and your own template of Word.",
    )
]
PARTS = {
    "colour": "the colour",
    "address": "the address",
    "logo": "the logo",
    "word": "the template of Word",
}


class LookForm(PageForm):
    """The look as it is to be."""

    colour: str = question(
        "Colour of headings",
        hint="Such as #1d3c5c. Empty is the built-in blue.",
        default="",
        width="10",
        max_length=20,
    )
    address: str = question(
        "Address at the head",
        hint="One line for each.",
        control="textarea",
        lines=4,
        default="",
        max_length=LONGEST_ADDRESS,
    )
    logo: UploadFile | None = question(
        "Logo",
        hint=f"PNG or JPEG, up to {MOST_LOGO_BYTES // 1000} kB. It stands above your name.",
        default=None,
    )
    no_logo: bool = question("Take the logo away", control="checkbox", default=False)
    word: UploadFile | None = question(
        "Template of Word",
        hint="A .docx: its styles, margins, head and foot are used in Word. Its own text is not.",
        default=None,
    )
    no_word: bool = question("Take the template away", control="checkbox", default=False)
    reason: str = question(
        "Why", hint="Kept with the look.", control="textarea", lines=2, max_length=2000
    )


@pages.get(HERE)
def look_page(page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """The look that holds, a sample in it, every change, and a form for another one."""
    kept, authority_id = whose_of_administrator(page, reads.actor, authority)
    now = document_look.chosen(reads.connection, authority_id)
    return page.show(
        "letter_wording/look.html",
        now=now,
        changes=[
            (one, [PARTS[name] for name in document_look.changed_in(one)])
            for one in document_look.changes(reads.connection, authority_id)
        ],
        form=page.form(LookForm, values={"colour": now.colour, "address": now.address}),
        authority=authority_id,
        lists=by_name(reads, kept),
    )


@pages.get(HERE + "/sample/{form}")
def sample(form: Form, page: Page, reads: Reads, authority: str = "") -> Response:
    """A sample letter in the look that holds."""
    _, authority_id = whose_of_administrator(page, reads.actor, authority)
    now = document_look.chosen(reads.connection, authority_id)
    wanted = Wanted(colour=now.colour, address=now.address, logo=None, word=None)
    return _sample(page, reads, authority_id, wanted, form)


@pages.post(HERE, response_model=None)
def change(
    form: Annotated[LookForm, sent(LookForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
    authority: str = "",
) -> Response | RedirectResponse:
    """Show a sample in the look; or keep it."""
    _, authority_id = whose_of_administrator(page, caller, authority)
    wanted = Wanted(
        colour=form.colour.strip(),
        address=form.address.replace("\r\n", "\n").strip(),
        logo=b"" if form.no_logo else _content(form.logo),
        word=b"" if form.no_word else _content(form.word),
    )
    shown = page.request.state.form.get("_sample")
    if shown:
        return _sample(page, reads, authority_id, wanted, "word" if shown == "word" else "pdf")
    documents: Documents = page.request.app.state.documents
    document_look.keep(
        documents.database,
        documents.scanner,
        as_administrator(page, caller),
        authority_id,
        wanted,
        form.reason,
    )
    return _done(page, authority_id)


@pages.get(HERE + "/undo")
def undo_form(page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """Ask why the last change is taken back."""
    _, authority_id = whose_of_administrator(page, reads.actor, authority)
    last = next(iter(document_look.changes(reads.connection, authority_id)), None)
    return page.show(
        "letter_wording/look_undo.html",
        parts=[PARTS[name] for name in document_look.changed_in(last)] if last else [],
        form=page.form(UndoForm),
        authority=authority_id,
    )


@pages.post(HERE + "/undo")
def undo(
    form: Annotated[UndoForm, sent(UndoForm)], page: Page, caller: Caller, authority: str = ""
) -> RedirectResponse:
    """Have the look as it was before its last change."""
    _, authority_id = whose_of_administrator(page, caller, authority)
    database: Any = page.request.app.state.database
    document_look.take_back(database, as_administrator(page, caller), authority_id, form.reason)
    return _done(page, authority_id)


def _content(file: UploadFile | None) -> bytes | None:
    return file.file.read() if file is not None and file.filename else None


def _sample(
    page: PageContext, reads: Reads, authority_id: str, wanted: Wanted, form: Form
) -> Response:
    look = document_look.wanted_look(reads.connection, authority_id, wanted)
    letter = document_look.sample_letter(reads.connection, authority_id, look, page.today)
    return printed(page, letter, form, "sample")


def _done(page: PageContext, authority_id: str) -> RedirectResponse:
    here = f"{HERE}?authority={authority_id}"
    return page.done(here, "Letters and plans that are made from now on look like this.")
