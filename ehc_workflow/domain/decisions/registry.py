"""Which decision answers which command, and the checks of dates they share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from ehc_workflow.domain.case import AdviceRequest, Case
from ehc_workflow.domain.commands import Command
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.events import Event
from ehc_workflow.domain.guards import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Facing:
    """Who decides, and what may be known besides the case."""

    actor_id: str
    known: Known
    rule_version: str = ""

    @property
    def today(self) -> date:
        """The London day."""
        return self.known.today


Decider = Callable[[Case, Any, Facing], tuple[Event, ...]]
AnyCommand = TypeVar("AnyCommand", bound=Command)
DECIDERS: dict[type[Command], Decider] = {}


def answers(
    *commands: type[Command],
) -> Callable[[Decider], Decider]:
    """Register the decision for these commands."""

    def register(function: Decider) -> Decider:
        for command in commands:
            DECIDERS[command] = function
        return function

    return register


def not_in_future(day: date, facing: Facing, pointer: str, what: str) -> list[Impossible]:
    """A thing that has happened cannot be dated after today."""
    if day > facing.today:
        return [Impossible(pointer, f"{what} is {_say(day)}, which is in the future.")]
    return []


def not_before(day: date, earliest: date, pointer: str, what: str, event: str) -> list[Impossible]:
    """A thing cannot be dated before what it follows."""
    if day < earliest:
        return [Impossible(pointer, f"{what} is {_say(day)}, before {event} on {_say(earliest)}.")]
    return []


def not_used(known: Iterable[str], new: str, pointer: str) -> list[Impossible]:
    """An id names one thing: the same form sent twice must not be kept twice."""
    return [Impossible(pointer, "This is on file already.")] if new in set(known) else []


def refuse(*groups: list[Impossible]) -> None:
    """Raise every impossible fact found, if any."""
    found = [error for group in groups for error in group]
    if found:
        raise ImpossibleFactsError(*found)


def happened(case: Case, day: date, facing: Facing, pointer: str, what: str) -> None:
    """A step of this case happened between its arrival and today."""
    refuse(
        not_in_future(day, facing, pointer, what),
        not_before(day, case.received_on, pointer, what, "the request arrived"),
    )


def the_request(case: Case, request_id: str) -> AdviceRequest:
    """The request for advice meant, or `NotFoundError`."""
    request = case.advice_request(request_id)
    if request is None:
        raise NotFoundError("This case has no such request for advice.")
    return request


def digest(*parts: str) -> str:
    """The SHA-256 that stands in the log for words kept elsewhere."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
