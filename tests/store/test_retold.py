"""The ledger alone retells what the database holds, whatever was done; an edit behind its back is found."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.actions import appeals, certificates, people, running, seats
from scoring.actions.changing import ask, preview
from scoring.rules import change as kinds
from scoring.store.database import open_engine
from scoring.store.reading.retold import retold_differences
from scoring.store.rehearsal import copied_contest
from tests.office import MARKS, Day, copied, small_contest, template
from tests.store.random_walk import Walk, made

BEGINNINGS, DAYS_OF_EACH, ACTS = 10, 10, 7
CLOSED_WITHIN = 30.0  # s
MUST_HAPPEN = (
    *("call", "submit_ballot", "publish_entry", "reveal", "unreveal", "withdraw", "declare_missing", "postpone"),
    *("ask", "confirm", "refuse_change", "take_back_change", "set-up", "overtime", "reopen", "disqualify", "reinstate"),
    *("resolve-incomplete", "decline", "lift-ruling", "decide-tie", "finalise", "lift-final", "register_appeal"),
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("blank"))


def test_any_day_with_any_corrections_is_retold_by_the_ledger(blank: Path) -> None:
    done: Counter[str] = Counter()
    for seed in range(BEGINNINGS):
        with copied_contest(open_engine(f"sqlite:///{blank}", writes=False)) as connection:
            walk = Walk(connection, seed)
            walk.begin()
            for day in range(DAYS_OF_EACH):
                savepoint = connection.begin_nested()
                walk.go(ACTS)
                assert retold_differences(connection) == [], (seed, day)
                savepoint.rollback()
            done.update(walk.done)
    assert [name for name in MUST_HAPPEN if not done[name]] == []


@pytest.fixture(scope="module")
def whole_day(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with something in every table that is retold, and nobody at it."""
    path = copied(blank, tmp_path_factory.mktemp("whole"))
    day = Day(path, replace(small_contest(still_tied="chief"), certificate_date="2020-12"))
    day.open("A", "B")
    for place, name in enumerate(("A1", "A2", "A3", "A4")):
        day.publish(name, {judge: total - 5 * place for judge, total in MARKS.items()})
    day.reveal("A1")
    day.present("B1")
    day.submit("B1", "JB1", 80)
    day.submit("B1", "JB2", 85)
    day.submit("B1", "JB2", 86, 0)
    day.do(seats.recuse, entry="B1", judge="JX", reason="亲属")
    day.do(running.withdraw, entry="B2", reason="弃权")
    for change in (kinds.Declining("A1"), kinds.Finalising("问题解决型@A")):
        day.do(made, change=change)
    day.do(certificates.issue_certificates, kind="award")
    opening = people.Opening("judge", "JX", 1, "t" * 64, "平板")
    day.do(people.enter, opening=opening)
    _ask_and_appeal(day)
    day.writer.close()
    give_up = time.monotonic() + CLOSED_WITHIN
    while path.with_name(f"{path.name}-wal").exists():
        assert time.monotonic() < give_up, "the writer never closed"
        time.sleep(0.01)
    return path


def _ask_and_appeal(day: Day) -> None:
    wanted = kinds.OvertimeChange("A2", 90)
    found = day.do(preview, change=wanted, reason="查")
    day.do(ask, change=wanted, reason="查", expected=found.moves.fingerprint())
    day.do(
        appeals.register_appeal, entry="A2", asker="单位", question="为何？", asked_on="2020-08-20",
        today=date(2020, 8, 21),
    )  # fmt: skip


EDITS = (
    ("update entry set phase='withdrawn' where id='A2'", "phase"),
    ("update entry set overtime=99 where id='A3'", "overtime"),
    ("update entry set presenting_until=presenting_until+1 where id='A1'", "presenting_until"),
    ("update entry set reveal_step=1 where id='A2'", "reveal"),
    ("update panel_place set state='submitted' where entry='B1' and judge='JX'", "state"),
    ("update panel_place set role='chief' where entry='A1' and judge='JA3'", "role"),
    ("update panel_place set returned_version=1 where entry='A1' and judge='JA3'", "returned"),
    ("delete from panel_place where entry='A1' and judge='JA3'", "places"),
    ("update ballot set marks='[6000, 4000]' where entry='A2' and judge='JA1'", "marks"),
    ("delete from ballot where entry='A2' and judge='JA1'", "ballots"),
    ("update ballot set version=9 where entry='A2' and judge='JA1'", "version"),
    ("update ballot_aside set why='late'", "asides"),
    ("update score set inputs=replace(inputs,'a','b') where entry='A2'", "scores"),
    ("""update score set body='{"final":"99","state":"ranked","valid":5,"used":3}' where entry='A2'""", "scores"),
    ("update ruling set ended_at=1, ended_why='算了'", "ended"),
    ("update ruling set reason='另有原因'", "reason"),
    ("delete from ruling", "rulings"),
    ("update final set ended_at=1", "ended"),
    ("update final set result=replace(result,'a','b')", "finals"),
    ("update final set ledger_seq=1", "finals"),
    ("update certificate set state='void'", "state"),
    ("update certificate set snapshot=replace(snapshot,'小组','大组')", "what"),
    ("delete from certificate", "certificates"),
    ("update appeal set state='withdrawn'", "state"),
    ("update appeal_step set text='无'", "steps"),
    ("update change set state='done'", "state"),
    ("update change set body=replace(body,'90','10')", "what"),
    ("update set_up_version set hash=replace(hash,'a','b')", "set_ups"),
    ("update contest set set_up=replace(set_up,'小赛','大赛')", "hash"),
    ("update contest set fingerprint=replace(fingerprint,'a','b')", "card"),
    ("update contest set frozen_at=null", "fixed"),
    ("update session set state='closed' where id='A'", "state"),
    ("update session set current_entry='A1' where id='B'", "on_stage"),
    ("delete from revealed where entry='A1' and step=4", "steps"),
    ("update staff set role='auditor' where id='scorer-1'", "staff"),
    ("update card set generation=7 where owner='JA1'", "cards"),
    ("update login set ended_at=1", "logins"),
)


@pytest.mark.parametrize(("edit", "named"), EDITS, ids=[edit for edit, _ in EDITS])
def test_an_edit_behind_the_application_is_found(whole_day: Path, tmp_path: Path, edit: str, named: str) -> None:
    found = differences_after(whole_day, tmp_path, edit)
    assert any(named in one.what.split() for one in found), found


def test_an_unedited_day_shows_no_difference(whole_day: Path, tmp_path: Path) -> None:
    assert differences_after(whole_day, tmp_path, "select 1") == []


def differences_after(path: Path, folder: Path, edit: str) -> list[Any]:
    """What is found in a copy after plain SQL, its triggers dropped."""
    here = copied(path, folder)
    with sqlite3.connect(here) as connection:
        for (name,) in connection.execute("select name from sqlite_master where type='trigger'").fetchall():
            connection.execute(f"drop trigger {name}")
        changed = connection.execute(edit)
        assert changed.rowcount != 0
    with open_engine(f"sqlite:///{here}", writes=False).connect() as reader:
        return retold_differences(reader)
