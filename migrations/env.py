"""One history of the schema for SQLite and PostgreSQL. Alembic runs this file; nothing imports it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from ehc_workflow.settings import load_settings
from ehc_workflow.store import append_only
from ehc_workflow.store.migrate import open_for_migration
from ehc_workflow.store.tables import metadata


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write column types as plain SQLAlchemy, so that an old migration does not change when our types do."""
    if kind != "type" or not isinstance(item, TypeEngine):
        return False
    if isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if type(item) is Text:
        return "sa.Text()"
    return False


def number(
    migration: MigrationContext,
    revision: str | Iterable[str | None] | Iterable[str],
    directives: list[MigrationScript],
) -> None:
    """Name a new migration by the number after the last: 0007 follows 0006."""
    assert migration.config is not None
    last = ScriptDirectory.from_config(migration.config).get_current_head()
    for directive in directives:
        directive.rev_id = f"{int(last or 0) + 1:04}"


def migrate(connection: Connection) -> None:
    """Run what the command asks for, all of it in the transaction the connection has begun."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
        render_item=render_item,
        process_revision_directives=number,
    )
    context.run_migrations()
    append_only.protect(connection)


def main() -> None:
    """Migrate the connection that was handed over, else the database the settings name."""
    given = context.config.attributes.get("connection")
    if context.is_offline_mode():
        context.configure(
            url=load_settings().database_url,
            target_metadata=metadata,
            render_as_batch=True,
            literal_binds=True,
        )
        context.run_migrations()
        dialect = context.get_context().dialect.name
        for statement in append_only.statements(dialect, list(append_only.PROTECTED)):
            context.execute(statement)
    elif isinstance(given, Connection):
        migrate(given)
    else:
        with open_for_migration(load_settings().database_url) as connection:
            migrate(connection)


main()
