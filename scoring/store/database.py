"""Engines: one that writes, one that reads, both with the durability the promise needs.

SQLite runs in WAL mode with ``synchronous=FULL`` on every connection; :func:`check_durability`
refuses to start with less.  A write transaction takes its lock at BEGIN, never later.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text

FULL = 2  # PRAGMA synchronous


def open_engine(url: str, *, writes: bool) -> Engine:
    """An engine without a pool: a connection belongs to who opened it, in no lock's care."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)  # marks and codes stay out of logs
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, writes=writes)
    return engine


def _prepare_sqlite(engine: Engine, *, writes: bool) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def check_durability(connection: Connection) -> str | None:
    """None when an answered commit survives a power cut, else the reason to refuse to start."""
    if connection.dialect.name != "sqlite":
        return None
    mode = connection.execute(text("PRAGMA journal_mode")).scalar()
    synchronous = connection.execute(text("PRAGMA synchronous")).scalar()
    if mode != "wal" or synchronous is None or synchronous < FULL:
        return f"journal_mode={mode}, synchronous={synchronous}: WAL and FULL are required"
    return None
