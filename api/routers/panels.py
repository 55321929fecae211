"""Panels, their meetings and agendas as JSON. What a panel advises on a case is a step of that case."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request

from api.deps import Caller, ReadContext, Reads
from api.problems import problems
from api.schemas.panels import (
    AttendanceIn,
    MeetingLineOut,
    MeetingListOut,
    MeetingOut,
    MeetingsIn,
    MemberIn,
    MemberOut,
    PanelIn,
    PanelListOut,
    PanelOut,
)
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.errors import NotPermittedError
from ehc_workflow.service import panels as service
from ehc_workflow.service.organisation_changes import By
from ehc_workflow.service.panels_seen import SEES, seen_authorities
from ehc_workflow.store import panels as store
from ehc_workflow.store.queries import agendas
from ehc_workflow.store.queries.reach import reach_of

router = APIRouter(prefix="/api/v1/panels", tags=["panels"])


def _seen(reads: ReadContext) -> tuple[str, ...]:
    found = seen_authorities(reads.actor)
    if not found:
        raise NotPermittedError
    return found


def _by(request: Request, caller: Actor) -> By:
    clock = request.app.state.clock
    return service.keeper(caller, now=clock.now(), today=clock.today())


@router.get("", responses=problems(401, 403), operation_id="list_panels")
def list_panels(reads: Reads) -> PanelListOut:
    """List the panels of the caller's authorities, those that are closed too."""
    found = store.panels(reads.connection, _seen(reads))
    return PanelListOut(items=[PanelOut.of(one) for one in found])


@router.post(
    "", status_code=201, responses=problems(401, 403, 404, 422), operation_id="set_up_panel"
)
def set_up_panel(
    request: Request, caller: Caller, body: PanelIn, authority_id: str | None = None
) -> PanelOut:
    """Set a panel up, for the caller's own authority unless another of theirs is named."""
    by = _by(request, caller)
    database = request.app.state.database
    panel_id = service.set_up(
        database, body.details(), authority_id=authority_id or service.kept_by(caller)[0], by=by
    )
    return _panel(request, panel_id, caller)


@router.put("/{panel_id}", responses=problems(401, 403, 404, 422), operation_id="change_panel")
def change_panel(request: Request, caller: Caller, panel_id: str, body: PanelIn) -> PanelOut:
    """Change what a panel is called, advises on and needs."""
    service.change(request.app.state.database, panel_id, body.details(), by=_by(request, caller))
    return _panel(request, panel_id, caller)


def _panel(request: Request, panel_id: str, caller: Actor) -> PanelOut:
    with request.app.state.database.reading() as connection:
        return PanelOut.of(service.panel_seen(connection, panel_id, seen_authorities(caller)))


@router.post(
    "/{panel_id}/members",
    status_code=201,
    responses=problems(401, 403, 404, 422),
    operation_id="add_panel_member",
)
def add_panel_member(request: Request, caller: Caller, panel_id: str, body: MemberIn) -> MemberOut:
    """Give somebody a place on a panel, for a body."""
    member_id = service.add_member(
        request.app.state.database, panel_id, body.name, body.body, by=_by(request, caller)
    )
    return MemberOut(id=member_id, name=body.name.strip(), body=body.body.strip())


@router.post(
    "/{panel_id}/meetings",
    status_code=201,
    responses=problems(401, 403, 404, 422),
    operation_id="plan_panel_meetings",
)
def plan_panel_meetings(
    request: Request, caller: Caller, panel_id: str, body: MeetingsIn
) -> MeetingListOut:
    """Plan one meeting, or one every so many weeks; the answer has every meeting from the first of them on."""
    service.plan_meetings(
        request.app.state.database,
        panel_id,
        meets_on=body.meets_on,
        papers_by=body.papers_by,
        every_weeks=body.every_weeks,
        until=body.until,
        by=_by(request, caller),
    )
    with request.app.state.database.reading() as connection:
        found = agendas.meetings(
            connection, seen_authorities(caller), since=body.meets_on, panel_id=panel_id
        )
    return MeetingListOut(items=[MeetingLineOut.of(one) for one in found])


@router.get("/meetings", responses=problems(401, 403, 422), operation_id="list_panel_meetings")
def list_panel_meetings(reads: Reads, since: date | None = None) -> MeetingListOut:
    """List the meetings of open panels from a day on, or from today."""
    found = agendas.meetings(reads.connection, _seen(reads), since=since or reads.today)
    return MeetingListOut(items=[MeetingLineOut.of(one) for one in found])


@router.get(
    "/meetings/{meeting_id}", responses=problems(401, 403, 404), operation_id="get_panel_meeting"
)
def get_panel_meeting(reads: Reads, meeting_id: str) -> MeetingOut:
    """Give one meeting with its agenda, as far as the caller's seats reach."""
    meeting = service.meeting_seen(reads.connection, meeting_id, _seen(reads))
    reach = reach_of(reads.actor, SEES)
    return MeetingOut.of(meeting, agendas.agenda(reads.connection, meeting_id, reach))


@router.put(
    "/meetings/{meeting_id}/attendance",
    responses=problems(401, 403, 404, 422),
    operation_id="record_panel_attendance",
)
def record_panel_attendance(
    request: Request, caller: Caller, meeting_id: str, body: AttendanceIn
) -> MeetingOut:
    """Write down who was at a meeting; until the panel has advised it can be put right."""
    database = request.app.state.database
    service.record_attendance(
        database,
        meeting_id,
        chair_id=body.chair_id,
        attended=body.attended,
        by=_by(request, caller),
    )
    with database.reading() as connection:
        meeting = service.meeting_seen(connection, meeting_id, seen_authorities(caller))
        return MeetingOut.of(
            meeting, agendas.agenda(connection, meeting_id, reach_of(caller, SEES))
        )


@router.put(
    "/meetings/{meeting_id}/called-off",
    responses=problems(401, 403, 404, 422),
    operation_id="call_off_panel_meeting",
)
def call_off_panel_meeting(request: Request, caller: Caller, meeting_id: str) -> MeetingOut:
    """Call a meeting off. Its cases are put on another agenda, or decided without a panel."""
    database = request.app.state.database
    service.call_off(database, meeting_id, by=_by(request, caller))
    with database.reading() as connection:
        meeting = service.meeting_seen(connection, meeting_id, seen_authorities(caller))
        return MeetingOut.of(
            meeting, agendas.agenda(connection, meeting_id, reach_of(caller, SEES))
        )
