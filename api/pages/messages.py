"""Messages that did not go: why, what to do about them, and the roads that are closed."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from api import cursors
from api.deps import Caller, ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.words import plural
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.service import dead_letters
from ehc_workflow.service.dead_letters import KEEPERS, Dealing, kept_by
from ehc_workflow.store.queries import failed_messages
from ehc_workflow.store.queries.failed_messages import PAGE, FailedMessage, Part

pages = APIRouter()
navigation = [Link("Messages that did not go", "/messages", 80, KEEPERS)]

PARTS = {
    Part.GIVEN_UP: "Given up",
    Part.CAME_BACK: "Came back",
    Part.TRIED: "Tried again by themselves",
    Part.SET_ASIDE: "Set aside by a person",
}
NOTHING = {
    Part.GIVEN_UP: (
        "Every message went.",
        "One that fails is tried again, and comes here when it is given up.",
    ),
    Part.CAME_BACK: (
        "No message came back.",
        "One that went and could not be delivered comes here.",
    ),
    Part.TRIED: (
        "Nothing waits to be tried again.",
        "One that fails is tried again later by itself.",
    ),
    Part.SET_ASIDE: (
        "Nothing was set aside.",
        "A message that needs no sending any more can be set aside.",
    ),
}
CHANNELS = {
    "email": "e-mail",
    "sms": "text message",
    "letter": "letter",
    "webhook": "webhook",
    "in_app": "pages",
}
RECIPIENTS = {
    "seat": "a seat",
    "team_managers": "managers of a team",
    "head_of_service": "the head of service",
    "decision_makers": "decision-makers",
    "service": "a service",
    "service_lead": "the lead of a service",
    "dco": "a designated clinical officer",
    "executive_lead": "an executive lead",
    "contact": "a parent, young person or representative",
    "administrators": "administrators",
    "invitation": "somebody asked by a one-time link",
    "user": "a person with an account",
    "webhook": "another system",
}


class AgainForm(PageForm):
    """Nothing to say: the messages go again."""


class AsideForm(PageForm):
    """Why messages are given up."""

    reason: str = question(
        "Why do they need no sending any more?",
        hint="Kept with them. For example: told by telephone.",
        control="textarea",
        lines=2,
        max_length=2000,
    )


@pages.get("/messages")
def messages_page(
    page: Page,
    reads: Reads,
    part: Part = Part.GIVEN_UP,
    search: str = "",
    after: str = "",
    all: str = "",
) -> HTMLResponse:
    """Messages that did not go, for an administrator to mend the cause and send them again."""
    authorities = kept_by(reads.actor)
    found = failed_messages.failed_messages(
        reads.connection, authorities, part=part, search=search, after=cursors.to_message(after)
    )
    shown = found[:PAGE]
    counts = failed_messages.counts(reads.connection, authorities)
    here = {"part": part.value, "search": search}
    return page.show(
        "messages/list.html",
        part=part,
        parts=[(one, PARTS[one], counts[one], _address(part=one.value)) for one in Part],
        messages=shown,
        search=search,
        nothing=("Nothing is found.", "Look for another word, or for all of them.")
        if search
        else NOTHING[part],
        roads=dead_letters.closed_roads(reads.connection, authorities),
        channels=CHANNELS,
        to=_to,
        chosen_all=bool(all),
        all_address=_address(**here, after=after, all="1"),
        none_address=_address(**here, after=after),
        next_page=_address(**here, after=cursors.of_message(shown[-1].place))
        if len(found) > PAGE
        else None,
        first_page=_address(**here) if after else None,
    )


def _to(message: FailedMessage) -> str:
    return RECIPIENTS.get(message.recipient_kind, message.recipient_kind)


def _address(**values: str) -> str:
    return "/messages?" + urlencode({name: value for name, value in values.items() if value})


Chosen = Annotated[list[str], Query(max_length=PAGE)]


@pages.get("/messages/again")
def again_form(page: Page, reads: Reads, message: Chosen = []) -> HTMLResponse:  # noqa: B006 - FastAPI copies it
    """Ask whether the ticked messages are to be sent again."""
    return _confirm(page, reads, message, title="Send again", form=page.form(AgainForm))


@pages.post("/messages/again")
def again(
    form: Annotated[AgainForm, sent(AgainForm)],
    page: Page,
    caller: Caller,
    message: Chosen = [],  # noqa: B006 - FastAPI copies it
) -> RedirectResponse:
    """Have the messages sent again, under the ids they had."""
    count = dead_letters.send_again(_database(page), message, _dealing(page, caller))
    return page.done(
        "/messages", f"{plural(count, 'message goes', 'messages go')} again within seconds."
    )


@pages.get("/messages/aside")
def aside_form(page: Page, reads: Reads, message: Chosen = []) -> HTMLResponse:  # noqa: B006 - FastAPI copies it
    """Ask why the ticked messages are given up."""
    return _confirm(page, reads, message, title="Set aside", form=page.form(AsideForm))


@pages.post("/messages/aside")
def aside(
    form: Annotated[AsideForm, sent(AsideForm)],
    page: Page,
    caller: Caller,
    message: Chosen = [],  # noqa: B006 - FastAPI copies it
) -> RedirectResponse:
    """Give the messages up, with the reason."""
    dealing = _dealing(page, caller)
    count = dead_letters.set_aside(_database(page), message, form.reason, dealing)
    return page.done("/messages", f"{plural(count, 'message is', 'messages are')} set aside.")


@pages.post("/messages/roads/{road}")
def try_now(road: str, page: Page, caller: Caller) -> RedirectResponse:
    """Try a closed road at once, with all that waits for it."""
    dead_letters.try_now(_database(page), road, _dealing(page, caller))
    return page.done(
        "/messages", "It is tried within seconds. If it is still closed, it is said here."
    )


def _confirm(
    page: PageContext, reads: ReadContext, ids: list[str], *, title: str, form: Any
) -> HTMLResponse:
    found = failed_messages.chosen_messages(reads.connection, kept_by(reads.actor), ids)
    if ids and not found:
        raise NotFoundError("These messages have gone meanwhile, or are not yours.")
    return page.show(
        "messages/confirm.html",
        title=title,
        messages=found,
        form=form,
        channels=CHANNELS,
        to=_to,
        is_aside=title == "Set aside",
    )


def _database(page: PageContext) -> Any:
    return page.request.app.state.database


def _dealing(page: PageContext, caller: Actor) -> Dealing:
    return Dealing(authority_ids=kept_by(caller), name=caller.name, now=page.clock.now())
