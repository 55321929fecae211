"""Webhooks: the other systems that are told of messages, kept by an administrator."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Caller, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.pages.whose import by_name, whose
from ehc_workflow.notify import webhooks_for
from ehc_workflow.service import webhooks
from ehc_workflow.service.dead_letters import closed_roads
from ehc_workflow.service.webhooks import KEEPERS, KINDS, HookGiven, kept_by
from ehc_workflow.store.webhooks import Hook, hooks

pages = APIRouter()
navigation = [
    Link(
        "Webhooks",
        "/webhooks",
        75,
        KEEPERS,
        under="/settings",
        hint="Other systems that are told of messages as they go out.",
    )
]

KIND_WORDS = {
    "deadline_alert": "An alert on a deadline",
    "advice_asked": "Advice is asked for",
    "advice_reminder": "An automatic reminder of advice",
    "advice_escalated": "Late advice is put to a lead",
    "advice_owed_after_all": "New advice is needed after all",
    "advice_returned": "Advice came back with its gaps",
    "letter_waiting": "A letter waits for a family",
    "consultation_sent": "A setting is consulted",
    "plan_for_setting": "A final plan names a setting",
    "plan_for_health_body": "A final plan is there for the health body",
    "consultation_reminder": "An automatic reminder of a consultation",
    "consultation_question": "A consulted setting asks something",
}


def kind_in_words(kind: str) -> str:
    """What a kind of message is, for somebody who chooses."""
    return KIND_WORDS.get(kind, kind.replace("_", " ").capitalize())


class WebhookForm(PageForm):
    """Another system as it is to be."""

    name: str = question("Name of the other system", max_length=100)
    address: str = question(
        "Its address",
        hint="Starts with https:// and is reached from outside, such as https://records.example.org/ehc",
        max_length=500,
    )
    kinds: list[str] = question(
        "What is it told of?",
        control="checkboxes",
        options={kind: kind_in_words(kind) for kind in sorted(KINDS, key=kind_in_words)},
        missing="Choose at least one kind of message",
    )
    active: bool = question("It is switched on", control="checkbox", default=False)


class SecretForm(PageForm):
    """Nothing to say: the old secret signs nothing any more."""


@pages.get("/webhooks")
def webhooks_page(page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """The other systems that are told of messages."""
    authority_id = whose(kept_by(reads.actor), authority)
    closed = {pause.name: pause for pause, _ in closed_roads(reads.connection, [authority_id])}
    return page.show(
        "webhooks/list.html",
        hooks=[(hook, closed.get(hook.road)) for hook in hooks(reads.connection, authority_id)],
        kind=kind_in_words,
        authority=authority_id,
        lists=by_name(reads, kept_by(reads.actor)),
    )


@pages.get("/webhooks/new")
def new_form(page: Page, reads: Reads, authority: str = "") -> HTMLResponse:
    """Ask for another system to be told."""
    authority_id = whose(kept_by(reads.actor), authority)
    return _form_page(
        page, "Add a webhook", page.form(WebhookForm, values={"active": True}), authority_id
    )


@pages.post("/webhooks/new")
def new(
    form: Annotated[WebhookForm, sent(WebhookForm)],
    page: Page,
    caller: Caller,
    authority: str = "",
) -> HTMLResponse:
    """Keep another system, and show its secret this once."""
    hook, secret = webhooks.add(
        _database(page),
        webhooks_for(page.settings),
        whose(kept_by(caller), authority),
        _given(form),
        by=caller.name,
        now=page.clock.now(),
    )
    return _secret_page(page, hook, secret)


@pages.get("/webhooks/{hook_id}")
def change_form(hook_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask for a webhook as it is to be."""
    hook = webhooks.one(reads.connection, reads.actor, hook_id)
    values = {
        "name": hook.name,
        "address": hook.address,
        "kinds": list(hook.kinds),
        "active": hook.active,
    }
    form = page.form(WebhookForm, values=values)
    return _form_page(page, "Change a webhook", form, hook.authority_id, hook=hook)


@pages.post("/webhooks/{hook_id}")
def change(
    hook_id: str,
    form: Annotated[WebhookForm, sent(WebhookForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
) -> RedirectResponse:
    """Keep a webhook as it is to be."""
    changed = webhooks.change(
        _database(page),
        webhooks_for(page.settings),
        webhooks.one(reads.connection, caller, hook_id),
        _given(form),
        by=caller.name,
        now=page.clock.now(),
    )
    said = f"{changed.name} is {'switched on' if changed.active else 'switched off'}."
    return page.done(f"/webhooks?authority={changed.authority_id}", said)


@pages.get("/webhooks/{hook_id}/secret")
def secret_form(hook_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask whether a webhook is to have a new secret."""
    hook = webhooks.one(reads.connection, reads.actor, hook_id)
    return page.show("webhooks/new_secret.html", hook=hook, form=page.form(SecretForm))


@pages.post("/webhooks/{hook_id}/secret")
def secret(
    hook_id: str,
    form: Annotated[SecretForm, sent(SecretForm)],
    page: Page,
    reads: Reads,
    caller: Caller,
) -> HTMLResponse:
    """Give a webhook a new secret, and show it this once."""
    hook = webhooks.one(reads.connection, caller, hook_id)
    made = webhooks.fresh_secret(_database(page), hook, by=caller.name, now=page.clock.now())
    return _secret_page(page, hook, made)


def _given(form: WebhookForm) -> HookGiven:
    return HookGiven(
        name=form.name, address=form.address, kinds=tuple(form.kinds), active=form.active
    )


def _form_page(
    page: PageContext, title: str, form: Any, authority: str, hook: Hook | None = None
) -> HTMLResponse:
    return page.show("webhooks/form.html", title=title, form=form, authority=authority, hook=hook)


def _secret_page(page: PageContext, hook: Hook, secret: str) -> HTMLResponse:
    return page.show("webhooks/secret.html", hook=hook, secret=secret)


def _database(page: PageContext) -> Any:
    return page.request.app.state.database
