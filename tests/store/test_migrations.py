"""Migrations: what they make is what the tables say, and both ways work with rows inside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from scoring.store.database import open_engine
from scoring.store.tables import APPEND_ONLY, metadata
from tests.office import Day
from web.config import ROOT


def config(url: str) -> Config:
    made = Config()
    made.set_main_option("script_location", str(ROOT / "migrations"))
    made.set_main_option("sqlalchemy.url", url)
    return made


def differences(path: Path) -> list[object]:
    with open_engine(f"sqlite:///{path}", writes=False).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return list(compare_metadata(context, metadata))


def constraints(inspector: sa.Inspector, table: str) -> dict[str, object]:
    return {
        "primary": inspector.get_pk_constraint(table)["constrained_columns"],
        "unique": {tuple(u["column_names"]) for u in inspector.get_unique_constraints(table)},
        "foreign": {(tuple(f["constrained_columns"]), f["referred_table"]) for f in inspector.get_foreign_keys(table)},
        "checks": {c["sqltext"].strip("()") for c in inspector.get_check_constraints(table)},
        "indexes": {(i["name"], tuple(i["column_names"])) for i in inspector.get_indexes(table)},
        "nullable": {c["name"]: c["nullable"] for c in inspector.get_columns(table)},
    }


def test_the_newest_revision_equals_the_tables(blank: Path) -> None:
    assert differences(blank) == []


def test_a_planted_column_is_seen_as_a_difference(blank: Path, tmp_path: Path) -> None:
    path = tmp_path / "planted.db"
    path.write_bytes(blank.read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("alter table judge add column shoe_size integer")
    assert "shoe_size" in str(differences(path))


def test_keys_checks_and_indexes_are_those_of_the_tables(blank: Path, tmp_path: Path) -> None:
    made = sa.create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(made)
    migrated = sa.inspect(sa.create_engine(f"sqlite:///{blank}"))
    for table in metadata.tables:
        assert constraints(migrated, table) == constraints(sa.inspect(made), table), table


def test_going_down_and_up_again_works_with_rows_inside(days: Callable[..., Day]) -> None:
    day = days()
    day.open()
    day.publish("A1")
    day.reveal("A1")
    day.writer.close()
    command.downgrade(config(day.url), "base")
    left = {name for (name,) in day.rows("select name from sqlite_master where type in ('table', 'trigger')")}
    assert left == {"alembic_version"}
    command.upgrade(config(day.url), "head")
    assert differences(day.path) == []


def test_migrating_again_leaves_the_rows_alone(days: Callable[..., Day]) -> None:
    day = days()
    before = day.rows("select * from ledger")
    command.upgrade(config(day.url), "head")
    assert day.rows("select * from ledger") == before != []


PLANTED = (
    "insert into certificate values ('1', 1, 1, 'award', 'A1', '', '{}', '', 'valid', null, 0, '', null, '', '')",
    "insert into certificate_print values (1, '1', 0, '', 0, 'secretariat-1')",
    "insert into appeal values (1, 'A1', '单位', '2020-08-20', 'open', 0, 'secretariat-1')",
    "insert into appeal_step values (1, 1, 'asked', '', '', null, null, 0, 'secretariat-1')",
    "insert into set_up_version select 1, '{}', '', '', null, 0, '' where not exists (select 1 from set_up_version)",
    "insert into signed_head select 1, '', 'opened', '', '' where not exists (select 1 from signed_head)",
    "insert into aside_answer select 1, id, 'left', '', '查过', 0, 'secretariat-1' from ballot_aside limit 1",
    "insert into scan values ('s', 'A1', 'JA1', 'a.jpg', 'image/jpeg', 1, '', 'secretariat-1', 0)",
)


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_refuses_to_change_what_is_append_only(day: Day, table: str, verb: str) -> None:
    day.open()
    day.publish("A1")
    day.submit("A1", "JA1", 77)
    for planted in PLANTED:
        with sqlite3.connect(day.path) as connection:
            connection.execute(planted)
    assert day.rows(f"select count(*) from {table}")[0][0] > 0
    key = {"ledger": "seq", "signed_head": "seq", "score": "version", "set_up_version": "version"}.get(table, "id")
    change = f"update {table} set {key} = {key}" if verb == "update" else f"delete from {table}"
    with sqlite3.connect(day.path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change)


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
@pytest.mark.parametrize("by", ["key", "rowid"])
def test_no_row_takes_the_place_of_one_that_is_append_only(day: Day, table: str, by: str) -> None:
    """INSERT OR REPLACE drops the old row without a word to the triggers of DELETE."""
    day.open()
    day.publish("A1")
    day.submit("A1", "JA1", 77)
    for planted in PLANTED:
        with sqlite3.connect(day.path) as connection:
            connection.execute(planted)
    before = day.rows(f"select rowid, * from {table} order by rowid")
    names = [name for _, name, *_ in day.rows(f"pragma table_info({table})")]
    into, of = ("", "*") if by == "key" else (f"(rowid, {', '.join(names)})", "rowid, *")
    with sqlite3.connect(day.path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(f"insert or replace into {table} {into} select {of} from {table} limit 1")
    assert day.rows(f"select rowid, * from {table} order by rowid") == before != []


def test_no_other_id_takes_the_place_of_a_ballots_version(day: Day) -> None:
    day.open()
    day.present("A1")
    day.submit("A1", "JA1", 77)
    before = day.rows("select * from ballot")
    names = [name for _, name, *_ in day.rows("pragma table_info(ballot)")]
    other = ", ".join({"id": "'f'", "marks": "'[0, 0]'"}.get(name, name) for name in names)
    for rowid in ("", "rowid, "):
        into = f"({rowid}{', '.join(names)})"
        with sqlite3.connect(day.path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(f"insert or replace into ballot {into} select {rowid}{other} from ballot")
    assert day.rows("select * from ballot") == before
