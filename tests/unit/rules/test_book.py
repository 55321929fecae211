"""Exactly one version of each rule on each day since it began; no rule, or two, is an error and never a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehc_workflow.rules.book import (
    BOOK,
    NoRuleInForceError,
    RuleBook,
    TwoRulesInForceError,
    grounds_of,
    in_force,
)
from ehc_workflow.rules.model import (
    ClockId,
    Counting,
    GroundKind,
    InForce,
    LimitKind,
    Owner,
    TimeLimit,
    weeks,
)
from ehc_workflow.rules.send_regs_2014.assessment import FINAL_PLAN

FIRST, LAST = date(2014, 9, 1), date(2040, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


@pytest.mark.parametrize("code", BOOK.codes)
def test_every_rule_is_in_force_exactly_once_on_every_day_since_it_began(code: str) -> None:
    versions = [limit for limit in BOOK.limits if limit.code == code]
    began = min(limit.in_force.first_day for limit in versions)
    for day in EVERY_DAY:
        assert sum(limit.in_force.on(day) for limit in versions) == (day >= began), day
        if day >= began:
            assert BOOK.on(day)[code].code == code


def test_how_tribunal_time_ends_is_settled_on_every_day() -> None:
    assert all(BOOK.on(day).tribunal_time for day in EVERY_DAY)


def test_a_day_before_the_law_has_no_rule() -> None:
    with pytest.raises(NoRuleInForceError, match="'final_plan' is in force on 31 August 2014"):
        in_force("final_plan", date(2014, 8, 31))
    with pytest.raises(NoRuleInForceError):
        BOOK.on(date(2014, 8, 31))["final_plan"]
    assert in_force("final_plan", date(2014, 9, 1)) is FINAL_PLAN


def test_orders_before_23_march_2015_have_no_rule_rather_than_the_later_one() -> None:
    with pytest.raises(NoRuleInForceError):
        BOOK.on(date(2015, 3, 22))["unopposed_notify_will_assess"]
    assert BOOK.on(date(2015, 3, 23))["unopposed_notify_will_assess"].period == weeks(2)


def test_a_code_that_nobody_wrote_is_an_error() -> None:
    with pytest.raises(NoRuleInForceError):
        in_force("send_flowers", date(2026, 1, 1))


EIGHT_WEEKS = replace(FINAL_PLAN, period=weeks(24), in_force=InForce(first_day=date(2030, 1, 1)))
"""Invented: a longer limit from 2030."""


def test_two_versions_on_one_day_are_an_error_on_that_day_only() -> None:
    book = RuleBook([FINAL_PLAN, EIGHT_WEEKS], ())
    assert book.on(date(2029, 12, 31))["final_plan"] is FINAL_PLAN
    with pytest.raises(TwoRulesInForceError, match="1 January 2030"):
        book.on(date(2030, 1, 1))["final_plan"]
    with pytest.raises(TwoRulesInForceError):
        book.in_force("final_plan", date(2030, 1, 1))


def test_a_new_version_is_data_alone() -> None:
    until = replace(FINAL_PLAN, in_force=InForce(date(2014, 9, 1), date(2029, 12, 31)))
    book = RuleBook([until, EIGHT_WEEKS], ())
    assert book.on(date(2029, 12, 31))["final_plan"].period == weeks(20)
    assert book.on(date(2030, 1, 1))["final_plan"].period == weeks(24)
    assert book.version("final_plan/2014-09-01") is until
    assert book.version("final_plan/2030-01-01") is EIGHT_WEEKS
    with pytest.raises(NoRuleInForceError):
        book.version("final_plan/1999-01-01")


def test_a_gap_between_versions_is_an_error() -> None:
    ended = replace(FINAL_PLAN, in_force=InForce(date(2014, 9, 1), date(2029, 12, 30)))
    with pytest.raises(NoRuleInForceError):
        RuleBook([ended, EIGHT_WEEKS], ()).on(date(2029, 12, 31))["final_plan"]


def test_versions_have_names_of_their_own() -> None:
    versions = [limit.version for limit in BOOK.limits]
    assert len(versions) == len(set(versions))


def test_every_clock_has_a_rule() -> None:
    assert {clock for limit in BOOK.limits for clock in limit.clocks} == set(ClockId)


@pytest.mark.parametrize("limit", BOOK.limits, ids=lambda limit: limit.version)
def test_every_limit_says_what_is_owed_and_cites_a_paragraph(limit: TimeLimit) -> None:
    assert limit.duty
    assert not limit.duty.endswith(".")
    assert any(character.isdigit() for character in limit.citation.place)
    assert limit.period.number > 0 or limit.period.counting in (
        Counting.THE_DAY_ITSELF,
        Counting.ANOTHER_DATE,
    )
    assert (limit.kind is LimitKind.GUIDANCE) is not limit.citation.instrument.is_law


@pytest.mark.parametrize("limit", BOOK.limits, ids=lambda limit: limit.version)
def test_only_duties_have_a_list_of_grounds(limit: TimeLimit) -> None:
    if limit.owner is Owner.FAMILY or limit.kind is not LimitKind.STATUTORY:
        assert limit.grounds is None


def test_the_threshold_refusal_is_the_one_limit_without_any_exception() -> None:
    assert [limit.code for limit in BOOK.limits if limit.grounds == ()] == ["threshold_refusal"]


def test_four_weeks_away_are_needed_but_two_on_the_way_back() -> None:
    needed = {
        limit.code.split("_")[0]: ground.least_days
        for limit in BOOK.limits
        for ground in limit.grounds or ()
        if ground.kind is GroundKind.ABSENCE
    }
    assert needed == {
        "decide": 28,
        "final": 28,
        "advice": 28,
        "reassessment": 28,
        "order": 14,
        "unopposed": 14,
    }


def test_a_missed_appointment_and_no_closure_is_a_ground_for_a_body_alone() -> None:
    kinds = {limit.code: {ground.kind for ground in limit.grounds or ()} for limit in BOOK.limits}
    assert kinds.pop("advice_of_a_bound_body") == {
        GroundKind.CIRCUMSTANCES,
        GroundKind.ABSENCE,
        GroundKind.APPOINTMENT,
    }
    assert not any(GroundKind.APPOINTMENT in each for each in kinds.values())


def test_coronavirus_was_a_ground_from_1_may_to_25_september_2020_only() -> None:
    def offered(first_day: date, last_day: date) -> set[GroundKind]:
        return {ground.kind for ground in grounds_of(FINAL_PLAN, first_day, last_day)}

    assert GroundKind.CORONAVIRUS not in offered(date(2019, 12, 1), date(2020, 4, 30))
    assert GroundKind.CORONAVIRUS in offered(date(2019, 12, 12), date(2020, 5, 1))
    assert GroundKind.CORONAVIRUS in offered(date(2020, 9, 25), date(2021, 2, 12))
    assert GroundKind.CORONAVIRUS not in offered(date(2020, 9, 26), date(2021, 2, 13))
