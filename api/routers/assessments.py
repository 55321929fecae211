"""Reading cases: the work of the day, one case, what it owes and why, what can be done with it, what happened."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response

from api import cursors
from api.deps import Reads
from api.problems import problems
from api.schemas.assessments import AsKnownOut, AssessmentOut, DaysOut, DeadlineOut
from api.schemas.lists import CaseLineOut, CasePageOut, LogEntryOut, StepOut
from ehc_workflow.domain.case import State
from ehc_workflow.domain.clocks import clocks
from ehc_workflow.domain.clocks.explanation import explain
from ehc_workflow.domain.clocks.proof_sheet import as_data
from ehc_workflow.domain.deadlines import facts_of
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.guards import Known
from ehc_workflow.domain.outlook import step_outlook
from ehc_workflow.domain.risk import standings
from ehc_workflow.rules.ladders import Level
from ehc_workflow.service.as_known import as_known
from ehc_workflow.service.case_view import note_seen, open_file
from ehc_workflow.service.permissions import AUTHORITY_WIDE, may_step
from ehc_workflow.store.queries import worklist
from ehc_workflow.store.queries.reach import reach_of
from ehc_workflow.store.queries.timeline import log_entries

router = APIRouter(prefix="/api/v1/assessments", tags=["assessments"])
AssessmentId = Annotated[str, Path(description="The id of the case.", max_length=36)]
MISSES = problems(401, 404)


@router.get("", responses=problems(401, 404, 422), operation_id="list_assessments")
def list_assessments(
    reads: Reads,
    mine: bool = False,
    state: State | None = None,
    level: Level | None = None,
    text: Annotated[str, Query(max_length=100)] = "",
    after: Annotated[str, Query(max_length=100, description="`next` of the page before.")] = "",
) -> CasePageOut:
    """List open cases within reach, in order of legal risk, a page at a time."""
    found = worklist.lines(
        reads.connection,
        reach_of(reads.actor, AUTHORITY_WIDE),
        worklist.Wanted(mine=mine, state=state, level=level, text=text.strip()),
        after=cursors.to_worklist(after),
    )
    shown = found[: worklist.PAGE]
    return CasePageOut(
        items=[CaseLineOut.of(line) for line in shown],
        next=cursors.of_worklist(shown[-1].place) if len(found) > worklist.PAGE else None,
    )


@router.get(
    "/{assessment_id}",
    response_model=AssessmentOut,
    responses={**MISSES, 304: {"description": "It has not changed."}},
    operation_id="read_assessment",
)
def read_assessment(
    assessment_id: AssessmentId,
    reads: Reads,
    request: Request,
    response: Response,
    if_none_match: Annotated[str | None, Header(description="The ETag you have.")] = None,
) -> AssessmentOut | Response:
    """Read one case: where it stands, what it owes, and what its state allows. The view is noted."""
    case = open_file(reads.connection, reads.actor, assessment_id).case
    tag = f'"{case.version}"'
    if if_none_match == tag:
        return Response(status_code=304, headers={"ETag": tag})
    state = request.app.state
    note_seen(state.database, reads.actor, assessment_id, "case", at=state.clock.now())
    response.headers["ETag"] = tag
    return AssessmentOut.of(case, reads.today, reads.policy)


@router.get("/{assessment_id}/deadlines", responses=MISSES, operation_id="list_deadlines")
def list_deadlines(assessment_id: AssessmentId, reads: Reads) -> list[DeadlineOut]:
    """List every deadline of a case, met or not; the authority's own targets come last."""
    case = open_file(reads.connection, reads.actor, assessment_id).case
    policy = reads.policy
    return [
        DeadlineOut.of(deadline, at, reads.today)
        for deadline, at in standings(case, reads.today, policy)
    ]


@router.get(
    "/{assessment_id}/deadlines/{code}/proof", responses=MISSES, operation_id="prove_deadline"
)
def prove_deadline(
    assessment_id: AssessmentId,
    code: Annotated[str, Path(max_length=50)],
    reads: Reads,
    ref: Annotated[str, Query(max_length=100)] = "",
) -> dict[str, Any]:
    """Prove one limit of the law: trigger, rule, provision, version, each counting step, and what would change it."""
    facts = facts_of(open_file(reads.connection, reads.actor, assessment_id).case)
    policy = reads.policy
    for clock in clocks(facts, policy):
        if clock.clock == code and (clock.ref or "") == ref:
            return as_data(explain(clock, facts, policy))
    raise NotFoundError("This case has no such limit of the law.")


@router.get("/{assessment_id}/steps", responses=MISSES, operation_id="list_steps")
def list_steps(assessment_id: AssessmentId, reads: Reads) -> list[StepOut]:
    """List every step from the state the case is in: open, or each precondition that is not met."""
    case = open_file(reads.connection, reads.actor, assessment_id).case
    known = Known(today=reads.today, policy=reads.policy)
    return [
        StepOut.of(outlook, yours=may_step(reads.actor, outlook.step.trigger, case))
        for outlook in step_outlook(case, known)
    ]


@router.get("/{assessment_id}/log", responses=MISSES, operation_id="read_log")
def read_log(assessment_id: AssessmentId, reads: Reads) -> list[LogEntryOut]:
    """Read the log of a case, oldest first, as it is chained."""
    open_file(reads.connection, reads.actor, assessment_id)
    return [LogEntryOut.of(entry) for entry in log_entries(reads.connection, assessment_id)]


@router.get(
    "/{assessment_id}/as-known-on/{day}",
    responses=problems(401, 404, 422),
    operation_id="read_as_known",
)
def read_as_known(
    assessment_id: AssessmentId,
    day: Annotated[date, Path(description="A past day, or today.")],
    reads: Reads,
    request: Request,
) -> AsKnownOut:
    """Read one case as it was known at the end of a day, by replaying its log. The view is noted."""
    case = open_file(reads.connection, reads.actor, assessment_id).case
    entries = log_entries(reads.connection, assessment_id)
    known = as_known(case, entries, day, today=reads.today)
    state = request.app.state
    note_seen(state.database, reads.actor, assessment_id, "as known", at=state.clock.now())
    return AsKnownOut.of(known, reads.policy_on(day))


@router.get("/{assessment_id}/days", responses=MISSES, operation_id="read_days")
def read_days(assessment_id: AssessmentId, reads: Reads) -> DaysOut:
    """Read where the days of a case went, from the request to the outcome or to today; the parts add up."""
    case = open_file(reads.connection, reads.actor, assessment_id).case
    return DaysOut.of(case, reads.today, reads.policy)
