"""The desk of those who give advice, as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api import cursors
from api.deps import Reads
from api.problems import problems
from api.schemas.advice import ContributionOut
from api.schemas.lists import RequestLineOut, RequestPageOut
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.desk import desk_reach, request_file
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.advice_given import advice_given
from ehc_workflow.store.queries.desk import View

router = APIRouter(prefix="/api/v1/advice-requests", tags=["advice"])


@router.get("", responses=problems(401, 404, 422), operation_id="list_advice_requests")
def list_advice_requests(
    reads: Reads,
    view: View = View.TO_GIVE,
    text: Annotated[str, Query(max_length=100)] = "",
    after: Annotated[str, Query(max_length=100, description="`next` of the page before.")] = "",
) -> RequestPageOut:
    """List the requests for advice that the caller's service or health body owes, late and due first."""
    found = desk.lines(
        reads.connection,
        desk_reach(reads.actor),
        view,
        today=reads.today,
        text=text,
        after=cursors.to_desk(after),
    )
    shown = found[: desk.PAGE]
    return RequestPageOut(
        items=[RequestLineOut.of(line, reads.today) for line in shown],
        next=cursors.of_desk(shown[-1].place(view)) if len(found) > desk.PAGE else None,
    )


@router.get(
    "/{request_id}/advice", responses=problems(401, 404, 422), operation_id="list_advice_given"
)
def list_advice_given(request: Request, reads: Reads, request_id: str) -> list[ContributionOut]:
    """List every version of the advice given on a request, the newest first, each paragraph under its number."""
    found = request_file(reads.connection, request_id, reads.actor)
    given = advice_given(reads.connection, request_id)
    state = request.app.state
    part = f"request for advice: {found.request.item.value}"
    note_seen(state.database, reads.actor, found.case.id, part, at=state.clock.now())
    return [ContributionOut.of(one, request_id) for one in given]
