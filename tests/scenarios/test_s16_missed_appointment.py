"""S16 A missed appointment helps the contributor, not the council."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, VisitPlace
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.errors import TransitionRefusedError
from ehc_workflow.domain.facts import AppointmentPurpose
from tests.builders import DCO, DECISION_MAKER, PSYCHOLOGIST, Journey
from tests.scenarios.looking import WEEK_16, WEEK_20, limit, rows, words_of_last_entry

ASKED, MISSED = date(2026, 2, 23), date(2026, 3, 17)
PSYCHOLOGY, HEALTH = AdviceItem.PSYCHOLOGY, AdviceItem.HEALTH


@pytest.fixture
def asked(journey: Journey) -> Journey:
    journey.receive().at(date(2026, 1, 20)).consider()
    return journey.at(ASKED).decide_to_assess().tell_assessing().ask().at(MISSED)


def miss(journey: Journey, item: AdviceItem, visit: int | None = None) -> None:
    journey.do(
        c.RecordMissedAppointment(
            assessment_id=journey.case_id,
            request_id=journey.request_id(item),
            purpose=AppointmentPurpose.TEST,
            missed_on=MISSED,
            new_appointment_on=date(2026, 3, 26),
            what_would_help="A visit at home, in the morning.",
            visit=visit,
        ),
        PSYCHOLOGIST if item is PSYCHOLOGY else DCO,
    )


def claim(journey: Journey, limit_code: str, ref: str = "") -> None:
    journey.do(
        c.ClaimException(
            assessment_id=journey.case_id,
            exception_id=f"{limit_code}-{ref}",
            limit=limit_code,
            ref=ref,
            ground="reg 8(2)(c)",
            decided_on=journey.today,
            family_told_on=journey.today,
            review_on=date(2026, 3, 31),
            facts="The child did not come on 17 March.",
            evidence="The service's note of the day",
            why_impractical="There is no other appointment before the six weeks end.",
        ),
        DECISION_MAKER,
    )


def test_the_item_records_the_missed_appointment_and_the_new_one(asked: Journey) -> None:
    miss(asked, PSYCHOLOGY)
    request = asked.now.advice_request(asked.request_id(PSYCHOLOGY))
    assert request is not None
    (missed,) = request.missed_appointments
    assert (missed.missed_on, missed.new_appointment_on) == (MISSED, date(2026, 3, 26))


def test_the_councils_own_psychologist_has_nothing_to_disapply(asked: Journey) -> None:
    miss(asked, PSYCHOLOGY)
    found = limit(asked, "advice_psychology", asked.request_id(PSYCHOLOGY))
    assert found.due_on == date(2026, 4, 6)
    assert found.provision.startswith("Code 9.")
    with pytest.raises(TransitionRefusedError, match="The law lists this ground for this limit"):
        claim(asked, "advice_psychology", asked.request_id(PSYCHOLOGY))


def test_an_nhs_body_could_claim_it_for_its_own_six_weeks_alone(asked: Journey) -> None:
    miss(asked, HEALTH)
    claim(asked, "advice_health", asked.request_id(HEALTH))
    found = limit(asked, "advice_health", asked.request_id(HEALTH))
    assert (found.due_on, found.status(date(2026, 5, 1))) == (date(2026, 4, 6), "disapplied_asap")
    for code in ("decide_no_plan", "final_plan"):
        with pytest.raises(TransitionRefusedError):
            claim(asked, code)


def test_week_16_and_week_20_do_not_change(asked: Journey) -> None:
    miss(asked, PSYCHOLOGY)
    assert limit(asked, "decide_no_plan").due_on == WEEK_16
    assert limit(asked, "final_plan").due_on == WEEK_20


def test_the_new_appointment_stands_as_the_next_visit_and_nobodys_day_moves(
    asked: Journey,
) -> None:
    asked.do(
        c.PlanVisit(
            assessment_id=asked.case_id,
            request_id=asked.request_id(PSYCHOLOGY),
            visit_on=MISSED,
            purpose=AppointmentPurpose.TEST,
            place=VisitPlace.SETTING,
        ),
        PSYCHOLOGIST,
    )
    before = {(one.code, one.ref, one.due_on) for one in deadlines(asked.now)}
    miss(asked, PSYCHOLOGY, visit=1)
    stored = "SELECT number, visit_on, ended FROM visit ORDER BY number"
    assert [(row.number, str(row.visit_on), row.ended) for row in rows(asked, stored)] == [
        (1, "2026-03-17", "missed"),
        (2, "2026-03-26", None),
    ]
    assert {(one.code, one.ref, one.due_on) for one in deadlines(asked.now)} == before


def test_the_familys_answer_to_what_would_help_is_kept(asked: Journey) -> None:
    miss(asked, PSYCHOLOGY)
    assert words_of_last_entry(asked) == {"what_would_help": "A visit at home, in the morning."}
