"""The curves against the published figures, and the invented people against the promise that nobody real is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from statistics import mean

import pytest

from ehc_workflow.dates.counting import is_working_day
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.facts import RightHolder
from ehc_workflow.simulate import names, terms
from ehc_workflow.simulate.arrivals import Arrival, arrivals
from ehc_workflow.simulate.dice import Dice
from ehc_workflow.simulate.people import child, contacts, made_nhs_number, made_upn
from ehc_workflow.simulate.profiles import PROFILES, STAGE_WAIT, Asker, Profile
from ehc_workflow.simulate.timing import TWENTY_WEEKS, WEEK, timing

MONDAY = date(2026, 6, 15)
TWO_YEARS = (date(2024, 6, 15), MONDAY)


def times(profile: Profile, count: int = 12000) -> list[float]:
    """How long so many plans of this type take, in days: three in four ask health, one in three somebody else too."""
    items = (AdviceItem.EDUCATION, AdviceItem.PSYCHOLOGY, AdviceItem.SOCIAL_CARE)
    found = []
    for number in range(count):
        dice = Dice("times", profile.name, number)
        more = [AdviceItem.HEALTH] * dice.chance(0.75) + [AdviceItem.REQUESTED] * dice.chance(0.33)
        found.append(timing(profile, (*items, *more), dice).end)
    return found


@pytest.mark.parametrize("profile", [p for p in PROFILES.values() if p.split], ids=lambda p: p.name)
def test_the_stage_times_give_the_published_split_to_about_three_points(profile: Profile) -> None:
    assert profile.split is not None
    ends = times(profile)
    by_20 = 100 * sum(end <= TWENTY_WEEKS for end in ends) / len(ends)
    over_52 = 100 * sum(end > 52 * WEEK for end in ends) / len(ends)
    found = (by_20, 100 - by_20 - over_52, over_52)
    assert found == pytest.approx(profile.split, abs=3.5)


def test_the_long_stages_add_up_to_about_43_weeks() -> None:
    assert mean(times(STAGE_WAIT)) / WEEK == pytest.approx(42.9, abs=1.5)


# --- arrivals ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def requests() -> list[Arrival]:
    """Two years of a middle-sized authority."""
    return list(arrivals(7, 1150, *TWO_YEARS))


def share(requests: list[Arrival], holds: Callable[[Arrival], bool]) -> float:
    return 100 * sum(map(holds, requests)) / len(requests)


def test_the_year_has_its_shape(requests: list[Arrival]) -> None:
    months = Counter(arrival.received_on.month for arrival in requests)
    assert len(requests) == pytest.approx(2300, abs=10)
    assert share(requests, lambda a: a.received_on.month == 8) == pytest.approx(3.6, abs=0.6)
    assert months[1] + months[2] + months[3] > months[7] + months[8] + months[9]


def test_who_asks_is_in_the_shares_given(requests: list[Arrival]) -> None:
    assert share(requests, lambda a: a.asker is Asker.SETTING) == pytest.approx(50, abs=4)
    assert share(requests, lambda a: a.asker is Asker.PARENT) == pytest.approx(36, abs=4)


def test_schools_send_nothing_at_a_weekend_and_little_in_the_holidays(
    requests: list[Arrival],
) -> None:
    schools = [a for a in requests if a.asker is Asker.SETTING and not a.with_sibling]
    assert all(arrival.received_on.weekday() < 5 for arrival in schools)
    assert share(schools, lambda a: terms.is_closed(a.received_on)) < 8


def test_logged_is_a_working_day_never_before_received_and_late_for_some(
    requests: list[Arrival],
) -> None:
    assert all(is_working_day(arrival.logged_on) for arrival in requests)
    waits = [(arrival.logged_on - arrival.received_on).days for arrival in requests]
    assert min(waits) == 0
    assert 5 < max(waits) <= 32
    assert 0.1 < sum(wait > 3 for wait in waits) / len(waits) < 0.35


def test_a_seed_gives_one_history_and_another_seed_another() -> None:
    assert list(arrivals(1, 50, *TWO_YEARS)) == list(arrivals(1, 50, *TWO_YEARS))
    assert list(arrivals(1, 50, *TWO_YEARS)) != list(arrivals(2, 50, *TWO_YEARS))


# --- people -----------------------------------------------------------------------------------------------------------


def test_everybody_is_reached_at_addresses_that_lead_nowhere() -> None:
    for number in range(300):
        who = child(7, number, MONDAY, Asker.PARENT, authority="Inventshire")
        for contact in contacts(f"case {number}", who, MONDAY, Dice(number)):
            assert contact.email.endswith("@example.invalid")
            assert contact.phone == "" or contact.phone.startswith("01632 960")


def test_a_young_person_who_asks_holds_the_rights_and_is_a_contact() -> None:
    for number in range(200):
        who = child(7, number, MONDAY, Asker.YOUNG_PERSON, authority="Inventshire")
        assert who.holder_on(MONDAY) is RightHolder.YOUNG_PERSON
        assert len(contacts(f"case {number}", who, MONDAY, Dice(number))) == 2


def test_numbers_have_the_right_form_and_belong_to_nobody() -> None:
    # By hand: 2, 3 and 4 times 9, 12 times 4 and 13 times 2 are 155, which leaves 17 of 23s: U, with no I, O or S.
    assert made_upn(42) == "U999000000042"
    assert all(made_nhs_number(n)[:3] in ("", "999") for n in range(500))
    assert sum(not made_nhs_number(n) for n in range(1100)) == pytest.approx(100, abs=15)


def test_no_name_is_listed_twice() -> None:
    for listed in (names.GIVEN_NAMES, names.FAMILY_NAMES, names.SCHOOL_WORDS):
        assert len(set(listed)) == len(listed)


def test_a_school_year_is_shaped_like_one() -> None:
    for year in range(2020, 2030):
        first, reopening = terms.summer_closure(year)
        assert (reopening - first).days == 41
        assert terms.is_closed(date(year, 12, 25))
        assert not terms.is_closed(date(year, 9, 15))
