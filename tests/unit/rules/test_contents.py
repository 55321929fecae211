"""What the law asks for besides days: advice, sections, notices, settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehc_workflow.rules.book import BOOK
from ehc_workflow.rules.local_policy import DEFAULT_POLICY, Policy
from ehc_workflow.rules.model import Contributor, Notice
from ehc_workflow.rules.notices import MEDIATION_BLOCK, NOTICES
from ehc_workflow.rules.printed import limits_page
from ehc_workflow.rules.send_regs_2014.advice import ADVICE_SOURCES
from ehc_workflow.rules.send_regs_2014.plan import PLAN_SECTIONS

DOCS = Path(__file__).parents[3] / "docs"


def test_the_advice_of_reg_6_runs_from_a_to_h() -> None:
    assert [source.paragraph for source in ADVICE_SOURCES] == [
        f"({letter})" for letter in "abcdefgh"
    ]


def test_only_the_familys_own_views_cannot_be_replaced_by_advice_that_exists() -> None:
    assert [source.key.value for source in ADVICE_SOURCES if not source.reusable] == ["family"]


def test_every_contributor_is_an_item_of_reg_6() -> None:
    assert {source.key.value for source in ADVICE_SOURCES} - {c.value for c in Contributor} == {
        "family"
    }


def test_a_plan_has_its_sections_in_order() -> None:
    assert [section.letter for section in PLAN_SECTIONS] == [*"ABCDEFG", "H1", "H2", "I", "J", "K"]


def test_there_are_eight_notices() -> None:
    assert list(NOTICES) == [f"N{number}" for number in range(1, 9)]
    assert all(notice.number == number for number, notice in NOTICES.items())


@pytest.mark.parametrize("number", ["N3", "N4", "N6", "N7"])
def test_a_decision_that_can_be_appealed_tells_the_five_things(number: str) -> None:
    keys = [content.key for content in NOTICES[number].must_contain]
    for key in (
        "right_of_appeal",
        "appeal_time_limits",
        "mediation",
        "disagreement_resolution",
        "information_and_advice",
    ):
        assert key in keys


@pytest.mark.parametrize("number", ["N3", "N4", "N7"])
def test_a_refusal_gives_its_reasons(number: str) -> None:
    assert "reasons" in [content.key for content in NOTICES[number].must_contain]


@pytest.mark.parametrize("notice", NOTICES.values(), ids=lambda notice: notice.number)
def test_every_part_of_a_notice_has_its_provision(notice: Notice) -> None:
    assert all(content.citation.place for content in notice.must_contain)
    keys = [content.key for content in notice.must_contain]
    assert len(keys) == len(set(keys))


def test_no_plan_goes_to_health_and_education_but_not_to_social_care() -> None:
    assert len(NOTICES["N1"].goes_to) == 4
    assert [who for who in NOTICES["N1"].goes_to if who not in NOTICES["N4"].goes_to] == [
        "social care officers for special educational needs"
    ]


def test_the_mediation_block_has_the_six_parts_of_reg_32() -> None:
    assert len(MEDIATION_BLOCK) == 6


def test_the_familys_time_can_be_longer_but_never_shorter() -> None:
    assert Policy(draft_window_days=20).draft_window_days == 20
    with pytest.raises(ValueError, match="at least 15 days"):
        Policy(draft_window_days=14)


def test_post_is_never_quicker_than_a_working_day() -> None:
    with pytest.raises(ValueError, match="one working day"):
        Policy(first_class_working_days=0)


def test_the_defaults_are_the_same_value_each_time() -> None:
    assert Policy() == DEFAULT_POLICY
    assert hash(Policy()) == hash(DEFAULT_POLICY)


def test_the_page_of_limits_is_what_the_rules_print() -> None:
    printed = limits_page(BOOK)
    assert (DOCS / "limits.md").read_text() == printed, (
        "make it again: ehc clock limits > docs/limits.md"
    )
