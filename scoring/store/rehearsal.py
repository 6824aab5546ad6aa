"""A throwaway copy of the contest in memory, in which an act can be tried without anybody waiting for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event


@contextmanager
def copied_contest(engine: Engine) -> Iterator[Connection]:
    """A connection, in a transaction, to a copy of the database as it is committed now; all of it is gone afterwards.

    On another database than SQLite it is the database itself, in a transaction that is rolled back.
    """
    copy = _in_memory(engine) if engine.dialect.name == "sqlite" else engine
    with copy.connect() as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()
    if copy is not engine:
        copy.dispose()


def _in_memory(engine: Engine) -> Engine:
    memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    with engine.connect() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(memory)
    memory.execute("PRAGMA foreign_keys=ON")
    copy = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool, hide_parameters=True)
    event.listen(copy, "begin", lambda begun: begun.exec_driver_sql("BEGIN"))
    return copy
