"""S22 Fifteen days means fifteen days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import RepresentationKind, State
from ehc_workflow.domain.errors import TransitionRefusedError
from tests.builders import Journey
from tests.scenarios.looking import letters, limit, rows
from tests.support.plans import items_for

SERVED = date(2026, 3, 2)
FRIDAY, LAST_DAY = date(2026, 3, 13), date(2026, 3, 16)


@pytest.fixture
def served(journey: Journey) -> Journey:
    """A draft served by e-mail on Monday 2 March 2026, and placement asked for at once."""
    journey.receive().consider().at(date(2026, 1, 26)).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 2, 20)).complete_advice()
    journey.decide_plan().save_plan().agree_health()
    journey.at(SERVED).serve_draft().at(date(2026, 3, 3)).ask_for_setting().consult()
    journey.at(date(2026, 3, 10)).do(
        c.RecordConsultationReply(
            assessment_id=journey.case_id,
            consultation_id=journey.now.consultations[0].id,
            replied_on=journey.today,
            can_meet_needs=True,
        )
    )
    return journey


def comment(journey: Journey, received_on: date) -> None:
    journey.do(
        c.RecordRepresentation(
            assessment_id=journey.case_id,
            representation_id=f"comment of {received_on}",
            kind=RepresentationKind.COMMENT,
            received_on=received_on,
            text="Section F should say how often.",
        )
    )


def test_the_family_has_to_the_end_of_16_march_counting_the_day_of_service(
    served: Journey,
) -> None:
    window = limit(served, "draft_window", "draft-1")
    assert (window.starts_on, window.due_on) == (SERVED, LAST_DAY)


@pytest.mark.parametrize("day", [FRIDAY, LAST_DAY - timedelta(days=1), LAST_DAY])
def test_finalising_inside_the_window_is_held(served: Journey, day: date) -> None:
    with pytest.raises(TransitionRefusedError, match=r"time to respond.*reg 13\(1\)\(a\)"):
        served.at(day).place()
    assert served.now.state is State.PLACING


def test_the_earliest_final_is_17_march(served: Journey) -> None:
    served.at(LAST_DAY + timedelta(days=1)).place().answer_all().send_final()
    final = served.now.notices[-1]
    assert final.sent_on == date(2026, 3, 17)
    assert served.now.state is State.PLAN_ISSUED


def test_comments_of_16_march_at_23_40_are_in_time_and_hold_the_final_plan(
    served: Journey,
) -> None:
    """They came on a London day, so the hour does not matter; an officer enters them the next morning."""
    served.at(date(2026, 3, 17))
    comment(served, LAST_DAY)
    served.place()
    with pytest.raises(
        TransitionRefusedError, match="Every representation of the family is answered"
    ):
        served.send_final()
    served.answer_all().send_final()


def test_a_late_email_or_a_letter_by_post_gives_the_family_the_later_day(
    journey: Journey,
) -> None:
    journey.receive().consider().at(date(2026, 1, 26)).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 2, 20)).complete_advice()
    journey.decide_plan().save_plan().agree_health()
    journey.at(SERVED).serve_draft(sent_after_five=True)
    assert limit(journey, "draft_window", "draft-1").due_on == date(2026, 3, 17)


def test_what_was_served_is_kept_exactly_whatever_is_written_later(served: Journey) -> None:
    draft = served.now.current_draft
    assert draft is not None
    sent = [letter for letter in letters(served) if letter.kind == "draft_plan"]
    text_then = rows(
        served,
        f"SELECT * FROM plan_item WHERE assessment_id = :id AND version = {draft.plan_version}",
    )
    comment(served, served.today)
    served.do(
        c.SavePlan(
            assessment_id=served.case_id,
            saved_on=served.today,
            items=items_for(served.now, F="30 minutes, three times a week."),
            prompted_by=f"comment of {served.today}",
        )
    )
    assert [letter for letter in letters(served) if letter.kind == "draft_plan"] == sent
    text_now = rows(
        served,
        f"SELECT * FROM plan_item WHERE assessment_id = :id AND version = {draft.plan_version}",
    )
    assert text_now == text_then
    assert served.now.plan_text is not None
    assert served.now.plan_text.version == draft.plan_version + 1


def test_a_change_nobody_prompted_needs_a_fresh_draft_and_fifteen_fresh_days(
    served: Journey,
) -> None:
    with pytest.raises(TransitionRefusedError, match=r"names the representation.*Code 9\.125"):
        served.save_plan()
