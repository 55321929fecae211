"""An authority's own ladders, on both databases: tried on the caseload, climbed from the next sweep on, taken back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, text

from ehc_workflow.cli import ehc
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.alerts import CLIMBED
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError
from ehc_workflow.jobs.ladder_preview import LadderPreview, ladder_preview
from ehc_workflow.jobs.recount import recount
from ehc_workflow.jobs.sweep import SweepReport, sweep
from ehc_workflow.rules.changes import NewLadder
from ehc_workflow.rules.ladders import LADDERS, Audience, Level, Rung, Way
from ehc_workflow.service import ladders
from ehc_workflow.service.counting_changes import By
from ehc_workflow.store import digests, organisation
from ehc_workflow.store.counting import policy_as_known
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.tables.accounts import SeatHolding, SeatRow, UserAccount
from tests.builders import AUTHORITY, MONDAY, TEAM, Journey, fixed_id, found_authority

CODE = "decide_whether_to_assess"
HEAD = (Audience.HEAD_OF_SERVICE,)
EARLY = Rung("", -20, (Audience.CASEWORKER,))
HALF = Rung("", 0, HEAD, percent=50)
LATE = Rung("", 1, (Audience.TEAM_MANAGER,))
LONG_LATE = Rung("", 9, HEAD)
WEEK = timedelta(weeks=1)
EXAMPLE = Path("docs/examples/ladder.yaml").resolve()
Run = Callable[..., Result]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in [name for name in os.environ if name.startswith("EHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    monkeypatch.setenv("EHC_TODAY", (MONDAY + 3 * WEEK).isoformat())
    return lambda *words: CliRunner().invoke(ehc, ["ladders", *words])


def by(day: date, reason: str = "We want to know sooner") -> By:
    return By(name="An invented manager", reason=reason, now=at(day), today=day)


def at(day: date) -> datetime:
    return datetime.combine(day, time(6), tzinfo=UTC)


def swept(database: Database, day: date) -> SweepReport:
    return sweep(database, day, at(day))


def told(report: SweepReport) -> set[tuple[str, tuple[str, ...]]]:
    return {(alert.rung, alert.audience) for alert in report.alerts if alert.code == CODE}


def proposed(database: Database, *rungs: Rung, authority_id: str = AUTHORITY) -> ladders.Proposed:
    with database.reading() as connection:
        policy = database.counting.policy(Rows(connection))
    new = NewLadder(authority_id=authority_id, code=CODE, rungs=rungs)
    return ladders.proposed(policy, new)


def tried(database: Database, change: ladders.Proposed, day: date) -> LadderPreview:
    with database.reading() as connection:
        return ladder_preview(Rows(connection), change.policy, change.new, day)


def test_what_the_look_says_is_what_the_next_sweep_raises(database: Database) -> None:
    for _ in range(3):
        Journey(database).receive().consider()
    day = MONDAY + 3 * WEEK
    assert told(swept(database, day)) == set()
    change = proposed(database, EARLY, HALF, LATE)
    found = tried(database, change, day)
    assert (found.owed, found.alerts, found.messages) == (3, 6, 6)
    assert ("head of service, Invented Shire", 3) in found.most
    ladders.keep(database, change, by(day))
    report = swept(database, day)
    assert told(report) == {("before_20", ("caseworker",)), ("percent_50", ("head_of_service",))}
    assert len([alert for alert in report.alerts if alert.code == CODE]) == found.alerts
    assert told(swept(database, day)) == set()


def test_what_had_left_its_last_step_climbs_one_that_comes_after_it(database: Database) -> None:
    journey = Journey(database).receive().consider()
    long_late = MONDAY + 10 * WEEK
    swept(database, long_late)
    change = proposed(database, *LADDERS[CODE], LONG_LATE)
    assert tried(database, change, long_late).alerts == 1
    ladders.keep(database, change, by(long_late))
    assert told(swept(database, long_late)) == {("after_9", ("head_of_service",))}
    assert journey.now.state


def test_a_step_that_sends_nothing_stands_on_the_list_of_alerts_alone(database: Database) -> None:
    Journey(database).receive().consider()
    day = MONDAY + 3 * WEEK
    quiet = proposed(database, replace(EARLY, way=Way.DIGEST), LATE)
    found = tried(database, quiet, day)
    assert (found.alerts, found.messages) == (1, 0)


def test_the_look_says_what_would_go_up_if_nobody_took_it_up(database: Database) -> None:
    cases = [Journey(database).receive().consider() for _ in range(3)]
    day = MONDAY + 6 * WEEK
    due = Rung("", 0, (Audience.CASEWORKER,))
    change = proposed(database, EARLY, due, replace(LATE, days=9))
    found = tried(database, change, day)
    assert (found.climbs, found.climbs_after) == (len(cases), 2)
    ladders.keep(database, change, by(day))
    swept(database, day)
    assert tried(database, change, day).climbs == 0, "nothing new"
    report = swept(database, day + timedelta(days=2))
    went_up = [
        alert for alert in report.alerts if alert.code == CODE and alert.rung.startswith(CLIMBED)
    ]
    assert len(went_up) == found.climbs


def test_a_step_for_the_list_alone_is_in_no_digest_of_those_it_tells(database: Database) -> None:
    Journey(database).receive().consider()
    day = MONDAY + 5 * WEEK
    quiet = Rung("", -8, (Audience.TEAM_MANAGER,), way=Way.IN_APP)
    ladders.keep(database, proposed(database, EARLY, quiet, LATE), by(day))
    manager, caseworker = (person(database, role) for role in (Role.MANAGER, Role.CASEWORKER))
    swept(database, day)
    with database.writing() as connection:
        policy = database.counting.policy(Rows(connection))
        but = policy.on_the_list_alone
        connection.execute(
            text("UPDATE assessment SET caseworker_seat_id = :id"), {"id": caseworker}
        )
        people = [manager, caseworker]
        every = digests.summaries(connection, people, day)
        found = digests.summaries(connection, people, day, but=but)
    assert [each[1:] for each in but] == [(CODE, "before_8")]
    assert {one: every[one].total for one in people} == {manager: 1, caseworker: 1}
    assert {one: summary.total for one, summary in found.items()} == {caseworker: 1}


def person(database: Database, role: Role) -> str:
    """Somebody in a seat of the team, under one id."""
    name = f"a {role.value}"
    with database.writing() as connection:
        connection.execute(
            insert(SeatRow).values(
                id=name, role=role.value, name=name, authority_id=AUTHORITY, team_id=TEAM
            )
        )
        connection.execute(
            insert(UserAccount).values(
                id=name,
                email=f"{role.value}@example.invalid",
                name=name,
                active=True,
                created_at=at(MONDAY),
            )
        )
        connection.execute(
            insert(SeatHolding).values(id=name, seat_id=name, user_id=name, first_day=MONDAY)
        )
    return name


def test_another_authority_keeps_what_is_built_in(database: Database) -> None:
    other = fixed_id("another authority")
    with database.writing() as connection:
        organisation.add_authority(
            connection, authority_id=other, name="Elsewhere", dfe_number="998"
        )
    Journey(database).receive().consider()
    change = proposed(database, EARLY, LATE, authority_id=other)
    day = MONDAY + 3 * WEEK
    assert tried(database, change, day).owed == 0
    ladders.keep(database, change, by(day))
    assert told(swept(database, day)) == set()


def test_a_change_is_taken_back_and_what_was_in_force_then_is_known(database: Database) -> None:
    day = MONDAY + 3 * WEEK
    Journey(database).receive().consider()
    made = ladders.keep(database, proposed(database, EARLY, LATE), by(day))
    with database.reading() as connection:
        rows = Rows(connection)
        back = ladders.undone(rows, database.counting.policy(rows), AUTHORITY, made.number)
    ladders.keep(database, back, by(day + WEEK, "Too many messages"))
    with database.reading() as connection:
        rows = Rows(connection)
        now = database.counting.policy(rows)
        then = policy_as_known(rows, day)
        kept = ladders.changes_of(rows, AUTHORITY)
    assert now.ladders_of(AUTHORITY)[CODE] == LADDERS[CODE]
    assert [rung.code for rung in then.ladders_of(AUTHORITY)[CODE]] == ["before_20", "overdue"]
    assert [one.content["undoes"] for one in kept] == [None, made.number]


def test_a_command_and_the_recount_climb_the_same_ladder(database: Database) -> None:
    day = MONDAY + 3 * WEEK
    ladders.keep(database, proposed(database, EARLY, LATE), by(MONDAY))
    journey = Journey(database).at(day).receive(received_on=MONDAY)
    with database.reading() as connection:
        sql = "SELECT level FROM deadline WHERE assessment_id = ? AND code = ?"
        ((level,),) = Rows(connection).all(sql, journey.case_id, CODE)
    assert level == Level.AT_RISK.value
    swept(database, day)
    assert recount(database, day).differing == ()


def test_a_change_without_a_reason_or_that_changes_nothing_is_refused(database: Database) -> None:
    with pytest.raises(ImpossibleFactsError, match="Say why"):
        ladders.keep(database, proposed(database, EARLY, LATE), by(MONDAY, " "))
    with pytest.raises(ImpossibleFactsError, match="like this already"):
        proposed(database, *LADDERS[CODE])
    with database.reading() as connection:
        rows = Rows(connection)
        with pytest.raises(NotFoundError, match="no change 7"):
            ladders.undone(rows, database.counting.policy(rows), AUTHORITY, 7)


def test_a_file_is_tried_taken_over_and_taken_back_at_the_command_line(
    run: Run, database: Database
) -> None:
    Journey(database).receive().consider()
    report = json.loads(run("set", str(EXAMPLE), "--dry-run", "--json").stdout)
    assert (report["dry_run"], report["owed"], report["alerts"]) == (True, 1, 0)
    assert "75 %" not in run("list").stdout
    made = run("set", str(EXAMPLE), "--reason", "Agreed with the heads of service")
    assert made.exit_code == 0, made.output
    assert (
        "When 75 % of the time has gone: caseworker, in the digest and on the list" in made.stdout
    )
    assert json.loads(run("list", "--json").stdout)["final_plan"][0]["percent"] == 75
    assert run("undo", "1", "--reason", "Not yet agreed").exit_code == 0
    assert "75 %" not in run("list").stdout


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("code: final_plan", "rungs is missing"),
        ("code: final_plan\nrungs: [{days: 1, audience: [nobody]}]", "audience"),
        ("code: final_plan\nrungs: [{days: 1, audience: [team_manager]}]", "before the due day"),
        ("- 1", "code, rungs"),
    ],
)
def test_a_file_that_would_warn_nobody_is_refused_in_a_sentence(
    run: Run, database: Database, tmp_path: Path, written: str, says: str
) -> None:
    file = tmp_path / "ladder.yaml"
    file.write_text(written, encoding="utf-8")
    refused = run("set", str(file), "--reason", "x")
    assert refused.exit_code == 1
    assert says in refused.stderr
