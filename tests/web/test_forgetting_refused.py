"""Nobody is forgotten too early, by mistake or behind the ledger's back."""

from __future__ import annotations

import hashlib
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


@pytest.mark.parametrize("who", ["judge:JZ9", f"member:{ENTRY}:别人", "guest:1", "judge"])
def test_nobody_is_told_as_nobody(contest_over: Path, who: str) -> None:
    done = type_in(contest_over, "person", "forget", who, *WHY)
    assert done.exit_code == 1 and "没有这个人" in done.output


@pytest.mark.parametrize(
    ("words", "told"), [(("--apply",), "理由"), (("--apply", "--reason", f"{JUDGE}来信"), "换一种写法")]
)
def test_it_needs_a_reason_without_the_name(contest_over: Path, words: tuple[str, ...], told: str) -> None:
    done = type_in(contest_over, "person", "forget", "judge:JA1", *words)
    assert done.exit_code == 1 and told in done.output
    assert bytes_with(contest_over, JUDGE) and count(contest_over, "PersonForgotten") == 0


def test_nothing_is_forgotten_while_it_is_needed(
    contest_over: Path, over_with_people: tuple[Path, str], tmp_path: Path
) -> None:
    office = opened(contest_over)
    working = office.do(add_staff, SYSTEM, name=STAFF, role="host")
    letter = {"asker": "单位", "question": "请复核", "asked_on": "2020-08-20", "today": date(2020, 8, 21)}
    office.do(register_appeal, DESK, entry=ENTRY, **letter)
    office.writer.close()
    for who in ("judge:JA1", f"staff:{working}"):
        assert "申诉" in type_in(contest_over, "person", "forget", who, *WHY).output
    edit(contest_over, "update appeal set state = 'answered'")
    assert "先移除账号" in type_in(contest_over, "person", "forget", f"staff:{working}", *WHY).output
    edit(contest_over, "update session set state = 'open' where id = 'A'")
    assert "没有结束" in type_in(contest_over, "person", "forget", "judge:JA1", *WHY).output
    assert count(contest_over, "PersonForgotten") == 0 and bytes_with(contest_over, JUDGE)


def test_a_hash_of_an_older_program_keeps_its_name(contest_over: Path) -> None:
    with closing(sqlite3.connect(contest_over / "contest.db")) as database:
        body = database.execute("select body from set_up_version where version = 2").fetchone()[0]
    edit(
        contest_over,
        f"update set_up_version set hash = '{hashlib.sha256(body.encode()).hexdigest()}' where version = 2",
    )
    done = type_in(contest_over, "person", "forget", "judge:JA1", *WHY)
    assert done.exit_code == 1 and "set_up_version 2" in done.output
    assert bytes_with(contest_over, JUDGE)


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
def test_what_was_not_told_is_found(contest_over: Path, statements: tuple[str, ...], finding: str) -> None:
    forgotten(contest_over, "judge:JA1")
    edit(contest_over, *statements)
    found = verify(contest_over)
    assert found.exit_code == 1 and finding in found.output


def test_whoever_takes_a_name_away_behind_the_ledger_is_found(contest_over: Path) -> None:
    """All that forgetting does to the rows, without its fact."""
    forgotten(contest_over, "judge:JA1")
    with closing(sqlite3.connect(contest_over / "contest.db")) as database:
        last = database.execute("select max(seq) from ledger").fetchone()[0]
        assert database.execute("select fact from ledger where seq = ?", (last,)).fetchone() == ("PersonForgotten",)
    edit(contest_over, f"delete from ledger where seq = {last}")
    found = verify(contest_over)
    assert found.exit_code == 1 and "judge:JA1" in found.output


def test_a_server_that_runs_is_not_disturbed(contest_over: Path) -> None:
    with hold_lock(read_settings({"DATA_DIR": str(contest_over)})):
        done = type_in(contest_over, "person", "forget", "judge:JA1", *WHY)
    assert done.exit_code == 1 and "正在使用" in done.output and bytes_with(contest_over, JUDGE)


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
