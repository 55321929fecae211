"""Everything that can be worked out from the facts of a vector, under the names of `expect`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ehc_workflow.conformance.document import Document, Vector
from ehc_workflow.conformance.words import VectorError
from ehc_workflow.dates.closures import closure_window
from ehc_workflow.domain.clocks import (
    Clock,
    assessed_within_six_months,
    clock_start,
    clocks,
    compulsory_school_age_ends,
    original_limits_superseded,
    right_holder,
)
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.domain.facts import Closure, Facts
from ehc_workflow.rules.send_regs_2014.grounds import LEAST_CLOSED_DAYS

Answer = dict[str, Any]


def compute(document: Document) -> dict[str, Answer]:
    """The answer to each vector. One that cannot be worked out gets `error` with the reason, and the others go on."""
    return {vector.id: answer_or_error(vector) for vector in document.vectors}


def answer_or_error(vector: Vector) -> Answer:
    """The answer, or the reason why there is none."""
    try:
        return answer(vector)
    except VectorError as error:
        return {"error": str(error)}


def answer(vector: Vector) -> Answer:
    """The answer to one vector."""
    if vector.facts is None:
        raise VectorError("", vector.problem or "there are no facts")
    try:
        return dict(_answers(vector.facts))
    except EhcError as error:
        raise VectorError("", error.message) from error
    except (ValueError, OverflowError) as error:
        raise VectorError("", f"a day lies outside the calendar ({error})") from error


def _answers(facts: Facts) -> Iterator[tuple[str, Any]]:
    start = clock_start(facts)
    if start is not None:
        yield "clock_start", start.isoformat()
        yield "original_limits_superseded", original_limits_superseded(facts)
    found = clocks(facts)
    if found:
        yield "clocks", [entry(clock) for clock in found]
    if facts.closures:
        yield "closure_windows", [_window(closure) for closure in facts.closures]
    if facts.date_of_birth is not None:
        yield (
            "compulsory_school_age_ends",
            compulsory_school_age_ends(facts.date_of_birth).isoformat(),
        )
        if facts.right_holder_on:
            yield "right_holder", _right_holders(facts)
    asked = facts.reassessment
    if asked is not None and asked.received_on is not None and asked.last_assessed_on is not None:
        yield (
            "assessed_within_six_months",
            assessed_within_six_months(asked.last_assessed_on, asked.received_on),
        )


def entry(clock: Clock) -> Answer:
    """One limit, with the keys that have something to say."""
    days = {
        "starts": clock.starts_on,
        "due": clock.due_on,
        "act_by": clock.act_by,
        "done_on": clock.done_on,
        "unadjusted": clock.unadjusted,
        "earliest_final": clock.earliest_final,
    }
    made: Answer = {"clock": clock.clock.value}
    if clock.ref is not None:
        made["ref"] = clock.ref
    made |= {name: day.isoformat() for name, day in days.items() if day is not None}
    made["basis"] = clock.basis
    if clock.exceptions is not None:
        made |= {"exceptions": list(clock.exceptions), "confirm": list(clock.confirm)}
    if clock.days_late is not None:
        made["days_late"] = clock.days_late
    if clock.final_in_time is not None:
        made["final_in_time"] = clock.final_in_time
    return made


def _window(closure: Closure) -> Answer:
    window = closure_window(closure.first_closed_day, closure.reopening_day)
    return {
        "setting": closure.setting.value,
        "closed_days": window.closed_days,
        "qualifies": window.closed_days >= LEAST_CLOSED_DAYS,
        "first_day": window.first_day.isoformat(),
        "last_day": window.last_day.isoformat(),
    }


def _right_holders(facts: Facts) -> list[Answer]:
    if facts.date_of_birth is None:
        return []
    born = facts.date_of_birth
    return [
        {"day": day.isoformat(), "holder": right_holder(born, day).value}
        for day in facts.right_holder_on
    ]
