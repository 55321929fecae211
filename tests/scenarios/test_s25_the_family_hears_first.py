"""S25: the family hears about delay first, and keeps hearing; its messages are answered; silence is on a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.case import AdviceItem, Letter, Road, State, Sureness
from ehc_workflow.domain.deadlines import Kind, deadlines
from ehc_workflow.domain.deadlines.forecast import forecast
from ehc_workflow.domain.errors import ImpossibleFactsError, TransitionRefusedError
from ehc_workflow.rules.ladders import Audience
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.service.delay_letter import (
    Delay,
    being_done,
    expected_words,
    what_is_late,
    why_late,
)
from ehc_workflow.service.verify import verify
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries import families
from ehc_workflow.store.queries.families import Part, Wanted
from ehc_workflow.store.queries.reach import Reach
from tests.builders import AUTHORITY, MONDAY, Journey, found_authority
from tests.scenarios.looking import WEEK_16, WEEK_20, letters, limit, owes, words_of_last_entry
from tests.support.mornings import Mornings

TOLD_OF_ASSESSMENT, ADVICE_DUE = date(2026, 2, 23), date(2026, 4, 6)
SEEN = date(2026, 4, 11)
"""52 planned days of work are left once all advice is in: from 11 April on, 1 June is not to be kept."""
EVERYBODY = Reach(
    authority_ids=(AUTHORITY,), team_ids=(), caseworker_seats=(), plan_writer_seats=()
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def waiting(database: Database) -> Journey:
    """Everybody was asked on 23 February; the educational psychologist's advice does not come."""
    journey = Journey(database).receive().consider()
    journey.at(TOLD_OF_ASSESSMENT).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 4, 1))
    for item in journey.items():
        if item is not AdviceItem.PSYCHOLOGY:
            journey.give(item).accept(item)
    return journey


def update(journey: Journey, **changes: object) -> None:
    values = {"sure": Sureness.AT_THE_EARLIEST, "expected_on": journey.today + timedelta(days=60)}
    fields = journey.sending(Letter.DELAY_UPDATE, **{**values, **changes})
    journey.do(c.UpdateFamily(**fields))  # type: ignore[arg-type]


def delay_of(journey: Journey) -> Delay:
    owed = deadlines(journey.now)
    return Delay(case=journey.now, owed=owed, today=journey.today, policy=DEFAULT_POLICY)


def silent(journey: Journey, day: date) -> list[tuple[str, int]]:
    """What is late on the manager's list, with the days."""
    with journey.database.reading() as connection:
        wanted = Wanted(today=day, part=Part.NEWS, late=True)
        return [
            (one.code, one.days_late(day)) for one in families.lines(connection, EVERYBODY, wanted)
        ]


def test_the_day_the_forecast_first_shows_the_miss_somebody_has_to_tell_the_family(
    waiting: Journey,
) -> None:
    (owed,) = [d for d in deadlines(waiting.now) if d.code == "tell_family_of_delay"]
    assert (owed.act_by, owed.due_on, owed.kind) == (SEEN, WEEK_16, Kind.LOCAL)
    final, all_owed = limit(waiting, "final_plan"), deadlines(waiting.now)
    before, that_day = (
        forecast(waiting.now, final, all_owed, day, DEFAULT_POLICY)
        for day in (SEEN - timedelta(days=1), SEEN)
    )
    assert before.expected_on == WEEK_20
    assert that_day.expected_on == WEEK_20 + timedelta(days=1)
    assert that_day.sure is Sureness.AT_THE_EARLIEST


def test_it_is_raised_that_day_and_climbs_when_the_day_passes_in_silence(
    waiting: Journey, database: Database
) -> None:
    raised = [
        (day, alert.rung, alert.audience)
        for day, alert in Mornings(database).until(waiting.today, WEEK_16 + timedelta(days=1))
        if alert.code == "tell_family_of_delay" and not alert.rung.startswith(CLIMBED)
    ]
    assert raised == [
        (SEEN, "due_now", (Audience.CASEWORKER,)),
        (
            WEEK_16 + timedelta(days=1),
            "overdue",
            (Audience.CASEWORKER, Audience.TEAM_MANAGER),
        ),
    ]
    assert silent(waiting, WEEK_16 + timedelta(days=1)) == [("tell_family_of_delay", 1)]
    with database.reading() as connection:
        (team,) = families.silence_by_team(connection, EVERYBODY, today=WEEK_16 + timedelta(days=1))
        (seat,) = families.silence_by_seat(connection, EVERYBODY, today=WEEK_16 + timedelta(days=1))
    assert (team.late[Part.NEWS], team.days) == (1, 1)
    assert seat.late[Part.NEWS] == 1


def test_the_letter_says_what_why_what_is_done_when_and_whom_to_turn_to(waiting: Journey) -> None:
    waiting.at(date(2026, 4, 20))
    delay = delay_of(waiting)
    assert "1 June 2026 to send you the final plan (reg 13(2))" in what_is_late(delay)
    assert "before it passes" in what_is_late(delay)
    assert why_late(delay).startswith(
        "We are still waiting for: advice from an educational psychologist, due by 6 April 2026."
    )
    assert being_done(delay, "") == "", "nothing is on file as being done: somebody has to do it"
    said = expected_words(delay)
    assert said.startswith(
        "At the earliest, we can send you the final plan in the week that begins"
    )
    assert "checking the advice (5 days), deciding about a plan (10 days)" in said
    assert "It is an estimate and no promise." in said
    with pytest.raises(TransitionRefusedError) as refused:
        update(waiting, blocks=(("what_is_late", "Week 20"), ("why_late", "No advice")))
    missing = refused.value.message
    for part in ("what is being done", "the day now expected", "how to complain", "independent"):
        assert part in missing


def test_told_in_time_then_at_least_every_fourteen_days_until_the_outcome(
    waiting: Journey, database: Database
) -> None:
    waiting.at(date(2026, 4, 13))
    update(waiting)
    assert waiting.now.delays_told[0].about == (("final_plan", ""),)
    assert letters(waiting)[-1].kind == "delay_update"
    again = limit(waiting, "update_family")
    assert (again.starts_on, again.due_on) == (date(2026, 4, 13), date(2026, 4, 27))
    list(Mornings(database).until(waiting.today, date(2026, 4, 28)))
    assert ("update_family", 1) in silent(waiting, date(2026, 4, 28))

    waiting.at(date(2026, 4, 28))
    update(waiting)
    assert set(waiting.now.delays_told[1].about) == {("decide_no_plan", ""), ("final_plan", "")}
    assert limit(waiting, "update_family").due_on == date(2026, 5, 12)
    told = {d.ref: d.met_on for d in deadlines(waiting.now) if d.code == "tell_family_of_delay"}
    assert told == {"decide_no_plan": date(2026, 4, 28), "final_plan": date(2026, 4, 13)}

    waiting.at(date(2026, 5, 12)).give(AdviceItem.PSYCHOLOGY).accept(AdviceItem.PSYCHOLOGY)
    waiting.do(
        c.CompleteAdvice(
            assessment_id=waiting.case_id,
            completed_on=waiting.today,
        )
    )
    waiting.decide_plan()
    assert waiting.now.state is State.DRAFTING
    assert owes(waiting, "update_family"), "the plan is still owed"
    waiting.save_plan().agree_health().serve_draft().at(date(2026, 6, 10))
    waiting.ask_for_setting().consult().answer_all().at(date(2026, 7, 1)).place()
    waiting.confirm_address().send_final()
    assert not owes(waiting, "update_family")
    assert verify(database).faults == ()


def test_a_letter_about_a_delay_goes_to_the_right_person_and_says_a_day_or_that_there_is_none(
    waiting: Journey,
) -> None:
    waiting.at(date(2026, 4, 20))
    with pytest.raises(TransitionRefusedError):
        update(waiting, expected_on=None)
    with pytest.raises(TransitionRefusedError):
        update(waiting, addressee="nobody")
    with pytest.raises(ImpossibleFactsError):
        update(waiting, expected_on=date(2026, 4, 1))
    update(waiting, sure=Sureness.NOT_KNOWN, expected_on=None)


@pytest.mark.parametrize("road", list(Road))
def test_a_message_is_owed_a_reply_in_three_working_days_whatever_road_it_came_by(
    waiting: Journey, database: Database, road: Road
) -> None:
    friday = date(2026, 4, 17)
    waiting.at(date(2026, 4, 20)).do(
        c.RecordFamilyMessage(
            assessment_id=waiting.case_id,
            message_id="asked",
            received_on=friday,
            road=road,
            said="When shall we hear?",
        )
    )
    owed = limit(waiting, "answer_family_message", "asked")
    assert owed.due_on == date(2026, 4, 22), "from the day it came, not from the day it was logged"
    raised = [
        (day, alert.rung)
        for day, alert in Mornings(database).until(waiting.today, date(2026, 4, 23))
        if alert.code == "answer_family_message"
    ]
    assert raised[-1] == (date(2026, 4, 23), "overdue")
    waiting.at(date(2026, 4, 23)).do(
        c.AnswerFamilyMessage(
            assessment_id=waiting.case_id,
            message_id="asked",
            answered_on=date(2026, 4, 23),
            road=Road.PORTAL,
            answer="We ring you on Thursday.",
            promised_on=date(2026, 4, 30),
            promised="We ring you",
        )
    )
    assert words_of_last_entry(waiting)["answer"] == "We ring you on Thursday."
    assert limit(waiting, "answer_family_message", "asked").days_late(waiting.today) == 1
    assert limit(waiting, "keep_promise", "reply-asked").due_on == date(2026, 4, 30)


def test_a_promise_that_was_passed_brings_the_next_update_forward(waiting: Journey) -> None:
    waiting.at(date(2026, 4, 20))
    update(waiting, promised_on=date(2026, 4, 24), promised="The day of the psychologist's visit")
    assert limit(waiting, "update_family").due_on == date(2026, 4, 27), "Monday after the Friday"
    promise = waiting.now.promises[0]
    waiting.at(date(2026, 4, 28))
    update(waiting, promised_on=date(2026, 5, 8), promised="The day of the visit")
    assert waiting.now.promise(promise.id).replaced_on == date(2026, 4, 28)  # type: ignore[union-attr]
    assert not [
        d for d in deadlines(waiting.now) if d.code == "keep_promise" and d.ref == promise.id
    ]
    waiting.do(
        c.RecordPromiseKept(
            assessment_id=waiting.case_id,
            promise_id=waiting.now.promises[1].id,
            kept_on=waiting.today,
            how="We rang with the day",
        )
    )
    assert limit(waiting, "update_family").due_on == date(2026, 5, 12)


def test_a_message_that_only_thanks_is_closed_with_a_reason(waiting: Journey) -> None:
    waiting.do(
        c.RecordFamilyMessage(
            assessment_id=waiting.case_id,
            message_id="thanks",
            received_on=waiting.today,
            road=Road.EMAIL,
            said="Thank you",
        )
    )
    close = c.CloseFamilyMessage(
        assessment_id=waiting.case_id, message_id="thanks", closed_on=waiting.today, reason=" "
    )
    with pytest.raises(TransitionRefusedError):
        waiting.do(close)
    waiting.do(
        c.CloseFamilyMessage(
            assessment_id=waiting.case_id,
            message_id="thanks",
            closed_on=waiting.today,
            reason="It only thanks us",
        )
    )
    assert not owes(waiting, "answer_family_message")
    with pytest.raises(TransitionRefusedError, match="waits for a reply"):
        waiting.do(close)


def test_a_closed_case_stays_on_the_lists_while_the_family_waits_for_a_reply(
    database: Database,
) -> None:
    journey = Journey(database).to_final()
    assert journey.now.is_settled
    journey.do(
        c.RecordFamilyMessage(
            assessment_id=journey.case_id,
            message_id="after",
            received_on=journey.today,
            road=Road.PHONE,
            said="What is section F?",
        )
    )
    assert not journey.now.is_settled
    with database.reading() as connection:
        wanted = Wanted(today=journey.today, part=Part.REPLIES)
        assert len(families.lines(connection, EVERYBODY, wanted)) == 1
    assert journey.today > MONDAY
