"""The lifecycle: one transition table, one machine, and what it allows now.

The machine belongs to no case: it moves a throw-away cursor, so a `Case` stays frozen. A step without a destination
keeps the state. Refusal names every unmet guard, not only the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from transitions import EventData, Machine, MachineError

from ehc_workflow.domain import guards as g
from ehc_workflow.domain.case import Case, State
from ehc_workflow.domain.commands import Command
from ehc_workflow.domain.errors import TransitionRefusedError, Unmet
from ehc_workflow.domain.guards import Guard, Known
from ehc_workflow.domain.table import STEPS, TABLE, Step

__all__ = [
    "MACHINE",
    "STEPS",
    "TABLE",
    "Step",
    "allowed_steps",
    "next_state",
    "steps_of",
    "unmet_guards",
]


def _as_transition(step: Step) -> dict[str, Any]:
    """A row of the table as the machine wants it."""
    return {
        "trigger": step.trigger,
        "source": list(step.sources),
        "dest": step.dest,
        "conditions": [_all_met(step)],
    }


def _all_met(step: Step) -> Any:
    def all_met(event: EventData) -> bool:
        case, command, known = event.args
        cursor = cast(_Cursor, event.model)
        cursor.unmet = unmet_guards(step, case, command, known)
        return not cursor.unmet

    return all_met


def unmet_guards(step: Step, case: Case, command: Command, known: Known) -> tuple[Unmet, ...]:
    """Every guard of a step that does not hold."""
    return tuple(
        Unmet(_sentence(guard, case, command), guard.citation, guard.name)
        for guard in step.guards
        if not guard.holds(case, command, known)
    )


def _sentence(guard: Guard, case: Case, command: Any) -> str:
    if guard is g.notice_complete:
        return f"{guard.says}. Missing: {'; '.join(g.missing_blocks(case, command))}"
    return guard.says


MACHINE = Machine(
    model=None,
    states=list(State),
    initial=State.NOT_OPEN,
    auto_transitions=False,
    send_event=True,
    transitions=[_as_transition(step) for step in TABLE],
)


class _Cursor:
    """What the machine moves in place of a case."""

    __slots__ = ("state", "unmet")

    def __init__(self, state: State) -> None:
        self.state = state
        self.unmet: tuple[Unmet, ...] = ()


def allowed_steps(state: State) -> tuple[Step, ...]:
    """The steps the table has from this state, lawful or not yet; guards decide at the time."""
    return tuple(step for step in TABLE if state in step.sources)


def steps_of(case: Case) -> tuple[Step, ...]:
    """The same for one case: a re-assessment is decided on by steps of its own, s44, and has none of s36."""
    of_the_other = g.is_first_assessment if case.reassesses else g.is_reassessment
    return tuple(step for step in allowed_steps(case.state) if of_the_other not in step.guards)


def next_state(case: Case, command: Command, known: Known) -> State:
    """The state after this command, or `TransitionRefusedError` with every unmet guard."""
    cursor = _Cursor(case.state)
    step = STEPS[command.step]
    try:
        moved = MACHINE.events[command.step].trigger(cursor, case, command, known)
    except MachineError:
        raise TransitionRefusedError(
            f"{step.label}: not open while the case is {_in_words((case.state,))}, "
            f"only while it is {_in_words(step.sources)} ({step.citation}).",
            allowed=_triggers(case),
        ) from None
    if not moved:
        raise TransitionRefusedError(
            f"{step.label}: not yet. "
            + " ".join(f"{unmet.says} ({unmet.citation})." for unmet in cursor.unmet),
            unmet=cursor.unmet,
            allowed=_triggers(case),
        )
    return State(cursor.state)


def _in_words(states: Iterable[State]) -> str:
    """States as a person reads them."""
    return " or ".join(state.value.replace("_", " ") for state in states)


def _triggers(case: Case) -> tuple[str, ...]:
    return tuple(step.trigger for step in steps_of(case))
