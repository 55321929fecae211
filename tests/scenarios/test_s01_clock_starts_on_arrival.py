"""S01 The clock starts when the request arrived, not when it was logged."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.errors import ImpossibleFactsError
from tests.builders import Journey, parent_of
from tests.scenarios.looking import last_entry, limit, words_of_last_entry

ARRIVED, LOGGED = date(2026, 1, 9), date(2026, 1, 19)


@pytest.fixture
def logged_late(journey: Journey) -> Journey:
    return journey.at(LOGGED).receive(
        received_on=ARRIVED, evidence="E-mail from the school, Friday 9 January 2026, 16:55"
    )


def corrected(journey: Journey, **changes: object) -> c.CorrectReceivedDate:
    values: dict[str, object] = {
        "assessment_id": journey.case_id,
        "trigger_id": journey.now.triggers[0].id,
        "received_on": date(2026, 1, 7),
        "evidence": "The same e-mail lay in another inbox since 7 January",
        "reason": "Found when the second inbox was looked through",
        **changes,
    }
    return c.CorrectReceivedDate(**values)  # type: ignore[arg-type]


def test_received_and_logged_are_separate_facts(logged_late: Journey) -> None:
    assert logged_late.now.received_on == ARRIVED
    assert logged_late.now.logged_on == LOGGED


def test_the_received_date_must_be_evidenced(journey: Journey) -> None:
    with pytest.raises(ImpossibleFactsError, match="how the day of arrival is known"):
        journey.at(LOGGED).receive(received_on=ARRIVED, evidence="")


def test_the_limits_run_from_the_ninth(logged_late: Journey) -> None:
    assert limit(logged_late, "decide_whether_to_assess").due_on == date(2026, 2, 20)
    assert limit(logged_late, "decide_no_plan").due_on == date(2026, 5, 1)
    assert limit(logged_late, "final_plan").due_on == date(2026, 5, 29)


def test_the_ten_days_before_logging_can_be_seen(logged_late: Journey) -> None:
    case = logged_late.now
    assert (case.logged_on - case.received_on).days == 10


def test_correcting_the_date_needs_a_reason(logged_late: Journey) -> None:
    with pytest.raises(ImpossibleFactsError, match="why the date is corrected"):
        logged_late.do(corrected(logged_late, reason=" "))


def test_a_correction_keeps_the_old_day_shows_what_moved_and_who_was_told_wrong(
    logged_late: Journey,
) -> None:
    logged_late.consider()
    logged_late.do(corrected(logged_late))
    kind, said = last_entry(logged_late)
    assert kind == "received_date_corrected"
    assert (said["old"], said["new"]) == ("2026-01-09", "2026-01-07")
    assert {m["code"]: (m["was_due_on"], m["due_on"]) for m in said["moved"]} == {
        "decide_whether_to_assess": ("2026-02-20", "2026-02-18"),
        "decide_no_plan": ("2026-05-01", "2026-04-29"),
        "final_plan": ("2026-05-29", "2026-05-27"),
        "latest_draft_service": ("2026-05-14", "2026-05-12"),
    }
    assert said["told_before"] == [parent_of(logged_late.case_id)]
    assert words_of_last_entry(logged_late) == {
        "reason": "Found when the second inbox was looked through"
    }


def test_a_correction_before_anybody_was_told_tells_nobody_wrong(logged_late: Journey) -> None:
    logged_late.do(corrected(logged_late))
    assert last_entry(logged_late)[1]["told_before"] == []
