"""S14 Advice is checked on arrival, not when the writer opens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, ParagraphKind
from ehc_workflow.domain.deadlines import Owner
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.domain.specificity import Signature, gaps
from ehc_workflow.store.queries.plan_text import accepted_advice
from tests.builders import DCO, Journey
from tests.scenarios.looking import limit, words_of_last_entry

ASKED, DUE = date(2026, 2, 23), date(2026, 4, 6)
SPEECH = AdviceItem.HEALTH
WEAK = (
    c.Paragraph(
        kind=ParagraphKind.PROVISION, text="Robin would benefit from regular speech input."
    ),
)
UNSEEN = Signature(author_name="Invented Author", author_role="Therapist", how_seen="")
GAPS = "How long is each session, how often, and who gives it?"


@pytest.fixture
def arrived(journey: Journey) -> Journey:
    journey.receive().at(date(2026, 1, 20)).consider()
    journey.at(ASKED).decide_to_assess().tell_assessing().ask()
    return journey.at(DUE).give(SPEECH, DCO, paragraphs=WEAK, contribution_id="first")


def send_back(
    journey: Journey,
    gaps: str = GAPS,
    *,
    back_by: date = date(2026, 4, 17),
    returned_on: date | None = None,
) -> None:
    journey.do(
        c.ReturnAdvice(
            assessment_id=journey.case_id,
            request_id=journey.request_id(SPEECH),
            returned_on=returned_on or journey.today,
            return_due_on=back_by,
            gaps=gaps,
        )
    )


def test_within_three_working_days_somebody_other_than_the_writer_marks_it(
    arrived: Journey,
) -> None:
    found = limit(arrived, "check_advice", "first")
    assert found.owner is Owner.CASEWORKER
    assert found.due_on == date(2026, 4, 9)  # it came on Easter Monday
    assert found.status(date(2026, 4, 10)) == "breached_open"


def test_what_is_missing_is_named_to_the_checker_and_not_first_to_the_writer(
    arrived: Journey,
) -> None:
    said = [gap.says for gap in gaps(WEAK, signed=UNSEEN)]
    assert said == [
        "How the child or young person was seen is not stated.",
        "No need is stated.",
        "No outcome is stated.",
        "does not say how much",
        "does not say how often",
        "does not say by whom",
        "does not say until when",
        "says “would benefit from”: say what is needed, not what would help",
        "says “regular”: say how often",
        "says “input”: say what is done, how much and how often",
    ]
    with arrived.database.reading() as connection:
        written_from = accepted_advice(connection, arrived.now)
    assert SPEECH not in {one.item for one in written_from}


def test_a_day_that_nobody_can_keep_is_no_day_to_come_back_by(arrived: Journey) -> None:
    for day in (date(2026, 4, 18), date(2026, 5, 4)):
        with pytest.raises(ImpossibleFactsError, match="not a working day"):
            send_back(arrived, back_by=day)
    arrived.at(date(2026, 4, 9))
    with pytest.raises(ImpossibleFactsError, match="has passed"):
        send_back(arrived, back_by=date(2026, 4, 8), returned_on=date(2026, 4, 7))


def test_only_the_version_that_was_looked_at_is_decided_on(arrived: Journey) -> None:
    arrived.give(SPEECH, DCO, contribution_id="second")
    seen = c.AcceptAdvice(
        assessment_id=arrived.case_id,
        request_id=arrived.request_id(SPEECH),
        accepted_on=arrived.today,
        contribution_id="first",
    )
    with pytest.raises(TransitionRefusedError, match="looked at is the newest"):
        arrived.do(seen)
    arrived.do(replace(seen, contribution_id="second"))


def test_it_goes_back_with_the_exact_gaps(arrived: Journey) -> None:
    with pytest.raises(TransitionRefusedError, match="gaps are named"):
        send_back(arrived, gaps=" ")
    arrived.at(date(2026, 4, 8))
    send_back(arrived)
    assert words_of_last_entry(arrived) == {"gaps": GAPS}
    assert limit(arrived, "check_advice", "first").status(arrived.today) == "met"
    assert limit(arrived, "advice_back", "first").due_on == date(2026, 4, 17)


def test_received_and_accepted_are_two_days_and_the_due_day_stays(arrived: Journey) -> None:
    before = limit(arrived, "advice_health", arrived.request_id(SPEECH))
    arrived.at(date(2026, 4, 8))
    send_back(arrived)
    arrived.at(date(2026, 4, 16)).give(SPEECH, DCO).accept(SPEECH)
    request = arrived.now.advice_request(arrived.request_id(SPEECH))
    assert request is not None
    assert (request.first_received_on, request.accepted_on) == (DUE, date(2026, 4, 16))
    after = limit(arrived, "advice_health", arrived.request_id(SPEECH))
    assert after == before
    assert (after.due_on, after.status(arrived.today)) == (DUE, "met")


def test_what_was_returned_cannot_be_accepted_as_it_is(arrived: Journey) -> None:
    send_back(arrived)
    with pytest.raises(TransitionRefusedError, match="waiting to be checked"):
        arrived.accept(SPEECH)


def test_advice_that_is_not_accepted_does_not_complete_the_assessment(arrived: Journey) -> None:
    for item in arrived.items():
        if item is not SPEECH:
            arrived.give(item).accept(item)
    with pytest.raises(TransitionRefusedError, match="Every item is answered"):
        arrived.do(c.CompleteAdvice(assessment_id=arrived.case_id, completed_on=arrived.today))
