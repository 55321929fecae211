"""The rule book: which version of a rule is the law on a day. Exactly one, or an error; never the latest instead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property

from ehc_workflow.dates.words import in_words
from ehc_workflow.rules import (
    coronavirus_2020,
    send_regs_2014,
    tribunal_procedure_rules_2008,
)
from ehc_workflow.rules.model import ExceptionGround, TimeLimit, TribunalTime


class RuleError(Exception):
    """The rule book cannot answer for this day."""


class NoRuleInForceError(RuleError):
    """No version of the rule is the law on this day."""


class TwoRulesInForceError(RuleError):
    """Two versions of one rule are the law on the same day."""


class RulesOfADay(dict[str, TimeLimit]):
    """Every limit that is the law on one day, by its code; asking for another is an error, never a guess."""

    def __init__(
        self, day: date, limits: Iterable[TimeLimit], tribunal_times: Iterable[TribunalTime]
    ) -> None:
        """Keep one version of each; a second one is found out when it is asked for."""
        super().__init__()
        self._day = day
        self._doubled: set[str] = set()
        for limit in limits:
            if limit.code in self or limit.code in self._doubled:
                self.pop(limit.code, None)
                self._doubled.add(limit.code)
            else:
                self[limit.code] = limit
        self._tribunal_times = tuple(tribunal_times)

    def __missing__(self, code: str) -> TimeLimit:
        """Say which of the two errors it is, and for which day."""
        if code in self._doubled:
            raise TwoRulesInForceError(
                f"Two versions of the rule '{code}' are in force on {in_words(self._day)}."
            )
        raise NoRuleInForceError(
            f"No version of the rule '{code}' is in force on {in_words(self._day)}."
        )

    @property
    def tribunal_time(self) -> TribunalTime:
        """How rule 12 ends a period that began on this day."""
        if len(self._tribunal_times) == 1:
            return self._tribunal_times[0]
        error = TwoRulesInForceError if self._tribunal_times else NoRuleInForceError
        count = "Two versions" if self._tribunal_times else "No version"
        raise error(f"{count} of the rule 'tribunal_time' on {in_words(self._day)}.")


class RuleBook:
    """All versions of all limits. A new version is one more `TimeLimit`, with an end day put to the old one."""

    def __init__(self, limits: Iterable[TimeLimit], tribunal_times: Iterable[TribunalTime]) -> None:
        """Nothing is refused here: an overlap is an error on the days it covers, and a test walks every day."""
        self.limits = tuple(limits)
        self.tribunal_times = tuple(tribunal_times)
        self._first_days = self._days_of_change()
        self._rules: dict[date, RulesOfADay] = {}

    def on(self, day: date) -> RulesOfADay:
        """The rules of a day. Days between two changes of the law share one answer."""
        place = bisect_right(self._first_days, day)
        if place == 0:
            return self._rules_on(
                day
            )  # before all law: the error must name this day, not one asked earlier
        first_day = self._first_days[place - 1]
        rules = self._rules.get(first_day)
        if rules is None:
            rules = self._rules[first_day] = self._rules_on(day)
        return rules

    def in_force(self, code: str, on: date) -> TimeLimit:
        """The one version of this rule that is the law on this day."""
        found = [limit for limit in self.limits if limit.code == code and limit.in_force.on(on)]
        if len(found) == 1:
            return found[0]
        if found:
            raise TwoRulesInForceError(
                f"Two versions of the rule '{code}' are in force on {in_words(on)}."
            )
        raise NoRuleInForceError(f"No version of the rule '{code}' is in force on {in_words(on)}.")

    def version(self, version: str) -> TimeLimit:
        """The rule a stored deadline names, however old."""
        try:
            return self._versions[version]
        except KeyError:
            raise NoRuleInForceError(f"The rule book holds no version '{version}'.") from None

    def duty_of(self, version: str) -> str:
        """What the rule of a stored deadline asks for. A change of its period leaves it as it is."""
        code = version.partition("/")[0]
        for limit in self.limits:
            if limit.code == code:
                return limit.duty
        raise NoRuleInForceError(f"The rule book holds no rule '{code}'.")

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in the order of the book."""
        return tuple(dict.fromkeys(limit.code for limit in self.limits))

    @cached_property
    def _versions(self) -> dict[str, TimeLimit]:
        return {limit.version: limit for limit in self.limits}

    def _days_of_change(self) -> list[date]:
        every = [limit.in_force for limit in self.limits] + [
            rule.in_force for rule in self.tribunal_times
        ]
        ends = {days.last_day + timedelta(days=1) for days in every if days.last_day is not None}
        return sorted({days.first_day for days in every} | ends)

    def _rules_on(self, day: date) -> RulesOfADay:
        return RulesOfADay(
            day,
            (limit for limit in self.limits if limit.in_force.on(day)),
            (rule for rule in self.tribunal_times if rule.in_force.on(day)),
        )


BOOK = RuleBook(
    limits=(
        *send_regs_2014.TIME_LIMITS,
        *tribunal_procedure_rules_2008.TIME_LIMITS,
    ),
    tribunal_times=tribunal_procedure_rules_2008.TRIBUNAL_TIMES,
)


def in_force(code: str, on: date, book: RuleBook = BOOK) -> TimeLimit:
    """The one version of this rule that is the law on this day, or an error."""
    return book.in_force(code, on)


def grounds_of(limit: TimeLimit, first_day: date, last_day: date) -> tuple[ExceptionGround, ...]:
    """Every ground a person may be offered for a limit that ran over these days, the expired ones of 2020 included.

    Which of them the facts meet on their face is for the clocks to say; none is offered where the limit has no list.
    """
    listed = limit.grounds or ()
    if limit.code not in coronavirus_2020.CORONAVIRUS_REACHED:
        return listed
    relaxed = coronavirus_2020.CORONAVIRUS_IN_FORCE
    touched = (
        relaxed.last_day is not None
        and first_day <= relaxed.last_day
        and relaxed.first_day <= last_day
    )
    return (*listed, coronavirus_2020.CORONAVIRUS_GROUND) if touched else listed
