"""How an event is applied to a case, and what the parts share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    AdviceRequest,
    AgendaItem,
    Case,
    Finding,
    Notice,
    PanelMatter,
    Person,
    Recheck,
    State,
)

Applied = Callable[[Case, Any], Case]
AnyEvent = TypeVar("AnyEvent", bound=e.Event)
_APPLY: dict[type[e.Event], Applied] = {}


def evolve(case: Case, event: e.Event, state: State) -> Case:
    """The case after this event, in this state, one version on."""
    return replace(_APPLY[type(event)](case, event), state=state, version=case.version + 1)


def replay(blank: Case, entries: Iterable[tuple[e.Event, State]], person: Person | None) -> Case:
    """The case after these log entries, from a case that is not open yet. `person` is kept outside the log."""
    case = replace(blank, person=person)
    for event, state in entries:
        case = evolve(case, event, state)
    return case


def applies(
    event: type[AnyEvent],
) -> Callable[[Callable[[Case, AnyEvent], Case]], Callable[[Case, AnyEvent], Case]]:
    """Register what one kind of event changes."""

    def register(function: Callable[[Case, AnyEvent], Case]) -> Callable[[Case, AnyEvent], Case]:
        _APPLY[event] = function
        return function

    return register


def unapplied() -> frozenset[str]:
    """Events that nothing here knows: always empty, which a test says."""
    return frozenset(kind for kind, event in e.EVENTS.items() if event not in _APPLY)


def with_request(
    case: Case, request_id: str, change: Callable[[AdviceRequest], AdviceRequest]
) -> Case:
    """The case with one request for advice changed."""
    return replace(
        case,
        advice=tuple(
            change(request) if request.id == request_id else request for request in case.advice
        ),
    )


def put_request(case: Case, request: AdviceRequest) -> Case:
    """The case with this request for advice, new or in place of what it was."""
    kept = tuple(known for known in case.advice if known.id != request.id)
    return replace(case, advice=(*kept, request))


def followed(case: Case, finding: Finding) -> tuple[Recheck, ...]:
    """The looks at late advice, once what this finding asks for has been done."""
    return tuple(
        replace(one, has_followed=True) if one.finding is finding else one for one in case.rechecks
    )


def off_the_agenda(case: Case, matter: PanelMatter, on: date) -> tuple[AgendaItem, ...]:
    """The agenda items of a case, once this matter waits for no panel: decided, or on another agenda."""
    return tuple(
        replace(one, off_on=on) if one.matter is matter and one.is_open else one
        for one in case.agenda
    )


def with_notice(case: Case, notice: Notice) -> Case:
    """The case with one more notice sent."""
    return replace(case, notices=(*case.notices, notice))
