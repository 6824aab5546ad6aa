"""Statements of the way that every ballot takes, made once and given straight to SQLite's driver.

SQLAlchemy takes five times as long from a statement to its row as SQLite takes for the answer.  A statement is
still written in its terms, checked against the tables; within a transaction that SQLAlchemy has begun on SQLite
the finished text goes to the driver, everywhere else the statement goes SQLAlchemy's way, with the same answer.
What the driver raises then is sqlite3's own: :data:`STORE_FAILS` is what means that nothing could be stored.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable, SelectBase
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import OperationalError

STORE_FAILS = (OperationalError, sqlite3.OperationalError)
_RECORD: Any = namedtuple  # its columns are known only when the statement is
_SQLITE = sqlite.dialect(paramstyle="qmark")


class Prepared:
    """One statement; its values are given by the names of its bindparams, all of them."""

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        """``columns`` are those that an INSERT fills; raises TypeError for a type that is translated on its way."""
        compiled = statement.compile(dialect=_SQLITE, column_keys=columns)
        self.text = str(compiled)
        self._statement: Executable = statement
        self._names: Sequence[str] = compiled.positiontup or ()
        self._fixed = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
        selected = statement.selected_columns if isinstance(statement, SelectBase) else ()
        _refuse_translated([*(bind.type for bind in compiled.bind_names), *(column.type for column in selected)])
        self._row: Callable[..., Any] = _RECORD("Row", [str(column.key) for column in selected])._make

    def first(self, connection: Connection, **values: Any) -> Any:
        """The first row, its columns by name; None where there is none."""
        driver = _driver(connection)
        if driver is None:
            return connection.execute(self._statement, values).first()
        row = driver.execute(self.text, self._in_order(values)).fetchone()
        return None if row is None else self._row(row)

    def all(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Every row, its columns by name."""
        driver = _driver(connection)
        if driver is None:
            return connection.execute(self._statement, values).all()
        return [self._row(row) for row in driver.execute(self.text, self._in_order(values))]

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """The first column of the first row; None where there is none."""
        row = self.first(connection, **values)
        return None if row is None else row[0]

    def run(self, connection: Connection, **values: Any) -> None:
        """For a statement that answers nothing."""
        driver = _driver(connection)
        if driver is None:
            connection.execute(self._statement, values)
        else:
            driver.execute(self.text, self._in_order(values))

    def _in_order(self, values: Mapping[str, Any]) -> list[Any]:
        given = {**self._fixed, **values}
        return [given[name] for name in self._names]


def _refuse_translated(types: Sequence[Any]) -> None:
    for one in types:
        if one.bind_processor(_SQLITE) is not None or one.result_processor(_SQLITE, None) is not None:
            raise TypeError(f"{one!r} is not kept as it is")


def _driver(connection: Connection) -> sqlite3.Connection | None:
    """SQLite's own connection, where a transaction is open on it already: only SQLAlchemy begins one."""
    if connection.dialect.name != "sqlite" or not connection.in_transaction():
        return None
    driver: Any = connection.connection.driver_connection
    return driver  # type: ignore[no-any-return]
