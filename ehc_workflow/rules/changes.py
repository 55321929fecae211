"""A new version of a rule as data: another period by another provision, and the old version ends the day before.

A limit keeps the version it began under (`RuleBook.on`), so a new one alone moves no date of a running case. A target
of the authority's own moves for everything that is still owed: it is the authority's to choose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ehc_workflow.rules.book import NoRuleInForceError, RuleBook
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

NO_PERIOD = frozenset({Counting.THE_DAY_ITSELF, Counting.ANOTHER_DATE})
COUNTINGS = tuple(each for each in Counting if each not in NO_PERIOD)
"""The ways in which a period can be counted."""
LONGEST_TARGET_DAYS = 90


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
