"""Calendars for one's own calendar program: make an address, end it; and what the address gives."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Caller, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page
from ehc_workflow.domain.calendars import Whose
from ehc_workflow.domain.errors import NotPermittedError
from ehc_workflow.service import calendar_feeds as calendars
from ehc_workflow.service.calendar_feeds import MAY_HAVE_ONE, Choice
from ehc_workflow.store import calendar_feeds as store
from ehc_workflow.store import organisation

pages = APIRouter()
navigation = [Link("Calendars", "/calendars", 75, MAY_HAVE_ONE)]

WHOSE = {Whose.OWN: "My own cases", Whose.DESK: "What my service owes"}


class FeedForm(PageForm):
    """Which calendar is wanted."""

    which: str = question("Whose days", control="radios", missing="Say whose days you want")


@pages.get("/calendars")
def calendars_page(page: Page, reads: Reads) -> HTMLResponse:
    """One's addresses, and a form for another."""
    page.only_for(*MAY_HAVE_ONE)
    names = _names(reads)
    offered = [(_key(one), _words(one, names)) for one in calendars.choices(reads.actor)]
    found = store.feeds_of(reads.connection, reads.actor.id)
    return page.show(
        "calendars.html",
        form=page.form(FeedForm, choices={"which": offered}) if offered else None,
        feeds=[(one, _words(Choice(one.whose, one.place_id), names)) for one in found],
    )


@pages.post("/calendars")
def make(form: Annotated[FeedForm, sent(FeedForm)], page: Page, caller: Caller) -> HTMLResponse:
    """Make an address and show it, this once."""
    page.only_for(*MAY_HAVE_ONE)
    offered = {_key(one): one for one in calendars.choices(caller)}
    if form.which not in offered:
        raise NotPermittedError("This calendar is out of reach of your seats.")
    database = page.request.app.state.database
    token = calendars.make(database, caller, offered[form.which], now=page.clock.now())
    return page.show("calendar_made.html", address=f"{page.settings.address}/feeds/{token}.ics")


@pages.get("/calendars/{feed_id}/end")
def ask_to_end(feed_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """What ending an address means, before it is done: nothing brings it back."""
    page.only_for(*MAY_HAVE_ONE)
    one = calendars.one_of(reads.connection, reads.actor, feed_id)
    words = _words(Choice(one.whose, one.place_id), _names(reads))
    return page.show("calendar_end.html", feed=one, words=words)


@pages.post("/calendars/{feed_id}/end")
def end(feed_id: str, page: Page, caller: Caller) -> RedirectResponse:
    """End an address: whoever has it reads nothing any more."""
    calendars.end(page.request.app.state.database, caller, feed_id, now=page.clock.now())
    return page.done(
        "/calendars", "The address has ended. Calendars that read it get nothing more."
    )


@pages.get("/feeds/{token}.ics")
def feed(token: str, request: Request) -> Response:
    """What a calendar program reads. The address is its key, so nothing on the way may keep it."""
    state = request.app.state
    written = calendars.calendar(state.database, token, state.clock, state.settings.address)
    tag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(written, media_type="text/calendar; charset=utf-8", headers=headers)


def _names(reads: Reads) -> dict[str, str]:
    authorities = organisation.authorities(reads.connection)
    teams = [team for one, _ in authorities for team in organisation.teams(reads.connection, one)]
    return dict([*authorities, *teams])


def _key(choice: Choice) -> str:
    return f"{choice.whose.value}:{choice.place_id}" if choice.place_id else choice.whose.value


def _words(choice: Choice, names: dict[str, str]) -> str:
    if choice.place_id is None:
        return WHOSE[choice.whose]
    return f"Everything of {names.get(choice.place_id, 'a place that is gone')}"
