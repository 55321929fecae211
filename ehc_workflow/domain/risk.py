"""How near a deadline is to being missed: a level with its reason, and the day on which that stops being true.

The rungs of a deadline's ladder say from which day it is at risk, due now or late, and whom to tell. A standing holds
until `changes_on`; the sweep looks only at deadlines whose day has come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES, BankHolidays
from ehc_workflow.dates.counting import days_after, working_days_before
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.deadlines import (
    OPEN_STATUSES,
    Deadline,
    Kind,
    Owner,
    Status,
    deadlines,
)
from ehc_workflow.rules.ladders import LADDERS, LEVELS, Audience, Ladders, Level, Rung
from ehc_workflow.rules.local_policy import Policy


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deadline stands: `order` sorts by legal risk, smallest first; None for `changes_on` means for good."""

    status: Status
    level: Level
    order: int
    changes_on: date | None


@dataclass(frozen=True, slots=True)
class Rating:
    """How a case stands: the standing of its worst open deadline, which is the reason."""

    level: Level
    order: int
    code: str
    ref: str
    due_on: date | None
    next_due_on: date | None


NOTHING_OPEN = Rating(Level.ON_TRACK, 99, "", "", None, None)

_ORDER = {
    (Level.LATE, Kind.STATUTORY): 0,
    (Level.DUE_NOW, Kind.STATUTORY): 1,
    (Level.LATE, Kind.GUIDANCE): 2,
    (Level.LATE, Kind.LOCAL): 3,
    (Level.AT_RISK, Kind.STATUTORY): 4,
    (Level.DUE_NOW, Kind.GUIDANCE): 5,
    (Level.DUE_NOW, Kind.LOCAL): 6,
    (Level.AT_RISK, Kind.GUIDANCE): 7,
    (Level.AT_RISK, Kind.LOCAL): 8,
}
CALM = 20
"""The order of what is open and neither late nor near."""


def level_of_order(order: int) -> Level:
    """The level that a case's order of risk belongs to."""
    return next((level for (level, _), known in _ORDER.items() if known == order), Level.ON_TRACK)


def orders_of(level: Level) -> tuple[int, ...]:
    """Every order of risk of one level."""
    if level is Level.ON_TRACK:
        return (CALM, NOTHING_OPEN.order)
    return tuple(order for (known, _), order in _ORDER.items() if known is level)


@lru_cache(maxsize=65_536)
def _ladder(
    ladders: Ladders,
    code: str,
    starts_on: date,
    act_by: date,
    due_on: date,
    holidays: frozenset[date],
) -> tuple[tuple[Rung, date], ...]:
    """Each rung with its day, in the order of the days; counted once for the thousands of cases that share them."""
    dated = [
        (rung, _day_of(rung, starts_on, act_by, due_on, holidays)) for rung in ladders.get(code, ())
    ]
    return tuple(sorted(dated, key=lambda pair: pair[1]))


def _day_of(
    rung: Rung, starts_on: date, act_by: date, due_on: date, holidays: frozenset[date]
) -> date:
    """The day this rung is reached; a part of the period is rounded up to whole days."""
    if rung.percent is not None:
        return days_after(starts_on, -(-rung.percent * (due_on - starts_on).days // 100))
    if rung.days < 0:
        return working_days_before(act_by, -rung.days, holidays)
    return act_by if rung.days == 0 else days_after(due_on, rung.days)


def standings(case: Case, today: date, policy: Policy) -> tuple[tuple[Deadline, Standing], ...]:
    """Every deadline of a case with how it stands at the end of this London day."""
    ladders = policy.ladders_of(case.authority_id)
    return tuple(
        (each, standing(each, today, policy.calendar, ladders)) for each in deadlines(case, policy)
    )


def standing(
    deadline: Deadline,
    today: date,
    calendar: BankHolidays = ENGLAND_AND_WALES,
    ladders: Ladders = LADDERS,
) -> Standing:
    """How this deadline stands at the end of this London day."""
    status = deadline.status(today)
    if status is Status.DISAPPLIED_ASAP:
        return Standing(status, Level.AT_RISK, _ORDER[Level.AT_RISK, Kind.STATUTORY], None)
    if status not in (Status.RUNNING, Status.BREACHED_OPEN):
        return Standing(status, Level.ON_TRACK, CALM, None)
    level = Level.ON_TRACK
    ahead = days_after(deadline.due_on, 1) if status is Status.RUNNING else None
    for rung, day in _rungs(deadline, calendar, ladders):
        if day > today:
            ahead = day if ahead is None else min(ahead, day)
            break
        level = max(level, rung.level, key=LEVELS.index)
    return Standing(status, level, _ORDER.get((level, deadline.kind), CALM), ahead)


def _rungs(
    deadline: Deadline, calendar: BankHolidays, ladders: Ladders
) -> tuple[tuple[Rung, date], ...]:
    """The ladder of a deadline. A family's own time has none."""
    if deadline.kind is Kind.FAMILY:
        return ()
    starts_on, act_by, due_on = deadline.starts_on, deadline.act_by, deadline.due_on
    return _ladder(ladders, deadline.code, starts_on, act_by, due_on, calendar.days)


def rungs_reached(
    deadline: Deadline,
    after: date | None,
    until: date,
    calendar: BankHolidays = ENGLAND_AND_WALES,
    ladders: Ladders = LADDERS,
) -> tuple[tuple[Rung, date], ...]:
    """The rungs reached after one day (None: ever) and up to another, in order, each with its day."""
    return tuple(
        (rung, day)
        for rung, day in _rungs(deadline, calendar, ladders)
        if day <= until and (after is None or day > after)
    )


def rungs_to_raise(
    deadline: Deadline,
    today: date,
    calendar: BankHolidays = ENGLAND_AND_WALES,
    ladders: Ladders = LADDERS,
) -> tuple[tuple[Rung, tuple[Audience, ...]], ...]:
    """The last rung reached for each audience: a deadline first seen late does not send every reminder it missed.

    A rung that sends nothing, or may be left out, takes no message from anybody: the last that surely tells stands too.
    """
    if deadline.status(today) not in (Status.RUNNING, Status.BREACHED_OPEN):
        return ()
    latest: dict[Audience, Rung] = {}
    surely: dict[Audience, Rung] = {}
    reached = rungs_reached(deadline, None, today, calendar, ladders)
    for rung, _ in reached:
        audiences = dict.fromkeys(audience_of(deadline, rung), rung)
        latest.update(audiences)
        surely.update(audiences if rung.surely_tells else {})
    told: dict[Rung, dict[Audience, None]] = {}
    for audience, rung in (*surely.items(), *latest.items()):
        told.setdefault(rung, {})[audience] = None
    return tuple((rung, tuple(told[rung])) for rung, _ in reached if rung in told)


def audience_of(deadline: Deadline, rung: Rung) -> tuple[Audience, ...]:
    """Whom this rung tells. The upper steps of the health ladder hear only of what a health body owes."""
    if deadline.code == "advice_health" or deadline.provision.startswith("reg 8"):
        return rung.audience
    if deadline.owner is Owner.DCO:
        return rung.audience
    own = Audience.CASEWORKER if deadline.owner is Owner.CASEWORKER else Audience.TEAM_MANAGER
    instead = {Audience.DCO: own, Audience.EXECUTIVE_LEAD: Audience.TEAM_MANAGER}
    return tuple(dict.fromkeys(instead.get(audience, audience) for audience in rung.audience))


def rating(standings: Iterable[tuple[Deadline, Standing]]) -> Rating:
    """The rating of a case from its deadlines: worst first, then the earlier day, then by name, so that it is one."""
    worst: tuple[tuple[int, date, str, str], Standing] | None = None
    next_due_on: date | None = None
    for deadline, at in standings:
        if at.status not in OPEN_STATUSES or deadline.kind is Kind.FAMILY:
            continue
        if next_due_on is None or deadline.due_on < next_due_on:
            next_due_on = deadline.due_on
        key = (at.order, deadline.due_on, deadline.code, deadline.ref)
        if worst is None or key < worst[0]:
            worst = (key, at)
    if worst is None:
        return NOTHING_OPEN
    (order, due_on, code, ref), at = worst
    return Rating(at.level, order, code, ref, due_on, next_due_on)
