"""One meeting of a panel: its agenda in the order of the law's days, who was there, and the pack of each case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import ReadContext, Reads
from api.pages.decisions_taken import Paper, papers_of
from api.pages.forms import PageForm, question, sent
from api.pages.page import Page
from api.pages.panel_words import MATTERS_ASKED
from api.pages.panels import keeps, made_by
from ehc_workflow.domain.case import AgendaItem
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.panels import Meeting, limit_of, on_agenda
from ehc_workflow.reporting.case_words import panel_says
from ehc_workflow.service import panels as service
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.service.panels_seen import SEES, seen_authorities
from ehc_workflow.service.permissions import OFFICERS
from ehc_workflow.store import panels as store
from ehc_workflow.store.queries import agendas
from ehc_workflow.store.queries.agendas import AgendaLine
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.rows import Rows

pages = APIRouter(prefix="/panels/meetings/{meeting_id}")


class AttendanceForm(PageForm):
    """Who was at a meeting."""

    attended: tuple[str, ...] = question(
        "Who was there?", control="checkboxes", missing="Tick who was there"
    )
    chair_id: str = question("Who chaired it?", default="", control="select")


@dataclass(frozen=True, slots=True)
class Line:
    """One matter of the agenda; `too_late` says that its limit falls before the meeting."""

    item: AgendaLine
    asked: str
    too_late: bool


@pages.get("")
def meeting_page(meeting_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """The agenda, in the order of the limits."""
    page.only_for(*SEES)
    meeting = service.meeting_seen(reads.connection, meeting_id, seen_authorities(reads.actor))
    reach = reach_of(reads.actor, SEES)
    lines = agendas.agenda(reads.connection, meeting_id, reach)
    names = [(one.id, f"{one.name} ({one.body})") for one in meeting.members]
    return page.show(
        "panels/meeting.html",
        meeting=meeting,
        lines=[_line(one, meeting) for one in lines],
        all_seen=meeting.authority_id in reach.authority_ids,
        there=[name for one, name in names if one in (meeting.attended or ())],
        absent=[name for one, name in names if one not in (meeting.attended or ())],
        chair=dict(names).get(meeting.chair_id or "", ""),
        is_over=meeting.meets_on <= reads.today,
        may_keep=keeps(reads.actor, meeting.authority_id),
        may_put_on=bool(reads.actor.roles & OFFICERS),
        form=page.form(
            AttendanceForm,
            values={
                "attended": sorted(meeting.attended or ()),
                "chair_id": meeting.chair_id or "",
            },
            choices={"attended": names, "chair_id": names},
        ),
    )


def _line(item: AgendaLine, meeting: Meeting) -> Line:
    too_late = item.due_on is not None and item.due_on < meeting.meets_on and not item.advised_on
    return Line(item, MATTERS_ASKED[item.matter], too_late)


@pages.post("/attendance")
def record_attendance(
    meeting_id: str, form: Annotated[AttendanceForm, sent(AttendanceForm)], page: Page
) -> RedirectResponse:
    """Write down who was there."""
    service.record_attendance(
        page.accounts.database,
        meeting_id,
        chair_id=form.chair_id or None,
        attended=form.attended,
        by=made_by(page),
    )
    said = "Who was there is written down. Now record what the panel advised, case by case."
    return page.done(f"/panels/meetings/{meeting_id}", said)


@pages.post("/call-off")
def call_off(meeting_id: str, page: Page) -> RedirectResponse:
    """Call the meeting off."""
    service.call_off(page.accounts.database, meeting_id, by=made_by(page))
    said = "The meeting is called off. Put its cases on another agenda, or decide without a panel."
    return page.done(f"/panels/meetings/{meeting_id}", said)


@pages.post("/hold")
def hold_after_all(meeting_id: str, page: Page) -> RedirectResponse:
    """Take that back."""
    service.hold_after_all(page.accounts.database, meeting_id, by=made_by(page))
    return page.done(f"/panels/meetings/{meeting_id}", "The meeting is held after all.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a panel has of one case: its papers, who has an interest, what it advised."""

    item: AgendaItem
    asked: str
    papers: tuple[Paper, ...]
    newer: tuple[str, ...]
    interests: tuple[str, ...]
    advised: str
    words: tuple[str, ...]


@pages.get("/items/{assessment_id}/{agenda_id}")
def pack_page(
    meeting_id: str, assessment_id: str, agenda_id: str, request: Request, page: Page, reads: Reads
) -> HTMLResponse:
    """One case on the agenda with its pack; opening it is noted."""
    page.only_for(*SEES)
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    item = on_agenda(view.case, agenda_id)
    meeting = store.meeting(Rows(reads.connection), meeting_id)
    if item is None or meeting is None or item.meeting_id != meeting_id:
        raise NotFoundError("This case is on no such agenda.")
    part = f"pack {agenda_id}"
    read_by = agendas.pack_read_by(reads.connection, assessment_id, part)
    note_seen(request.app.state.database, reads.actor, assessment_id, part, at=page.clock.now())
    return page.show(
        "panels/pack.html",
        view=view,
        meeting=meeting,
        pack=_pack(reads, view, item),
        limit=limit_of(view.case, item.matter, reads.policy, reads.today),
        read_by=read_by,
        can_advise=meeting.is_quorate(item.interests),
    )


def _pack(reads: ReadContext, view: CaseView, item: AgendaItem) -> Pack:
    people = store.names_of_members(reads.connection, item.interests)
    entry = next(
        (
            one
            for one in reversed(view.entries)
            if one.event.kind == "panel_advice_recorded"
            and getattr(one.event, "agenda_id", "") == item.id
        ),
        None,
    )
    return Pack(
        item=item,
        asked=MATTERS_ASKED[item.matter],
        papers=papers_of(view, item.pack) or (),
        newer=_newer(view, item) if item.is_open else (),
        interests=tuple(people.get(one, "A member") for one in item.interests),
        advised=panel_says(item.advice) if item.advice else "",
        words=tuple(entry.words.values()) if entry else (),
    )


def _newer(view: CaseView, item: AgendaItem) -> tuple[str, ...]:
    """What is on file and not in the pack."""
    missing = [one.name for one in view.papers.documents if one.id not in item.pack.documents]
    late = [
        request
        for request in view.case.advice
        if request.contributions and request.contributions[-1].id not in item.pack.advice
    ]
    return (*missing, *(f"The newest advice: {one.item.value.replace('_', ' ')}" for one in late))
