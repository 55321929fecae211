"""Writing rows fast: fixed statements on the driver's own cursor, the same shape on both databases.

A durable step writes some ten rows. Through SQLAlchemy's statement objects that costs several times the disk flush it
waits for; here each statement is text made once from the table's name and columns. Values are always parameters.

On PostgreSQL it is waiting for answers that costs. Inside `pipelined` statements are sent without waiting: answers
are taken when something is read, and at the end, which is then where an error is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from typing import Any

import msgspec
from sqlalchemy import Connection

_TO_JSON = msgspec.json.Encoder(order="deterministic")
AT_ONCE = {"sqlite": 500, "postgresql": 50}
"""Values that one INSERT takes: psycopg reads a text of more than 50 afresh each time."""
MANY = 40
"""Rows from which one statement, carried out for each, is the better way."""


def to_json(value: Any) -> str:
    """Canonical JSON: the same value always gives the same text."""
    return _TO_JSON.encode(value).decode()


class Rows:
    """The rows of one transaction. Table and column names come from our own code, never from input."""

    def __init__(self, connection: Connection) -> None:
        """Use the driver connection inside the transaction that SQLAlchemy has begun."""
        self._use(connection.connection.driver_connection, connection.dialect.name)

    @classmethod
    def on(cls, driver: Any, dialect: str) -> Rows:
        """The rows of a transaction on a connection of the driver's own."""
        rows = cls.__new__(cls)
        rows._use(driver, dialect)
        return rows

    def _use(self, driver: Any, dialect: str) -> None:
        self.dialect = dialect
        self._driver = driver
        self._cursor = driver.cursor()
        self._pipeline: Any = None
        self._expected: list[tuple[Any, Exception]] = []
        self._mark = "?" if dialect == "sqlite" else "%s"
        self._adapted = partial(_adapted, _SQLITE if dialect == "sqlite" else _POSTGRESQL)

    @contextmanager
    def pipelined(self) -> Iterator[None]:
        """Send statements to PostgreSQL without waiting for each answer. SQLite has nobody to wait for."""
        if self.dialect == "sqlite":
            yield
            return
        with self._driver.pipeline() as self._pipeline:
            yield
        self._pipeline = None
        for cursor, otherwise in self._expected:
            if cursor.rowcount != 1:
                raise otherwise

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """Add one row."""
        self._run(_insert_sql(table, tuple(values), self._mark, 1), values.values())

    def insert_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows that all have the same columns."""
        if len(rows) > MANY:
            sql = _insert_sql(table, tuple(rows[0]), self._mark, 1)
            self._cursor.executemany(sql, [self._adapted(row.values()) for row in rows])
            return
        for some in self._some(rows):
            self._run(_insert_sql(table, tuple(some[0]), self._mark, len(some)), _flat(some))

    def put(self, table: str, key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows, or change those whose key is there already; all rows have the same columns."""
        for some in self._some(rows):
            self._run(_put_sql(table, key, tuple(some[0]), self._mark, len(some)), _flat(some))

    def _some(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
        """The rows in lots that one statement takes."""
        lot = max(1, AT_ONCE[self.dialect] // len(rows[0])) if rows else 1
        for start in range(0, len(rows), lot):
            yield rows[start : start + lot]

    def change(self, table: str, values: Mapping[str, Any], where: Mapping[str, Any]) -> None:
        """Change the rows that match."""
        sql = _change_sql(table, tuple(values), tuple(where), self._mark)
        self._run(sql, (*values.values(), *where.values()))

    def change_one(
        self,
        table: str,
        values: Mapping[str, Any],
        where: Mapping[str, Any],
        *,
        otherwise: Exception,
    ) -> None:
        """Change the one row that matches; if it is not one, raise, at once or when the answer comes."""
        sql = _change_sql(table, tuple(values), tuple(where), self._mark)
        cursor = self._cursor if self._pipeline is None else self._driver.cursor()
        cursor.execute(sql, self._adapted((*values.values(), *where.values())))
        if self._pipeline is not None:
            self._expected.append((cursor, otherwise))
        elif cursor.rowcount != 1:
            raise otherwise

    def load(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add thousands of rows that all have the same columns: PostgreSQL takes them as one stream."""
        if self.dialect == "sqlite" or not rows:
            self.insert_many(table, rows)
            return
        with self._cursor.copy(f"COPY {table} ({', '.join(rows[0])}) FROM STDIN") as stream:
            for row in rows:
                stream.write_row(self._adapted(row.values()))

    def run(self, sql: str, *values: Any) -> None:
        """Carry out a statement written with `?` marks."""
        self._run(self._marked(sql), values)

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Carry out one statement, written with `?` marks, for each of these rows of values."""
        self._cursor.executemany(self._marked(sql), [self._adapted(row) for row in values])

    def one_of(self, column: str) -> str:
        """A condition with one `?`, whose value is `listed(values)`: any number of values, one statement."""
        if self.dialect == "sqlite":
            return f"{column} IN (SELECT value FROM json_each(?))"
        return f"{column} = ANY(ARRAY(SELECT json_array_elements_text(CAST(? AS json))))"

    @staticmethod
    def listed(values: Iterable[str]) -> str:
        """Values for `one_of`."""
        return to_json(list(values))

    def stored(self, values: Iterable[Any]) -> tuple[Any, ...]:
        """These values as this database's driver gives them back."""
        return tuple(self._adapted(values))

    def first(self, sql: str, *values: Any) -> Any:
        """The first row of a query written with `?` marks, or None."""
        self._run(self._marked(sql), values)
        return self._cursor.fetchone()

    def all(self, sql: str, *values: Any) -> list[Any]:
        """Every row of a query written with `?` marks."""
        self._run(self._marked(sql), values)
        return list(self._cursor.fetchall())

    def each(self, *queries: tuple[str, Any]) -> list[list[Any]]:
        """Every row of several queries with one value each, sent together; a later one sees no less than an earlier."""
        cursors = [self._driver.cursor() for _ in queries]
        for cursor, (sql, value) in zip(cursors, queries, strict=True):
            cursor.execute(self._marked(sql), self._adapted((value,)))
        return [cursor.fetchall() for cursor in cursors]

    def close(self) -> None:
        """Let the cursor go."""
        self._cursor.close()

    def _run(self, sql: str, values: Iterable[Any]) -> None:
        self._cursor.execute(sql, self._adapted(values))

    def _marked(self, sql: str) -> str:
        return sql if self._mark == "?" else sql.replace("%", "%%").replace("?", "%s")


def _flat(rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [value for row in rows for value in row.values()]


_Adapter = Callable[[Any], Any]


def _adapted(adapters: Mapping[type, _Adapter], values: Iterable[Any]) -> list[Any]:
    """What SQLAlchemy's own types would store, so that both ways of writing agree."""
    return [
        value if type(value) in _AS_IT_IS else adapters.get(type(value), _text)(value)
        for value in values
    ]


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, str) else to_json(value)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _day(value: date) -> str:
    return value.isoformat()


def _same(value: Any) -> Any:
    return value


_AS_IT_IS = frozenset({str, int, float, bool, type(None)})
_SQLITE: dict[type, _Adapter] = {date: _day, datetime: _moment}
_POSTGRESQL: dict[type, _Adapter] = {date: _same, datetime: _same}
"""How a value is written that is not taken as it is. Names of the domain are text, everything else is JSON."""


@lru_cache(maxsize=512)
def _insert_sql(table: str, columns: tuple[str, ...], mark: str, number: int) -> str:
    marks = f"({', '.join([mark] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([marks] * number)}"


@lru_cache(maxsize=512)
def _put_sql(
    table: str, key: tuple[str, ...], columns: tuple[str, ...], mark: str, number: int
) -> str:
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    inserted = _insert_sql(table, columns, mark, number)
    return f"{inserted} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"


@lru_cache(maxsize=512)
def _change_sql(table: str, columns: tuple[str, ...], where: tuple[str, ...], mark: str) -> str:
    changes = ", ".join(f"{name} = {mark}" for name in columns)
    matches = " AND ".join(f"{name} = {mark}" for name in where)
    return f"UPDATE {table} SET {changes} WHERE {matches}"
