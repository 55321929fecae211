"""A plan as data: every item with what it meets and rests on, the advice, and what became of what is not in it."""

from __future__ import annotations

from fastapi import APIRouter, Request

from api.deps import Reads
from api.problems import problems
from api.routers.assessments import AssessmentId
from ehc_workflow.service.case_view import case_view, note_seen
from ehc_workflow.service.plan_exchange import PlanOut, plan_of

router = APIRouter(prefix="/api/v1/assessments", tags=["plans"])


@router.get("/{assessment_id}/plan", responses=problems(401, 404), operation_id="read_plan")
def read_plan(assessment_id: AssessmentId, reads: Reads, request: Request) -> PlanOut:
    """Read the plan as it stands. The view is noted."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    state = request.app.state
    note_seen(state.database, reads.actor, assessment_id, "plan", at=state.clock.now())
    return plan_of(reads.connection, view.case)
