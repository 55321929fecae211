"""S06 The notice must match the decision."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Letter, State
from ehc_workflow.domain.errors import TransitionRefusedError
from ehc_workflow.domain.notices import required_content
from ehc_workflow.service.letter_writing import Writing
from ehc_workflow.service.letters import draft_letter
from tests.builders import TOLD, Journey, blocks
from tests.scenarios.looking import last_entry

RIGHTS = (
    "reasons",
    "right_of_appeal",
    "appeal_time_limits",
    "right_to_mediation",
    "certificate",
    "adviser",
    "timescales",
    "disagreement_resolution",
    "information_and_advice",
)


@pytest.fixture
def refused(journey: Journey) -> Journey:
    return (
        journey.receive().at(date(2026, 1, 20)).consider().at(date(2026, 2, 20)).decide_to_refuse()
    )


def test_the_letter_for_assessed_but_no_plan_is_not_released(refused: Journey) -> None:
    wrong = c.NotifyNoPlan(**{**refused.sending(Letter.NO_PLAN), **TOLD})  # type: ignore[arg-type]
    with pytest.raises(TransitionRefusedError, match="not open while the case is considering"):
        refused.do(wrong)


def test_the_letter_for_will_assess_is_not_released_either(refused: Journey) -> None:
    with pytest.raises(TransitionRefusedError, match="The decision taken is to assess"):
        refused.tell_assessing()


@pytest.mark.parametrize("left_out", RIGHTS)
def test_a_letter_with_a_part_edited_out_is_not_released_and_the_part_is_named(
    refused: Journey, left_out: str
) -> None:
    words = tuple(
        (key, "  " if key == left_out else text) for key, text in blocks(Letter.REFUSAL_TO_ASSESS)
    )
    with pytest.raises(TransitionRefusedError) as held:
        refused.tell_refusal(blocks=words)
    assert [unmet.guard for unmet in held.value.unmet] == ["notice_complete"]
    (part,) = [p for p in required_content(Letter.REFUSAL_TO_ASSESS) if p.key == left_out]
    assert f"Missing: {part.says} ({part.citation.place})" in held.value.message
    assert refused.now.state is State.CONSIDERING


def test_a_final_plans_notice_says_that_placement_only_appeals_need_no_certificate(
    journey: Journey,
) -> None:
    assert "placement_only_appeal" in {p.key for p in required_content(Letter.FINAL_PLAN)}
    writing = Writing(
        case=journey.receive().now,
        authority="Invented Shire",
        settings={},
        given_name="Robin",
        name="Robin Example",
        addressee="Sam Example",
        to_young_person=False,
    )
    drafted = {block.key: block.text for block in draft_letter(Letter.FINAL_PLAN, writing)}
    assert "certificate" in drafted["placement_only_appeal"]


def test_setting_health_body_and_social_care_are_told_too_and_the_record_says_so(
    refused: Journey,
) -> None:
    for left_out in TOLD:
        with pytest.raises(TransitionRefusedError, match="are told too"):
            refused.tell_refusal(**{left_out: False})  # type: ignore[arg-type]
    refused.tell_refusal()
    kind, said = last_entry(refused)
    assert kind == "notice_sent"
    assert said["notice"]["others_told"] == ["setting", "health_body", "social_care"]
