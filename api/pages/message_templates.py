"""The words of messages: what is built in, what an authority says instead, a look with a sample, a way back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.pages.whose import UndoForm, by_name, whose
from ehc_workflow.domain.actors import Actor
from ehc_workflow.service import message_wording
from ehc_workflow.service.counting_changes import By
from ehc_workflow.service.mail_words import newest
from ehc_workflow.service.message_wording import (
    KEEPERS,
    LONGEST_BODY,
    LONGEST_SMS,
    LONGEST_SUBJECT,
    Proposed,
    kept_by,
)
from ehc_workflow.store.message_wording import OwnWords, changes

pages = APIRouter()
navigation = [
    Link(
        "Words of messages",
        "/message-templates",
        73,
        KEEPERS,
        under="/settings",
        hint="What each e-mail, letter and text message says.",
    )
]


class WordsForm(PageForm):
    """The words of one message as they are to be."""

    subject: str = question("Subject", max_length=LONGEST_SUBJECT, missing="Enter a subject")
    body: str = question(
        "E-mail or letter",
        hint="Names in braces are filled in; {link} leads to the rest.",
        control="textarea",
        lines=12,
        max_length=LONGEST_BODY,
        missing="Enter what the message says",
    )
    sms: str = question(
        "Text message",
        hint="Short, with {link}. Left empty, this message never goes as a text message.",
        control="textarea",
        lines=3,
        default="",
        max_length=LONGEST_SMS,
    )
    reason: str = question(
        "Why", hint="Kept with the words.", control="textarea", lines=2, max_length=2000
    )


@pages.get("/message-templates")
def templates_page(page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """Every message that is sent, and whose words it has."""
    authority_id = whose(kept_by(reads.actor), authority)
    return page.show(
        "message_templates/list.html",
        found=message_wording.listed(reads.connection, authority_id),
        authority=authority_id,
        lists=by_name(reads, kept_by(reads.actor)),
    )


@pages.get("/message-templates/{template}")
def words_page(template: str, page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """The words of one message, what they look like, and every change of them."""
    authority_id = whose(kept_by(reads.actor), authority)
    found = message_wording.one(reads.connection, authority_id, template)
    return page.show(
        "message_templates/words.html",
        found=found,
        fields=sorted(newest(template).fields),
        changes=list(reversed(changes(reads.connection, authority_id, template))),
        authority=authority_id,
    )


@pages.get("/message-templates/{template}/change")
def change_form(template: str, page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """Ask for the words as they are to be."""
    authority_id = whose(kept_by(reads.actor), authority)
    words = message_wording.one(reads.connection, authority_id, template).words
    values = {"subject": words.subject, "body": words.body, "sms": words.sms}
    return page.show(
        "message_templates/change.html",
        name=template,
        fields=sorted(newest(template).fields),
        form=page.form(WordsForm, values=values),
        authority=authority_id,
    )


@pages.post("/message-templates/{template}/change", response_model=None)
def change(
    template: str,
    form: Annotated[WordsForm, sent(WordsForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
    authority: str = "",
) -> HTMLResponse | RedirectResponse:
    """Show what the words look like; when told to, keep them."""
    words = OwnWords(is_own=True, subject=form.subject, body=form.body, sms=form.sms)
    authority_id, address = whose(kept_by(caller), authority), page.settings.address
    proposed = message_wording.proposed(reads.connection, authority_id, template, words, address)
    if page.request.state.form.get("_send"):
        return _made(page, caller, proposed, form.reason)
    return page.show(
        "message_templates/preview.html", proposed=proposed, typed=list(form.model_dump().items())
    )


@pages.get("/message-templates/{template}/undo/{number}")
def undo_form(
    template: str, number: int, page: Page, reads: Reads, authority: str = ""
) -> HTMLResponse:
    """Show the words as they were before a change, and ask why they are to come back."""
    authority_id = whose(kept_by(reads.actor), authority)
    proposed = message_wording.undone(
        reads.connection, authority_id, template, number, page.settings.address
    )
    return page.show(
        "message_templates/undo.html", number=number, proposed=proposed, form=page.form(UndoForm)
    )


@pages.post("/message-templates/{template}/undo/{number}")
def undo(
    template: str,
    number: int,
    form: Annotated[UndoForm, sent(UndoForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
    authority: str = "",
) -> RedirectResponse:
    """Have the words as they were before a change."""
    authority_id = whose(kept_by(caller), authority)
    proposed = message_wording.undone(
        reads.connection, authority_id, template, number, page.settings.address
    )
    return _made(page, caller, proposed, form.reason)


def _made(page: PageContext, caller: Actor, proposed: Proposed, reason: str) -> RedirectResponse:
    by = By(name=caller.name, reason=reason, now=page.clock.now(), today=page.today)
    database: Any = page.request.app.state.database
    message_wording.apply(database, proposed, by, page.settings.address)
    here = f"/message-templates/{proposed.template}?authority={proposed.authority_id}"
    return page.done(here, "Messages made from now on have these words.")
