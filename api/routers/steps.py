"""Every step of the lifecycle as a POST: parse, run, present. The steps are those of the domain, and no others."""

from collections.abc import Callable
from typing import Annotated
from uuid import NAMESPACE_URL, uuid4, uuid5

from fastapi import APIRouter, Header, Path, Request, Response

from api.deps import Caller, Execute
from api.problems import problems
from api.schemas.assessments import AssessmentOut, TakenOut
from api.schemas.steps import StepBody, body_of, commands_of_one_case
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.commands import Command, ReceiveRequest
from ehc_workflow.domain.workflow import STEPS
from ehc_workflow.service.permissions import sees_whole_case

router = APIRouter(prefix="/api/v1/assessments", tags=["steps"])
AssessmentId = Annotated[str, Path(description="The id of the case.", max_length=36)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        description="The same key runs the step once, however often it is sent.", max_length=200
    ),
]
IfMatch = Annotated[
    str | None, Header(description="The ETag of the case as you saw it; refused if it has changed.")
]
Out = AssessmentOut | TakenOut
REFUSALS = problems(400, 401, 403, 404, 409, 422)


def _receive() -> Callable[..., Out]:
    body_type = body_of(ReceiveRequest)

    def receive_request(
        body: body_type,  # type: ignore[valid-type]  # made from the command above
        run: Execute,
        caller: Caller,
        request: Request,
        response: Response,
        idempotency_key: IdempotencyKey = None,
    ) -> Out:
        name = f"{caller.id}/{idempotency_key}"
        # The same key must mean the same case, or a repeat after a lost answer would open a second.
        assessment_id = str(uuid5(NAMESPACE_URL, name) if idempotency_key else uuid4())
        out = _ran(body, ReceiveRequest, assessment_id, run, caller, request, response)
        response.headers["Location"] = f"/api/v1/assessments/{assessment_id}"
        return out

    return receive_request


def _step(command: type[Command]) -> Callable[..., Out]:
    body_type = body_of(command)

    def step(
        assessment_id: AssessmentId,
        body: body_type,  # type: ignore[valid-type]  # made from the command above
        run: Execute,
        caller: Caller,
        request: Request,
        response: Response,
        idempotency_key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> Out:
        return _ran(body, command, assessment_id, run, caller, request, response)

    return step


def _ran(
    body: StepBody,
    command: type[Command],
    assessment_id: str,
    run: Execute,
    caller: Actor,
    request: Request,
    response: Response,
) -> Out:
    case = run(body.as_command(command, assessment_id))
    response.headers["ETag"] = f'"{case.version}"'
    if not sees_whole_case(caller, case):
        return TakenOut.of(case)
    state = request.app.state
    return AssessmentOut.of(case, state.clock.today(), state.database.counting.last_read)


router.add_api_route(
    "",
    _receive(),
    methods=["POST"],
    status_code=201,
    responses=REFUSALS,
    summary=STEPS["receive_request"].label,
    description=ReceiveRequest.__doc__ or "",
    operation_id="receive_request",
)
for _command in commands_of_one_case():
    router.add_api_route(
        f"/{{assessment_id}}/{_command.step.replace('_', '-')}",
        _step(_command),
        methods=["POST"],
        responses=REFUSALS,
        summary=STEPS[_command.step].label,
        description=_command.__doc__ or "",
        operation_id=_command.step,
    )
