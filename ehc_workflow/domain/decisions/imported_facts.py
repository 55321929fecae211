"""What cannot be true of a case brought in: days in the future or out of order, and days that do not fit its state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AssessOutcome, PlanOutcome, State
from ehc_workflow.domain.decisions.registry import Facing, not_before, not_in_future
from ehc_workflow.domain.decisions.request import impossible_arrival
from ehc_workflow.domain.errors import Impossible

PATH = (
    State.RECEIVED,
    State.CONSIDERING,
    State.ASSESSING,
    State.DECIDING_PLAN,
    State.DRAFTING,
    State.DRAFT_WITH_FAMILY,
    State.PLACING,
    State.FINALISING,
    State.PLAN_ISSUED,
)
"""The way from arrival to plan. A case has passed every state before its own."""

STEP_DAYS = {
    "considering_told_on": "the family was told that an assessment is considered",
    "assess_decided_on": "it was decided whether to assess",
    "assessment_told_on": "the family was told of the assessment",
    "refusal_told_on": "the family was told of the refusal",
    "advice_completed_on": "the advice was complete",
    "plan_decided_on": "it was decided whether a plan is needed",
    "plan_told_on": "the family was told that a plan will be made",
    "no_plan_told_on": "the family was told that there will be no plan",
    "draft_sent_on": "the draft was sent",
    "consulted_on": "a setting was consulted",
    "placement_decided_on": "placement was decided",
    "final_sent_on": "the final plan was sent",
}
"""Every day of a step, and what happened on it."""

_OPENS: dict[State, str] = {
    State.CONSIDERING: "considering_told_on",
    State.ASSESSING: "assessment_told_on",
    State.DECIDING_PLAN: "advice_completed_on",
    State.DRAFTING: "plan_told_on",
    State.DRAFT_WITH_FAMILY: "draft_sent_on",
    State.PLACING: "consulted_on",
    State.FINALISING: "placement_decided_on",
    State.PLAN_ISSUED: "final_sent_on",
}
"""The day that brings a case into a state."""

_MEETS_A_LIMIT = frozenset({State.ASSESSING, State.DRAFTING, State.DRAFT_WITH_FAMILY})

_DECIDED = {
    State.RECEIVED: "assess_decided_on",
    State.CONSIDERING: "assess_decided_on",
    State.DECIDING_PLAN: "plan_decided_on",
}
"""What may have been decided in a state and not yet told."""

_ENDS = {State.REFUSED_TO_ASSESS: "refusal_told_on", State.NO_PLAN: "no_plan_told_on"}

_IN_ORDER = (
    ("assess_decided_on", "assessment_told_on"),
    ("assess_decided_on", "refusal_told_on"),
    ("plan_decided_on", "plan_told_on"),
    ("plan_decided_on", "no_plan_told_on"),
    ("assessment_told_on", "draft_sent_on"),
    ("draft_sent_on", "final_sent_on"),
)
"""Pairs that nobody can have done the other way round, whatever order the rest was done in."""


def impossible(command: c.ImportCase, facing: Facing) -> Iterator[Impossible]:
    """Everything about this case that cannot be true."""
    yield from impossible_arrival(command.request, facing)
    yield from _logging(command, facing)
    if command.state not in PATH and command.state not in _ENDS:
        yield Impossible("/state", f"A case cannot be brought in as {_words(command.state)}.")
        return
    yield from _days(command, facing)
    yield from _missing(command)
    yield from _surplus(command)
    yield from _outcomes(command)
    yield from _places(command)
    for place, asked in enumerate(command.advice):
        yield from _advice(command, asked, f"/advice/{place}", facing)


def passed(state: State) -> tuple[State, ...]:
    """The states after the first that a case in this state has come through, its own included."""
    if state is State.NO_PLAN:
        return (State.ASSESSING, State.DECIDING_PLAN)
    return PATH[1 : PATH.index(state) + 1] if state in PATH else ()


def _logging(command: c.ImportCase, facing: Facing) -> Iterator[Impossible]:
    logged_on, what = command.logged_on, "The day of logging"
    yield from not_in_future(logged_on, facing, "/logged_on", what)
    yield from not_before(
        logged_on, command.request.received_on, "/logged_on", what, "the request arrived"
    )


def _days(command: c.ImportCase, facing: Facing) -> Iterator[Impossible]:
    for name, event in STEP_DAYS.items():
        day = day_of(command, name)
        if day is not None:
            what = f"The day {event}"
            yield from not_in_future(day, facing, f"/{name}", what)
            yield from not_before(day, command.received_on, f"/{name}", what, "the request arrived")
    for earlier, later in _IN_ORDER:
        before, after = day_of(command, earlier), day_of(command, later)
        if before is not None and after is not None:
            what = f"The day {STEP_DAYS[later]}"
            yield from not_before(after, before, f"/{later}", what, STEP_DAYS[earlier])


def _missing(command: c.ImportCase) -> Iterator[Impossible]:
    for name in _needed(command.state):
        if day_of(command, name) is None:
            yield Impossible(
                f"/{name}",
                f"The case is {_words(command.state)}, but the day {STEP_DAYS[name]} is missing.",
            )


def _needed(state: State) -> Iterator[str]:
    """The day that made the state, and those that limits of the law are met by; old records often lack the rest."""
    for each in passed(state):
        if each is state or each in _MEETS_A_LIMIT:
            yield _OPENS[each]
    if state in _ENDS:
        yield _ENDS[state]


def _surplus(command: c.ImportCase) -> Iterator[Impossible]:
    """A day of a step the case has not come to: one of the two is wrong, and only a person knows which."""
    may = set(_may(command.state))
    for name, event in STEP_DAYS.items():
        if name not in may and day_of(command, name) is not None:
            yield Impossible(
                f"/{name}",
                f"The case is {_words(command.state)}, and yet there is a day {event}: correct the state, or empty it.",
            )


def _may(state: State) -> Iterator[str]:
    if state is not State.RECEIVED:
        yield _OPENS[State.CONSIDERING]
    for each in passed(state):
        yield _OPENS[each]
    if state in _DECIDED:
        yield _DECIDED[state]
    if state in _ENDS:
        yield _ENDS[state]
    if state is State.REFUSED_TO_ASSESS or State.ASSESSING in passed(state):
        yield "assess_decided_on"
    if state is State.NO_PLAN or State.DRAFTING in passed(state):
        yield "plan_decided_on"


def _outcomes(command: c.ImportCase) -> Iterator[Impossible]:
    """Decided and not yet told: the day alone does not say what. Decided and told: both must say the same."""
    untold = _DECIDED.get(command.state)
    for name, outcome in (("assess", command.assess_outcome), ("plan", command.plan_outcome)):
        decided_on = day_of(command, f"{name}_decided_on")
        if untold == f"{name}_decided_on" and decided_on is not None and outcome is None:
            yield Impossible(
                f"/{name}_outcome",
                "It was decided and the family is not told yet: say what was decided.",
            )
        if outcome is not None and outcome is not _told(command, name, outcome):
            yield Impossible(
                f"/{name}_outcome",
                f"This is not what a case that is {_words(command.state)} had decided.",
            )


def _told(
    command: c.ImportCase, name: str, said: AssessOutcome | PlanOutcome
) -> AssessOutcome | PlanOutcome | None:
    """The outcome that the state tells of; what was said, where it leaves that open; None where it is too early."""
    if name == "assess":
        if command.state is State.REFUSED_TO_ASSESS:
            return AssessOutcome.REFUSE
        if State.ASSESSING in passed(command.state):
            return AssessOutcome.ASSESS
        return said if command.assess_decided_on else None
    if command.state is State.NO_PLAN:
        return PlanOutcome.NO_PLAN
    if State.DRAFTING in passed(command.state):
        return PlanOutcome.MAKE_PLAN
    return said if command.plan_decided_on else None


def _places(command: c.ImportCase) -> Iterator[Impossible]:
    if command.consulted_on is not None and command.consulted_setting_id is None:
        yield Impossible("/consulted_setting_id", "Say which setting was consulted.")


def _advice(
    command: c.ImportCase, asked: c.ImportedAdvice, pointer: str, facing: Facing
) -> Iterator[Impossible]:
    if State.ASSESSING not in passed(command.state):
        yield Impossible(
            f"{pointer}/requested_on",
            f"The case is {_words(command.state)}: advice under regulation 6 is asked for once the family is told "
            "that there will be an assessment. Correct the state, or empty the cell.",
        )
        return
    what, came = "The day of asking", "The day the advice came"
    yield from not_in_future(asked.requested_on, facing, f"{pointer}/requested_on", what)
    yield from not_before(
        asked.requested_on,
        command.received_on,
        f"{pointer}/requested_on",
        what,
        "the request arrived",
    )
    if asked.received_on is not None:
        yield from not_in_future(asked.received_on, facing, f"{pointer}/received_on", came)
        yield from not_before(
            asked.received_on,
            asked.requested_on,
            f"{pointer}/received_on",
            came,
            "it was asked for",
        )


def day_of(command: c.ImportCase, name: str) -> date | None:
    """The day of a step by its name."""
    found: date | None = getattr(command, name)
    return found


def _words(state: State) -> str:
    return state.value.replace("_", " ")
