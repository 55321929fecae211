"""The promises of a year's mornings are asked of the facts; each of them is broken here once, and that is seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from ehc_workflow.cli import ehc
from ehc_workflow.cli.mornings import Mornings
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import Letter, Road
from ehc_workflow.domain.facts import Method
from ehc_workflow.jobs import schedule
from ehc_workflow.jobs.schedule import Doing, Done
from ehc_workflow.jobs.worker import Worker
from ehc_workflow.notify import Mail
from ehc_workflow.service.accounts import Accounts
from ehc_workflow.service.execute import execute
from ehc_workflow.service.organisation_changes import by_command_line
from ehc_workflow.settings import Settings
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries import promises_kept
from ehc_workflow.store.rows import Rows
from tests.builders import AUTHORITY, MANAGER, MONDAY, TEAM, Journey, found_authority

FIRST, LAST = 27, 47


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    for number in range(4):
        journey = Journey(opened).receive()
        if number % 2:
            journey.consider().decide_to_assess().tell_assessing().ask()
    yield opened
    opened.close()


def lived(mornings: Mornings, before: Callable[[int], object] = lambda number: None) -> list[int]:
    """Live the days in which the first limits pass; the numbers of the promises that were not kept."""
    for number in range(FIRST, LAST):
        before(number)
        mornings(mornings.database, MONDAY + timedelta(days=number))
    return broken(mornings)


def broken(mornings: Mornings) -> list[int]:
    return [check.number for check in mornings.checks() if check.passed is False]


def test_all_is_kept_when_nothing_is_broken(database: Database) -> None:
    mornings = Mornings(database, Settings())
    assert lived(mornings) == []
    counts = mornings.counts
    assert counts.mornings == LAST - FIRST
    assert counts.runs == counts.mornings * len(schedule.TIMETABLE)
    assert counts.limits_passed > 5
    assert counts.steps_raised > counts.ladders > 5
    assert counts.messages_sent > 5
    assert counts.late_cases > 0
    assert "limits passed" in str(counts)


def sweeps_but_on(numbers: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep that says it ran and did not."""
    days = {MONDAY + timedelta(days=number) for number in numbers}

    def patched(job: schedule.Daily) -> schedule.Daily:
        def run(doing: Doing) -> Done:
            return Done(rows=0) if doing.day in days else job.run(doing)

        return replace(job, run=run) if job.name == "sweep" else job

    monkeypatch.setattr(schedule, "TIMETABLE", tuple(map(patched, schedule.TIMETABLE)))


def test_a_limit_that_passed_unseen_is_seen(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweeps_but_on({43, 44}, monkeypatch)  # the limits of the cases pass on day 42
    assert lived(Mornings(database, Settings())) == [2, 3]


def test_a_step_that_came_late_is_seen(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    sweeps_but_on({28, 35}, monkeypatch)  # at risk, and close
    assert lived(Mornings(database, Settings())) == [3]


def test_a_morning_without_jobs_is_seen(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    awake = Worker.look

    def sometimes(worker: Worker) -> None:
        if worker.clock.today() != MONDAY + timedelta(days=30):
            awake(worker)

    monkeypatch.setattr(Worker, "look", sometimes)
    assert lived(Mornings(database, Settings())) == [1]


def test_a_message_that_went_twice_or_not_at_all_is_seen(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mornings = Mornings(database, Settings())
    assert lived(mornings) == []
    mornings.box.send(
        Mail(key=next(iter(mornings.box.came)), to=("a@example.invalid",), subject="", body="")
    )
    assert broken(mornings) == [5]
    monkeypatch.setattr(Worker, "send", lambda worker: None)
    Journey(database).at(MONDAY + timedelta(days=LAST)).receive(received_on=MONDAY)
    mornings(database, MONDAY + timedelta(days=LAST + 1))
    assert broken(mornings) == [5, 6]


def test_an_alert_that_was_raised_twice_is_seen(database: Database) -> None:
    mornings = Mornings(database, Settings())
    assert lived(mornings) == []
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE alert RENAME TO alert_before"))
        connection.execute(  # without the constraint that forbids it
            text(
                "CREATE TABLE alert AS SELECT * FROM alert_before UNION ALL SELECT * FROM alert_before"
            )
        )
    mornings.ask(MONDAY + timedelta(days=LAST - 1))
    assert broken(mornings) == [4]


def test_a_silence_is_held_against_the_jobs_and_told_by_its_cause(database: Database) -> None:
    mornings = Mornings(database, Settings())
    lived(mornings)
    assert mornings.counts.silences == 0
    assert mornings.checks()[6].found == "0 silences"
    for number in range(LAST, LAST + 20):
        mornings(database, MONDAY + timedelta(days=number))
    assert mornings.counts.silences > 0
    assert mornings.counts.longest_silence_days > 14
    assert broken(mornings) == [7]
    found = mornings.checks()[6].found
    assert found.startswith(f"{mornings.counts.silences} silences; ")
    assert "of decide_whether_to_assess, never heard anything" in found


def test_a_rung_that_a_plan_leaves_out_is_not_missed(database: Database) -> None:
    """The head of service hears of a week's delay, but for what somebody has in hand with a day."""
    mornings = Mornings(database, Settings())

    def take_up(number: int) -> None:
        if number == 45:
            _take_up_all(database, MONDAY + timedelta(days=number))

    lived(mornings, take_up)
    for number in range(LAST, 50):
        mornings(database, MONDAY + timedelta(days=number))
    assert 3 not in broken(mornings)
    rungs = rows(database, "SELECT count(*) FROM alert WHERE rung = 'head_of_service'")
    assert rungs == [(0,)]
    with database.writing() as connection:
        connection.execute(text("UPDATE alert SET recovery_on = '2026-02-01'"))
    mornings.ask(MONDAY + timedelta(days=49))
    assert 3 in broken(mornings)


def _take_up_all(database: Database, day: date) -> None:
    sql = "SELECT id, assessment_id FROM alert WHERE cleared_on IS NULL AND rung = 'overdue'"
    for alert_id, case_id in rows(database, sql):
        command = c.AcknowledgeAlert(
            assessment_id=case_id,
            alert_id=alert_id,
            recovery_on=day + timedelta(days=14),
            plan="The panel meets next week.",
        )
        now = datetime.combine(day, time(10), tzinfo=UTC)
        execute(command, database=database, actor=MANAGER, now=now, today=day)


def test_a_digest_that_was_not_written_or_on_a_day_off_is_seen(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sit_a_manager(database)
    mornings = Mornings(database, Settings())
    assert lived(mornings) == []
    assert mornings.counts.digests > 5
    assert mornings.counts.went_up > 0
    assert mornings.counts.rows_of["sweep"] > 0
    monkeypatch.setattr(Worker, "tell", lambda worker: None)
    mornings(database, MONDAY + timedelta(days=LAST))  # a Saturday
    assert 8 not in broken(mornings)
    mornings(database, MONDAY + timedelta(days=LAST + 2))
    assert 8 in broken(mornings)


def _sit_a_manager(database: Database) -> None:
    now = datetime.combine(MONDAY, time(8), tzinfo=UTC)
    accounts, by = Accounts(database), by_command_line(now=now, today=MONDAY)
    accounts.create("manager@example.invalid", "Invented manager", password=None, now=now)
    seat = Seat(id="seat manager", role=Role.MANAGER, authority_id=AUTHORITY, team_id=TEAM)
    accounts.give_seat("manager@example.invalid", seat, name=None, first_day=MONDAY, by=by)


def rows(database: Database, sql: str) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(text(sql)).all())


def heard_of(database: Database, case_id: str) -> date | None:
    with database.reading() as connection:
        return promises_kept.last_heard(Rows(connection)).get(case_id)


def test_a_message_that_failed_or_came_back_is_silence_until_somebody_rings(
    database: Database,
) -> None:
    journey = Journey(database).at(MONDAY).receive().consider()
    assert heard_of(database, journey.case_id) == MONDAY, "paper, by hand"
    journey.at(MONDAY + timedelta(days=7)).decide_to_assess()
    journey.do(
        c.NotifyAssessment(**journey.sending(Letter.WILL_ASSESS, method=Method.EMAIL))  # type: ignore[arg-type]
    )
    assert heard_of(database, journey.case_id) == MONDAY, "nothing has gone yet"
    morning = MONDAY + timedelta(days=8)
    Mornings(database, Settings())(database, morning)
    assert heard_of(database, journey.case_id) == morning
    for column in ("bounced_at", "failed_at"):
        _mark(database, column)
        assert heard_of(database, journey.case_id) == MONDAY, column
        _mark(database, column, back=True)
    _mark(database, "bounced_at")
    journey.at(MONDAY + timedelta(days=9)).do(
        c.RecordFamilyReached(
            assessment_id=journey.case_id,
            notice_id=journey.now.notices[-1].id,
            reached_on=journey.today,
            road=Road.PHONE,
        )
    )
    assert heard_of(database, journey.case_id) == journey.today


def _mark(database: Database, column: str, *, back: bool = False) -> None:
    value = "NULL" if back else "created_at"
    with database.writing() as connection:
        connection.execute(
            text(f"UPDATE outbox_message SET {column} = {value} WHERE template = 'letter_waiting'")
        )


def test_the_command_prints_counts_and_promises(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EHC_DATABASE_URL", sqlite_url)
    asked = ["simulate", "--mornings", "--requests", "25", "--years", "0.2", "--until"]
    done = CliRunner().invoke(ehc, [*asked, "2026-03-02", "--json"])
    told = json.loads(done.stdout)["mornings"]
    assert told["mornings"] == 74
    assert [check["number"] for check in told["checks"] if not check["passed"]] == []
    assert told["silences"] == 0
    assert {"limits_passed", "ladders", "messages_sent", "digests", "went_up"} <= told.keys()
    assert told["rows_of"].keys() == {job.name for job in schedule.TIMETABLE}
