"""Migrations are the only way a schema comes to be. They travel with the program and run from any folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from ehc_workflow.domain.errors import EhcError

PACKAGE = Path(__file__).resolve().parents[1]
LOCK_NUMBER = 20140901
"""Held by whoever migrates a PostgreSQL database, so that two programs starting at once do not."""


class SchemaError(EhcError):
    """The database does not fit this version of the program."""


def upgrade(where: Engine | str, revision: str = "head") -> None:
    """Bring the database to `revision`, all of it or nothing; one from a newer version is refused."""
    with open_for_migration(where) as connection:
        _refuse_newer(connection)
        command.upgrade(config(connection), revision)


def downgrade(where: Engine | str, revision: str) -> None:
    """Take the database back to `revision`; `base` takes everything away."""
    with open_for_migration(where) as connection:
        command.downgrade(config(connection), revision)


def check(where: Engine | str) -> None:
    """Raise alembic's error unless the tables in the code are exactly those in the database."""
    with open_for_migration(where) as connection:
        command.check(config(connection))


def current(where: Engine | str) -> str | None:
    """Give the revision the database is at; None for one without a schema."""
    with open_for_migration(where, exclusive=False) as connection:
        return _current(connection)


def newest() -> str | None:
    """Give the last revision this version of the program knows."""
    return ScriptDirectory.from_config(config()).get_current_head()


def is_newer_than_code(where: Engine | str) -> bool:
    """Say whether the database was migrated by a newer version of the program."""
    return _is_unknown(current(where))


def require_newest(where: Engine | str) -> None:
    """Stop start-up, with a sentence, unless the schema is the one this program was written for."""
    with open_for_migration(where, exclusive=False) as connection:
        _refuse_newer(connection)
        revision = _current(connection)
    if revision != newest():
        raise SchemaError(
            f"The database is at schema {revision or 'none'}, and this program needs {newest()}: run `ehc migrate`."
        )


def config(connection: Connection | None = None) -> Config:
    """Make alembic's configuration without a file, so that the working folder does not matter."""
    made = Config()
    made.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def scripts() -> Path:
    """Find the migrations: inside an installed package, or beside the package in a checkout."""
    installed = PACKAGE / "migrations"
    return installed if installed.is_dir() else PACKAGE.parent / "migrations"


@contextmanager
def open_for_migration(where: Engine | str, *, exclusive: bool = True) -> Iterator[Connection]:
    """Open one transaction on a connection of its own, set up for changing tables."""
    engine = create_engine(where.url if isinstance(where, Engine) else where, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, exclusive=exclusive)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql" and exclusive:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK_NUMBER})")
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        yield connection
        if engine.dialect.name == "sqlite" and exclusive:
            _refuse_orphans(connection)


def _prepare_sqlite(engine: Engine, *, exclusive: bool) -> None:
    def connected(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        # A changed table is copied and the old one dropped: enforced, its foreign keys would take
        # the rows of other tables with it. The driver must leave BEGIN to us, or each DDL commits.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA busy_timeout = 30000")

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if exclusive else "BEGIN")

    if name := make_url(engine.url).database:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begin)


def _refuse_orphans(connection: Connection) -> None:
    """Foreign keys were off: look at all of them before the change is kept."""
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan:
        raise SchemaError(
            f"The migration would leave rows of {orphan[0]} without the {orphan[2]} they belong to."
        )


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _is_unknown(revision: str | None) -> bool:
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    return revision is not None and revision not in known


def _refuse_newer(connection: Connection) -> None:
    revision = _current(connection)
    if _is_unknown(revision):
        raise SchemaError(
            f"The database is at schema {revision}, which this version of the program does not know: a newer version "
            "has migrated it. Run that version; going back needs the backup made before it was installed."
        )
