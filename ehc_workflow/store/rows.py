"""Writing rows fast: fixed statements on the driver's own cursor, the same shape on both databases.

A durable step writes some ten rows. Through SQLAlchemy's statement objects that costs several times the disk flush it
waits for; here each statement is text made once from the table's name and columns. Values are always parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection

_TO_JSON = msgspec.json.Encoder(order="deterministic")


def to_json(value: Any) -> str:
    """Canonical JSON: the same value always gives the same text."""
    return _TO_JSON.encode(value).decode()


class Rows:
    """The rows of one transaction. Table and column names come from our own code, never from input."""

    def __init__(self, connection: Connection) -> None:
        """Use the driver connection inside the transaction that SQLAlchemy has begun."""
        self.dialect = connection.dialect.name
        self._cursor = connection.connection.cursor()
        self._mark = "?" if self.dialect == "sqlite" else "%s"
        self._adapt = _for_sqlite if self.dialect == "sqlite" else _for_postgresql

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """Add one row."""
        self._run(_insert_sql(table, tuple(values), self._mark), values.values())

    def insert_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows that all have the same columns."""
        if rows:
            sql = _insert_sql(table, tuple(rows[0]), self._mark)
            self._cursor.executemany(sql, [tuple(map(self._adapt, row.values())) for row in rows])

    def put(self, table: str, key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows, or change those whose key is there already; all rows have the same columns."""
        if rows:
            sql = _put_sql(table, key, tuple(rows[0]), self._mark)
            for row in rows:
                self._run(sql, row.values())

    def change(self, table: str, values: Mapping[str, Any], where: Mapping[str, Any]) -> int:
        """Change the rows that match, and say how many there were."""
        sql = _change_sql(table, tuple(values), tuple(where), self._mark)
        self._run(sql, (*values.values(), *where.values()))
        return int(self._cursor.rowcount)

    def load(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add thousands of rows that all have the same columns: PostgreSQL takes them as one stream."""
        if self.dialect == "sqlite" or not rows:
            self.insert_many(table, rows)
            return
        with self._cursor.copy(f"COPY {table} ({', '.join(rows[0])}) FROM STDIN") as stream:
            for row in rows:
                stream.write_row(tuple(map(self._adapt, row.values())))

    def run(self, sql: str, *values: Any) -> int:
        """Carry out a statement written with `?` marks, and say how many rows it touched."""
        self._run(sql if self._mark == "?" else sql.replace("?", "%s"), values)
        return int(self._cursor.rowcount)

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Carry out one statement, written with `?` marks, for each of these rows of values."""
        text = sql if self._mark == "?" else sql.replace("?", "%s")
        self._cursor.executemany(text, [tuple(map(self._adapt, row)) for row in values])

    def one_of(self, column: str) -> str:
        """A condition with one `?`, whose value is `listed(values)`: any number of values, one statement."""
        if self.dialect == "sqlite":
            return f"{column} IN (SELECT value FROM json_each(?))"
        return f"{column} = ANY(ARRAY(SELECT json_array_elements_text(CAST(? AS json))))"

    @staticmethod
    def listed(values: Iterable[str]) -> str:
        """Values for `one_of`."""
        return to_json(list(values))

    def first(self, sql: str, *values: Any) -> Any:
        """The first row of a query written with `?` marks, or None."""
        self._run(sql if self._mark == "?" else sql.replace("?", "%s"), values)
        return self._cursor.fetchone()

    def all(self, sql: str, *values: Any) -> list[Any]:
        """Every row of a query written with `?` marks."""
        self._run(sql if self._mark == "?" else sql.replace("?", "%s"), values)
        return list(self._cursor.fetchall())

    def close(self) -> None:
        """Let the cursor go."""
        self._cursor.close()

    def _run(self, sql: str, values: Iterable[Any]) -> None:
        self._cursor.execute(sql, tuple(map(self._adapt, values)))


def _for_sqlite(value: Any) -> Any:
    """What SQLAlchemy's own types would store, so that both ways of writing agree."""
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    return value if type(value) is str else _text(value)


def _for_postgresql(value: Any) -> Any:
    if value is None or isinstance(value, int | float | date):
        return value
    return value if type(value) is str else _text(value)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str) else to_json(value)


@lru_cache(maxsize=256)
def _insert_sql(table: str, columns: tuple[str, ...], mark: str) -> str:
    marks = ", ".join([mark] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"


@lru_cache(maxsize=256)
def _put_sql(table: str, key: tuple[str, ...], columns: tuple[str, ...], mark: str) -> str:
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    return f"{_insert_sql(table, columns, mark)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"


@lru_cache(maxsize=256)
def _change_sql(table: str, columns: tuple[str, ...], where: tuple[str, ...], mark: str) -> str:
    changes = ", ".join(f"{name} = {mark}" for name in columns)
    matches = " AND ".join(f"{name} = {mark}" for name in where)
    return f"UPDATE {table} SET {changes} WHERE {matches}"
