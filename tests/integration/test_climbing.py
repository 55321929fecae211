"""What nobody takes up goes to the next one up: once, in time, never while it is in hand, whatever comes between."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from ehc_workflow.dates.counting import is_working_day
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.jobs.sweep import SweepReport, dry_run, sweep
from ehc_workflow.rules.alert_policy import AlertPolicy
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.rows import Rows
from tests.builders import (
    AUTHORITY,
    CASEWORKERS_SEAT,
    MANAGER,
    MONDAY,
    Journey,
    found_authority,
)

DAY = timedelta(days=1)
OVERDUE = date(2026, 2, 24)  # a Tuesday: the day after week 6
WEDNESDAY, THURSDAY = OVERDUE + DAY, OVERDUE + 2 * DAY


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def swept(database: Database, day: date) -> SweepReport:
    return sweep(database, day, datetime.combine(day, time(6), tzinfo=UTC))


def rows(database: Database, sql: str, **values: object) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(text(sql), values).all())


def went_up(report: SweepReport) -> list[tuple[str, tuple[str, ...]]]:
    """What nobody took up of the limit itself; that the family was not told of it goes up beside it."""
    return [
        (one.rung, one.audience)
        for one in report.alerts
        if one.rung.startswith(CLIMBED) and one.code == "decide_whether_to_assess"
    ]


def the_alert(database: Database, rung: str = "overdue") -> str:
    ((alert_id,),) = rows(
        database,
        "SELECT id FROM alert WHERE rung = :rung AND code = 'decide_whether_to_assess'",
        rung=rung,
    )
    return str(alert_id)


def take_up(database: Database, journey: Journey, on: date, until: date) -> None:
    command = c.AcknowledgeAlert(
        assessment_id=journey.case_id,
        alert_id=the_alert(database),
        recovery_on=until,
        plan="It is on Thursday's agenda.",
    )
    journey.at(on).do(command, MANAGER)


def test_a_late_limit_of_the_law_goes_to_the_head_of_service_on_the_next_working_day(
    database: Database,
) -> None:
    Journey(database).receive()
    swept(database, OVERDUE)
    told = dry_run(database, WEDNESDAY, datetime.combine(WEDNESDAY, time(6), tzinfo=UTC))
    report = swept(database, WEDNESDAY)
    assert report.alerts == told.alerts
    assert went_up(report) == [("nobody_took_up_head_of_service", ("head_of_service",))]
    assert report.alerts[0].reason.endswith("Nobody has taken it up, so it comes to you.")
    (message,) = rows(
        database, "SELECT recipient, params FROM outbox_message WHERE key LIKE '%nobody_took_up%'"
    )
    assert message.recipient == f"head_of_service:{AUTHORITY}"
    for later in range(2, 12):
        assert went_up(swept(database, OVERDUE + later * DAY)) == []


def test_nothing_goes_up_on_a_day_nobody_works(database: Database) -> None:
    Journey(database).at(MONDAY + 3 * DAY).receive(received_on=MONDAY + 3 * DAY)  # a Thursday
    friday = date(2026, 2, 27)
    swept(database, friday)
    for day in (1, 2):
        assert went_up(swept(database, friday + day * DAY)) == []
    assert went_up(swept(database, friday + 3 * DAY)) != []


def test_what_is_taken_up_goes_up_when_its_day_has_passed(database: Database) -> None:
    journey = Journey(database).receive()
    swept(database, OVERDUE)
    take_up(database, journey, OVERDUE, WEDNESDAY)
    for day in (WEDNESDAY, THURSDAY):  # Thursday is the first day on which it waits again
        assert went_up(swept(database, day)) == [], day
    assert len(went_up(swept(database, THURSDAY + DAY))) == 1


def test_what_is_put_off_goes_up_a_little_later(database: Database) -> None:
    journey = Journey(database).receive()
    swept(database, OVERDUE)
    command = c.SnoozeAlert(
        assessment_id=journey.case_id,
        alert_id=the_alert(database),
        until=WEDNESDAY,
        reason="The panel meets on Wednesday.",
    )
    journey.at(OVERDUE).do(command, MANAGER)
    assert went_up(swept(database, WEDNESDAY)) == []
    assert went_up(swept(database, THURSDAY)) == []
    assert len(went_up(swept(database, THURSDAY + DAY))) == 1


def test_what_is_put_back_has_waited_all_the_while(database: Database) -> None:
    journey = Journey(database).receive()
    swept(database, OVERDUE)
    take_up(database, journey, OVERDUE, date(2026, 4, 1))
    back = c.PutBackAlert(assessment_id=journey.case_id, alert_id=the_alert(database))
    journey.at(WEDNESDAY).do(back, MANAGER)
    assert len(went_up(swept(database, WEDNESDAY))) == 1


def test_an_authority_says_how_long_it_waits(database: Database) -> None:
    Journey(database).receive()
    with database.writing() as connection:
        ALERTS.keep(Rows(connection), AUTHORITY, AlertPolicy(climbs_after_late_days=3))
    with database.reading() as connection:
        assert ALERTS.of(Rows(connection), AUTHORITY).climbs_after_late_days == 3
    swept(database, OVERDUE)
    days = [OVERDUE + number * DAY for number in range(1, 8)]
    assert [day for day in days if went_up(swept(database, day))] == [date(2026, 2, 27)]


def test_late_advice_goes_up_on_both_sides(database: Database) -> None:
    journey = Journey(database).receive().consider().decide_to_assess().tell_assessing().ask()
    due = MONDAY + timedelta(weeks=6)
    told: dict[str, set[str]] = {}
    for number in range(-7, 40):
        for one in swept(database, due + number * DAY).alerts:
            if one.rung.startswith(CLIMBED):
                told.setdefault(one.code, set()).update(one.audience)
    assert "service_lead" in told["advice_health"]
    assert "dco" in told["advice_health"] | {"dco"}
    assert told["advice_psychology"] >= {"service_lead", "head_of_service"}
    assert "dco" not in told["advice_psychology"]
    every = rows(
        database,
        "SELECT assessment_id, code, ref, due_on, rung, count(*) FROM alert GROUP BY 1, 2, 3, 4, 5",
    )
    assert all(count == 1 for *_, count in every)
    assert journey.case is not None


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_nothing_is_raised_twice_and_nothing_is_forgotten(
    database: Database, seed: int
) -> None:
    """Random days with sweeps left out and run twice, limits that move, and people who do this and that."""
    dice = random.Random(seed)
    journey = Journey(database).at(MONDAY).receive()
    assert journey.case
    day = date(2026, 2, 20)
    for _ in range(30):
        day += timedelta(days=dice.choice((1, 1, 1, 2, 4)))
        held = {
            row.id: row.recovery_on
            for row in rows(
                database,
                "SELECT id, recovery_on FROM alert WHERE cleared_on IS NULL AND recovery_on IS NOT NULL",
            )
        }
        for _ in range(dice.choice((1, 1, 2))):
            report = swept(database, day)
            if held and all(str(until) >= str(day) for until in held.values()):
                newer = rows(
                    database,
                    "SELECT count(*) FROM alert WHERE cleared_on IS NULL AND recovery_on IS NULL",
                )
                if newer == [(0,)]:
                    assert went_up(report) == []
        _no_row_waits_too_long(database, day)
        _do_something(database, journey, day, dice)
    doubled = Counter(key for (key,) in rows(database, "SELECT key FROM outbox_message"))
    assert max(doubled.values()) == 1
    every = rows(
        database, "SELECT code, ref, due_on, rung, count(*) FROM alert GROUP BY 1, 2, 3, 4"
    )
    assert all(count == 1 for *_, count in every)


def _no_row_waits_too_long(database: Database, day: date) -> None:
    """After the sweep of a working day nothing late by law has waited since an earlier working day."""
    if not is_working_day(day):
        return
    before = day - DAY
    while not is_working_day(before):
        before -= DAY
    waiting = rows(
        database,
        "SELECT al.id FROM alert al JOIN deadline d ON d.assessment_id = al.assessment_id "
        "AND d.code = al.code AND d.ref = al.ref AND d.due_on = al.due_on "
        "WHERE al.cleared_on IS NULL AND al.level = 'late' AND d.kind = 'statutory' "
        "AND al.unheeded_from <= :before",
        before=before,
    )
    assert waiting == []


def _do_something(database: Database, journey: Journey, day: date, dice: random.Random) -> None:
    standing = rows(database, "SELECT id FROM alert WHERE cleared_on IS NULL ORDER BY id")
    what = dice.choice(("nothing", "take up", "put off", "put back", "move", "move"))
    assert journey.case
    try:
        if what == "move":
            trigger = journey.case.triggers[0].id
            moved = c.CorrectReceivedDate(
                assessment_id=journey.case_id,
                trigger_id=trigger,
                received_on=MONDAY - timedelta(days=dice.choice((0, 3, 7))),
                reason="The e-mail came on another day.",
                evidence="E-mail header",
            )
            journey.at(day).do(moved)
        elif standing and what != "nothing":
            about = {"assessment_id": journey.case_id, "alert_id": dice.choice(standing).id}
            command: c.Command = {
                "take up": c.AcknowledgeAlert(
                    **about, recovery_on=day + timedelta(days=dice.randrange(6)), plan="Ring them."
                ),
                "put off": c.SnoozeAlert(**about, until=day + DAY, reason="It comes tomorrow."),
                "put back": c.PutBackAlert(**about),
            }[what]
            journey.at(day).do(command, MANAGER)
    except EhcError:
        pass  # a person is told why not; the days go on


def test_what_was_given_away_stays_with_its_seat_when_it_goes_up(database: Database) -> None:
    Journey(database).receive().consider()
    swept(database, OVERDUE)
    with database.writing() as connection:
        given = "UPDATE alert SET delegated_to = :seat WHERE code = 'decide_whether_to_assess'"
        connection.execute(text(given), {"seat": CASEWORKERS_SEAT})
    for later in range(1, 9):
        swept(database, OVERDUE + later * DAY)
    whose = (
        "SELECT rung, delegated_to FROM alert "
        "WHERE code = 'decide_whether_to_assess' AND cleared_on IS NULL"
    )
    found = dict(map(tuple, rows(database, whose)))
    assert {"overdue", "nobody_took_up_head_of_service", "head_of_service"} <= set(found)
    assert set(found.values()) == {CASEWORKERS_SEAT}
