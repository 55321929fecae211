"""What a case's next steps need, before anybody has filled in a form: open now, or every precondition still unmet.

A guard is asked with a command that has nothing in it but today's date, the right addressee and, in turn, each thing of
the case it could be about. A guard that wants more than that depends on what a person will say: the form asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ehc_workflow.domain.case import Case, Contact
from ehc_workflow.domain.commands import Command
from ehc_workflow.domain.decisions import DECIDERS
from ehc_workflow.domain.errors import Unmet
from ehc_workflow.domain.guards import Guard, Known, may_be_addressed
from ehc_workflow.domain.workflow import STEPS, Step, steps_of

COMMANDS: dict[str, type[Command]] = {
    command.step: command for command in DECIDERS if command.step in STEPS
}
"""The command that fires each step of the table."""

ABOUT: Mapping[str, Callable[[Case], Sequence[Any]]] = {
    "request_id": lambda case: case.advice,
    "ask_id": lambda case: case.family_asks,
    "message_id": lambda case: case.family_messages,
    "promise_id": lambda case: case.promises,
    "notice_id": lambda case: case.notices,
    "mediation_id": lambda case: case.mediations,
    "agreement_id": lambda case: case.agreements,
    "appeal_id": lambda case: case.appeals,
    "exception_id": lambda case: case.exceptions,
}
"""The things of a case that a step can be about, by the field of its command that names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOutlook:
    """One step from the state the case is in: what is unmet already, and what its form will ask."""

    step: Step
    unmet: tuple[Unmet, ...] = ()
    asked: tuple[Guard, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing but the form stands between the case and the step."""
        return not self.unmet

    @property
    def moves(self) -> bool:
        """Whether the step takes the case to another state."""
        return self.step.dest is not None


def step_outlook(case: Case, known: Known) -> tuple[StepOutlook, ...]:
    """Every step that the table has for this case from its state, in its order."""
    return tuple(outlook_of(case, step, known) for step in steps_of(case))


def outlook_of(case: Case, step: Step, known: Known) -> StepOutlook:
    """One step: as open as it is for the thing of the case that is furthest on."""
    return min(
        (_looked_at(case, step, known, probe) for probe in _probes(case, step, known)),
        key=lambda outlook: len(outlook.unmet),
    )


def _looked_at(case: Case, step: Step, known: Known, probe: Any) -> StepOutlook:
    unmet, asked = [], []
    for guard in step.guards:
        holds = _holds(guard, case, probe, known)
        if holds is None:
            asked.append(guard)
        elif not holds:
            unmet.append(Unmet(guard.says, guard.citation, guard.name))
    return StepOutlook(step=step, unmet=tuple(unmet), asked=tuple(asked))


def _holds(guard: Guard, case: Case, probe: Any, known: Known) -> bool | None:
    """Whether a guard holds; None where it asks for something that only the form will say."""
    try:
        return guard.holds(case, probe, known)
    except AttributeError as error:
        if error.obj is not probe:
            raise
        return None


def _probes(case: Case, step: Step, known: Known) -> Iterator[Any]:
    """A command with its days set to today and nothing else said, once for each thing it could be about."""
    command = COMMANDS[step.trigger]
    names = {field.name for field in fields(command)}
    base: dict[str, Any] = {name: known.today for name in names if name.endswith("_on")}
    if "addressee" in names:
        first = addressees(case, known)
        base |= {"addressee": first[0].id if first else "", "copies": ()}
    for name in names & ABOUT.keys() if step.guards else ():
        for thing in ABOUT[name](case):
            yield _blank(command, {**base, name: thing.id})
        base |= {name: ""}
    yield _blank(command, base)


def _blank(command: type[Command], values: dict[str, Any]) -> Any:
    """A command without its other answers. Asking for one of those raises `AttributeError`, which `_holds` reads."""
    probe = object.__new__(command)
    for name, value in values.items():
        object.__setattr__(probe, name, value)
    return probe


def addressees(case: Case, known: Known) -> tuple[Contact, ...]:
    """Who a letter of today may be addressed to: the right-holder of the day, or who stands for one."""
    return tuple(
        contact for contact in case.contacts if may_be_addressed(case, contact.id, known.today)
    )
