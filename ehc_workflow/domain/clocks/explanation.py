"""How a day was reached, step by step: the proof behind a limit, made only when someone asks for it.

Every number in it comes from the functions that computed the limit; a test holds the last step to the due day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ehc_workflow.dates.bank_holidays import BankHolidays, name_of
from ehc_workflow.dates.closures import closure_window
from ehc_workflow.dates.counting import is_working_day
from ehc_workflow.dates.words import in_words, weekday, with_weekday
from ehc_workflow.domain.clocks.arithmetic import in_christmas_block, last_day
from ehc_workflow.domain.clocks.assessment import window_days
from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.clocks.exceptions import (
    CLOSURE_BOUNDARY,
    TWENTY_WEEK_READING,
    days_inside,
)
from ehc_workflow.domain.clocks.grounds import GroundLookedAt, grounds_looked_at
from ehc_workflow.domain.clocks.origin import origin_of
from ehc_workflow.domain.clocks.reckoning import Reckoning
from ehc_workflow.domain.facts import ClockId, Closure, Facts
from ehc_workflow.rules.local_policy import DEFAULT_POLICY, Policy
from ehc_workflow.rules.model import (
    COUNTED_FROM_DAY_ONE,
    Counting,
    Period,
    Source,
    TribunalTimeKind,
)

_ONE_DAY = timedelta(days=1)

CONFIRM = {
    CLOSURE_BOUNDARY: "The setting was asked on the first or last day of the closure window: "
    "a person must confirm that the day is in.",
    TWENTY_WEEK_READING: "This counts only if reg 13(3) looks at all 20 weeks and not at 16: "
    "a person must confirm that reading.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the count: the day reached and what it is. `counted` is false for a day passed over."""

    day: date
    says: str
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything behind one day, for a proof sheet."""

    clock: Clock
    duty: str
    owner: str
    provision: str
    rule_version: str
    in_force: str
    kind: str
    started_by: str
    counting: str
    steps: tuple[Step, ...]
    holidays_met: tuple[Step, ...]
    closures_met: tuple[str, ...]
    closed_days: tuple[tuple[date, date], ...]
    grounds: tuple[GroundLookedAt, ...]
    confirm: tuple[str, ...]
    outcome: str
    would_change: tuple[str, ...]
    doubts: tuple[str, ...]


def explain(clock: Clock, facts: Facts, policy: Policy = DEFAULT_POLICY) -> Proof:
    """The proof of one limit out of those that `clocks` gave for these facts and settings."""
    of = Reckoning(facts, policy)
    rule = clock.rule
    return Proof(
        clock=clock,
        duty=rule.duty,
        owner=rule.owner.value,
        provision=rule.citation.in_full,
        rule_version=rule.version,
        in_force=_in_force(clock),
        kind=rule.kind.value,
        started_by=origin_of(clock, facts, policy),
        counting=counting_in_words(rule.period),
        steps=(*_steps(clock, of), *_steps_to_act_by(clock, policy)),
        holidays_met=_holidays_met(clock, policy.calendar),
        closures_met=tuple(_closure_met(one) for one in _closures_within(clock, facts)),
        closed_days=tuple(
            (
                max(clock.starts_on, one.first_closed_day),
                min(clock.due_on, one.reopening_day - _ONE_DAY),
            )
            for one in _closures_within(clock, facts)
        ),
        grounds=grounds_looked_at(clock, facts, policy),
        confirm=tuple(CONFIRM[point] for point in clock.confirm),
        outcome=_outcome(clock),
        would_change=tuple(_would_change(clock)),
        doubts=tuple(_doubts(clock, policy)),
    )


def counting_in_words(period: Period) -> str:
    """The way of counting in a sentence, such as "6 weeks after; the day itself is day 0"."""
    number, way = period.number, period.counting
    if way is Counting.THE_DAY_ITSELF:
        return "on the day itself"
    if way is Counting.ANOTHER_DATE:
        return "the date set instead, taken as it stands"
    unit = way.value
    if number == 1:
        unit = unit.replace("weeks", "week").replace("months", "month").replace("days", "day")
    if way in COUNTED_FROM_DAY_ONE:
        return f"{number} {unit} it; the day itself is day 1"
    if way in (Counting.DAYS_BEFORE, Counting.WORKING_DAYS_BEFORE):
        return f"{number} {unit}; the day before is the first"
    return f"{number} {unit}; the day itself is day 0"


def walk(period: Period, start: date, calendar: BankHolidays) -> tuple[Step, ...]:
    """The count itself, from the start to the last day."""
    way = period.counting
    if way in (Counting.WEEKS_AFTER, Counting.MONTHS_AFTER):
        return _walk_long_units(period, start, calendar)
    if way in (Counting.WORKING_DAYS_AFTER, Counting.WORKING_DAYS_BEGINNING_WITH):
        return _walk_working_days(period, start, calendar)
    if way is Counting.THE_DAY_ITSELF:
        return (Step(start, "The day itself"),)
    first = "Day 1" if way in COUNTED_FROM_DAY_ONE else "Day 0"
    if way is Counting.DAYS_BEFORE:
        first = "Counted back from this day"
    end = last_day(period, start, calendar.days)
    unit = way.value.split()[0] if way is not Counting.WORKING_DAYS_BEFORE else "working days"
    return Step(start, first), Step(end, _ending(period.number, unit, start, end, way))


def _ending(number: int, unit: str, start: date, end: date, way: Counting) -> str:
    if way is Counting.DAYS_BEFORE:
        return f"{number} {unit} earlier"
    if way is Counting.MONTHS_BEGINNING_WITH:
        why = (
            "the day before the corresponding date"
            if (end + _ONE_DAY).day == start.day
            else "the month's last day"
        )
        return f"{number} {unit}: {why}"
    return f"Day {number}" if unit == "days" else f"{number} {unit}"


def _walk_long_units(period: Period, start: date, calendar: BankHolidays) -> tuple[Step, ...]:
    unit = "week" if period.counting is Counting.WEEKS_AFTER else "month"
    steps = [Step(start, "Day 0")]
    for number in range(1, period.number + 1):
        day = last_day(Period(number, period.counting), start, calendar.days)
        short = unit == "month" and day.day != start.day
        steps.append(
            Step(
                day,
                f"{unit.title()} {number}"
                + (": no such day in this month, so its last" if short else ""),
            )
        )
    return tuple(steps)


def _walk_working_days(period: Period, start: date, calendar: BankHolidays) -> tuple[Step, ...]:
    day, number, steps = start, 0, []
    if period.counting is Counting.WORKING_DAYS_AFTER:
        steps.append(Step(start, "Day 0"))
        day += _ONE_DAY
    while number < period.number:
        if is_working_day(day, calendar.days):
            number += 1
            steps.append(Step(day, f"Working day {number}"))
        else:
            steps.append(
                Step(day, f"{_why_no_working_day(day, calendar)}: not counted", counted=False)
            )
        day += _ONE_DAY
    return tuple(steps)


def _why_no_working_day(day: date, calendar: BankHolidays) -> str:
    return name_of(day) if day in calendar.days else weekday(day)


def _steps(clock: Clock, of: Reckoning) -> tuple[Step, ...]:
    """The count of this limit, where more than the rule's own period had a part in it included."""
    rule, calendar = clock.rule, of.policy.calendar
    if rule.period.counting is Counting.ANOTHER_DATE:
        return Step(clock.starts_on, "The event"), Step(clock.due_on, "The date set instead")
    if clock.clock is ClockId.LATEST_DRAFT_SERVICE:
        return _steps_to_latest_service(clock, of)
    if clock.unadjusted is not None:
        return (*walk(rule.period, clock.starts_on, calendar), *_steps_of_rule_12(clock, of))
    return walk(Period(_days_allowed(clock, of), rule.period.counting), clock.starts_on, calendar)


def _days_allowed(clock: Clock, of: Reckoning) -> int:
    """The number the count used: the law's, or the authority's own where it gives the family or a school more."""
    if clock.clock is ClockId.DRAFT_WINDOW:
        return window_days(clock.rule, of)
    if clock.clock is ClockId.SCHOOL_REPLY:
        return (clock.due_on - clock.starts_on).days
    return clock.rule.period.number


def _steps_to_latest_service(clock: Clock, of: Reckoning) -> tuple[Step, ...]:
    final = of.rule("final_plan", clock.starts_on)
    weeks = walk(final.period, clock.starts_on, of.policy.calendar)
    days = window_days(clock.rule, of)
    return (
        *weeks,
        Step(clock.due_on, f"{days} days earlier, which leaves the family its {days} days"),
    )


def _steps_of_rule_12(clock: Clock, of: Reckoning) -> tuple[Step, ...]:
    if clock.unadjusted is None or clock.unadjusted == clock.due_on:
        return ()
    rule = of.policy.book.on(_sent_on(clock, of.facts)).tribunal_time
    ends = clock.unadjusted
    if rule.kind is TribunalTimeKind.DAYS_LEFT_OUT or ends.month == 8 or in_christmas_block(ends):
        return (Step(clock.due_on, f"Rule 12(3): {rule.says}"),)
    why = _why_no_working_day(ends, of.policy.calendar)
    return (
        Step(
            clock.due_on,
            f"Rule 12(2): the time ends on a day that is no working day ({why}), so the next one",
        ),
    )


def _sent_on(clock: Clock, facts: Facts) -> date:
    return facts.notices[clock.item[1]].sent_on


def _steps_to_act_by(clock: Clock, policy: Policy) -> tuple[Step, ...]:
    if clock.act_by is None or clock.act_by == clock.due_on:
        return ()
    why = _why_no_working_day(clock.due_on, policy.calendar)
    says = f"The law does not move the last day ({why}), so act by the last working day before it"
    return (Step(clock.act_by, says, counted=False),)


def _holidays_met(clock: Clock, calendar: BankHolidays) -> tuple[Step, ...]:
    first, last = sorted((clock.starts_on, clock.due_on))
    met = sorted(day for day in calendar.days if first <= day <= last)
    return tuple(Step(day, name_of(day)) for day in met)


def _closures_within(clock: Clock, facts: Facts) -> list[Closure]:
    """The closures of which some day lies between the start and the last day."""
    starts, due = clock.starts_on, clock.due_on
    return [
        one
        for one in facts.closures
        if days_inside(one.first_closed_day, one.reopening_day - _ONE_DAY, starts, due) > 0
    ]


def _closure_met(closure: Closure) -> str:
    window = closure_window(closure.first_closed_day, closure.reopening_day)
    return (
        f"{closure.setting.value.replace('_', ' ')} closed for {window.closed_days} days from "
        f"{in_words(closure.first_closed_day)}; requests from {in_words(window.first_day)} "
        f"to {in_words(window.last_day)} matter"
    )


def _in_force(clock: Clock) -> str:
    days = clock.rule.in_force
    end = f" to {in_words(days.last_day)}" if days.last_day is not None else ""
    return f"since {in_words(days.first_day)}{end}"


def _outcome(clock: Clock) -> str:
    if clock.done_on is None:
        return "Not done on the facts given."
    if clock.days_late:
        return f"Done on {with_weekday(clock.done_on)}, {clock.days_late} days late."
    return f"Done on {with_weekday(clock.done_on)}, in time."


def _would_change(clock: Clock) -> list[str]:
    """What would give another day, and what would not."""
    points = [f"A different date for {clock.rule.start.value}."]
    if clock.rule.grounds:
        points.append(
            "An exception would let the limit go, with a reason from its list; it would not set another day."
        )
    if clock.rule.grounds == ():
        points.append("No exception can be attached to this limit.")
    if clock.clock not in (ClockId.APPEAL, ClockId.SCHOOL_REPLY) and clock.act_by is not None:
        points.append(
            "A weekend or bank holiday does not move it; it only moves the day to act by."
        )
    return points


def _doubts(clock: Clock, policy: Policy) -> list[str]:
    citation = clock.rule.citation
    doubts = []
    if citation.source is Source.UNVERIFIED:
        doubts.append(f"{citation.place} has not been checked against the statutory text.")
    if citation.doubt:
        doubts.append(citation.doubt)
    if clock.rule.note:
        doubts.append(clock.rule.note)
    if policy.calendar.forecast(clock.due_on):
        doubts.append(
            f"Bank holidays are announced to {in_words(policy.calendar.known_until)}; later ones are forecast."
        )
    return doubts
