"""A second, slow reckoning for the tests: it looks at one day after another and shares nothing with the engine.

Holidays are worked out from the usual rules by another way of finding Easter, with the one-off days written in.
"""

from __future__ import annotations

from datetime import date

EVERY_DAY = tuple(
    date.fromordinal(n) for n in range(date(2013, 1, 1).toordinal(), date(2043, 1, 1).toordinal())
)
PLACE = {day: place for place, day in enumerate(EVERY_DAY)}
ONE_OFF = {
    2020: ({date(2020, 5, 4)}, {date(2020, 5, 8)}),
    2022: ({date(2022, 5, 30)}, {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}),
    2023: (set(), {date(2023, 5, 8)}),
}
"""For a year: usual holidays that were taken away, and the days that came instead or besides."""


def day_after(day: date, number: int = 1) -> date:
    return EVERY_DAY[PLACE[day] + number]


def easter(year: int) -> date:
    """Knuth's: the Sunday after the full moon on or after 21 March."""
    golden = year % 19 + 1
    century = year // 100 + 1
    skipped = 3 * century // 4 - 12
    correction = (8 * century + 5) // 25 - 5
    sunday = 5 * year // 4 - skipped - 10
    epact = (11 * golden + 20 + correction - skipped) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    moon = 44 - epact
    if moon < 21:
        moon += 30
    day = moon + 7 - (sunday + moon) % 7
    return date(year, 3, day) if day <= 31 else date(year, 4, day - 31)


def holidays(year: int) -> set[date]:
    sunday = easter(year)
    found = {day_after(sunday, -2), day_after(sunday, 1)}
    mondays = [day for day in EVERY_DAY if day.year == year and day.isoweekday() == 1]
    found |= {
        next(day for day in mondays if day.month == 5),
        [day for day in mondays if day.month == 5][-1],
    }
    found.add([day for day in mondays if day.month == 8][-1])
    for month, number in ((1, 1), (12, 25), (12, 26)):
        if date(year, month, number).isoweekday() <= 5:
            found.add(date(year, month, number))
    for month, number in ((1, 1), (12, 25), (12, 26)):
        substitute = date(year, month, number)
        if substitute.isoweekday() > 5:
            while substitute.isoweekday() > 5 or substitute in found:
                substitute = day_after(substitute)
            found.add(substitute)
    gone, come = ONE_OFF.get(year, (set(), set()))
    return (found - gone) | come


HOLIDAYS = {day for year in range(2014, 2043) for day in holidays(year)}
OPEN = {day for day in EVERY_DAY if day.isoweekday() <= 5 and day not in HOLIDAYS}


def working_day_after(day: date, number: int = 1) -> date:
    while number:
        day = day_after(day)
        number -= day in OPEN
    return day


def working_day_before(day: date, number: int = 1) -> date:
    while number:
        day = day_after(day, -1)
        number -= day in OPEN
    return day


def open_on_or_before(day: date) -> date:
    while day not in OPEN:
        day = day_after(day, -1)
    return day


def open_on_or_after(day: date) -> date:
    while day not in OPEN:
        day = day_after(day)
    return day


def months_after(day: date, number: int) -> date:
    """Walk until the same day number so many months on, or the last day of that month."""
    walked, months = day, 0
    while True:
        following = day_after(walked)
        if following.month != walked.month:
            if months == number:
                return walked
            months += 1
        walked = following
        if months == number and walked.day == day.day:
            return walked


def months_beginning_with(day: date, number: int) -> date:
    corresponding = months_after(day, number)
    return day_after(corresponding, -1) if corresponding.day == day.day else corresponding


def tribunal_end(day: date) -> date:
    if day.month == 8:
        while day.month == 8:
            day = day_after(day)
        return open_on_or_after(day)
    if (day.month, day.day) >= (12, 25) or (day.month, day.day) == (1, 1):
        while (day.month, day.day) != (1, 2):
            day = day_after(day)
        return open_on_or_after(day)
    return open_on_or_after(day)


def last_friday_in_june(year: int) -> date:
    return [
        day for day in EVERY_DAY if (day.year, day.month) == (year, 6) and day.isoweekday() == 5
    ][-1]
