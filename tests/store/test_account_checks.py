"""Logins against their facts: those of a judge who left the set-up go with the judge; another that is gone is found."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from scoring.actions.people import Opening, enter, show_out
from scoring.actions.setting_up import apply_set_up
from scoring.store.reading.account_checks import wrong_accounts
from tests.office import Day, small_contest


def found(day: Day) -> int:
    return day.read(lambda connection: len(list(wrong_accounts(connection))))


def test_a_login_goes_with_its_judge_and_comes_not_back_with_the_judge(day: Day) -> None:
    whole = small_contest()
    without = replace(whole, judges=tuple(one for one in whole.judges if one.id != "JR"))
    day.do(enter, opening=Opening("judge", "JR", 1, "t" * 64, "tablet"))
    for contest in (without, whole):
        day.clock += 1000
        day.do(apply_set_up, contest=contest)
        assert day.rows("select count(*) from login") == [(0,)]
        assert found(day) == 0


def test_an_ended_login_that_somebody_deleted_is_found(day: Day) -> None:
    day.do(enter, opening=Opening("judge", "JA1", 1, "t" * 64, "tablet"))
    day.do(show_out, kind="judge", owner="JA1", why="left")
    assert found(day) == 0
    with sqlite3.connect(day.path) as database:
        database.execute("delete from login")
    assert found(day) == 1
