"""S03 Decided in time but told late is late (the days; whom it is shown to is the sweep's)."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain.errors import TransitionRefusedError
from tests.builders import Journey
from tests.scenarios.looking import WEEK_6, letters, limit, on_a_list

DECIDED, SENT = date(2026, 2, 20), date(2026, 2, 25)


@pytest.fixture
def decided(journey: Journey) -> Journey:
    return journey.receive().at(date(2026, 1, 20)).consider().at(DECIDED).decide_to_refuse()


def test_the_limit_is_missed_by_two_days(decided: Journey) -> None:
    decided.at(SENT).tell_refusal()
    found = limit(decided, "decide_whether_to_assess")
    assert found.due_on == WEEK_6
    assert (found.status(SENT), found.days_late(SENT)) == ("met_late", 2)


def test_the_notice_cannot_carry_an_earlier_day_than_it_goes(decided: Journey) -> None:
    with pytest.raises(TransitionRefusedError, match="carries the date of the day it goes"):
        decided.at(SENT).tell_refusal(dated_on=DECIDED)


def test_decided_dated_and_sent_are_three_facts(decided: Journey) -> None:
    decided.at(SENT).tell_refusal()
    decision = decided.now.assess_decision
    assert decision is not None
    assert decision.decided_on == DECIDED
    notice = decided.now.notices[-1]
    assert (notice.dated_on, notice.sent_on) == (SENT, SENT)
    assert str(letters(decided)[-1].sent_on) == str(SENT)


def test_a_decided_case_nobody_was_told_of_is_on_a_list_on_20_and_23_february(
    decided: Journey,
) -> None:
    assert on_a_list(decided, "tell_decision", DECIDED)
    assert on_a_list(decided, "tell_decision", date(2026, 2, 23))
    decided.at(SENT).tell_refusal()
    assert not on_a_list(decided, "tell_decision", SENT)
