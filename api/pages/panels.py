"""Panels: the list with the meetings to come, one panel with its members, and setting one up."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import ReadContext, Reads
from api.pages.forms import PageForm, question, sent
from api.pages.page import Link, Page, PageContext
from api.pages.panel_words import MATTERS_ASKED, changes_told
from api.pages.whose import by_name
from api.words import day, plural
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import PanelMatter
from ehc_workflow.service import panels as service
from ehc_workflow.service.organisation_changes import By
from ehc_workflow.service.panels import KEEPERS, PanelDetails
from ehc_workflow.service.panels_seen import SEES, seen_authorities
from ehc_workflow.service.permissions import OFFICERS, is_for_all
from ehc_workflow.store import organisation_changes
from ehc_workflow.store import panels as store
from ehc_workflow.store.queries import agendas
from ehc_workflow.store.queries.reach import reach_of

pages = APIRouter()
navigation = [
    Link(
        "Panels",
        "/panels",
        45,
        SEES,
        under="/settings",
        hint="Who sits on each, when they meet, and what is on their agendas.",
    )
]


class PanelForm(PageForm):
    """A panel as it is to be."""

    name: str = question("Name", max_length=200, missing="Enter the panel’s name")
    advises_on: tuple[PanelMatter, ...] = question(
        "What does it advise on?",
        options=MATTERS_ASKED,
        control="checkboxes",
        missing="Say what the panel advises on",
    )
    quorum: int = question(
        "How many members must be there for it to advise?",
        hint="A member with an interest in a case does not count for that case.",
        width="2",
        ge=1,
        le=50,
    )
    meets: str = question(
        "When and where it meets",
        hint="For example: every second Tuesday at 10am, room 4.",
        default="",
        max_length=300,
    )
    authority_id: str = question("For which authority?", default="", control="select")

    def details(self) -> PanelDetails:
        """The same as the service layer takes it."""
        return PanelDetails(
            name=self.name,
            advises_on=frozenset(self.advises_on),
            quorum=self.quorum,
            meets=self.meets,
        )


class MemberForm(PageForm):
    """Somebody who sits on the panel."""

    name: str = question("Name, or name of the seat", max_length=200, missing="Enter the name")
    body: str = question(
        "Body they sit there for",
        hint="For example Health, Schools, Social care.",
        max_length=200,
        missing="Enter the body",
    )


class MeetingForm(PageForm):
    """One meeting, or a row of them."""

    meets_on: date = question("Day of the meeting")
    papers_by: date = question("Papers are due by", hint="Members need time to read them.")
    every_weeks: int | None = question(
        "And again every so many weeks",
        hint="Leave it empty for one meeting.",
        default=None,
        width="2",
        ge=1,
        le=26,
    )
    until: date | None = question("Until", default=None)


def keeps(actor: Actor, authority_id: str) -> bool:
    """Whether this person keeps the authority's panels."""
    return any(
        seat.authority_id == authority_id and seat.role in KEEPERS and is_for_all(seat)
        for seat in actor.seats
    )


def made_by(page: PageContext) -> By:
    """Whoever keeps panels."""
    page.only_for(*KEEPERS)
    assert page.actor is not None
    return service.keeper(page.actor, now=page.clock.now(), today=page.today)


@pages.get("/panels")
def panels_page(page: Page, reads: Reads) -> HTMLResponse:
    """Show every panel, the meetings to come, and the cases whose limit falls before their next one."""
    page.only_for(*SEES)
    authority_ids = seen_authorities(reads.actor)
    to_come = agendas.meetings(reads.connection, authority_ids, since=reads.today)
    following = agendas.following(to_come, reads.today)
    return page.show(
        "panels/list.html",
        panels=store.panels(reads.connection, authority_ids),
        meetings=[one for one in to_come if one.called_off_on is None],
        beyond=agendas.beyond(
            reads.connection, reach_of(reads.actor, OFFICERS), following, today=reads.today
        ),
        matters=MATTERS_ASKED,
        may_keep=any(keeps(reads.actor, one) for one in authority_ids),
    )


@pages.get("/panels/new")
def new_panel_page(page: Page, reads: Reads) -> HTMLResponse:
    """Ask what the panel is."""
    choices = {"authority_id": by_name(reads, service.kept_by(reads.actor))}
    form = page.form(PanelForm, choices=choices)
    return page.show("panels/details.html", form=form, panel=None, one_authority=_is_one(choices))


@pages.post("/panels/new")
def set_up(form: Annotated[PanelForm, sent(PanelForm)], page: Page) -> RedirectResponse:
    """Set the panel up."""
    by = made_by(page)
    authority_id = form.authority_id or service.kept_by(by.actor)[0]
    panel_id = service.set_up(
        page.accounts.database, form.details(), authority_id=authority_id, by=by
    )
    said = f"{form.name} is set up. Say who sits on it, and when it meets."
    return page.done(f"/panels/{panel_id}", said)


def _is_one(choices: dict[str, list[tuple[str, str]]]) -> bool:
    return len(choices["authority_id"]) == 1


@pages.get("/panels/{panel_id}")
def panel_page(panel_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """One panel: what it is, who sits on it, its meetings, and what was changed."""
    page.only_for(*SEES)
    panel = service.panel_seen(reads.connection, panel_id, seen_authorities(reads.actor))
    its_own = partial(agendas.meetings, reads.connection, [panel.authority_id], panel_id=panel_id)
    members = store.members(reads.connection, panel_id)
    return page.show(
        "panels/panel.html",
        panel=panel,
        members=members,
        short_of=max(0, panel.quorum - len(members)),
        to_come=its_own(since=reads.today),
        past=its_own(before=reads.today),
        matters=MATTERS_ASKED,
        may_keep=keeps(reads.actor, panel.authority_id),
        member_form=page.form(MemberForm),
        meeting_form=page.form(MeetingForm),
        changes=changes_told(organisation_changes.latest(reads.connection, [panel_id])),
    )


@pages.get("/panels/{panel_id}/change")
def change_page(panel_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """Ask what is to be different."""
    panel = _kept(panel_id, page, reads)
    values = {
        "name": panel.name,
        "advises_on": sorted(panel.advises_on),
        "quorum": panel.quorum,
        "meets": panel.meets,
    }
    form = page.form(PanelForm, values=values)
    return page.show("panels/details.html", form=form, panel=panel, one_authority=True)


@pages.post("/panels/{panel_id}/change")
def change(
    panel_id: str, form: Annotated[PanelForm, sent(PanelForm)], page: Page
) -> RedirectResponse:
    """Change it."""
    service.change(page.accounts.database, panel_id, form.details(), by=made_by(page))
    return page.done(f"/panels/{panel_id}", f"{form.name} is changed.")


@pages.post("/panels/{panel_id}/close")
def close(panel_id: str, page: Page) -> RedirectResponse:
    """Close it."""
    service.close(page.accounts.database, panel_id, by=made_by(page))
    return page.done(f"/panels/{panel_id}", "The panel is closed. What it advised stays on file.")


@pages.post("/panels/{panel_id}/reopen")
def reopen(panel_id: str, page: Page) -> RedirectResponse:
    """Open it again."""
    service.reopen(page.accounts.database, panel_id, by=made_by(page))
    return page.done(f"/panels/{panel_id}", "The panel is open again.")


@pages.post("/panels/{panel_id}/members")
def add_member(
    panel_id: str, form: Annotated[MemberForm, sent(MemberForm)], page: Page
) -> RedirectResponse:
    """Give somebody a place."""
    service.add_member(page.accounts.database, panel_id, form.name, form.body, by=made_by(page))
    return page.done(f"/panels/{panel_id}", f"{form.name} sits on the panel for {form.body}.")


@pages.post("/panels/{panel_id}/members/{member_id}/leave")
def member_leaves(panel_id: str, member_id: str, page: Page) -> RedirectResponse:
    """Note that somebody has left."""
    service.member_leaves(page.accounts.database, panel_id, member_id, by=made_by(page))
    said = "They no longer sit on the panel. At earlier meetings they stay on file."
    return page.done(f"/panels/{panel_id}", said)


@pages.post("/panels/{panel_id}/meetings")
def plan_meetings(
    panel_id: str, form: Annotated[MeetingForm, sent(MeetingForm)], page: Page
) -> RedirectResponse:
    """Plan a meeting, or a row of them."""
    planned = service.plan_meetings(
        page.accounts.database,
        panel_id,
        meets_on=form.meets_on,
        papers_by=form.papers_by,
        every_weeks=form.every_weeks or 0,
        until=form.until,
        by=made_by(page),
    )
    said = f"{plural(len(planned), 'meeting')} planned, the first on {day(form.meets_on)}."
    return page.done(f"/panels/{panel_id}", said)


def _kept(panel_id: str, page: PageContext, reads: ReadContext) -> store.Panel:
    page.only_for(*KEEPERS)
    return service.panel_seen(reads.connection, panel_id, service.kept_by(reads.actor))
