"""The body of each step, made from its command: what can be asked of a case is written down once, in the domain."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from pydantic import ConfigDict, create_model

from api.schemas.body import Body
from ehc_workflow.domain.commands import Command, MoveDates, ReceiveRequest
from ehc_workflow.domain.decisions import DECIDERS
from ehc_workflow.domain.workflow import STEPS


class StepBody(Body):
    """The facts of one step; anything the step does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def as_command(self, command: type[Command], assessment_id: str) -> Command:
        """The command for one case."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return command(assessment_id=assessment_id, **values)


def commands_of_one_case() -> tuple[type[Command], ...]:
    """Every command that a person gives of a case already open, in the order of the transition table."""
    order = list(STEPS)
    known = (command for command in DECIDERS if command not in (ReceiveRequest, MoveDates))
    return tuple(sorted(known, key=lambda command: order.index(command.step)))


def body_of(command: type[Command]) -> type[StepBody]:
    """The request model of a command: its fields but the case's id, with the command's own words."""
    hints = get_type_hints(command)
    wanted: dict[str, Any] = {}
    for field in fields(command):
        if field.name != "assessment_id":
            default = ... if field.default is MISSING else field.default
            wanted[field.name] = (hints[field.name], default)
    return create_model(
        f"{command.__name__}In", __base__=StepBody, __doc__=command.__doc__, **wanted
    )
