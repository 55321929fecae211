"""What is only added to: the database itself refuses to change or delete an entry of the log, a seal, or a change of
who works where.

This is no proof against whoever owns the database, who can drop a trigger; that is what the chain, the seals and
`ehc audit verify` are for. It stops a slip, a careless script, and a program that was broken into.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, inspect

PROTECTED = ("log_entry", "log_seal", "organisation_change")
REFUSAL = "The log is only added to."

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION log_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_DROP_FUNCTION = "DROP FUNCTION IF EXISTS log_is_only_added_to()"


def protect(connection: Connection) -> None:
    """Put the triggers there after every migration: one that copies a table leaves its triggers behind on SQLite."""
    there = set(inspect(connection).get_table_names())
    dialect = connection.dialect.name
    if dialect == "postgresql" and not there.intersection(PROTECTED):
        connection.exec_driver_sql(_DROP_FUNCTION)
        return
    for statement in statements(dialect, [table for table in PROTECTED if table in there]):
        connection.exec_driver_sql(statement)


def statements(dialect: str, tables: list[str]) -> Iterator[str]:
    """What makes these tables append-only."""
    if dialect == "postgresql":
        yield _FUNCTION
        for table in tables:
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION log_is_only_added_to()"
            )
        return
    for table in tables:
        for change in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def unprotect(connection: Connection, table: str) -> None:
    """Take the triggers of one table away, for a restore or a test of tampering."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_is_only_added_to ON {table}")
        return
    for change in ("update", "delete"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_refuses_{change}")
