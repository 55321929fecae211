"""Alerts as JSON: those of the caller, and taking one up."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import cursors
from api.deps import Execute, Reads
from api.problems import problems
from api.schemas.alerts import AcknowledgementIn, AlertOut, AlertPageOut
from ehc_workflow.domain.errors import NotFoundError, NotPermittedError
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.queries import standing_alerts
from ehc_workflow.store.queries.standing_alerts import Show, Wanted

router = APIRouter(prefix="/api/v1/alerts", tags=["alerts"])


@router.get("", responses=problems(401, 403, 404, 422), operation_id="list_alerts")
def list_alerts(
    reads: Reads,
    show: Show = Show.WAITING,
    mine: Annotated[bool, Query(description="Only what the caller's own seats were told.")] = True,
    level: Level | None = None,
    text: Annotated[str, Query(max_length=100, description="Part of a reference.")] = "",
    after: Annotated[str, Query(max_length=100, description="`next` of the page before.")] = "",
) -> AlertPageOut:
    """List the alerts that stand, the law's late limits first."""
    sight = standing_alerts.sight_of(reads.actor)
    if not sight.seat_ids:
        raise NotPermittedError
    wanted = Wanted(show=show, mine=mine or not sight.sees_cases, level=level, text=text.strip())
    found = standing_alerts.alerts(
        reads.connection, sight, wanted, today=reads.today, after=cursors.to_alert(after)
    )
    shown, calendar = found[: standing_alerts.PAGE], reads.policy.calendar
    more = len(found) > standing_alerts.PAGE
    return AlertPageOut(
        items=[AlertOut.of(alert, reads.today, calendar) for alert in shown],
        next=cursors.of_alert(shown[-1].place) if more else None,
    )


@router.post(
    "/{alert_id}/acknowledgement",
    status_code=201,
    responses=problems(401, 403, 404, 409, 422),
    operation_id="take_up_alert",
)
def take_up_alert(reads: Reads, run: Execute, alert_id: str, body: AcknowledgementIn) -> AlertOut:
    """Take up an alert, with the day by which it will be put right and how. It moves no limit."""
    sight = standing_alerts.sight_of(reads.actor)
    alert = standing_alerts.alert(reads.connection, sight, alert_id, today=reads.today)
    if alert is None:
        raise NotFoundError("There is no such alert, or it is not yours, or it stands no more.")
    run(body.as_command(alert, office=sight.sees_cases))
    after = standing_alerts.alert(reads.connection, sight, alert_id, today=reads.today)
    return AlertOut.of(after or alert, reads.today, reads.policy.calendar)
