"""What must be there for every command, event, state and letter."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import (
    APPEALABLE_LETTERS,
    ENDED_STATES,
    OPEN_STATES,
    REOPENABLE_STATES,
    Letter,
    State,
)
from ehc_workflow.domain.commands import Command
from ehc_workflow.domain.decisions import DECIDERS
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.domain.events import EVENTS, Event
from ehc_workflow.domain.notices import required_content
from ehc_workflow.domain.replay import unapplied
from ehc_workflow.domain.workflow import STEPS, allowed_steps
from ehc_workflow.service.permissions import MAY


def every_command() -> list[type[Command]]:
    """Each command that can be given, by its class."""
    found: list[type[Command]] = []
    waiting = [Command]
    while waiting:
        for command in waiting.pop().__subclasses__():
            waiting.append(command)
            if "step" in vars(command):
                found.append(command)
    # A slotted dataclass is made twice, and the first one lingers until it is collected.
    return [command for command in found if vars(c).get(command.__name__) is command]


COMMANDS = every_command()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_a_command_is_frozen_and_says_what_it_asks(command: type[Command]) -> None:
    assert is_dataclass(command)
    assert command.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert (command.__doc__ or "").strip().endswith(".")


def test_every_command_has_a_step_of_its_own_a_decision_and_a_permission() -> None:
    asked = [command for command in COMMANDS if command is not c.ImportCase]
    assert len({command.step for command in COMMANDS}) == len(COMMANDS)
    assert {command.step for command in asked} <= set(STEPS)
    assert set(DECIDERS) == set(asked)
    assert {command.step for command in COMMANDS} <= set(MAY)


def test_every_step_has_a_command() -> None:
    assert set(STEPS) <= {command.step for command in COMMANDS}


def test_every_step_has_a_permission_and_no_permission_is_for_nothing() -> None:
    assert set(MAY) == set(STEPS) | {"import_case"}
    assert all(MAY.values())


def test_every_event_is_known_to_replay_and_named_as_itself() -> None:
    assert unapplied() == frozenset()
    assert all(event.kind == kind for kind, event in EVENTS.items())
    assert len(EVENTS) == len({event.__name__ for event in Event.__subclasses__()})


def test_no_event_holds_a_childs_name_or_anybodys_words() -> None:
    telling = {"name", "given_name", "family_name", "email", "address", "reason", "reasons", "text"}
    for event in EVENTS.values():
        held = {field.name for field in fields(event)} - {"text"}  # PlanSaved.text is a digest
        assert not held & (telling - {"text"}), event


@pytest.mark.parametrize("letter", Letter)
def test_every_letter_has_parts_it_cannot_go_without(letter: Letter) -> None:
    parts = required_content(letter)
    assert parts
    assert len({part.key for part in parts}) == len(parts)
    assert all(part.citation.place for part in parts)


@pytest.mark.parametrize("letter", sorted(APPEALABLE_LETTERS))
def test_a_letter_that_can_be_appealed_spells_out_every_right(letter: Letter) -> None:
    keys = {part.key for part in required_content(letter)}
    assert {
        "right_of_appeal",
        "appeal_time_limits",
        "right_to_mediation",
        "certificate",
        "adviser",
        "timescales",
        "duty_to_tell",
        "authority_contact",
        "disagreement_resolution",
        "information_and_advice",
    } <= keys
    assert ("reasons" in keys) is (letter not in (Letter.FINAL_PLAN, Letter.AMENDED_PLAN))


@pytest.mark.parametrize("letter", [Letter.FINAL_PLAN, Letter.AMENDED_PLAN])
def test_a_plan_says_when_no_certificate_is_needed(letter: Letter) -> None:
    assert "placement_only_appeal" in {part.key for part in required_content(letter)}


def test_every_state_is_open_closed_with_a_way_back_or_ended() -> None:
    kinds = (OPEN_STATES, REOPENABLE_STATES, ENDED_STATES, frozenset({State.NOT_OPEN}))
    assert sum(map(len, kinds)) == len(State)
    assert frozenset().union(*kinds) == frozenset(State)


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_no_open_state_is_a_dead_end_and_none_is_a_pause(state: State) -> None:
    assert any(step.dest not in (None, state, *ENDED_STATES) for step in allowed_steps(state))
    assert not {"hold", "paused", "awaiting", "invalid"} & set(state.value.split("_"))


def test_every_error_has_a_sentence_of_its_own() -> None:
    def family(error: type[EhcError]) -> list[type[EhcError]]:
        return [error, *(each for sub in error.__subclasses__() for each in family(sub))]

    assert all(error.__doc__ and error.__doc__.strip().endswith(".") for error in family(EhcError))
