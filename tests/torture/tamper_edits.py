"""Edits as somebody makes them who has the file: each column of each table, rows gone, rows added, values swapped.

An edit comes as a list of tries, the likeliest first, of which SQLite takes one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint

from scoring.store.tables import metadata
from tests.torture.tampering import NOT_FOUND, Edit

HEX = set("0123456789abcdef")
TURNS = 8  # other keys that are tried for one more row
Tries = list[Edit]
TABLES = [table for table in metadata.sorted_tables if table.name not in NOT_FOUND]


def first_layer(path: Path, number: int) -> Iterator[Tries]:
    """Every column of every table another value, in its row ``number`` (from 0, again from the first after the last);

    and of every table this row gone, and one more like it.
    """
    with closing(sqlite3.connect(path)) as database:
        for table in TABLES:
            for column in table.columns:
                yield column_tries(database, table, column, number)
            yield gone(table, _rowid(database, table, number))
            yield added(database, table, _rowid(database, table, number))


def second_layer(path: Path, number: int) -> Iterator[Tries]:
    """Of every column that row ``number`` and the next one have otherwise, the two swapped; and it empty, or filled."""
    with closing(sqlite3.connect(path)) as database:
        for table in TABLES:
            for column in table.columns:
                yield swapped(database, table, column, number)
                if column.nullable:
                    yield turned(database, table, column, number)


def _rowids(database: sqlite3.Connection, table: Table, which: str = "1") -> list[int]:
    query = f'select rowid from "{table.name}" where {which} order by rowid'
    return [int(rowid) for (rowid,) in database.execute(query)]


def _rowid(database: sqlite3.Connection, table: Table, number: int) -> int:
    rows = _rowids(database, table)
    return rows[number % len(rows)]


def _held(database: sqlite3.Connection, table: Table, column: Column[Any], rowid: int) -> Any:
    return database.execute(f'select "{column.name}" from "{table.name}" where rowid=?', (rowid,)).fetchone()[0]


def _set(table: Table, column: Column[Any], rowid: int, other: Any) -> Edit:
    statement = f'update "{table.name}" set "{column.name}"=? where rowid=?'
    return Edit(f"{table.name}.{column.name} of row {rowid} → {other!r}", ((statement, (other, rowid)),))


def column_tries(database: sqlite3.Connection, table: Table, column: Column[Any], number: int) -> Tries:
    """Other values in the ``number``-th row that has one."""
    rows = _rowids(database, table, f'"{column.name}" is not null') or _rowids(database, table)
    rows = rows[number % len(rows) :] + rows[: number % len(rows)]
    return [
        _set(table, column, rowid, other)
        for rowid in rows[:3]
        for other in other_values(database, column, _held(database, table, column, rowid))
    ]


def turned(database: sqlite3.Connection, table: Table, column: Column[Any], number: int) -> Tries:
    """A value where there is none, none where there is one."""
    rowid = _rowid(database, table, number)
    held = _held(database, table, column, rowid)
    others = [None] if held is not None else other_values(database, column, None)
    return [_set(table, column, rowid, other) for other in others]


def gone(table: Table, rowid: int) -> Tries:
    """One row less."""
    return [Edit(f"{table.name}: row {rowid} gone", ((f'delete from "{table.name}" where rowid=?', (rowid,)),))]


def added(database: sqlite3.Connection, table: Table, rowid: int) -> Tries:
    """One row more: like another one but for what has to be its own."""
    names = [column.name for column in table.columns]
    row = {name: _held(database, table, table.columns[name], rowid) for name in names}
    marks, listed = ", ".join("?" * len(names)), ", ".join(f'"{name}"' for name in names)
    statement = f'insert into "{table.name}" ({listed}) values ({marks})'
    tries = []
    for turn in range(TURNS):
        new = dict(row)
        for column in _own(table):
            others = other_values(database, column, row[column.name])
            new[column.name] = _highest(database, table, column) or others[turn % len(others)]
        tries.append(Edit(f"{table.name}: one more like row {rowid}", ((statement, tuple(new.values())),)))
    return tries


def _own(table: Table) -> list[Column[Any]]:
    """Columns whose values two rows do not share: a key's, and the last of each set that is unique."""
    sets = [list(rule.columns)[-1] for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    alone = [column for column in table.columns if column.unique]
    return list(dict.fromkeys([*table.primary_key.columns, *alone, *sets]))


def _highest(database: sqlite3.Connection, table: Table, column: Column[Any]) -> int | None:
    """The next number where numbers count on."""
    if "INT" not in str(column.type):
        return None
    return int(database.execute(f'select max("{column.name}") from "{table.name}"').fetchone()[0]) + 1


def swapped(database: sqlite3.Connection, table: Table, column: Column[Any], number: int) -> Tries:
    """The values of two rows, each in the other's; nothing to try where all rows have the same."""
    name, rowid = f'"{table.name}"', _rowid(database, table, number)
    held = _held(database, table, column, rowid)
    query = f'select rowid, "{column.name}" from {name} where "{column.name}" is not ? order by rowid < ?, rowid'
    row = database.execute(query, (held, rowid)).fetchone()
    if row is None:
        return []
    other, theirs = row
    between: Any = -1 if "INT" in str(column.type) else "~"  # so that no two rows ever have the same
    then = between if _is_rowid(table, column) else rowid
    statement = f'update {name} set "{column.name}"=? where rowid=?'
    steps = ((statement, (between, rowid)), (statement, (held, other)), (statement, (theirs, then)))
    return [Edit(f"{table.name}.{column.name} of rows {rowid} and {other} swapped", steps)]


def _is_rowid(table: Table, column: Column[Any]) -> bool:
    """Whether a row's number in its table is this column."""
    return list(table.primary_key.columns) == [column] and str(column.type) == "INTEGER"


def other_values(database: sqlite3.Connection, column: Column[Any], value: Any) -> list[Any]:
    """What somebody would write there instead, the likeliest first."""
    return [other for other in _likely(database, column, value) if other != value]


def _likely(database: sqlite3.Connection, column: Column[Any], value: Any) -> list[Any]:
    if column.foreign_keys:
        far = next(iter(column.foreign_keys)).column
        query = f'select "{far.name}" from "{far.table.name}" where "{far.name}" is not ? order by 1'
        return [*(row[0] for row in database.execute(query, (value,))), "nobody"]
    if value is None:
        return [1] if "INT" in str(column.type) else ["x"]
    if isinstance(value, int):
        return [value + 1, value + 1000, max(0, value - 1)]
    if set(value) <= HEX and len(value) >= 32:
        return [("0" if value[0] != "0" else "1") + value[1:]]
    return [_other_text(value)]


def _other_text(value: str) -> str:
    """JSON stays JSON: another number in it, else another element."""
    if not value.startswith(("{", "[")):
        return value + "x" if value else "x"
    for digit in "12345678":
        if digit in value:
            place = value.rindex(digit)
            return value[:place] + str(int(digit) + 1) + value[place + 1 :]
    return json.dumps(["x"])


def random_edit(database: sqlite3.Connection, chance: Random) -> Tries:
    """Of any row of any table that is shown: a value changed, emptied or swapped, the row gone, one more like it."""
    table = chance.choice([table for table in TABLES if _rowids(database, table)])
    column, number = chance.choice(list(table.columns)), chance.randrange(1000)
    rowid = _rowid(database, table, number)
    kind = chance.random()
    if kind < 0.1:
        return gone(table, rowid)
    if kind < 0.2:
        return added(database, table, rowid)
    if kind < 0.4:
        return swapped(database, table, column, number)
    if kind < 0.5 and column.nullable:
        return turned(database, table, column, number)
    return column_tries(database, table, column, number)
