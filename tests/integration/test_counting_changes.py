"""Changing what dates are counted by, on both databases: a report first, then all of it or nothing, and a way back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from ehc_workflow.cli import ehc
from ehc_workflow.dates.bank_holidays import ENGLAND_AND_WALES
from ehc_workflow.domain.deadlines import Deadline, deadlines
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.service import counting_changes, execute
from ehc_workflow.service.verify import verify
from ehc_workflow.store import recount
from ehc_workflow.store.counting import policy_as_known
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.rows import Rows
from tests.builders import Journey, found_authority

EXAMPLE = Path("docs/examples/rule-change.yaml").resolve()
WEEK = timedelta(weeks=1)
TODAY = date(2027, 9, 8)
CODE = "decide_whether_to_assess"
Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in [name for name in os.environ if name.startswith("EHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EHC_DATABASE_URL", database_url)
    monkeypatch.setenv("EHC_TODAY", TODAY.isoformat())
    return lambda *words: CliRunner().invoke(ehc, list(words))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def received(database: Database, day: date) -> Journey:
    return Journey(database).at(day).receive()


def limit(database: Database, journey: Journey, code: str = CODE) -> Deadline:
    """One limit as it is counted in this database now."""
    with database.reading() as connection:
        policy = database.counting.policy(Rows(connection))
    case = recount.cases_of(database, [journey.case_id])[0]
    return next(one for one in deadlines(case, policy) if one.code == code)


def stored(database: Database, journey: Journey) -> list[Any]:
    with database.reading() as connection:
        return list(
            connection.execute(
                text(
                    "SELECT code, ref, due_on, act_by, rule_version, status FROM deadline "
                    "WHERE assessment_id = :id ORDER BY code, ref"
                ),
                {"id": journey.case_id},
            ).all()
        )


def is_in_order(database: Database) -> None:
    """Every chain holds, every case replays, and what is stored is what is counted."""
    assert verify(database).is_whole
    with database.reading() as connection:
        policy = database.counting.policy(Rows(connection))
    assert not recount.differing(database, recount.open_cases(database), TODAY, policy)


def entries(database: Database, journey: Journey, kind: str = "dates_moved") -> list[Any]:
    with database.reading() as connection:
        found = connection.execute(
            text(
                "SELECT payload FROM log_entry WHERE assessment_id = :id AND kind = :kind ORDER BY seq"
            ),
            {"id": journey.case_id, "kind": kind},
        )
        return [json.loads(payload) for (payload,) in found]


# --- a new version of a rule ----------------------------------------------------------------------------------------


def test_six_weeks_become_eight_as_data_and_running_cases_keep_theirs(
    run: Run, database: Database
) -> None:
    running = received(database, date(2027, 8, 30))
    before = stored(database, running)
    dry = run("rules", "add", str(EXAMPLE), "--dry-run")
    assert (dry.exit_code, "Nothing was written." in dry.stdout) == (0, True), dry.output
    assert limit(database, received(database, date(2027, 9, 1))).due_on == date(2027, 10, 13)
    added = run("rules", "add", str(EXAMPLE), "--reason", "SI 2027/0000 is in force")
    assert added.exit_code == 0, added.output
    assert stored(database, running) == before
    assert limit(database, running).due_on == date(2027, 8, 30) + 6 * WEEK

    newer = received(database, date(2027, 9, 6))
    due = limit(database, newer)
    assert due.due_on == date(2027, 9, 6) + 8 * WEEK
    assert due.rule_version == f"{CODE}/2027-09-01"
    assert due.provision == "reg 5(1) as amended"
    assert run("audit", "verify").exit_code == 0


def test_moving_running_cases_is_a_report_a_batch_and_an_undo(run: Run, database: Database) -> None:
    running = received(database, date(2027, 8, 9))
    told = received(database, date(2027, 8, 2)).at(date(2027, 8, 16)).consider()
    told.decide_to_assess().tell_assessing()
    run("rules", "add", str(EXAMPLE), "--reason", "SI 2027/0000 is in force")
    before = stored(database, running)

    report = json.loads(run("rules", "move", CODE, "--dry-run", "--json").stdout)
    assert (report["dry_run"], report["cases_moved"]) == (True, 1)
    (moved,) = [one for one in report["moved"] if one["code"] == CODE]
    assert moved["due_on"] == {"now": "2027-09-20", "then": "2027-10-04", "days": 14}
    assert stored(database, running) == before

    done = run("rules", "move", CODE, "--reason", "Transitional rule, reg 3 of SI 2027/0000")
    assert done.exit_code == 0, done.output
    assert limit(database, running).due_on == date(2027, 10, 4)
    assert limit(database, told).due_on == date(2027, 9, 13)
    (entry,) = entries(database, running)
    (said,) = [one for one in entry["moved"] if one["code"] == CODE]
    assert (said["was_due_on"], said["due_on"]) == ("2027-09-20", "2027-10-04")
    assert entry["provision"] == "reg 5(1) as amended, SI 2027/0000 (invented)"
    assert entries(database, told) == []
    is_in_order(database)
    again = json.loads(run("rules", "move", CODE, "--reason", "Again", "--json").stdout)
    assert again["cases_moved"] == 0

    batch = json.loads(run("rules", "list", "--json").stdout)[1]
    assert (batch["kind"], batch["moved"]) == ("cases_moved", 1)
    back = run(
        "rules", "undo", str(batch["number"]), "--reason", "The rule reaches new requests only"
    )
    assert back.exit_code == 0, back.output
    assert stored(database, running) == before
    assert len(entries(database, running)) == 2
    is_in_order(database)


def test_a_limit_already_past_is_late_no_longer_when_the_law_gives_more_time(
    run: Run, database: Database
) -> None:
    late = received(database, date(2027, 7, 26))
    assert limit(database, late).due_on == date(2027, 9, 6)
    run("rules", "add", str(EXAMPLE), "--reason", "In force")
    report = json.loads(run("rules", "move", CODE, "--dry-run", "--json").stdout)
    # It had begun and was running on the first day of the new version, so the transitional rule reaches it.
    assert (report["cases_moved"], report["no_longer_late"]) == (1, 2)


def test_nothing_is_done_twice_or_half(
    run: Run, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    journeys = [received(database, date(2027, 8, 16)) for _ in range(4)]
    run("rules", "add", str(EXAMPLE), "--reason", "In force")
    before = [stored(database, one) for one in journeys]
    carried = 0

    def killed(*args: Any, **kwargs: Any) -> Any:
        nonlocal carried
        carried += 1
        if carried == 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    real = execute.carry_out
    monkeypatch.setattr(counting_changes, "carry_out", killed)
    assert run("rules", "move", CODE, "--reason", "Transitional rule").exit_code != 0
    assert carried == 3
    assert [stored(database, one) for one in journeys] == before
    assert len(json.loads(run("rules", "list", "--json").stdout)) == 1
    monkeypatch.setattr(counting_changes, "carry_out", real)
    assert run("rules", "move", CODE, "--reason", "Transitional rule").exit_code == 0
    assert [len(entries(database, one)) for one in journeys] == [1, 1, 1, 1]
    is_in_order(database)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ("code: nothing_of_the_kind", "has no rule “nothing_of_the_kind”"),
        ("first_day: 2014-09-01", "is in force from 2014-09-01"),
        ("provision: ' '", "rests on a provision"),
        ("number: 0", "1 to 999"),
        ("counting: moons after", "moons after"),
        ("first_day: soon", "first_day"),
        ("colour: red", "colour is no field"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_its_field(
    run: Run, database: Database, tmp_path: Path, changed: str, says: str
) -> None:
    name = changed.partition(":")[0]
    lines = [line for line in EXAMPLE.read_text().splitlines() if not line.startswith(f"{name}:")]
    file = tmp_path / "change.yaml"
    file.write_text("\n".join([*lines, changed]))
    refused = run("rules", "add", str(file), "--reason", "In force")
    assert refused.exit_code == 1
    assert says in refused.stderr
    assert json.loads(run("rules", "list", "--json").stdout) == []


def test_without_a_reason_nothing_is_changed(run: Run, database: Database) -> None:
    refused = run("rules", "add", str(EXAMPLE))
    assert (refused.exit_code, "Say why" in refused.stderr) == (1, True)
    assert run("rules", "move", CODE, "--reason", "x").exit_code == 1
    assert run("rules", "undo", "1", "--reason", "x").exit_code == 1
    assert "Nothing was changed" in run("rules", "list").stdout


# --- the authority's own targets ------------------------------------------------------------------------------------


def test_a_target_changes_with_a_preview_an_entry_and_a_way_back(
    run: Run, database: Database
) -> None:
    owed = received(database, date(2027, 8, 9)).at(date(2027, 8, 16)).consider()
    owed.at(date(2027, 9, 7)).decide_to_assess()
    met = received(database, date(2027, 8, 9)).at(date(2027, 8, 16)).consider()
    met.decide_to_assess().tell_assessing()
    before = stored(database, owed), stored(database, met)
    assert limit(database, owed, "tell_decision").due_on == date(2027, 9, 7)

    report = json.loads(run("rules", "target", "tell_decision", "2", "--dry-run", "--json").stdout)
    assert (report["dry_run"], report["cases_moved"], report["no_longer_late"]) == (True, 1, 1)
    (moved,) = report["moved"]
    assert (moved["code"], moved["kind"]) == ("tell_decision", "local")
    assert moved["due_on"] == {"now": "2027-09-07", "then": "2027-09-09", "days": 2}
    assert (stored(database, owed), stored(database, met)) == before

    done = run("rules", "target", "tell_decision", "2", "--reason", "Letters go out twice a week")
    assert done.exit_code == 0, done.output
    changed = limit(database, owed, "tell_decision")
    assert (changed.due_on, changed.rule_version) == (date(2027, 9, 9), "tell_decision/2")
    (entry,) = entries(database, owed)
    assert [one["code"] for one in entry["moved"]] == ["tell_decision"]
    assert "not law" in entry["provision"]
    # What was met was counted by the target of its day, and stays.
    assert stored(database, met) == before[1]
    assert entries(database, met) == []
    is_in_order(database)
    assert "tell_decision  2 days" in run("rules", "targets").stdout
    assert "target tell_decision: 2 days" in run("rules", "list").stdout

    assert run("rules", "undo", "1", "--reason", "Letters go out each day").exit_code == 0
    assert limit(database, owed, "tell_decision").due_on == date(2027, 9, 7)
    assert len(entries(database, owed)) == 2
    is_in_order(database)


def test_what_comes_after_a_change_of_a_target_is_counted_by_it(
    run: Run, database: Database
) -> None:
    run("rules", "target", "ask_for_advice", "3", "--reason", "A clerk asks twice a week")
    newer = received(database, date(2027, 8, 9)).at(date(2027, 8, 16)).consider()
    newer.at(TODAY).decide_to_assess().tell_assessing()
    assert limit(database, newer, "ask_for_advice").due_on == TODAY + timedelta(days=3)
    with database.reading() as connection:
        past = policy_as_known(Rows(connection), TODAY - timedelta(days=1))
    assert past.targets.ask_for_advice.days == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("tell_everybody", "2"), "There is no target “tell_everybody”"),
        (("decide_whether_to_assess", "60"), "There is no target"),
        (("advice_back", "2"), "Somebody sets the day"),
        (("tell_decision", "91"), "0 to 90 days"),
        (("tell_decision", "0"), "It is 0 already"),
    ],
)
def test_a_target_that_cannot_be_is_refused(
    run: Run, database: Database, words: tuple[str, ...], says: str
) -> None:
    refused = run("rules", "target", *words, "--reason", "To see")
    assert refused.exit_code == 1
    assert says in refused.stderr
    assert run("rules", "target", "tell_decision", "2").exit_code == 1
    assert run("rules", "target", "tell_decision", "soon", "--reason", "x").exit_code == 2
    assert json.loads(run("rules", "list", "--json").stdout) == []


# --- the days that a forecast adds up ---------------------------------------------------------------------------------


def test_days_that_are_planned_move_the_day_a_delay_is_seen_and_can_be_taken_back(
    run: Run, database: Database
) -> None:
    journey = received(database, date(2027, 8, 9)).at(date(2027, 8, 16)).consider()
    seen = limit(database, journey, "tell_family_of_delay").act_by
    listed = json.loads(run("rules", "planned", "--json").stdout)
    assert {one["code"]: one["days"] for one in listed}["draft"] == 14
    assert all(one["because"].endswith(".") for one in listed)

    words = ("rules", "plan", "decide_whether_to_assess", "12")
    report = json.loads(run(*words, "--dry-run", "--json").stdout)
    assert (report["dry_run"], report["cases_moved"]) == (True, 1)
    assert limit(database, journey, "tell_family_of_delay").act_by == seen
    done = run(*words, "--reason", "The panel meets every second week")
    assert done.exit_code == 0, done.output
    moved = limit(database, journey, "tell_family_of_delay")
    assert moved.act_by == seen - timedelta(days=7), "seven days more to do, seen seven days sooner"
    (entry,) = entries(database, journey)
    assert "planning, not law" in entry["provision"]
    assert "decide_whether_to_assess  12 days" in run("rules", "planned").stdout
    is_in_order(database)

    assert run("rules", "undo", "1", "--reason", "It meets weekly again").exit_code == 0
    assert limit(database, journey, "tell_family_of_delay").act_by == seen
    assert "planned days decide_whether_to_assess: 5 days" in run("rules", "list").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("have_lunch", "2"), "There is no part “have_lunch”"),
        (("give_advice", "60"), "There is no part"),
        (("draft", "91"), "0 to 90 days"),
        (("draft", "14"), "It is 14 already"),
    ],
)
def test_days_that_cannot_be_planned_are_refused(
    run: Run, database: Database, words: tuple[str, ...], says: str
) -> None:
    refused = run("rules", "plan", *words, "--reason", "To see")
    assert refused.exit_code == 1
    assert says in refused.stderr
    assert json.loads(run("rules", "list", "--json").stdout) == []


# --- another list of bank holidays ----------------------------------------------------------------------------------


def published(folder: Path, extra: str) -> str:
    """GOV.UK's file with one day more than is known here."""
    known = {day.isoformat() for day in ENGLAND_AND_WALES.days if 2019 <= day.year <= 2028}
    events = [{"title": "A holiday", "date": day} for day in sorted(known | {extra})]
    path = folder / "bank-holidays.json"
    path.write_text(
        json.dumps({"england-and-wales": {"division": "england-and-wales", "events": events}})
    )
    return str(path)


def test_a_list_is_taken_over_with_a_reason_on_every_day_that_moves(
    run: Run, database: Database, tmp_path: Path
) -> None:
    journey = received(database, date(2027, 8, 16))
    untouched = received(database, date(2027, 8, 17))
    before = stored(database, journey)
    assert limit(database, journey).act_by == date(2027, 9, 27)
    file = published(tmp_path, "2027-09-27")

    refused = run("calendar", "bank-holidays", file)
    assert (refused.exit_code, "Say why" in refused.stderr) == (1, True)
    done = run(
        "calendar", "bank-holidays", file, "--reason", "A day of mourning, announced by GOV.UK"
    )
    assert done.exit_code == 0, done.output
    moved = limit(database, journey)
    assert (moved.due_on, moved.act_by) == (date(2027, 9, 27), date(2027, 9, 24))
    (entry,) = entries(database, journey)
    assert entry["provision"] == "Banking and Financial Dealings Act 1971"
    assert entries(database, untouched) == []
    is_in_order(database)

    # A request that comes now is counted by the new list from its first day.
    newer = received(database, date(2027, 8, 16)).at(TODAY)
    assert limit(database, newer).act_by == date(2027, 9, 24)

    back = run("calendar", "undo", "--reason", "It was withdrawn")
    assert back.exit_code == 0, back.output
    assert stored(database, journey) == before
    is_in_order(database)
    assert run("calendar", "undo", "--reason", "Once more").exit_code == 0
    assert limit(database, journey).act_by == date(2027, 9, 24)


def test_another_process_counts_by_the_new_list_at_once(
    run: Run, database: Database, database_url: str, tmp_path: Path
) -> None:
    elsewhere = open_database(database_url)
    with elsewhere.reading() as connection:
        assert elsewhere.counting.policy(Rows(connection)) == DEFAULT_POLICY
    run("calendar", "bank-holidays", published(tmp_path, "2027-09-27"), "--reason", "Announced")
    journey = Journey(elsewhere).at(date(2027, 8, 16)).receive()
    assert limit(elsewhere, journey).act_by == date(2027, 9, 24)
    elsewhere.close()


def test_as_known_on_a_past_day_counts_by_what_was_in_force_then(
    run: Run, database: Database, tmp_path: Path
) -> None:
    run("calendar", "bank-holidays", published(tmp_path, "2027-09-27"), "--reason", "Announced")
    with database.reading() as connection:
        rows = Rows(connection)
        assert policy_as_known(rows, TODAY - timedelta(days=1)) == DEFAULT_POLICY
        assert date(2027, 9, 27) in policy_as_known(rows, TODAY).calendar.days


def test_moments_of_changes_are_kept(run: Run, database: Database) -> None:
    run("rules", "add", str(EXAMPLE), "--reason", "In force", "--by", "Invented Officer")
    (change,) = counting_changes.changes_made(database)
    assert change.made_by == "Invented Officer"
    assert change.made_at.date() == TODAY
    assert change.made_at < datetime.combine(TODAY + timedelta(days=1), time(0), tzinfo=UTC)
