"""S25 where nobody writes: the engine tells the family what is on file, and leaves the rest to a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text

from ehc_workflow.clock import LONDON
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import SYSTEM
from ehc_workflow.domain.case import AdviceItem, Channel, Letter, Sureness
from ehc_workflow.domain.errors import NotPermittedError, TransitionRefusedError
from ehc_workflow.domain.facts import Method
from ehc_workflow.domain.own_letters import ByHand
from ehc_workflow.jobs.family_letters import LettersReport, write_to_families
from ehc_workflow.rules.family_letters import FamilyLetters
from ehc_workflow.rules.ladders import Audience
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.service.execute import execute
from ehc_workflow.service.family_letters import letter_for
from ehc_workflow.service.letter_parts import AUTOMATIC
from ehc_workflow.service.verify import verify
from ehc_workflow.store import family_letters as store
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.rows import Rows
from tests.builders import AUTHORITY, DECISION_MAKER, Journey, found_authority, parent_of
from tests.scenarios.looking import WEEK_16, WEEK_20, limit, owes
from tests.support.casework import name_letters
from tests.support.mornings import Mornings

TOLD_OF_ASSESSMENT = date(2026, 2, 23)
THREE_BEFORE = WEEK_16 - timedelta(days=3)
NOTHING = LettersReport(sent=0, refused=0, by_hand=0)
ONE = LettersReport(sent=1, refused=0, by_hand=0)
LEFT = LettersReport(sent=0, refused=0, by_hand=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    name_letters(opened)
    yield opened
    opened.close()


@pytest.fixture
def waiting(database: Database) -> Journey:
    """Everybody was asked on 23 February; the educational psychologist's advice does not come. They read e-mail."""
    journey = Journey(database).receive().consider()
    journey.at(TOLD_OF_ASSESSMENT).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 4, 1))
    for item in journey.items():
        if item is not AdviceItem.PSYCHOLOGY:
            journey.give(item).accept(item)
    return journey


def morning(journey: Journey, day: date) -> LettersReport:
    """Six o'clock in London."""
    report = write_to_families(journey.database, datetime.combine(day, time(6), tzinfo=LONDON))
    with journey.database.reading() as connection:
        journey.case = case_file(connection, journey.case_id).case
    return report


def choose(database: Database, **choice: bool | int) -> None:
    with database.writing() as connection:
        store.FAMILY_LETTERS.keep(Rows(connection), AUTHORITY, FamilyLetters(**choice))  # type: ignore[arg-type]


def last_letter(database: Database) -> dict[str, str]:
    """The parts of the letter that went last."""
    with database.reading() as connection:
        (blocks,) = connection.execute(
            text("SELECT blocks FROM notice WHERE kind = 'delay_update' ORDER BY seq DESC LIMIT 1")
        ).one()
    return dict(json.loads(blocks) if isinstance(blocks, str) else blocks)


def person_writes(journey: Journey, **changes: object) -> None:
    values = {"sure": Sureness.ABOUT, "expected_on": journey.today + timedelta(days=60)}
    fields = journey.sending(Letter.DELAY_UPDATE, **{**values, **changes})
    journey.do(c.UpdateFamily(**fields))  # type: ignore[arg-type]


def test_a_case_whose_next_letter_is_not_due_is_not_looked_at(
    waiting: Journey, database: Database
) -> None:
    assert morning(waiting, WEEK_20 + timedelta(days=1)) == ONE
    next_on = limit(waiting, "update_family").due_on
    with database.reading() as connection:
        day_before = next_on - timedelta(days=1)
        assert store.waiting(connection, day_before, days_before=14) == ()
        (found,) = store.waiting(connection, next_on, days_before=0)
    assert found.assessment_id == waiting.case_id


def test_nobody_told_the_family_so_the_engine_does_three_days_before_the_limit_passes(
    waiting: Journey, database: Database
) -> None:
    assert morning(waiting, THREE_BEFORE - timedelta(days=1)) == NOTHING
    assert morning(waiting, THREE_BEFORE) == ONE
    told = waiting.now.delays_told[-1]
    assert told.automatic
    assert (told.sent_on, told.sure) == (THREE_BEFORE, Sureness.AT_THE_EARLIEST)
    assert set(told.about) == {("decide_no_plan", ""), ("final_plan", "")}
    said = last_letter(database)
    assert AUTOMATIC in said["opening"]
    assert "4 May 2026 to tell you whether there will be a plan" in said["what_is_late"]
    assert "advice from an educational psychologist, due by 6 April 2026" in said["why_late"]
    assert "on 23 February 2026" in said["being_done"]
    assert "does not show that anybody has asked again" in said["being_done"]
    assert "It is an estimate and no promise." in said["expected"]
    assert "Ombudsman" in said["complaint"]
    assert "SENDIASS" in said["information_and_advice"]
    assert "North, cases A to K holds the case" in said["contact"]
    assert morning(waiting, THREE_BEFORE) == NOTHING, "run again, nobody is written to twice"
    assert verify(database).faults == ()


def test_no_late_case_has_more_than_fourteen_days_of_silence_though_nobody_writes(
    waiting: Journey, database: Database
) -> None:
    for number in range(120):
        morning(waiting, THREE_BEFORE + timedelta(days=number))
    days = [one.sent_on for one in waiting.now.delays_told]
    assert days[0] == THREE_BEFORE
    gaps = {after - before for before, after in pairwise(days)}
    assert gaps == {timedelta(days=14)}, "never later, and never two within 14 days"
    assert len(days) == 9
    assert all(one.automatic for one in waiting.now.delays_told)


def test_what_a_person_wrote_comes_first_and_puts_the_engine_off(
    waiting: Journey, database: Database
) -> None:
    waiting.at(date(2026, 4, 20))
    person_writes(waiting)
    due = limit(waiting, "update_family").due_on
    assert due == date(2026, 5, 4)
    assert morning(waiting, WEEK_16 - timedelta(days=1)) == NOTHING
    waiting.at(due - timedelta(days=1))
    person_writes(waiting)
    assert morning(waiting, due) == NOTHING
    assert [one.automatic for one in waiting.now.delays_told] == [False, False]


def test_a_promise_that_was_broken_is_for_a_person_to_explain(
    waiting: Journey, database: Database
) -> None:
    waiting.at(date(2026, 4, 20))
    person_writes(waiting, promised_on=date(2026, 4, 24), promised="We ring you")
    assert limit(waiting, "update_family").due_on == date(2026, 4, 27)
    assert morning(waiting, date(2026, 4, 28)) == NOTHING, "they heard eight days ago"
    assert morning(waiting, date(2026, 5, 4)) == ONE, "after 14 days the engine writes all the same"


def test_what_was_asked_again_and_what_was_written_down_is_told_and_nobody_is_blamed(
    waiting: Journey, database: Database
) -> None:
    waiting.at(date(2026, 4, 13)).do(
        c.RecordChase(
            assessment_id=waiting.case_id,
            request_id=waiting.request_id(AdviceItem.PSYCHOLOGY),
            chased_on=waiting.today,
            channel=Channel.PHONE,
            to_whom="Dr Invented Name",
            reply="Off sick until May",
        )
    )
    assert morning(waiting, THREE_BEFORE) == ONE
    said = last_letter(database)
    assert "last asked again on 13 April 2026" in said["being_done"]
    whole = " ".join(said.values())
    for blames in ("Dr Invented", "sick", "Invented psychology service"):
        assert blames not in whole


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE child SET language = 'Polish'", ByHand.OTHER_FORM),
        ("UPDATE child SET interpreter_needed = TRUE", ByHand.OTHER_FORM),
        ("UPDATE child SET format_needs = 'large print'", ByHand.OTHER_FORM),
        ("UPDATE contact SET preferred_method = 'first_class_post'", ByHand.PAPER),
        ("UPDATE contact SET email = ''", ByHand.NO_ADDRESS),
        ("UPDATE authority SET settings = '{}'", ByHand.INCOMPLETE),
    ],
)
def test_what_the_engine_cannot_say_stays_a_task_for_a_person(
    waiting: Journey, database: Database, change: str, why: ByHand
) -> None:
    with database.writing() as connection:
        connection.execute(text(change))
    with database.reading() as connection:
        found = letter_for(
            connection, waiting.case_id, THREE_BEFORE, DEFAULT_POLICY, FamilyLetters()
        )
    assert found is why
    assert morning(waiting, WEEK_20) == LEFT
    assert not waiting.now.delays_told
    assert owes(waiting, "tell_family_of_delay")


def test_the_manager_hears_on_the_last_day_on_which_a_silence_can_be_kept_short(
    waiting: Journey, database: Database
) -> None:
    """Only a person writes on paper: whoever leads the team hears while a letter posted that day is still in time."""
    with database.writing() as connection:
        connection.execute(text("UPDATE contact SET preferred_method = 'first_class_post'"))
    waiting.at(date(2026, 5, 1))
    person_writes(waiting)
    due = limit(waiting, "update_family")
    raised = [
        (day, alert.audience)
        for day, alert in Mornings(database).until(waiting.today, due.due_on)
        if alert.code == "update_family" and Audience.TEAM_MANAGER in alert.audience
    ]
    assert raised[0] == (due.act_by, (Audience.CASEWORKER, Audience.TEAM_MANAGER))
    assert due.act_by <= due.due_on == waiting.today + timedelta(days=14)


def test_english_is_no_other_language(waiting: Journey, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(
            text("UPDATE child SET language = 'English', interpreter_needed = FALSE")
        )
    assert morning(waiting, THREE_BEFORE) == ONE


def test_where_letters_do_not_get_through_somebody_rings_before_another_goes(
    waiting: Journey, database: Database
) -> None:
    assert morning(waiting, THREE_BEFORE) == ONE
    notice = waiting.now.notices[-1]
    waiting.at(date(2026, 5, 3)).do(
        c.RecordNoticeFailed(
            assessment_id=waiting.case_id, notice_id=notice.id, failed_on=waiting.today
        )
    )
    due = limit(waiting, "update_family").due_on
    assert morning(waiting, due) == LEFT
    assert owes(waiting, "reach_family")


def test_an_authority_may_leave_it_all_to_people(waiting: Journey, database: Database) -> None:
    choose(database, first=False)
    assert morning(waiting, WEEK_20) == NOTHING
    waiting.at(WEEK_20)
    person_writes(waiting)
    choose(database, updates=False)
    assert morning(waiting, WEEK_20 + timedelta(days=20)) == NOTHING
    choose(database)
    assert morning(waiting, WEEK_20 + timedelta(days=20)) == ONE


def test_nothing_goes_once_the_case_has_ended(waiting: Journey, database: Database) -> None:
    waiting.at(date(2026, 4, 20))
    ended = c.RecordDeath(
        assessment_id=waiting.case_id, ended_on=waiting.today, evidence="They rang us"
    )
    waiting.do(ended, DECISION_MAKER)
    assert morning(waiting, WEEK_20) == NOTHING


def test_a_person_cannot_send_a_letter_as_the_engines_nor_the_engine_before_one_is_due(
    waiting: Journey, database: Database
) -> None:
    waiting.at(THREE_BEFORE)
    with pytest.raises(NotPermittedError, match="Only the engine"):
        person_writes(waiting, automatic=True)
    person_writes(waiting)
    with database.reading() as connection:
        assert (
            letter_for(connection, waiting.case_id, waiting.today, DEFAULT_POLICY, FamilyLetters())
            is None
        )
    early = c.UpdateFamily(
        **{  # type: ignore[arg-type]
            **waiting.sending(Letter.DELAY_UPDATE),
            "sure": Sureness.NOT_KNOWN,
            "automatic": True,
        }
    )
    with pytest.raises(TransitionRefusedError, match="until one is due"):
        execute(
            early,
            database=database,
            actor=SYSTEM,
            now=datetime.combine(waiting.today, time(12), tzinfo=LONDON),
            today=waiting.today,
        )


def test_the_next_letter_goes_to_whom_the_last_went(waiting: Journey, database: Database) -> None:
    waiting.at(date(2026, 4, 20))
    person_writes(waiting, method=Method.EMAIL)
    assert morning(waiting, date(2026, 5, 4)) == ONE
    notice = waiting.now.notices[-1]
    assert (notice.addressee, notice.method) == (parent_of(waiting.case_id), Method.EMAIL)
    assert notice.copies == ()


def test_a_case_that_is_on_course_again_is_told_so_and_not_of_a_delay(
    waiting: Journey, database: Database
) -> None:
    waiting.at(date(2026, 4, 13))
    person_writes(waiting)
    waiting.at(date(2026, 4, 14)).give(AdviceItem.PSYCHOLOGY).accept(AdviceItem.PSYCHOLOGY)
    waiting.do(c.CompleteAdvice(assessment_id=waiting.case_id, completed_on=waiting.today))
    waiting.decide_plan().at(date(2026, 4, 15)).save_plan().agree_health().serve_draft()
    assert morning(waiting, date(2026, 4, 27)) == ONE
    said = last_letter(database)
    assert "we expect to keep it" in said["what_is_late"]
    assert "do not expect to keep" not in said["what_is_late"]


def test_the_days_before_are_the_authoritys_to_choose(waiting: Journey, database: Database) -> None:
    choose(database, days_before=10)
    assert morning(waiting, WEEK_16 - timedelta(days=11)) == NOTHING
    assert morning(waiting, WEEK_16 - timedelta(days=10)) == ONE
    with pytest.raises(ValueError, match="from 0 to 14"):
        replace(FamilyLetters(), days_before=15)
