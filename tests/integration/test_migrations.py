"""One history of the schema, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, create_engine, inspect, text

from ehc_workflow.store import migrate
from ehc_workflow.store.tables import metadata


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
