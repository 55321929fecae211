"""Which grounds the facts meet on their face, limit by limit. Meeting one applies nothing: a person finds the rest."""

from __future__ import annotations

from datetime import date, timedelta

from ehc_workflow.dates.closures import ClosureWindow, closure_window
from ehc_workflow.domain.clocks.arithmetic import last_day
from ehc_workflow.domain.facts import (
    Absence,
    AdviceRequestFacts,
    AppointmentPurpose,
    Facts,
    MissedAppointment,
    Setting,
)
from ehc_workflow.rules.local_policy import (
    AbsenceRule,
    ClosureBoundary,
    ExceptionPeriod,
    Policy,
    Reg133Period,
)
from ehc_workflow.rules.model import ExceptionGround, GroundKind

CLOSURE_BOUNDARY = "closure_boundary"
TWENTY_WEEK_READING = "twenty_week_reading"

SETTINGS_OF = {
    GroundKind.SCHOOL_CLOSURE: (Setting.SCHOOL, Setting.POST16),
    GroundKind.EARLY_YEARS_CLOSURE: (Setting.EARLY_YEARS,),
}
_ONE_DAY = timedelta(days=1)


def nothing_to_except(facts: Facts) -> bool:
    """Whether the facts hold nothing that could meet any ground: the ordinary case, answered once."""
    return not (
        facts.closures
        or facts.absences
        or facts.personal_circumstances
        or facts.missed_appointments
    )


def grounds_met(
    grounds: tuple[ExceptionGround, ...],
    starts_on: date,
    due_on: date,
    facts: Facts,
    policy: Policy,
    request: AdviceRequestFacts | None = None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The grounds met for one limit, as provisions, and what a person must confirm about them."""
    met: list[str] = []
    boundary_only: list[bool] = []
    twenty_weeks = False
    for ground in grounds:
        if ground.kind in SETTINGS_OF:
            requests = closure_requests(ground, starts_on, due_on, facts, policy)
            boundary_only += requests.values()
            is_met = bool(requests)
        else:
            first_day, last = period_for(ground, starts_on, due_on, policy)
            is_met = _touches(ground, first_day, last, facts, policy, request)
            twenty_weeks = twenty_weeks or (
                is_met and _only_if_longer(ground, starts_on, facts, policy, request)
            )
        if is_met:
            met.append(ground.basis)
    confirm = (CLOSURE_BOUNDARY,) if boundary_only and all(boundary_only) else ()
    return tuple(met), (*confirm, TWENTY_WEEK_READING) if twenty_weeks else confirm


def closure_requests(
    ground: ExceptionGround, starts_on: date, due_on: date, facts: Facts, policy: Policy
) -> dict[int, bool]:
    """Places of the requests for advice that meet a closure ground, and whether only because of a window's end day.

    The request must belong to the limit, day 0 and the last day included: one made before the case began, or after
    the limit had passed, cannot be why the limit was impractical. The window is that of the setting which was asked.
    """
    found: dict[int, bool] = {}
    for place, request in enumerate(facts.advice_requests):
        day, setting = request.requested_on, request.setting
        if day is None or setting not in SETTINGS_OF[ground.kind] or not starts_on <= day <= due_on:
            continue
        inside = [
            window for window in _windows(setting, ground.least_days, facts) if window.holds(day)
        ]
        if policy.closure_boundary is ClosureBoundary.OUT:
            inside = [window for window in inside if not window.on_boundary(day)]
        if inside:
            found[place] = all(window.on_boundary(day) for window in inside)
    return found


def period_for(
    ground: ExceptionGround, starts_on: date, due_on: date, policy: Policy
) -> tuple[date, date]:
    """The days of the limit that a ground looks at: day 1 to the last, unless the authority reads it otherwise."""
    day_zero_counts = policy.exception_period is ExceptionPeriod.DAY_ZERO
    first_day = starts_on if day_zero_counts else starts_on + _ONE_DAY
    if ground.doubtful_after is not None and policy.reg_13_3_period is Reg133Period.SIXTEEN_WEEKS:
        return first_day, last_day(ground.doubtful_after, starts_on, policy.calendar.days)
    return first_day, due_on


def days_inside(first_day: date, last: date, period_first: date, period_last: date) -> int:
    """How many days of a stretch fall in a period, ends included; not more than none if they do not meet."""
    return (min(last, period_last) - max(first_day, period_first)).days + 1


def _windows(setting: Setting, least_days: int, facts: Facts) -> list[ClosureWindow]:
    windows = (
        closure_window(c.first_closed_day, c.reopening_day)
        for c in facts.closures
        if c.setting == setting
    )
    return [window for window in windows if window.closed_days >= least_days]


def _touches(
    ground: ExceptionGround,
    first_day: date,
    last: date,
    facts: Facts,
    policy: Policy,
    request: AdviceRequestFacts | None,
) -> bool:
    if ground.kind is GroundKind.CIRCUMSTANCES:
        return any(
            days_inside(c.first_day, c.last_day, first_day, last) > 0
            for c in facts.personal_circumstances
        )
    if ground.kind is GroundKind.ABSENCE:
        return any(
            _long_enough(absence, ground.least_days, first_day, last, policy)
            for absence in facts.absences
        )
    return request is not None and any(
        first_day <= missed.missed_on <= last and _belongs_to(missed, request)
        for missed in facts.missed_appointments
    )


def _only_if_longer(
    ground: ExceptionGround,
    starts_on: date,
    facts: Facts,
    policy: Policy,
    request: AdviceRequestFacts | None,
) -> bool:
    """Whether a ground that is met would not be if its period were the shorter of the two readings."""
    if ground.doubtful_after is None:
        return False
    shorter = last_day(ground.doubtful_after, starts_on, policy.calendar.days)
    first_day, _ = period_for(ground, starts_on, shorter, policy)
    return not _touches(ground, first_day, shorter, facts, policy, request)


def _long_enough(
    absence: Absence, least_days: int, first_day: date, last: date, policy: Policy
) -> bool:
    inside = days_inside(absence.first_day, absence.last_day, first_day, last)
    if policy.absence_rule is AbsenceRule.INSIDE:
        return inside >= least_days
    return inside > 0 and (absence.last_day - absence.first_day).days + 1 >= least_days


def _belongs_to(missed: MissedAppointment, request: AdviceRequestFacts) -> bool:
    """An examination or test of this very request: a body has its own excuses, not another body's."""
    return (
        missed.purpose is not AppointmentPurpose.MEETING
        and missed.contributor is request.contributor
        and missed.ref == request.ref
    )
