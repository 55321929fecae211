"""How answers are compared: only what is written, entries paired off one to one, grounds as sets."""

from __future__ import annotations

from typing import Any

import pytest

from ehc_workflow.conformance import check, compute, read
from ehc_workflow.conformance.comparing import all_pair_off, differences
from ehc_workflow.conformance.topics import DOING, EXCEPTIONS, FINAL_PLAN
from tests.unit.conformance.test_format import REQUEST, document

FINAL = {"clock": "final_plan", "starts": "2026-03-02", "due": "2026-07-20", "basis": "reg 13(2)"}


def told(expect: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    return [str(difference) for difference in differences(expect, answer)]


def test_an_answer_may_say_more() -> None:
    answer = {
        "clocks": [{**FINAL, "act_by": "2026-07-20"}, {"clock": "appeal"}],
        "clock_start": "2026-03-02",
    }
    assert told({"clocks": [FINAL]}, answer) == []


def test_a_key_that_is_written_must_be_there() -> None:
    assert told({"clocks": [{**FINAL, "exceptions": []}]}, {"clocks": [FINAL]}) == [
        "clocks, final_plan, exceptions: expected [], answered nothing"
    ]


def test_for_a_clock_that_is_named_the_list_is_complete() -> None:
    assert told({"clocks": [FINAL]}, {"clocks": [FINAL, FINAL]}) == [
        "clocks, final_plan: expected 1 entry, answered 2 entries"
    ]
    assert told({"clocks": [FINAL]}, {}) == [
        "clocks, final_plan: expected 1 entry, answered no entry"
    ]


def test_entries_pair_off_whatever_their_order() -> None:
    one, two = {"clock": "appeal", "due": "2026-05-11"}, {"clock": "appeal", "due": "2026-06-11"}
    assert told({"clocks": [one, two]}, {"clocks": [two, one]}) == []
    assert told({"clocks": [one, one]}, {"clocks": [one, two]}) == [
        "clocks, appeal, due: expected '2026-05-11', answered '2026-06-11'"
    ]


def test_a_loose_entry_does_not_take_the_place_of_a_strict_one() -> None:
    loose, strict = {"clock": "appeal"}, {"clock": "appeal", "due": "2026-05-11"}
    answers = [{"clock": "appeal", "due": "2026-05-11"}, {"clock": "appeal", "due": "2026-06-11"}]
    assert told({"clocks": [loose, strict]}, {"clocks": answers}) == []


@pytest.mark.parametrize(
    ("fits", "pair"),
    [
        ([[True, True], [True, False]], True),
        ([[True, False], [True, False]], False),
        ([[False, True, True], [True, True, False], [False, True, False]], True),
        ([], True),
    ],
)
def test_pairing_off_finds_a_way_if_there_is_one(fits: list[list[bool]], pair: bool) -> None:
    assert all_pair_off(fits) is pair


def test_grounds_and_points_to_confirm_are_sets() -> None:
    expected = {
        "clocks": [{**FINAL, "exceptions": ["reg 27(3)(a)", "reg 27(3)(d)"], "confirm": []}]
    }
    turned = {"clocks": [{**FINAL, "exceptions": ["reg 27(3)(d)", "reg 27(3)(a)"], "confirm": []}]}
    assert told(expected, turned) == []


def test_windows_and_right_holders_are_in_order() -> None:
    first, second = (
        {"day": "2026-06-26", "holder": "parent"},
        {"day": "2026-06-27", "holder": "young_person"},
    )
    assert told({"right_holder": [first, second]}, {"right_holder": [first, second]}) == []
    assert len(told({"right_holder": [first, second]}, {"right_holder": [second, first]})) == 4
    assert told({"right_holder": [first]}, {}) == [
        "right_holder: expected 1 entry, answered no entry"
    ]


def test_no_clocks_means_no_entry() -> None:
    assert told({"no_clocks": ["final_plan"]}, {"clocks": [FINAL]}) == [
        "no_clocks, final_plan: expected no entry, answered 1 entry"
    ]
    assert told({"no_clocks": ["final_plan"]}, {}) == []


def test_true_is_not_one_and_one_is_not_true() -> None:
    late = {"clock": "final_plan", "days_late": 1}
    assert told({"clocks": [late]}, {"clocks": [{"clock": "final_plan", "days_late": True}]})
    assert told({"original_limits_superseded": False}, {"original_limits_superseded": 0})
    assert told({"clock_start": "2026-03-02"}, {}) == [
        "clock_start: expected '2026-03-02', answered nothing"
    ]


def test_the_score_is_kept_by_topic() -> None:
    wrong = {"clocks": [{**FINAL, "exceptions": ["reg 13(3) with 10(4)(a)"]}]}
    right = {"clocks": [{**FINAL, "exceptions": []}]}
    report = check(
        read(
            document(
                {"id": "XX-01", "given": REQUEST, "expect": wrong},
                {"id": "XX-02", "given": REQUEST, "expect": right},
            )
        )
    )
    scores = {score.topic: (score.agree, score.of) for score in report.scores()}
    assert scores == {FINAL_PLAN: (2, 2), EXCEPTIONS: (1, 2)}
    assert (report.agreeing, report.compared, report.all_agree) == (1, 2, False)


def test_another_systems_answers_are_held_to_the_same() -> None:
    asked = read(
        document(
            {"id": "XX-01", "given": REQUEST, "expect": {"clocks": [{**FINAL, "days_late": 3}]}},
            {"id": "XX-02", "given": REQUEST, "expect": {"clocks": [FINAL]}},
            {"id": "XX-03", "given": REQUEST, "expect": {"clocks": [FINAL]}},
        )
    )
    theirs = {
        "XX-01": {"clocks": [{**FINAL, "days_late": 2}]},
        "XX-02": {"clocks": [FINAL]},
        "XX-03": "no idea",
    }
    one, two, three = check(asked, theirs).results
    assert [str(difference) for difference in one.differences] == [
        "clocks, final_plan, days_late: expected 3, answered 2"
    ]
    assert {score.topic: score.agree for score in check(asked, theirs).scores()} == {
        FINAL_PLAN: 2,
        DOING: 0,
    }
    assert two.agrees
    assert three.problem == "there is no answer to this vector"


def test_our_own_answers_agree_with_themselves() -> None:
    answers = compute(read(document({"id": "XX-01", "given": REQUEST})))
    again = document({"id": "XX-01", "given": REQUEST, "expect": answers["XX-01"]})
    assert check(read(again)).all_agree
    assert check(read(again)).agreeing == 1
