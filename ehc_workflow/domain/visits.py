"""What speaks against the day of a visit. Nobody is kept from planning it: it is said, and the person decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ehc_workflow.dates.bank_holidays import BankHolidays, name_of
from ehc_workflow.dates.words import in_words, weekday
from ehc_workflow.domain.case import VisitPlace

SATURDAY = 5


def cautions(
    visit_on: date,
    place: VisitPlace | None,
    *,
    due_on: date | None,
    closures: Iterable[tuple[date, date]],
    calendar: BankHolidays,
) -> tuple[str, ...]:
    """A closed setting (where the visit leads there), a weekend or bank holiday, a day after the advice is due.

    A closure is its first closed day and the day the setting opens again.
    """
    return tuple(_cautions(visit_on, place, due_on, closures, calendar))


def _cautions(
    visit_on: date,
    place: VisitPlace | None,
    due_on: date | None,
    closures: Iterable[tuple[date, date]],
    calendar: BankHolidays,
) -> Iterator[str]:
    if place in (VisitPlace.SETTING, None):
        for first, reopening in dict.fromkeys(closures):
            if first <= visit_on < reopening:
                yield f"The setting is closed from {in_words(first)} and opens again on {in_words(reopening)}."
    if visit_on in calendar.days:
        yield f"{in_words(visit_on)} is a bank holiday ({name_of(visit_on)})."
    elif visit_on.weekday() >= SATURDAY:
        yield f"{in_words(visit_on)} is a {weekday(visit_on)}."
    if due_on is not None and visit_on > due_on:
        yield f"The advice is due before, on {in_words(due_on)}. A visit moves no day."
