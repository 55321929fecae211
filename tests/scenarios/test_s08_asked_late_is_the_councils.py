"""S08 Advice asked for late is the council's delay, not the contributor's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.days import Cause, where_the_days_went
from ehc_workflow.domain.deadlines import Owner
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.risk import standing
from ehc_workflow.rules.ladders import LADDERS, Audience, Level
from tests.builders import CASEWORKER, PSYCHOLOGIST, Journey
from tests.scenarios.looking import limit

TOLD, ASKED, REPLIED = date(2026, 2, 23), date(2026, 3, 16), date(2026, 4, 24)
PSYCHOLOGY = AdviceItem.PSYCHOLOGY


@pytest.fixture
def asked_late(journey: Journey) -> Journey:
    journey.receive().at(date(2026, 1, 20)).consider()
    return journey.at(TOLD).decide_to_assess().tell_assessing()


def test_the_contributors_six_weeks_ran_to_27_april_and_the_reply_is_on_time(
    asked_late: Journey,
) -> None:
    asked_late.at(ASKED).ask().at(REPLIED).give(PSYCHOLOGY, PSYCHOLOGIST)
    found = limit(asked_late, "advice_psychology", asked_late.request_id(PSYCHOLOGY))
    assert (found.due_on, found.met_on) == (date(2026, 4, 27), REPLIED)
    assert (found.status(REPLIED), found.days_late(REPLIED)) == ("met", 0)


def test_the_three_weeks_before_are_asked_late_by_the_council(asked_late: Journey) -> None:
    asked_late.at(ASKED).ask()
    found = limit(asked_late, "ask_for_advice")
    assert (found.starts_on, found.met_on) == (TOLD, ASKED)
    assert (found.status(ASKED), found.days_late(ASKED)) == ("met_late", 21)
    assert found.owner is Owner.CASEWORKER
    assert found.provision == "local target"


def test_and_count_as_the_authoritys_in_where_the_days_went(asked_late: Journey) -> None:
    asked_late.at(ASKED).ask().at(REPLIED).give(PSYCHOLOGY, PSYCHOLOGIST)
    held = replace(asked_late.now, caseworker_seat_id="an officer's seat")
    spent = where_the_days_went(held, REPLIED)
    assert spent[Cause.ASKED_LATE] == (ASKED - TOLD).days == 21


def test_until_the_requests_went_it_was_on_the_officers_list_and_the_managers(
    asked_late: Journey,
) -> None:
    waiting = limit(asked_late, "ask_for_advice")
    assert standing(waiting, TOLD).level is Level.DUE_NOW
    for day in (TOLD + timedelta(days=n) for n in range(1, 21)):
        assert standing(waiting, day).level is Level.LATE
    told = {audience for rung in LADDERS["ask_for_advice"] for audience in rung.audience}
    assert {Audience.CASEWORKER, Audience.TEAM_MANAGER} <= told


def test_the_due_date_is_never_earlier_than_six_weeks_from_receipt(asked_late: Journey) -> None:
    asked_late.at(ASKED).ask()
    for received_on in (ASKED - timedelta(days=1), TOLD):
        with pytest.raises(ImpossibleFactsError):
            asked_late.do(
                c.RecordRequestReceived(
                    assessment_id=asked_late.case_id,
                    request_id=asked_late.request_id(PSYCHOLOGY),
                    received_by_body_on=received_on,
                ),
                CASEWORKER,
            )
    found = limit(asked_late, "advice_psychology", asked_late.request_id(PSYCHOLOGY))
    assert found.due_on == ASKED + timedelta(weeks=6)
