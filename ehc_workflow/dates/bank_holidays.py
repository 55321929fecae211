"""Bank holidays of England and Wales: literal dates, where they come from, the last day known.

The dates from 2014 to 2028 are those announced by the Government and listed on the page "UK bank holidays" of GOV.UK
for England and Wales, Good Friday and Christmas Day included, with the one-off holidays: 8 May 2020 (moved from 4 May
for the 75th anniversary of VE Day), 2 and 3 June 2022 (Platinum Jubilee), 19 September 2022 (State Funeral of Queen
Elizabeth II) and 8 May 2023 (coronation of King Charles III). Later years are worked out by the usual rules of the
Banking and Financial Dealings Act 1971 and its yearly proclamations, and are a forecast until they are announced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# Year: (month, day) of each holiday that falls on a weekday.
_ANNOUNCED: dict[int, tuple[tuple[int, int], ...]] = {
    2014: ((1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)),
    2015: ((1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)),
    2016: ((1, 1), (3, 25), (3, 28), (5, 2), (5, 30), (8, 29), (12, 26), (12, 27)),
    2017: ((1, 2), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)),
    2018: ((1, 1), (3, 30), (4, 2), (5, 7), (5, 28), (8, 27), (12, 25), (12, 26)),
    2019: ((1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)),
    2020: ((1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)),
    2021: ((1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)),
    2022: ((1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)),
    2023: ((1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)),
    2024: ((1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)),
    2025: ((1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)),
    2026: ((1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)),
    2027: ((1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)),
    2028: ((1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)),
}
FIRST_YEAR = 2014
LAST_FORECAST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """The bank holidays of one country: the days, who says so, and the last day that is announced, not forecast."""

    days: frozenset[date]
    known_until: date
    source: str

    def forecast(self, day: date) -> bool:
        """Whether this day lies past what has been announced, so that it may still change."""
        return day > self.known_until


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous (Meeus and Jones) reckoning."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


def _first_free_weekday(day: date, taken: frozenset[date] = frozenset()) -> date:
    """The day itself, or the substitute Monday (or later) when it falls on a weekend or on another substitute."""
    while day.weekday() >= 5 or day in taken:
        day += timedelta(days=1)
    return day


def usual_bank_holidays(year: int) -> frozenset[date]:
    """The holidays of a year by the usual rules, on weekdays, with no one-off changes."""
    easter = easter_sunday(year)
    boxing_day_first = date(year, 12, 25).weekday() == 6
    christmas = date(year, 12, 27) if boxing_day_first else _first_free_weekday(date(year, 12, 25))
    boxing_day = _first_free_weekday(date(year, 12, 26), frozenset({christmas}))
    return frozenset(
        {
            _first_free_weekday(date(year, 1, 1)),
            easter - timedelta(days=2),
            easter + timedelta(days=1),
            _first_monday(year, 5),
            _last_monday(year, 5),
            _last_monday(year, 8),
            christmas,
            boxing_day,
        }
    )


def _england_and_wales() -> BankHolidays:
    announced = frozenset(
        date(year, month, day) for year, days in _ANNOUNCED.items() for month, day in days
    )
    years = range(max(_ANNOUNCED) + 1, LAST_FORECAST_YEAR + 1)
    forecast = frozenset[date]().union(*(usual_bank_holidays(year) for year in years))
    return BankHolidays(
        days=announced | forecast,
        known_until=date(max(_ANNOUNCED), 12, 31),
        source="GOV.UK, UK bank holidays, England and Wales; after the last announced year by the usual rules",
    )


def as_published(published: frozenset[date], known: BankHolidays, source: str) -> BankHolidays:
    """The calendar after a new list: earlier years stay as known, its own years as published, later ones a forecast.

    A published list holds whole years, weekdays only, from its first year to its last, both included.
    """
    first, last = min(published).year, max(published).year
    earlier = {day for day in known.days if day.year < first}
    later = (usual_bank_holidays(year) for year in range(last + 1, LAST_FORECAST_YEAR + 1))
    return BankHolidays(
        days=frozenset(earlier).union(published, *later),
        known_until=date(last, 12, 31),
        source=source,
    )


_ONE_OFF_NAMES = {
    date(2020, 5, 8): "Early May bank holiday (VE Day)",
    date(2022, 6, 2): "Spring bank holiday",
    date(2022, 6, 3): "Platinum Jubilee bank holiday",
    date(2022, 9, 19): "State Funeral of Queen Elizabeth II",
    date(2023, 5, 8): "Coronation of King Charles III",
}


def name_of(day: date) -> str:
    """What a bank holiday is called; for a day of another country's or a later list, simply that."""
    if day in _ONE_OFF_NAMES:
        return _ONE_OFF_NAMES[day]
    easter = easter_sunday(day.year)
    if day in (easter - timedelta(days=2), easter + timedelta(days=1)):
        return "Good Friday" if day < easter else "Easter Monday"
    if day.month == 1 and day.day <= 3:
        return "New Year's Day" if day.day == 1 else "New Year's Day (substitute day)"
    if day.month == 5 and day.weekday() == 0:
        return "Early May bank holiday" if day.day <= 7 else "Spring bank holiday"
    if day.month == 8 and day.weekday() == 0:
        return "Summer bank holiday"
    if day.month == 12:
        return _christmas_name(day)
    return "Bank holiday"


def _christmas_name(day: date) -> str:
    if day.day in (25, 26):
        return "Christmas Day" if day.day == 25 else "Boxing Day"
    christmas_on_sunday = date(day.year, 12, 25).weekday() == 6
    for_christmas = day.day == 27 and (christmas_on_sunday or day.weekday() == 0)
    return "Christmas Day (substitute day)" if for_christmas else "Boxing Day (substitute day)"


ENGLAND_AND_WALES = _england_and_wales()
