"""A prepared statement answers as SQLAlchemy does, and never outside a transaction of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Column, Connection, Integer, MetaData, Table, Text, bindparam, insert, select, update
from sqlalchemy.exc import OperationalError

from scoring.store.database import open_engine
from scoring.store.prepared import STORE_FAILS, Prepared

THINGS = Table("thing", MetaData(), Column("id", Integer, primary_key=True), Column("name", Text), Column("note", Text))
NAMED = select(THINGS).where(THINGS.c.name == bindparam("name")).order_by(THINGS.c.id.desc()).limit(2)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(f"sqlite:///{tmp_path / 'things.db'}", writes=True)
    with engine.connect() as opened:
        THINGS.metadata.create_all(opened)
        names = enumerate(("甲", "乙", "甲", "甲"), 1)
        opened.execute(insert(THINGS), [{"id": at, "name": name, "note": None} for at, name in names])
        opened.commit()
        yield opened


def by_hand(connection: Connection) -> sqlite3.Connection:
    """Another connection to the same file."""
    return sqlite3.connect(str(connection.engine.url.database))


@pytest.mark.parametrize("begun", [True, False])
def test_it_answers_as_the_statement_itself(connection: Connection, begun: bool) -> None:
    if begun:
        connection.begin()
    prepared = Prepared(NAMED)
    for name in ("甲", "乙", "丙"):
        expected = connection.execute(NAMED, {"name": name}).all()
        connection.rollback()
        if begun:
            connection.begin()
        first = prepared.first(connection, name=name)
        assert (first and tuple(first)) == (tuple(expected[0]) if expected else None)
        assert prepared.scalar(connection, name=name) == (expected[0].id if expected else None)
        rows = prepared.all(connection, name=name)
        assert [(row.id, row.name, row.note) for row in rows] == [tuple(row) for row in expected]


def test_what_it_reads_first_begins_the_transaction_that_the_rest_is_read_in(connection: Connection) -> None:
    reader = open_engine(str(connection.engine.url), writes=False)
    prepared = Prepared(NAMED)
    with reader.connect() as reading:
        assert [row.id for row in prepared.all(reading, name="甲")] == [4, 3]
        assert reading.in_transaction()
        with by_hand(connection) as other:
            other.execute("insert into thing (id, name) values (9, '甲')")
        assert [row.id for row in prepared.all(reading, name="甲")] == [4, 3]


def test_what_it_writes_goes_with_its_transaction(connection: Connection) -> None:
    write = Prepared(insert(THINGS), THINGS.c.keys())
    rename = Prepared(update(THINGS).where(THINGS.c.id == bindparam("of")).values(name=bindparam("to"), note=""))
    for keep, left in ((False, 4), (True, 5)):
        transaction = connection.begin()
        write.run(connection, id=7, name="丁", note=None)
        rename.run(connection, of=7, to="戊")
        assert Prepared(NAMED).scalar(connection, name="戊") == 7
        (transaction.commit if keep else transaction.rollback)()
        assert by_hand(connection).execute("select count(*) from thing").fetchone() == (left,)


def test_a_value_that_was_forgotten_is_an_error_and_not_null(connection: Connection) -> None:
    with connection.begin(), pytest.raises(KeyError):
        Prepared(insert(THINGS), THINGS.c.keys()).run(connection, id=7, name="丁")


def test_a_type_that_is_translated_on_its_way_is_refused() -> None:
    flags = Table("flag", MetaData(), Column("id", Integer, primary_key=True), Column("up", Boolean))
    with pytest.raises(TypeError, match="Boolean"):
        Prepared(select(flags))
    with pytest.raises(TypeError, match="Boolean"):
        Prepared(insert(flags), flags.c.keys())


def test_what_the_driver_cannot_store_counts_as_not_stored(connection: Connection) -> None:
    write = Prepared(insert(THINGS), THINGS.c.keys())
    with connection.begin():
        connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(STORE_FAILS) as plain:
            write.run(connection, id=7, name="丁", note=None)
    assert isinstance(plain.value, sqlite3.OperationalError)
    assert OperationalError in STORE_FAILS
