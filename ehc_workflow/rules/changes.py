"""A new version of a rule as data: another period by another provision, and the old version ends the day before.

A limit keeps the version it began under (`RuleBook.on`), so a new one alone moves no date of a running case. A target
of the authority's own moves for everything that is still owed: it is the authority's to choose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ehc_workflow.rules.book import NoRuleInForceError, RuleBook
from ehc_workflow.rules.ladders import LADDERS, LEVELS, Audience, Ladders, Level, Rung, Way
from ehc_workflow.rules.local_targets import LocalTargets
from ehc_workflow.rules.model import (
    Citation,
    Counting,
    InForce,
    Instrument,
    Period,
    Source,
    TimeLimit,
)
from ehc_workflow.rules.remaining_work import PlannedWork

NO_PERIOD = frozenset({Counting.THE_DAY_ITSELF, Counting.ANOTHER_DATE})
COUNTINGS = tuple(each for each in Counting if each not in NO_PERIOD)
"""The ways in which a period can be counted."""
LONGEST_TARGET_DAYS = 90
MOST_RUNGS = 12
DAYS_BEFORE, DAYS_AFTER = 60, 365
"""How long before the due day (working days) and after it (calendar days) a rung may be."""
OUTSIDE = frozenset({Audience.SERVICE, Audience.SERVICE_LEAD, Audience.EXECUTIVE_LEAD})
IN_THE_AUTHORITY = frozenset(
    {Audience.CASEWORKER, Audience.TEAM_MANAGER, Audience.HEAD_OF_SERVICE, Audience.DECISION_MAKER}
)


class RuleChangeError(ValueError):
    """The change cannot be made: the sentence says why. `field` is the part of it that is wrong."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A rule by its code, with its new period from a day on; `instrument` made the change, `provision` is its place."""

    code: str
    number: int
    counting: Counting
    first_day: date
    instrument: str
    provision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTarget:
    """A target by its code, with the days it is to have."""

    code: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlannedDays:
    """A part of the authority's own work by its code, with the days that a forecast is to add up for it."""

    code: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLadder:
    """The ladder that one authority is to have for the deadlines of one code, from its first rung to its last."""

    authority_id: str
    code: str
    rungs: tuple[Rung, ...]


def with_version(book: RuleBook, new: NewVersion) -> RuleBook:
    """The book with this version in it, or `RuleChangeError`."""
    old = _last_version(book, new)
    if new.counting in NO_PERIOD:
        raise RuleChangeError("counting", f"A period is counted in one of: {', '.join(COUNTINGS)}.")
    if not 0 < new.number < 1000:
        raise RuleChangeError("number", "A period is 1 to 999 of its unit.")
    for field, said in (("instrument", new.instrument), ("provision", new.provision)):
        if not said.strip():
            raise RuleChangeError(
                field, "A rule rests on a provision: name the instrument and the place."
            )
    changed = replace(
        old,
        period=Period(new.number, new.counting),
        citation=Citation(
            Instrument(new.instrument, new.instrument), new.provision, Source.CONFIRMED
        ),
        in_force=InForce(first_day=new.first_day),
    )
    ended = replace(old, in_force=replace(old.in_force, last_day=new.first_day - timedelta(days=1)))
    limits = [
        each for limit in book.limits for each in ((ended, changed) if limit is old else (limit,))
    ]
    return RuleBook(limits, book.tribunal_times)


def _last_version(book: RuleBook, new: NewVersion) -> TimeLimit:
    """The version that the new one follows: the last, begun before it, and counted in a period at all."""
    if new.code not in book.codes:
        raise RuleChangeError("code", f"The rule book has no rule “{new.code}”.")
    last = [limit for limit in book.limits if limit.code == new.code][-1]
    if new.first_day <= last.in_force.first_day:
        raise RuleChangeError(
            "first_day",
            f"The version before it is in force from {last.in_force.first_day.isoformat()}: "
            "a new one begins after that day.",
        )
    try:
        book.in_force(new.code, new.first_day)
    except NoRuleInForceError:
        raise RuleChangeError("first_day", "No version of this rule is in force then.") from None
    if last.period.counting in NO_PERIOD:
        raise RuleChangeError("code", "The day of this rule is set by somebody: it has no period.")
    return last


def with_target(targets: LocalTargets, new: NewTarget, last_day: date) -> LocalTargets:
    """The targets with these days for one of them, or `RuleChangeError`; it had its old days until `last_day`."""
    target = next((one for one in targets if one.code == new.code), None)
    if target is None:
        known = ", ".join(one.code for one in targets if not one.set_by_hand)
        raise RuleChangeError("code", f"There is no target “{new.code}”. There are: {known}.")
    if target.set_by_hand:
        raise RuleChangeError("code", "Somebody sets the day of this target each time.")
    if not 0 <= new.days <= LONGEST_TARGET_DAYS:
        raise RuleChangeError("days", f"A target is 0 to {LONGEST_TARGET_DAYS} days.")
    if new.days == target.days:
        raise RuleChangeError("days", f"It is {new.days} already.")
    before = (*target.before, (last_day, target.days))
    changed = replace(target, days=new.days, before=before)
    return replace(targets, **{new.code: changed})


def with_planned(planned: PlannedWork, new: NewPlannedDays) -> PlannedWork:
    """The planned work with these days for one of its parts, or `RuleChangeError`."""
    part = next((one for one in planned if one.code == new.code), None)
    if part is None:
        known = ", ".join(one.code for one in planned)
        raise RuleChangeError("code", f"There is no part “{new.code}”. There are: {known}.")
    if not 0 <= new.days <= LONGEST_TARGET_DAYS:
        raise RuleChangeError("days", f"A part is planned for 0 to {LONGEST_TARGET_DAYS} days.")
    if new.days == part.days:
        raise RuleChangeError("days", f"It is {new.days} already.")
    because = "Set by the authority."
    return replace(planned, **{new.code: replace(part, days=new.days, because=because)})


def as_ladder(ladders: Ladders, new: NewLadder) -> NewLadder:
    """The ladder in order, each rung named, or `RuleChangeError`.

    A rung at a moment that had one before keeps its name: whoever was told then is not told again.
    """
    if new.code not in LADDERS:
        raise RuleChangeError("code", f"There is no ladder for “{new.code}”.")
    if not 0 < len(new.rungs) <= MOST_RUNGS:
        says = f"A ladder has 1 to {MOST_RUNGS} steps: with none, nobody would ever be told."
        raise RuleChangeError("rungs", says)
    for number, rung in enumerate(new.rungs):
        _check_rung(number, rung)
    moments = [_moment(rung) for rung in new.rungs]
    twice = [number for number, moment in enumerate(moments) if moment in moments[:number]]
    if twice:
        says = "There is a step at this moment already: tell everybody in that one."
        raise RuleChangeError(f"rungs/{twice[0]}/days", says)
    _check_whole(new)
    known = {_moment(rung): rung.code for rung in (*ladders[new.code], *LADDERS[new.code])}
    named = (replace(rung, code=known.get(_moment(rung), _name_of(rung))) for rung in new.rungs)
    return replace(new, rungs=tuple(sorted(named, key=_in_order)))


def _check_rung(number: int, rung: Rung) -> None:
    at = f"rungs/{number}"
    if not rung.audience:
        raise RuleChangeError(f"{at}/audience", "Say whom this step tells.")
    if not rung.sends and OUTSIDE & set(rung.audience):
        says = "A service’s inbox and its leads have no list of alerts: a step for them is told at once."
        raise RuleChangeError(f"{at}/way", says)
    if rung.percent is not None and not 0 < rung.percent < 100:
        raise RuleChangeError(f"{at}/days", "A part of the period is 1 to 99 percent.")
    if not -DAYS_BEFORE <= rung.days <= DAYS_AFTER:
        says = f"A step is at most {DAYS_BEFORE} working days before and {DAYS_AFTER} days after the due day."
        raise RuleChangeError(f"{at}/days", says)


def _check_whole(new: NewLadder) -> None:
    """Nobody finds out late: what warned before the day still does, and lateness always reaches the authority."""
    built_in = LADDERS[new.code]
    first = min(LEVELS.index(rung.level) for rung in built_in)
    warning = [LEVELS.index(rung.level) for rung in new.rungs if rung.way is not Way.IN_APP]
    if min(warning, default=len(LEVELS)) > first:
        when = "before the due day" if LEVELS[first] is Level.AT_RISK else "on the due day"
        says = f"Somebody must hear of this {when}, while it can be saved: at once or in a digest."
        raise RuleChangeError("rungs", says)
    late = [rung for rung in new.rungs if rung.level is Level.LATE]
    if not any(rung.sends and IN_THE_AUTHORITY & set(rung.audience) for rung in late):
        says = "Once it is late, somebody in the authority must be sent a message: add such a step after the due day."
        raise RuleChangeError("rungs", says)


def _moment(rung: Rung) -> tuple[int, int | None]:
    return (0, rung.percent) if rung.percent is not None else (rung.days, None)


def _name_of(rung: Rung) -> str:
    if rung.percent is not None:
        return f"percent_{rung.percent}"
    if rung.days == 0:
        return "due_now"
    return f"before_{-rung.days}" if rung.days < 0 else f"after_{rung.days}"


def _in_order(rung: Rung) -> tuple[bool, int]:
    """Parts of the period first: on which day they fall depends on the deadline."""
    return rung.percent is None, rung.days if rung.percent is None else rung.percent
