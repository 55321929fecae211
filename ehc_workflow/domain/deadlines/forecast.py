"""When the decision or plan can be expected, and from which day on a limit is seen to be missed before it is.

The forecast adds up the work still to do, by the authority's planning figures and the law's own periods, from today or
from the day on which what is waited for is due. It knows nobody's diary: a day that waits for late advice is the
earliest, and any other is about that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ehc_workflow.domain.advice_list import blank_items
from ehc_workflow.domain.case import (
    GRANTS_ASSESSMENT,
    Case,
    State,
    Sureness,
)
from ehc_workflow.domain.deadlines.model import ADVICE_LIMITS, Deadline, Kind, Owner
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.rules.remaining_work import GIVE_ADVICE_DAYS

_THE_DECISION = ("decide_whether_to_assess", "decide_whether_to_reassess")
FORECAST_LIMITS = (*_THE_DECISION, "decide_no_plan", "final_plan")
"""The limits whose being missed a family hears of first: 6, 16 and 20 weeks, or what an order put in their place; of a
re-assessment 15 days and 14 weeks.
"""

_TO_DECIDE = frozenset({State.RECEIVED, State.CONSIDERING})
_TO_ADVISE = _TO_DECIDE | {State.ASSESS_ORDERED, State.ASSESSING}
_TO_SETTLE = _TO_ADVISE | {State.DECIDING_PLAN, State.REMITTED}
_TO_DRAFT = _TO_SETTLE | {State.PLAN_ORDERED, State.DRAFTING}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the way: its days from when it can begin, and the day before which it cannot."""

    code: str
    days: int
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The day expected for one limit, how sure it is, and the parts it adds up."""

    expected_on: date
    sure: Sureness
    parts: tuple[Part, ...]


def open_limits(owed: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """The limits of 6, 16 and 20 weeks that are still to be kept, the earliest first. An excepted one is none."""
    found = [
        one
        for one in owed
        if one.code in FORECAST_LIMITS
        and one.met_on is None
        and not (one.is_void or one.is_superseded or one.disapplied_by)
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.code)))


def limits_owed(owed: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Every limit of the law that the authority itself still has to keep, the earliest first."""
    found = [
        one
        for one in owed
        if one.kind is Kind.STATUTORY
        and one.owner in (Owner.CASEWORKER, Owner.PLAN_WRITER)
        and one.met_on is None
        and not (one.is_void or one.is_superseded)
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.code)))


def forecast(
    case: Case, limit: Deadline, owed: Sequence[Deadline], today: date, policy: Policy
) -> Forecast:
    """When what this limit asks for can be expected, as of this day."""
    parts = tuple(_parts(case, limit.code, owed, policy))
    late_advice = any(
        one.code == "advice" and one.not_before is not None and one.not_before < today
        for one in parts
    )
    return Forecast(
        expected_on=_expected(parts, today),
        sure=Sureness.AT_THE_EARLIEST if late_advice else Sureness.ABOUT,
        parts=parts,
    )


def first_seen_missed(
    case: Case, limit: Deadline, owed: Sequence[Deadline], policy: Policy
) -> date:
    """The first day on which the forecast shows this limit missed; what is waited for may have shown it at once."""
    parts = tuple(_parts(case, limit.code, owed, policy))
    work = timedelta(days=sum(one.days for one in parts))
    if _expected(parts, limit.starts_on) > limit.due_on:
        return max(limit.starts_on, *_waited_since(case))
    return limit.due_on - work + timedelta(days=1)


def _waited_since(case: Case) -> list[date]:
    """The days from which what is waited for has been known: advice that was asked for, a draft that was sent."""
    asked = [
        one.requested_on
        for one in case.advice
        if one.is_outstanding and one.requested_on is not None
    ]
    sent = [case.current_draft.sent_on] if case.current_draft else []
    return [case.received_on, *asked, *sent]


def seen_missed(
    case: Case, limit: Deadline, owed: Sequence[Deadline], today: date, policy: Policy
) -> bool:
    """Whether this limit has passed, or the forecast of this day shows that it will."""
    return (
        today > limit.due_on
        or forecast(case, limit, owed, today, policy).expected_on > limit.due_on
    )


def _expected(parts: Iterable[Part], today: date) -> date:
    day = today
    for part in parts:
        day = max(day, part.not_before or day) + timedelta(days=part.days)
    return day


def _parts(case: Case, code: str, owed: Sequence[Deadline], policy: Policy) -> Iterator[Part]:
    """The parts still to do, in order, until what the limit asks for is told."""
    work = policy.planned
    if case.state in _TO_DECIDE:
        if case.assess_decision is None:
            yield Part("decide_whether_to_assess", work.decide_whether_to_assess.days)
        yield Part("tell", work.tell.days)
    elif case.state is State.ASSESS_ORDERED:
        yield Part("tell", work.tell.days)
    if code in _THE_DECISION:
        return
    if case.state in _TO_ADVISE:
        yield _advice(case, owed)
        yield Part("check_advice", work.check_advice.days)
    if case.state in _TO_SETTLE:
        if case.plan_decision is None or case.state in _TO_ADVISE:
            yield Part("decide_about_a_plan", work.decide_about_a_plan.days)
        yield Part("tell", work.tell.days)
    if code == "decide_no_plan":
        return
    yield from _plan(case, policy)


def _advice(case: Case, owed: Sequence[Deadline]) -> Part:
    """Advice waits for the last day of what was asked for; what nobody has asked for yet takes six weeks from today."""
    weeks = GIVE_ADVICE_DAYS
    if case.state is not State.ASSESSING:
        return Part("advice", weeks)
    told = case.notice(*GRANTS_ASSESSMENT)
    due = {one.ref: one.due_on for one in owed if one.code in ADVICE_LIMITS}
    waited = [
        due.get(one.id, one.requested_on + timedelta(days=weeks))
        for one in case.advice
        if one.is_outstanding and one.requested_on is not None
    ]
    blank = told is None or bool(blank_items(case, told.sent_on))
    return Part("advice", weeks if blank else 0, max(waited, default=None))


def _plan(case: Case, policy: Policy) -> Iterator[Part]:
    work = policy.planned
    if case.state in _TO_DRAFT:
        yield Part("draft", work.draft.days)
        yield Part("family_window", policy.draft_window_days)
        yield Part("place_and_finish", work.place_and_finish.days)
        return
    draft = case.current_draft
    window = draft.window_ends_on if draft else None
    if case.state is State.FINALISING:
        yield Part("tell", work.tell.days, window)
    else:
        yield Part("place_and_finish", work.place_and_finish.days, window)
