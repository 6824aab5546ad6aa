"""Certificates voided and mended: what differs is seen, the old number ends, a new one says the truth."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring.actions.certificates import mend_certificate, record_prints, void_certificate
from scoring.actions.setting_up import apply_set_up
from scoring.errors import Invalid, NotKnown, RuleBroken
from scoring.store.reading.certificates import certificate_rows, frozen_text, ground_of, in_ceremony_order
from scoring.store.reading.contest import load_contest
from tests.actions.register_day import Days, change, differing, hall_a_over, issue, refused, rows
from tests.office import Day


@pytest.fixture
def over(days: Days) -> Day:
    """Hall A is over."""
    return hall_a_over(days)


def test_a_voided_certificate_says_who_when_and_why(over: Day) -> None:
    issue(over)
    over.clock += 5
    over.do(void_certificate, number="证2026-001", reason="弃奖")
    row = rows(over)["证2026-001"]
    assert (row.state, row.ended_at, row.ended_by, row.ended_why) == ("void", over.clock, "secretariat-1", "弃奖")
    assert refused(over, void_certificate, number="证2026-001", reason="再次") == "certificate_void"
    assert refused(over, mend_certificate, number="证2026-001", reason="再次") == "certificate_void"


def test_who_lost_a_certificate_gets_a_new_number_only_when_asked_for_by_name(over: Day) -> None:
    issue(over)
    over.do(void_certificate, number="证2026-001", reason="污损")
    assert issue(over) == []
    assert issue(over, owner="A2") == []
    assert issue(over, owner="A1") == ["证2026-004"]
    assert rows(over)["证2026-004"].version == 1


def test_mending_gives_a_new_number_and_a_fresh_text(over: Day) -> None:
    issue(over)
    change(over, A1={"title": "新课题"})
    assert over.do(mend_certificate, number="证2026-001", reason="课题有误") == "证2026-001-2"
    old, new = rows(over)["证2026-001"], rows(over)["证2026-001-2"]
    assert (old.state, old.ended_why, new.state, new.version) == ("replaced", "课题有误", "valid", 2)
    assert (new.replaces, new.series, frozen_text(new).title) == ("证2026-001", 1, "新课题")
    assert differing(over, "证2026-001-2") == []
    change(over, A1={"title": "更新的课题"})
    assert over.do(mend_certificate, number="证2026-001-2", reason="又改") == "证2026-001-3"
    assert refused(over, mend_certificate, number="证2026-001-2", reason="再改") == "certificate_replaced"
    assert refused(over, record_prints, numbers=["证2026-001"], reason="") == "certificate_replaced"


def test_a_corrected_name_mends_the_members_certificate(over: Day) -> None:
    issue(over, "member")
    change(over, A1={"members": ("甲", "乙二")})
    assert issue(over, "member") == []
    assert differing(over, "证2026-002") == [("person", "乙", "乙二")]
    over.do(mend_certificate, number="证2026-002", reason="姓名")
    assert rows(over)["证2026-002-2"].person == "乙二"


def test_what_says_the_truth_is_not_mended(over: Day) -> None:
    issue(over)
    assert refused(over, mend_certificate, number="证2026-001", reason="随便") == "certificate_up_to_date"


@pytest.mark.parametrize("action", [void_certificate, mend_certificate])
@pytest.mark.parametrize("reason", ["", "  "])
def test_an_end_needs_its_reason(over: Day, action: Callable[..., Any], reason: str) -> None:
    issue(over)
    with pytest.raises(Invalid, match="reason_missing"):
        over.do(action, number="证2026-001", reason=reason)


@pytest.mark.parametrize("action", [void_certificate, mend_certificate])
def test_an_unknown_number_is_refused(over: Day, action: Callable[..., Any]) -> None:
    with pytest.raises(NotKnown, match="no_certificate"):
        over.do(action, number="证2026-999", reason="试")


def test_a_corrected_result_shows_and_can_be_mended(over: Day) -> None:
    issue(over)
    plant_end(over, "A1")
    assert differing(over, "证2026-001")[0] == ("award", "一等奖", "")
    assert refused(over, mend_certificate, number="证2026-001", reason="成绩") == "certificate_not_due"
    assert [field for field, _printed, _now in differing(over, "证2026-002")] == ["award", "result"]
    over.do(mend_certificate, number="证2026-002", reason="递补")
    assert frozen_text(rows(over)["证2026-002-2"]).award == "一等奖"


def plant_end(day: Day, entry: str) -> None:
    """Disqualified behind the actions' backs."""
    with sqlite3.connect(day.path) as connection:
        connection.execute("update entry set phase='disqualified' where id=?", (entry,))


def test_a_new_version_of_the_score_shows_though_the_words_stay(over: Day) -> None:
    issue(over)
    with sqlite3.connect(over.path) as connection:
        connection.execute("insert into score select entry, 2, body, inputs, fixed_at from score where entry='A1'")
    assert [field for field, _printed, _now in differing(over, "证2026-001")] == ["result"]


def test_while_a_pool_is_open_again_nothing_is_said_of_awards(over: Day) -> None:
    issue(over)
    with sqlite3.connect(over.path) as connection:
        connection.execute("update entry set phase='scoring' where id='A4'")
    assert differing(over, "证2026-001") == []
    change(over, A1={"title": "新课题"})
    assert refused(over, mend_certificate, number="证2026-001", reason="课题") == "certificate_not_due"


def test_the_ceremony_hands_the_lowest_prize_over_first_and_the_best_last(over: Day) -> None:
    issue(over)
    ordered = over.read(lambda c: in_ceremony_order(ground_of(c), certificate_rows(c)))
    assert [row.entry for row in ordered] == ["A3", "A2", "A1"]


def test_the_facts_hold_hashes_and_numbers_but_no_names(over: Day) -> None:
    issue(over, "member")
    issue(over, "judge")
    bodies = over.rows("select body from ledger where body like '%Certificate%'")
    assert len(bodies) == 15
    assert not any(name in body for (body,) in bodies for name in ("甲", "乙", "评委JA1", "课题", "小组A1"))


def test_who_holds_a_number_is_not_removed_from_the_set_up(over: Day) -> None:
    issue(over, "judge")
    now = over.read(load_contest)
    staying = tuple(judge for judge in now.judges if judge.id != "JR")
    assert refused(over, apply_set_up, contest=replace(now, judges=staying)) == "judge_has_certificate"
    with sqlite3.connect(over.path) as connection:
        connection.execute("update certificate set kind='award', entry='B1', person='' where person='JR'")
    staying_entries = tuple(entry for entry in now.entries if entry.id != "B1")
    with pytest.raises(RuleBroken, match="entry_has_certificate"):
        over.do(apply_set_up, contest=replace(now, entries=staying_entries))
