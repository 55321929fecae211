"""S20 No final plan, and no real draft, without EP advice."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, Finding, State
from ehc_workflow.domain.errors import TransitionRefusedError
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.workflow import STEPS
from tests.builders import DECISION_MAKER, PLAN_WRITER, PSYCHOLOGIST, Journey
from tests.scenarios.looking import limit, owes, rows, words_of_last_entry
from tests.scenarios.test_late_advice_is_looked_at import settled

PRESSED = date(2026, 5, 18)
PSYCHOLOGY = AdviceItem.PSYCHOLOGY


@pytest.fixture
def without_psychology(journey: Journey) -> Journey:
    """A decision-maker let the assessment go on; the psychologist's advice is still missing."""
    journey.receive().at(date(2026, 1, 20)).consider()
    journey.at(date(2026, 2, 23)).decide_to_assess().tell_assessing().ask()
    for item in journey.items():
        if item is not PSYCHOLOGY:
            journey.give(item).accept(item)
    journey.at(date(2026, 4, 30)).do(
        c.CompleteAdvice(
            assessment_id=journey.case_id,
            completed_on=journey.today,
            why_without="The family must be told by 4 May; the advice is booked for 26 May.",
        ),
        DECISION_MAKER,
    )
    return journey.decide_plan().at(PRESSED).save_plan().agree_health()


def part_draft(journey: Journey, draft_id: str = "part") -> None:
    journey.do(
        c.SharePartDraft(
            assessment_id=journey.case_id,
            draft_id=draft_id,
            sent_on=journey.today,
            method=Method.EMAIL,
            reason="The manager asked for it; the writer let it go as a part-draft only.",
        ),
        PLAN_WRITER,
    )


def test_the_draft_is_refused_and_says_why(without_psychology: Journey) -> None:
    with pytest.raises(TransitionRefusedError) as refused:
        without_psychology.serve_draft()
    assert [unmet.guard for unmet in refused.value.unmet] == ["psychology_accepted"]
    assert "reg 6(1)(d)" in refused.value.message


def test_a_part_draft_goes_for_conversation_and_starts_nobodys_time(
    without_psychology: Journey,
) -> None:
    part_draft(without_psychology)
    (draft,) = without_psychology.now.drafts
    assert draft.part
    assert draft.window_ends_on is None
    assert not owes(without_psychology, "draft_window")
    assert not owes(without_psychology, "school_reply")
    assert without_psychology.now.state is State.DRAFTING
    assert limit(without_psychology, "latest_draft_service").met_on is None


def test_no_school_is_consulted_on_a_part_draft(without_psychology: Journey) -> None:
    part_draft(without_psychology)
    with pytest.raises(TransitionRefusedError, match="not open while the case is drafting"):
        without_psychology.consult()


def test_the_file_shows_who_asked_who_allowed_what_and_why(without_psychology: Journey) -> None:
    part_draft(without_psychology)
    assert words_of_last_entry(without_psychology)["reason"].startswith("The manager asked")
    said = rows(
        without_psychology,
        "SELECT t.body FROM log_entry e JOIN log_text t "
        "ON t.assessment_id = e.assessment_id AND t.seq = e.seq "
        "WHERE e.assessment_id = :id AND e.kind = 'advice_completed'",
    )
    assert [tuple(row) for row in said] == [
        ("The family must be told by 4 May; the advice is booked for 26 May.",)
    ]


def test_a_later_full_draft_starts_the_fifteen_days(without_psychology: Journey) -> None:
    part_draft(without_psychology)
    without_psychology.at(date(2026, 5, 27)).give(PSYCHOLOGY, PSYCHOLOGIST).accept(PSYCHOLOGY)
    settled(without_psychology, Finding.STANDS)
    without_psychology.save_plan().serve_draft("full")
    window = limit(without_psychology, "draft_window", "full")
    assert (window.starts_on, window.due_on) == (date(2026, 5, 27), date(2026, 6, 10))


def test_a_final_plan_needs_the_advice_too_whatever_was_served(
    without_psychology: Journey,
) -> None:
    """The same guard stands before the final plan: a record taken over could hold a draft without it."""
    assert "psychology_accepted" in {guard.name for guard in STEPS["send_final_plan"].guards}
    with pytest.raises(TransitionRefusedError):
        without_psychology.send_final()
