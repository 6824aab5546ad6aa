"""Nobody is forgotten too early, by mistake or behind the ledger's back."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scoring.actions.appeals import register_appeal
from scoring.actions.people import add_staff
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from scoring.rules.ledger import content_hash
from scoring.store.reading.contest import load_contest
from tests.web.played import DESK
from tests.web.to_forget import (
    ENTRY,
    JUDGE,
    STAFF,
    WHY,
    bytes_with,
    count,
    edit,
    forgotten,
    opened,
    played_with_people,
    type_in,
    verify,
)
from web.config import read_settings
from web.office import hold_lock


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A DATA_DIR whose contest is over, and who of the staff left."""
    return played_with_people(tmp_path_factory.mktemp("forgetting") / "data")


@pytest.fixture
def folder(played: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(played[0], tmp_path / "data"))


@pytest.mark.parametrize("who", ["judge:JZ9", f"member:{ENTRY}:别人", "guest:1", "judge"])
def test_nobody_is_told_as_nobody(folder: Path, who: str) -> None:
    done = type_in(folder, "person", "forget", who, *WHY)
    assert done.exit_code == 1 and "没有这个人" in done.output


@pytest.mark.parametrize(
    ("words", "told"), [(("--apply",), "理由"), (("--apply", "--reason", f"{JUDGE}来信"), "换一种写法")]
)
def test_it_needs_a_reason_without_the_name(folder: Path, words: tuple[str, ...], told: str) -> None:
    done = type_in(folder, "person", "forget", "judge:JA1", *words)
    assert done.exit_code == 1 and told in done.output
    assert bytes_with(folder, JUDGE) and count(folder, "PersonForgotten") == 0


def test_nothing_is_forgotten_while_it_is_needed(folder: Path, played: tuple[Path, str], tmp_path: Path) -> None:
    office = opened(folder)
    working = office.do(add_staff, SYSTEM, name=STAFF, role="host")
    letter = {"asker": "单位", "question": "请复核", "asked_on": "2020-08-20", "today": date(2020, 8, 21)}
    office.do(register_appeal, DESK, entry=ENTRY, **letter)
    office.writer.close()
    for who in ("judge:JA1", f"staff:{working}"):
        assert "申诉" in type_in(folder, "person", "forget", who, *WHY).output
    edit(folder, "update appeal set state = 'answered'")
    assert "先移除账号" in type_in(folder, "person", "forget", f"staff:{working}", *WHY).output
    edit(folder, "update session set state = 'open' where id = 'A'")
    assert "没有结束" in type_in(folder, "person", "forget", "judge:JA1", *WHY).output
    assert count(folder, "PersonForgotten") == 0 and bytes_with(folder, JUDGE)


def test_a_hash_of_an_older_program_keeps_its_name(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "contest.db")) as database:
        body = database.execute("select body from set_up_version where version = 2").fetchone()[0]
    edit(folder, f"update set_up_version set hash = '{hashlib.sha256(body.encode()).hexdigest()}' where version = 2")
    done = type_in(folder, "person", "forget", "judge:JA1", *WHY)
    assert done.exit_code == 1 and "set_up_version 2" in done.output
    assert bytes_with(folder, JUDGE)


@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        (("delete from ledger where fact = 'PersonForgotten'",), "没有记载"),
        (("update judge set name = '别人' where id = 'JA1'",), "judge JA1"),
        (("insert into name_salt values ('judge:JA1', '别人', 'aa')",), "judge:JA1"),
        (("delete from name_salt where owner = 'judge:JA2'",), "judge:JA2"),
        (("update name_salt set salt = 'aa' where owner = 'judge:JA2'",), "第 1 版设置"),
    ],
)
def test_what_was_not_told_is_found(folder: Path, statements: tuple[str, ...], finding: str) -> None:
    forgotten(folder, "judge:JA1")
    edit(folder, *statements)
    found = verify(folder)
    assert found.exit_code == 1 and finding in found.output


def test_whoever_takes_a_name_away_behind_the_ledger_is_found(folder: Path) -> None:
    """All that forgetting does to the rows, without its fact."""
    forgotten(folder, "judge:JA1")
    with closing(sqlite3.connect(folder / "contest.db")) as database:
        last = database.execute("select max(seq) from ledger").fetchone()[0]
        assert database.execute("select fact from ledger where seq = ?", (last,)).fetchone() == ("PersonForgotten",)
    edit(folder, f"delete from ledger where seq = {last}")
    found = verify(folder)
    assert found.exit_code == 1 and "judge:JA1" in found.output


def test_a_server_that_runs_is_not_disturbed(folder: Path) -> None:
    with hold_lock(read_settings({"DATA_DIR": str(folder)})):
        done = type_in(folder, "person", "forget", "judge:JA1", *WHY)
    assert done.exit_code == 1 and "正在使用" in done.output and bytes_with(folder, JUDGE)


def test_a_contest_of_an_older_program_goes_on_and_keeps_what_its_hashes_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Played as programs before names stood apart did it, then opened by this one."""
    with monkeypatch.context() as older:
        older.setattr("scoring.actions.set_up_writing.set_up_hash", lambda plain, salts: content_hash(plain))
        older.setattr("scoring.actions.changing.change_hash", lambda body, salts: content_hash(body))
        place, _ = played_with_people(tmp_path / "data")
    edit(place, "update alembic_version set version_num = '0009'")
    with closing(sqlite3.connect(place / "contest.db")) as database:
        for table in ("name_salt", "name_seed"):
            database.execute(f"drop table {table}")
    found = verify(place)
    assert found.exit_code == 0, found.output
    told = type_in(place, "person", "forget", "judge:JA1", *WHY)
    assert told.exit_code == 1 and "set_up_version" in told.output and bytes_with(place, JUDGE)
    office = opened(place)
    renamed = replace(office.read(load_contest), name="改名以后")
    office.do(apply_set_up, DESK, contest=renamed)
    office.writer.close()
    assert verify(place).exit_code == 0
