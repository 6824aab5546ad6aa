"""Whether the database file is whole, and built as the migrations build it: a dropped trigger leaves no trace else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, text

from scoring.store.reading.ledger_checks import Wrong

Built = Mapping[str, str]  # "trigger ballot_refuses_update": its statement


def built(connection: Connection) -> Built:
    """Every table, index, trigger and view of an SQLite database, and its revision; empty for another database."""
    if connection.dialect.name != "sqlite":
        return {}
    rows = connection.execute(text("select type, name, tbl_name, sql from sqlite_master order by type, name"))
    parts = {f"{row.type} {row.name}": f"{row.tbl_name}: {row.sql}" for row in rows}
    revisions = connection.execute(text("select version_num from alembic_version order by 1")).scalars()
    return {**parts, "revision": " ".join(revisions)}


def wrong_schema(connection: Connection, due: Built) -> Iterator[Wrong]:
    """Parts that are gone, added or built otherwise than ``due`` at the same revision."""
    found = built(connection)
    for what in sorted({*due, *found}):
        if due.get(what) != found.get(what):
            yield Wrong("schema", {"what": what})


def wrong_pages(connection: Connection) -> Iterator[Wrong]:
    """Damaged pages, indexes that do not fit their tables, references to rows that are not there."""
    if connection.dialect.name != "sqlite":
        return
    for said in connection.execute(text("PRAGMA integrity_check(5)")).scalars():
        if said != "ok":
            yield Wrong("pages", {"why": str(said)[:120]})
    for row in connection.execute(text("PRAGMA foreign_key_check")).all()[:5]:
        yield Wrong("pages", {"why": f"{row[0]} {row[1]} → {row[2]}"})
