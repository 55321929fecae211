"""What may be done about an alert, whom it goes up to when nobody does anything, and what is urgent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from ehc_workflow.dates.bank_holidays import BankHolidays
from ehc_workflow.dates.counting import is_working_day, working_days_before
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.deadlines import Deadline, Kind
from ehc_workflow.domain.risk import audience_of
from ehc_workflow.rules.alert_policy import (
    CONTRIBUTORS,
    OFFICE,
    TELLINGS,
    AlertPolicy,
    Telling,
)
from ehc_workflow.rules.ladders import Audience, Level, Rung

CLIMBED = "nobody_took_up_"
"""How the rung of an alert begins that went up because nobody took it up; whom it tells follows."""
_CLIMBS = frozenset({Level.DUE_NOW, Level.LATE})


def is_urgent(kind: Kind, level: Level) -> bool:
    """Whether it cannot wait for the morning: a limit of the law that is due now or has passed."""
    return kind is Kind.STATUTORY and level in _CLIMBS


def climbs(level: Level) -> bool:
    """Whether an alert of this level goes up when nobody takes it up."""
    return level in _CLIMBS


def next_up(audience: Iterable[Audience], deadline: Deadline) -> tuple[Audience, ...]:
    """Whom an alert for these goes up to: one at the authority and one where the advice is owed, where there is one.

    Above a service's lead stands the clinical officer for health alone: elsewhere the authority's own manager.
    """
    told = set(audience)
    found = dict.fromkeys(above for side in (OFFICE, CONTRIBUTORS) for above in _above(side, told))
    meant = Rung(CLIMBED, 0, tuple(found))
    return tuple(one for one in audience_of(deadline, meant) if one not in told)


def _above(side: tuple[Audience, ...], told: set[Audience]) -> Iterator[Audience]:
    reached = [place for place, one in enumerate(side) if one in told]
    if reached and reached[-1] + 1 < len(side):
        yield side[reached[-1] + 1]


def rung_up(audience: Audience) -> str:
    """The rung's code of an alert that went up to somebody."""
    return f"{CLIMBED}{audience.value}"


def unheeded_until(today: date, working_days: int, calendar: BankHolidays) -> date | None:
    """The last day from which on alerts have waited so many working days; None on a day that is none."""
    if not is_working_day(today, calendar.days):
        return None
    return working_days_before(today, working_days, calendar.days)


def latest_snooze(deadline: Deadline, today: date, policy: AlertPolicy) -> date | None:
    """The last day to which an alert may be put off, None where it may not be at all.

    Never past the day to act by while that lies ahead, and hardly at all once a limit of the law has passed.
    """
    if today > deadline.due_on and deadline.kind is Kind.STATUTORY:
        return today + timedelta(days=policy.longest_late_snooze_days)
    latest = today + timedelta(days=policy.longest_snooze_days)
    if today <= deadline.due_on:
        last_day = deadline.act_by if today <= deadline.act_by else deadline.due_on
        latest = min(latest, last_day)
    return latest if latest > today else None


def least_telling(roles: Iterable[Role], policy: AlertPolicy) -> Telling:
    """The least that somebody with these roles may choose to be told."""
    return policy.managers_at_least if Role.MANAGER in set(roles) else policy.others_at_least


def allowed_tellings(roles: Iterable[Role], policy: AlertPolicy) -> tuple[Telling, ...]:
    """What somebody with these roles may choose, from most to least."""
    return TELLINGS[: TELLINGS.index(least_telling(roles, policy)) + 1]


def telling_of(chosen: Telling | None, roles: Iterable[Role], policy: AlertPolicy) -> Telling:
    """How somebody is told: as they chose, and never less than the authority allows."""
    least = least_telling(roles, policy)
    wanted = chosen or Telling.URGENT_AT_ONCE
    return wanted if TELLINGS.index(wanted) <= TELLINGS.index(least) else least


def quiet_ends(there: datetime, policy: AlertPolicy, calendar: BankHolidays) -> datetime | None:
    """When the quiet hours end that it is in now, by the clock on the wall; None outside them.

    `there` is the time in the authority's own time zone, and so is the answer.
    """
    day, at = there.date(), there.time()
    works = is_working_day(day, calendar.days)
    if works and policy.quiet_until <= at < policy.quiet_from:
        return None
    if not (works and at < policy.quiet_until):
        day += timedelta(days=1)
        while not is_working_day(day, calendar.days):
            day += timedelta(days=1)
    return datetime.combine(day, policy.quiet_until, tzinfo=there.tzinfo)


def hour_in_words(at: time) -> str:
    """A time of day as people write it: 07:30."""
    return at.strftime("%H:%M")
