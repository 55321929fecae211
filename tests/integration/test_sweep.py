"""The sweep raises what is due, once, clears what is done, and keeps the cases' ratings true."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from itertools import chain, repeat
from typing import Any

import pytest
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, ReplyKind
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError
from ehc_workflow.domain.risk import rating, standing
from ehc_workflow.jobs.sweep import SweepReport, dry_run, sweep
from ehc_workflow.store.engine import Database, open_database
from tests.builders import (
    CASEWORKER,
    MANAGER,
    MONDAY,
    Journey,
    found_authority,
)

DECIDES = ("caseworker", "team_manager", "decision_maker")
UNTOLD = ("tell_family_of_delay", "overdue", ("caseworker", "team_manager"))
TABLES = ("deadline", "alert", "outbox_message", "assessment")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def on(day: date) -> datetime:
    return datetime.combine(day, time_of_day(6), tzinfo=UTC)


def swept(database: Database, day: date) -> SweepReport:
    return sweep(database, day, on(day))


def rows(database: Database, sql: str, **values: object) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(text(sql), values).all())


def raised(report: SweepReport) -> list[tuple[str, str, tuple[str, ...]]]:
    return sorted((alert.code, alert.rung, alert.audience) for alert in report.alerts)


def everything(database: Database) -> dict[str, list[Any]]:
    return {table: sorted(map(repr, rows(database, f"SELECT * FROM {table}"))) for table in TABLES}


def assert_rated_as_the_domain_says(database: Database, journey: Journey, day: date) -> None:
    assert journey.case is not None
    want = rating((deadline, standing(deadline, day)) for deadline in deadlines(journey.case))
    (row,) = rows(
        database,
        "SELECT risk_level, risk_order, risk_code, risk_ref FROM assessment WHERE id = :id",
        id=journey.case_id,
    )
    assert tuple(row) == (want.level.value, want.order, want.code, want.ref)


def test_nothing_is_raised_before_a_rung_is_reached(database: Database) -> None:
    Journey(database).receive()
    assert swept(database, MONDAY).alerts == ()


def test_each_rung_is_raised_on_its_day_to_its_audience(database: Database) -> None:
    journey = Journey(database).receive().consider()
    seen = {}
    for day in (MONDAY + timedelta(days=number) for number in range(1, 50)):
        for alert in swept(database, day).alerts:
            seen[day, alert.code, alert.rung] = alert.audience
        assert_rated_as_the_domain_says(database, journey, day)
    decide = {
        day: (rung, told)
        for (day, code, rung), told in seen.items()
        if code.startswith("decide_whether")
    }
    assert decide == {
        date(2026, 2, 9): ("at_risk", ("caseworker",)),  # ten working days before
        date(2026, 2, 16): ("close", DECIDES),
        date(2026, 2, 23): ("due_now", DECIDES),  # week 6
        date(2026, 2, 24): ("overdue", DECIDES),
        date(2026, 2, 25): ("nobody_took_up_head_of_service", ("head_of_service",)),
        date(2026, 3, 2): (
            "head_of_service",
            ("head_of_service",),
        ),  # a week late, and no plan to recover
    }


def test_twice_raises_nothing_twice(database: Database) -> None:
    Journey(database).receive()
    day = date(2026, 2, 24)
    first = swept(database, day)
    before = everything(database)
    again = swept(database, day)
    # Only the last rung reached, no reminder it missed: of the limit, and of telling the family that it is missed.
    assert raised(first) == [("decide_whether_to_assess", "overdue", DECIDES), UNTOLD]
    assert first.looked_at == 2
    assert again == SweepReport(as_of=day, looked_at=0, cleared=0, alerts=())
    assert everything(database) == before


def test_a_dry_run_says_the_same_and_writes_nothing(database: Database) -> None:
    Journey(database).receive()
    day = date(2026, 2, 24)
    before = everything(database)
    told = dry_run(database, day, on(day))
    assert everything(database) == before
    assert told == swept(database, day)


def test_a_case_logged_late_is_raised_by_the_next_sweep(database: Database) -> None:
    Journey(database).at(date(2026, 3, 9)).receive(received_on=MONDAY)
    report = swept(database, date(2026, 3, 10))
    assert raised(report) == [
        ("decide_whether_to_assess", "head_of_service", ("head_of_service",)),
        ("decide_whether_to_assess", "overdue", DECIDES),
        UNTOLD,
    ]
    assert (
        "was due on Monday 23 February 2026 (reg 5(1)). It is 15 days late"
        in report.alerts[0].reason
    )


def test_what_is_met_is_cleared(database: Database) -> None:
    journey = Journey(database).receive().consider()
    swept(database, date(2026, 2, 24))
    journey.at(date(2026, 2, 25)).decide_to_assess().tell_assessing().ask()
    report = swept(database, date(2026, 2, 26))
    assert report.cleared == 2
    assert rows(database, "SELECT count(*) FROM alert WHERE cleared_on IS NULL") == [(0,)]
    assert_rated_as_the_domain_says(database, journey, date(2026, 2, 26))


def test_a_moved_deadline_clears_the_old_alert_and_raises_the_new(database: Database) -> None:
    journey = Journey(database).at(date(2026, 1, 20)).receive(received_on=date(2026, 1, 19))
    swept(database, date(2026, 2, 25))  # due on 2 March: close
    trigger = journey.case.triggers[0].id if journey.case else ""
    moved = c.CorrectReceivedDate(
        assessment_id=journey.case_id,
        trigger_id=trigger,
        received_on=MONDAY,
        reason="The e-mail came a week before.",
        evidence="E-mail header",
    )
    journey.at(date(2026, 2, 25)).do(moved)
    report = swept(database, date(2026, 2, 26))
    assert report.cleared == 2
    assert raised(report) == [("decide_whether_to_assess", "overdue", DECIDES), UNTOLD]
    back = c.CorrectReceivedDate(
        assessment_id=journey.case_id,
        trigger_id=trigger,
        received_on=date(2026, 1, 19),
        reason="It did not.",
        evidence="E-mail header",
    )
    journey.at(date(2026, 2, 26)).do(back)
    again = swept(database, date(2026, 2, 26))
    assert (again.raised, again.cleared) == (0, 2)
    of_limit = "code = 'decide_whether_to_assess'"
    standing_now = f"SELECT due_on, rung FROM alert WHERE cleared_on IS NULL AND {of_limit}"
    assert [(str(day), rung) for day, rung in rows(database, standing_now)] == [
        ("2026-03-02", "close")
    ]


def test_a_family_has_no_alerts_and_its_time_ends(database: Database) -> None:
    journey = Journey(database).to_final()
    swept(database, MONDAY + timedelta(weeks=40))
    own = "SELECT status FROM deadline WHERE kind = 'family' AND code = 'appeal'"
    assert rows(database, own) == [("void",)]
    # What stands is the authority's: nothing shows that the letter it sent by e-mail was opened.
    standing_now = "SELECT code, rung FROM alert WHERE cleared_on IS NULL"
    assert rows(database, standing_now) == [("reach_family", "overdue")]
    assert_rated_as_the_domain_says(database, journey, MONDAY + timedelta(weeks=40))


def test_every_message_knows_whom_it_is_for_and_holds_no_child(database: Database) -> None:
    journey = Journey(database).receive().consider().decide_to_assess().tell_assessing().ask()
    swept(database, MONDAY + timedelta(weeks=9))
    found = rows(
        database,
        "SELECT key, recipient, template, params FROM outbox_message WHERE key LIKE 'alert/%'",
    )
    kinds = {recipient.partition(":")[0] for _, recipient, _, _ in found}
    assert kinds == {"seat", "team_managers", "service", "service_lead", "dco", "executive_lead"}
    assert "Robin" not in repr(found)
    assert "Example" not in repr(found)
    assert journey.case is not None
    assert all(journey.case.reference in repr(params) for _, _, _, params in found)


def test_only_the_last_rung_for_each_audience_is_raised_for_one_seen_late(
    database: Database,
) -> None:
    Journey(database).receive().consider().decide_to_assess().tell_assessing().ask()
    report = swept(database, MONDAY + timedelta(weeks=9))
    health = [one for one in raised(report) if one[0] == "advice_health"]
    assert health == [
        ("advice_health", "dco", ("dco",)),
        ("advice_health", "executive_lead", ("team_manager", "executive_lead")),
        ("advice_health", "overdue", ("caseworker",)),
        ("advice_health", "reminder_after", ("service",)),
        ("advice_health", "service_lead", ("service_lead",)),
    ]
    school = [one for one in raised(report) if one[0] == "advice_education"]
    assert {audience for _, _, told in school for audience in told}.isdisjoint(
        {"dco", "executive_lead"}
    )


def test_a_sweep_in_small_chunks_does_the_same(database: Database) -> None:
    for _ in range(5):
        Journey(database).receive().consider().decide_to_assess().tell_assessing().ask()
    day = MONDAY + timedelta(weeks=9)
    whole = dry_run(database, day, on(day))
    chunks: list[int] = []
    small = sweep(database, day, on(day), chunk=3, after_chunk=lambda: chunks.append(1))
    assert raised(small) == raised(whole)
    assert 1 < len(chunks) < whole.looked_at  # a case is done in one go, whatever the chunk


def test_a_sweep_that_is_stopped_leaves_the_rest_for_the_next(database: Database) -> None:
    for _ in range(4):
        Journey(database).receive()
    day = date(2026, 2, 24)
    goes_on = chain([True], repeat(False))
    first = sweep(database, day, on(day), chunk=1, goes_on=lambda: next(goes_on))
    rest = swept(database, day)
    assert (first.raised, rest.raised) == (2, 6)


def test_an_unknown_reply_goes_to_the_dco_for_health_only(database: Database) -> None:
    journey = Journey(database).receive().consider().decide_to_assess().tell_assessing().ask()
    for item in (AdviceItem.HEALTH, AdviceItem.SOCIAL_CARE):
        journey.do(
            c.ReplyToRequest(
                assessment_id=journey.case_id,
                request_id=journey.request_id(item),
                kind=ReplyKind.NOT_KNOWN,
                replied_on=MONDAY,
                note="",
            ),
            CASEWORKER,
        )
    report = swept(database, MONDAY + timedelta(days=3))
    told = {told for code, _, told in raised(report) if code == "settle_not_known"}
    assert told == {("dco",), ("caseworker",)}


def test_an_alert_is_taken_up_once_while_it_stands(database: Database) -> None:
    journey, other = Journey(database).receive(), Journey(database).receive()
    swept(database, date(2026, 2, 24))

    def alert_of(case: Journey) -> str:
        found = "SELECT id FROM alert WHERE assessment_id = :id AND code LIKE 'decide%'"
        ((alert_id,),) = rows(database, found, id=case.case_id)
        return str(alert_id)

    def take_up(case: Journey, alert_id: str) -> None:
        command = c.AcknowledgeAlert(
            assessment_id=case.case_id,
            alert_id=alert_id,
            recovery_on=date(2026, 3, 6),
            plan="The decision is on Thursday's agenda.",
        )
        case.at(date(2026, 2, 24)).do(command, MANAGER)

    with pytest.raises(NotFoundError, match="no such alert"):
        take_up(other, alert_of(journey))
    take_up(journey, alert_of(journey))
    found = "SELECT acknowledged_by, recovery_on FROM alert WHERE acknowledged_at IS NOT NULL"
    assert [(who, str(day)) for who, day in rows(database, found)] == [(MANAGER.id, "2026-03-06")]
    with pytest.raises(ImpossibleFactsError, match="taken up this alert already"):
        take_up(journey, alert_of(journey))
    done = alert_of(other)
    other.at(date(2026, 2, 24)).consider().decide_to_assess().tell_assessing().ask()
    swept(database, date(2026, 2, 25))
    with pytest.raises(ImpossibleFactsError, match="stands no more"):
        take_up(other, done)


# --- the command line, and a process that is killed ------------------------------------------------------------------


def run(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "EHC_DATABASE_URL": url}
    command = [sys.executable, "-m", "ehc_workflow", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_command_prints_exactly_the_promised_json(
    database: Database, database_url: str
) -> None:
    Journey(database).receive()
    answer = run(database_url, "sweep", "--as-of", "2026-02-24", "--json")
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert list(told) == ["as_of", "looked_at", "raised", "cleared", "alerts"]
    assert (told["as_of"], told["looked_at"], told["raised"], told["cleared"]) == (
        "2026-02-24",
        2,
        2,
        0,
    )
    alert = told["alerts"][0]
    assert list(alert) == [
        "reference",
        "code",
        "duty",
        "rung",
        "level",
        "due_on",
        "reason",
        "audience",
    ]
    assert alert["due_on"] == "2026-02-23"
    assert "reg 5(1)" in alert["reason"]
    again = json.loads(run(database_url, "sweep", "--as-of", "2026-02-24", "--json").stdout)
    assert (again["looked_at"], again["raised"], again["alerts"]) == (0, 0, [])


def test_killed_at_any_moment_nothing_is_lost_or_doubled(
    database: Database, database_url: str
) -> None:
    for _ in range(12):
        Journey(database).receive().consider().decide_to_assess().tell_assessing().ask()
    day = MONDAY + timedelta(weeks=9)
    want = dry_run(database, day, on(day))
    script = (
        "import os, sys\n"
        "from datetime import date, datetime, UTC\n"
        "from ehc_workflow.store.engine import open_database\n"
        "from ehc_workflow.jobs.sweep import sweep\n"
        "day = date.fromisoformat(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "sweep(open_database(os.environ['EHC_DATABASE_URL']), day, datetime.now(UTC), chunk=2)\n"
    )
    killed = 0
    for wait in (0.005, 0.02, 0.04, 0.06, 0.08, 0.1):
        process = subprocess.Popen(
            [sys.executable, "-c", script, day.isoformat()],
            env={**os.environ, "EHC_DATABASE_URL": database_url},
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()
    assert killed > 0
    rest = swept(database, day)
    assert rest.raised <= want.raised
    found = rows(database, "SELECT assessment_id, code, ref, due_on, rung FROM alert")
    assert len(found) == len(set(map(tuple, found))) == want.raised
    assert (
        rows(
            database,
            "SELECT count(*), count(DISTINCT key) FROM outbox_message WHERE key LIKE 'alert/%'",
        )[0][0]
        > 0
    )
    assert swept(database, day).looked_at == 0
