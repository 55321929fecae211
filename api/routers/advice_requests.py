"""The desk of those who give advice, as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import cursors
from api.deps import Reads
from api.problems import problems
from api.schemas.lists import RequestLineOut, RequestPageOut
from ehc_workflow.service.desk import desk_reach
from ehc_workflow.store.queries import desk
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
