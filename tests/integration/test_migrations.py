"""One history of the schema, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, create_engine, inspect, text

from ehc_workflow.domain import commands as c
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.store import migrate
from ehc_workflow.store.engine import open_database
from ehc_workflow.store.tables import metadata
from tests.builders import MANAGER, PLAN_WRITER, Journey, found_authority
from tests.support.casework import week
from tests.support.plans import SECTIONS


def test_the_tables_in_the_code_are_those_the_migrations_make(database_url: str) -> None:
    migrate.check(database_url)


def test_every_check_in_the_code_is_in_the_database(database_url: str) -> None:
    engine = create_engine(database_url)
    inspector = inspect(engine)
    in_database = {
        check["name"]
        for table in metadata.tables
        for check in inspector.get_check_constraints(table)
    }
    engine.dispose()
    in_code = {
        str(constraint.name)
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert in_database == in_code


def test_a_fresh_database_is_at_the_newest_schema(database_url: str) -> None:
    assert migrate.current(database_url) == migrate.newest()
    assert not migrate.is_newer_than_code(database_url)
    migrate.require_newest(database_url)


def test_up_down_and_up_again(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    migrate.downgrade(empty_database_url, "base")
    engine = create_engine(empty_database_url)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
    migrate.upgrade(empty_database_url)
    migrate.check(empty_database_url)


def test_what_was_taken_up_before_waits_from_the_day_after_its_recovery_day(
    database_url: str,
) -> None:
    opened = open_database(database_url)
    found_authority(opened)
    journey = Journey(opened).receive()
    overdue = date(2026, 2, 24)
    sweep(opened, overdue, datetime.combine(overdue, time(6), tzinfo=UTC))
    with opened.reading() as connection:
        alert_id = connection.execute(text("SELECT id FROM alert WHERE rung = 'overdue'")).scalar()
    assert alert_id
    taken_up = c.AcknowledgeAlert(
        assessment_id=journey.case_id,
        alert_id=alert_id,
        recovery_on=overdue + timedelta(days=3),
        plan="The panel meets on Thursday.",
    )
    journey.at(overdue).do(taken_up, MANAGER)
    waits = "SELECT id, unheeded_from FROM alert ORDER BY id"
    with opened.writing() as connection:
        written = connection.execute(text(waits)).all()
        before = "UPDATE alert SET unheeded_from = recovery_on WHERE recovery_on IS NOT NULL"
        connection.execute(text(before))
        assert connection.execute(text(waits)).all() != written
    migrate.downgrade(database_url, "0029")
    migrate.upgrade(database_url)
    with opened.reading() as connection:
        assert connection.execute(text(waits)).all() == written
    opened.close()


def test_migrating_again_changes_nothing(database_url: str) -> None:
    migrate.upgrade(database_url)
    assert migrate.current(database_url) == migrate.newest()


def test_migrations_are_numbered_in_order() -> None:
    names = sorted(path.stem for path in (migrate.scripts() / "versions").glob("*.py"))
    assert [name[:5] for name in names] == [f"{number:04}_" for number in range(1, len(names) + 1)]


def test_the_working_folder_does_not_matter(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    migrate.upgrade(empty_database_url)
    assert migrate.current(empty_database_url) == migrate.newest()


def test_a_database_from_a_newer_version_is_refused_in_a_sentence(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert migrate.is_newer_than_code(database_url)
    for refuses in (migrate.upgrade, migrate.require_newest):
        with pytest.raises(migrate.SchemaError, match=r"at schema 9999, .* does not know"):
            refuses(database_url)


def test_a_database_without_a_schema_says_what_to_run(empty_database_url: str) -> None:
    with pytest.raises(migrate.SchemaError, match="run `ehc migrate`"):
        migrate.require_newest(empty_database_url)


def test_a_plan_is_written_out_by_version_on_the_way_down_and_by_item_on_the_way_up(
    empty_database_url: str,
) -> None:
    migrate.upgrade(empty_database_url)
    database = open_database(empty_database_url)
    found_authority(database)
    journey = Journey(database).receive().at(week(1)).consider()
    journey.at(week(4)).decide_to_assess().tell_assessing().ask().at(week(10)).complete_advice()
    journey.decide_plan().save_plan()
    better = c.PlanItem(id="b", section="B", text="A need, said better.", seen=1)
    journey.do(
        c.SavePlan(assessment_id=journey.case_id, saved_on=journey.today, items=(better,)),
        PLAN_WRITER,
    )
    database.close()
    migrate.downgrade(empty_database_url, "0026")
    by_version = "SELECT version, section, text FROM plan_item ORDER BY version, number"
    before = rows(empty_database_url, by_version)
    assert len(before) == 2 * len(SECTIONS)
    assert [text for version, name, text in before if name == "B"] == [
        "Invented words of section B.",
        "A need, said better.",
    ]
    migrate.upgrade(empty_database_url)
    standing = (
        "SELECT version, section, text FROM plan_item WHERE NOT removed ORDER BY version, number"
    )
    assert rows(empty_database_url, standing) == before
    gone = "SELECT version, section FROM plan_item WHERE removed ORDER BY number"
    assert rows(empty_database_url, gone) == [(2, name) for name in SECTIONS]
    migrate.check(empty_database_url)


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What a statement finds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(statement))]
    engine.dispose()
    return found
