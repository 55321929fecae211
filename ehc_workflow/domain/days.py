"""Where the days went: each day from the request to the outcome belongs to whoever was waited for.

Day 0 is the day of the trigger. A day belongs to what had begun before it and was not done before it, so the day on
which something is done is the last day of waiting for it. Several pieces of advice waited for share their days
equally, piece by piece; a piece that the authority has not asked for yet is the authority's own. Until the request was
logged, and while the authority had to act and no caseworker's seat held the case, a day was nobody's. The parts add up
to the days between trigger and outcome, always.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from ehc_workflow.domain.after_decision import reopened_for_a_plan, reopenings
from ehc_workflow.domain.case import (
    GRANTS_ASSESSMENT,
    REFUSES_ASSESSMENT,
    AdviceItem,
    AdviceRequest,
    Case,
    Draft,
    Letter,
    PlanOutcome,
)


class Cause(StrEnum):
    """Who or what a day was spent on, in the order of the process."""

    NOBODY = "nobody"
    DECIDING = "deciding"
    PANEL = "panel"
    ASKED_LATE = "asked_late"
    EDUCATION = "education"
    PSYCHOLOGY = "psychology"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"
    OTHER_ADVICE = "other_advice"
    DRAFTING = "drafting"
    FAMILY_WINDOW = "family_window"
    PLACEMENT = "placement"
    IN_DISPUTE = "in_dispute"


_OF_ITEM = {
    AdviceItem.EDUCATION: Cause.EDUCATION,
    AdviceItem.PSYCHOLOGY: Cause.PSYCHOLOGY,
    AdviceItem.HEALTH: Cause.HEALTH,
    AdviceItem.SOCIAL_CARE: Cause.SOCIAL_CARE,
}
_THE_AUTHORITYS = frozenset({Cause.DECIDING, Cause.ASKED_LATE, Cause.DRAFTING})
"""Days that a caseworker could have used."""
_OUTCOMES = (Letter.FINAL_PLAN, Letter.NO_PLAN, *REFUSES_ASSESSMENT)


def ends_on(case: Case, today: date) -> date:
    """The day of the outcome: the first notice that ends the assessment, or its ending otherwise, or today."""
    outcome = case.notice(*_OUTCOMES)
    ended = outcome.sent_on if outcome else case.ended_on
    return max(case.received_on, ended or today)


class Share(NamedTuple):
    """Days of one cause, and how many of them came after the last day of the piece of advice waited for."""

    cause: Cause
    days: Fraction
    late: Fraction
    service_id: str | None


def shares(case: Case, today: date, due_days: Mapping[str, date]) -> Iterator[Share]:
    """Every day from the trigger to the outcome, or to today, in stretches. `due_days` are by request for advice."""
    first, last = case.received_on, ends_on(case, today)
    days = {*_turns(case), *due_days.values()}
    turns = sorted({first, last, *(day for day in days if first < day < last)})
    for begun, done in pairwise(turns):
        waits = waits_on(case, begun + timedelta(days=1))
        for cause, request in waits:
            part = Fraction((done - begun).days, len(waits))
            due = due_days.get(request.id) if request else None
            yield Share(
                cause,
                part,
                part if due is not None and begun >= due else Fraction(),
                request.service_id if request and request.is_asked else None,
            )


def where_the_days_went(case: Case, today: date) -> dict[Cause, Fraction]:
    """Days by cause, exact; they add up to the days from the trigger to the outcome, or to today."""
    return by_cause(shares(case, today, {}))


def by_cause(parts: Iterable[Share]) -> dict[Cause, Fraction]:
    """The days of each cause, in the order of the process."""
    return summed({one.cause: one.days} for one in parts)


def late_by_cause(parts: Iterable[Share]) -> dict[Cause, Fraction]:
    """Of the days of each contributor, those after its last day; nothing for a cause without any."""
    return summed({one.cause: one.late} for one in parts)


def _turns(case: Case) -> Iterator[date]:
    """The days after which something else may be waited for; between two of them every day is alike."""
    decisions = (case.assess_decision, case.plan_decision)
    days: list[date | None] = [
        *(notice.sent_on for notice in case.notices),
        *(on for _, on in reopenings(case)),
        *(one.decided_on for one in decisions if one),
        *(one.panel.met_on for one in decisions if one and one.panel),
        case.views_considered_on,
        case.advice_completed_on,
        *(draft.served_on for draft in case.drafts),
        *(draft.window_ends_on for draft in case.drafts),
        case.placement.decided_on if case.placement else None,
        case.logged_on,
        case.caseworker_since,
    ]
    for request in case.advice:
        days.append(request.requested_on)
        for one in request.contributions:
            days += [one.received_on, one.returned_on]
    yield from (day for day in days if day is not None)


def summed(parts: Iterable[Mapping[Cause, Fraction]]) -> dict[Cause, Fraction]:
    """The parts of many cases together, exact, in the order of the process."""
    together: Counter[Cause] = Counter()
    for one in parts:
        for cause, days in one.items():
            together[cause] += days  # type: ignore[assignment]  # counts in parts of days
    return {cause: Fraction(together[cause]) for cause in Cause if together[cause]}


def rounded(parts: Mapping[Cause, Fraction]) -> dict[Cause, int]:
    """Each part to the nearest day, for parts that need not add up to a whole."""
    return {cause: round(days) for cause, days in parts.items()}


def in_whole_days(parts: dict[Cause, Fraction]) -> dict[Cause, int]:
    """The parts in whole days that still add up: what is cut off is given back where most was cut off."""
    whole = {cause: int(part) for cause, part in parts.items()}
    missing = int(sum(parts.values())) - sum(whole.values())
    by_remainder = sorted(parts, key=lambda cause: whole[cause] - parts[cause])
    for cause in by_remainder[:missing]:
        whole[cause] += 1
    return whole


Wait = tuple[Cause, AdviceRequest | None]
"""What a case waited for, and the piece of advice where it was one."""


def waits_on(case: Case, day: date) -> list[Wait]:
    """What the case waited for on one day: one cause, or one for each piece of advice."""
    if any(told_on < day <= reopened_on for told_on, reopened_on in contested_days(case)):
        return [(Cause.IN_DISPUTE, None)]
    waits = list(_waits_of_the_process(case, day))
    if _is_nobodys(case, day, waits):
        return [(Cause.NOBODY, None)]
    return waits


def _is_nobodys(case: Case, day: date, waits: list[Wait]) -> bool:
    """Whether nobody had the case on a day on which the authority had to act. An imported case says nothing of it."""
    if case.imported:
        return False
    if day <= case.logged_on:
        return True
    unheld = case.caseworker_seat_id is None or (
        case.caseworker_since is not None and day <= case.caseworker_since
    )
    return unheld and all(cause in _THE_AUTHORITYS for cause, _ in waits)


def _waits_of_the_process(case: Case, day: date) -> Iterator[Wait]:
    told = case.notice(*GRANTS_ASSESSMENT)
    if told is None or day <= told.sent_on:
        yield _before_the_decision(case, day), None
    elif any(draft.served_on < day for draft in _complete(case)):
        yield _after_a_draft(case, day), None
    elif case.plan_decision and case.plan_decision.decided_on < day:
        makes = case.plan_decision.outcome is PlanOutcome.MAKE_PLAN
        drafts = makes or reopened_for_a_plan(case, day)
        yield Cause.DRAFTING if drafts else Cause.DECIDING, None
    else:
        waiting: list[Wait] = [
            (cause, one) for one in case.advice if (cause := _of_advice(one, day))
        ]
        yield from waiting or [(_before_the_plan(case, day), None)]


def contested_days(case: Case) -> Iterator[tuple[date, date]]:
    """From each refusal that was set aside to the order, concession or agreement that did it."""
    reopened = [on for _, on in reopenings(case)]
    for notice in case.notices:
        if notice.set_aside:
            yield notice.sent_on, min(on for on in reopened if on >= notice.sent_on)


def _before_the_decision(case: Case, day: date) -> Cause:
    decision, ready = case.assess_decision, case.views_considered_on
    panel = decision.panel if decision else None
    return Cause.PANEL if panel and ready and ready < day <= panel.met_on else Cause.DECIDING


def _before_the_plan(case: Case, day: date) -> Cause:
    if not case.advice:
        return Cause.ASKED_LATE
    decision, ready = case.plan_decision, case.advice_completed_on
    panel = decision.panel if decision else None
    return Cause.PANEL if panel and ready and ready < day <= panel.met_on else Cause.DECIDING


def _of_advice(request: AdviceRequest, day: date) -> Cause | None:
    """Whose the wait for one piece of advice is on a day; nothing where it is not waited for."""
    if request.requested_on is None:
        return None if request.is_settled else Cause.ASKED_LATE
    if day <= request.requested_on:
        return Cause.ASKED_LATE
    if any(start < day and (end is None or day <= end) for start, end in _waits(request)):
        return _OF_ITEM.get(request.item, Cause.OTHER_ADVICE)
    return None


def _waits(request: AdviceRequest) -> Iterator[tuple[date, date | None]]:
    """From asking until the first version came, and from each return until the next version came."""
    starts = [request.requested_on, *(one.returned_on for one in request.contributions)]
    ends = [*(one.received_on for one in request.contributions), None]
    yield from ((start, end) for start, end in zip(starts, ends, strict=True) if start)


def _complete(case: Case) -> list[Draft]:
    return [draft for draft in case.drafts if not draft.part]


def _after_a_draft(case: Case, day: date) -> Cause:
    drafts = _complete(case)
    if any(d.window_ends_on and d.served_on < day <= d.window_ends_on for d in drafts):
        return Cause.FAMILY_WINDOW
    if any(draft.served_on >= day for draft in drafts):
        return Cause.DRAFTING
    if case.placement is None or day <= case.placement.decided_on:
        return Cause.PLACEMENT
    return Cause.DRAFTING
