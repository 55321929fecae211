"""Who holds the rights on a day, and whether an assessment was too recent to ask again."""

from __future__ import annotations

from datetime import date, timedelta

from ehc_workflow.dates.counting import months_after
from ehc_workflow.domain.facts import RightHolder

_FRIDAY = 4


def compulsory_school_age_ends(date_of_birth: date) -> date:
    """The last Friday in June of the school year in which the child turns 16, be the birthday past or to come."""
    sixteenth_year = date_of_birth.year + 16
    june_year = sixteenth_year + 1 if date_of_birth.month >= 9 else sixteenth_year
    end_of_june = date(june_year, 6, 30)
    return end_of_june - timedelta(days=(end_of_june.weekday() - _FRIDAY) % 7)


def right_holder(date_of_birth: date, on: date) -> RightHolder:
    """The parent to the last day of compulsory school age; then the young person, by law and unasked."""
    return (
        RightHolder.PARENT
        if on <= compulsory_school_age_ends(date_of_birth)
        else RightHolder.YOUNG_PERSON
    )


def assessed_within_six_months(last_assessed_on: date, requested_on: date) -> bool:
    """Whether the last assessment falls in the six months that end with the day of the request, reg 24."""
    return months_after(requested_on, -6) < last_assessed_on <= requested_on
