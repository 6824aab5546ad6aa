"""Engines: one that writes, one that reads, both with the durability the promise needs.

SQLite runs in WAL mode with ``synchronous=FULL``: every connection, the writer's and each reader's, is
asked what it really runs with before it is used, and :class:`NotDurable` ends it with less.
A write transaction takes its lock at BEGIN, never later.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url, text

FULL = 2  # PRAGMA synchronous; EXTRA is 3
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")
DURABLE = ("journal_mode", "synchronous")


class NotDurable(Exception):
    """A connection whose answered commits a power cut could undo; the text says with which settings."""


def open_engine(url: str, *, writes: bool) -> Engine:
    """An engine without a pool: a connection belongs to who opened it, in no lock's care."""
    kept: dict[str, Any] = {}
    if not writes and make_url(url).get_backend_name() == "sqlite":
        kept["check_same_thread"] = False  # a reader is kept, and used by one thread after the other
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=kept)  # no marks in logs
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, writes=writes)
    return engine


def _prepare_sqlite(engine: Engine, *, writes: bool) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        reason = _weaker(*(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in DURABLE))
        if reason is not None:
            connection.close()
            raise NotDurable(reason)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if writes:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # takes no lock and cannot fail: straight to the driver, for each question begins with it
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN")


def check_durability(connection: Connection) -> str | None:
    """None when an answered commit survives a power cut, else the reason to refuse to start."""
    if connection.dialect.name != "sqlite":
        return None
    return _weaker(*(connection.execute(text(f"PRAGMA {name}")).scalar() for name in DURABLE))


def _weaker(mode: Any, synchronous: Any) -> str | None:
    if mode != "wal" or synchronous is None or synchronous < FULL:
        return f"journal_mode={mode}, synchronous={synchronous}: WAL and FULL are required"
    return None


def store_nothing(work: Any) -> None:
    """An action that writes one page as it stands: whether commits reach the disk again, with nothing recorded."""
    if work.connection.dialect.name == "sqlite":
        version = work.connection.exec_driver_sql("PRAGMA user_version").scalar()
        work.connection.exec_driver_sql(f"PRAGMA user_version = {int(version)}")


def revision_of(url: str) -> str | None:
    """The revision a database says it is at; None where it has none (new, damaged, or not SQLite: ask Alembic)."""
    path = make_url(url).database
    if not url.startswith("sqlite") or not path or not Path(path).is_file():
        return None
    try:
        with closing(sqlite3.connect(path)) as connection:
            row = connection.execute("select version_num from alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else str(row[0])
