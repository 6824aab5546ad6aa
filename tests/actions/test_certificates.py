"""The register: numbers are given once, from complete pools only, and every print and change is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from scoring.actions import publishing, running
from scoring.actions.certificates import (
    issue_certificates,
    mend_certificate,
    record_prints,
    void_certificate,
)
from scoring.actions.setting_up import apply_set_up
from scoring.errors import Invalid, NotKnown, Refusal, RuleBroken
from scoring.rules.contest import AwardTier, Contest
from scoring.store.reading.certificates import (
    certificate_rows,
    drift,
    frozen_text,
    ground_of,
    in_ceremony_order,
    matched,
)
from scoring.store.reading.contest import load_contest
from tests.office import MARKS, Day, small_contest

Days = Callable[..., Day]
TIERS = (AwardTier("一等奖", Fraction(25)), AwardTier("二等奖", Fraction(50)))


def contest(**changes: Any) -> Contest:
    """Four entries in hall A: one first prize, two second prizes, one without."""
    given = {"certificate_date": "2026-12-18", "certificate_number": "证{年份}-{序号:03}", "awards": TIERS, **changes}
    return replace(small_contest(), **given)


def play(day: Day, *entries: str) -> None:
    """Publish entries, the earlier the better."""
    for entry in entries:
        worse = int(entry[1:]) - 1
        day.publish(entry, {judge: total - worse for judge, total in MARKS.items()})


@pytest.fixture
def over(days: Days) -> Day:
    """Hall A is over: A1 has the first prize, A2 and A3 the second, A4 none; hall B has not begun."""
    day = days(contest())
    day.open()
    play(day, "A1", "A2", "A3", "A4")
    return day


def issue(day: Day, kind: str = "award", owner: str | None = None) -> list[str]:
    given: list[str] = day.do(issue_certificates, kind=kind, owner=owner)
    return given


def rows(day: Day) -> dict[str, Any]:
    return {row.number: row for row in day.read(certificate_rows)}


def change(day: Day, **changes: Any) -> None:
    """Change the set-up; `A1={"title": …}` changes an entry."""
    now = day.read(load_contest)
    entries = tuple(replace(e, **changes.pop(e.id, {})) for e in now.entries)
    day.do(apply_set_up, contest=replace(now, entries=entries, **changes))


def differing(day: Day, number: str) -> list[tuple[str, str, str]]:
    ground, register = day.read(ground_of), day.read(certificate_rows)
    row = next(row for row in register if row.number == number)
    claim = matched(ground, register, row.kind).answered.get(number)
    return [(d.field, d.printed, d.now) for d in drift(ground, row, claim)]


def refused(day: Day, action: Callable[..., Any], **values: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        day.do(action, **values)
    return refusal.value.code


def test_numbers_go_down_the_tiers_and_ranks_of_the_complete_pools(over: Day) -> None:
    assert issue(over) == ["证2026-001", "证2026-002", "证2026-003"]
    register = rows(over)
    assert [register[number].entry for number in register] == ["A1", "A2", "A3"]
    text = frozen_text(register["证2026-001"])
    assert (text.award, text.title, text.date, text.members) == ("一等奖", "课题A1", "2026-12-18", ("甲", "乙"))


def test_a_provisional_pool_gives_no_number(days: Days) -> None:
    day = days(contest())
    day.open()
    play(day, "A1", "A2", "A3")
    assert [issue(day, kind) for kind in ("award", "member", "participation")] == [[], [], []]
    assert day.ledger("CertificateIssued") == []


def test_an_entry_without_a_score_keeps_its_pool_from_numbers(days: Days) -> None:
    day = days(contest())
    day.open()
    play(day, "A1", "A2", "A3")
    day.present("A4")
    day.submit("A4", "JA1", 70)
    for judge in ("JA2", "JA3", "JA4", "JX"):
        day.miss("A4", judge)
    day.do(running.close_entry, entry="A4")
    day.do(publishing.publish_entry, entry="A4")
    assert issue(day) == []


def test_asking_again_gives_nothing_new(over: Day) -> None:
    issue(over)
    assert issue(over) == []
    assert len(rows(over)) == 3


def test_each_kind_has_its_people_and_one_running_number_for_all(over: Day) -> None:
    assert issue(over) == ["证2026-001", "证2026-002", "证2026-003"]
    assert [rows(over)[n].entry for n in issue(over, "participation")] == ["A4"]
    members = [rows(over)[n] for n in issue(over, "member")]
    assert [(row.entry, row.person) for row in members] == [(e, p) for e in ("A1", "A2", "A3") for p in "甲乙"]
    judges = [rows(over)[n] for n in issue(over, "judge")]
    assert [row.person for row in judges] == [judge.id for judge in contest().judges]
    assert frozen_text(judges[0]).person == "评委JA1"
    assert [row.series for row in over.read(certificate_rows)] == list(range(1, 20))


def test_a_second_pool_that_completes_later_goes_on_counting(over: Day) -> None:
    issue(over)
    over.open("B")
    for entry in ("B1", "B2"):
        over.publish(entry, {"JX": 70, "JB1": 71, "JB2": 72, "JB3": 73})  # one rank, one tier
    assert [(rows(over)[number].series, rows(over)[number].entry) for number in issue(over)] == [(4, "B1"), (5, "B2")]


@pytest.mark.parametrize(
    ("lacking", "code"),
    [({"certificate_date": None}, "certificate_date_missing"), ({"organiser": ""}, "certificate_organiser_missing")],
)
def test_what_the_workbook_does_not_say_is_not_made_up(days: Days, lacking: dict[str, Any], code: str) -> None:
    day = days(contest(**lacking))
    day.open()
    play(day, "A1", "A2", "A3", "A4")
    assert refused(day, issue_certificates, kind="award") == code
    assert rows(day) == {}


def test_a_format_without_a_running_number_still_gives_each_its_own(days: Days) -> None:
    day = days(contest(certificate_number="证{年份}"))
    day.open()
    play(day, "A1", "A2", "A3", "A4")
    assert issue(day) == ["证2026-001", "证2026-002", "证2026-003"]


def test_a_number_that_a_replacement_took_is_passed_over(over: Day) -> None:
    change(over, certificate_number="证-{序号}")
    assert issue(over)[0] == "证-1"
    change(over, A1={"title": "新课题"}, certificate_number="证-1-{序号}")
    assert over.do(mend_certificate, number="证-1", reason="课题") == "证-1-2"
    numbers = issue(over, "participation") + issue(over, "judge")
    assert len({*numbers, *rows(over)}) == len(rows(over)) == 14


def test_the_snapshot_stays_as_it_was_printed(over: Day) -> None:
    issue(over)
    change(over, A1={"title": "新课题"}, certificate_date="2027-01-01")
    assert frozen_text(rows(over)["证2026-001"]).title == "课题A1"
    assert differing(over, "证2026-001") == [("date", "2026-12-18", "2027-01-01"), ("title", "课题A1", "新课题")]


def test_a_print_is_counted_the_first_without_a_reason(over: Day) -> None:
    issue(over)
    assert over.do(record_prints, numbers=["证2026-001"], reason="补发") == [0]
    assert over.do(record_prints, numbers=["证2026-001", "证2026-002"], reason="遗失") == [1, 0]
    assert over.do(record_prints, numbers=["证2026-001"], reason="破损") == [2]
    kept = [(f["number"], f["again"], f["reason"]) for f in over.ledger("CertificatePrinted")]
    first, second = "证2026-001", "证2026-002"
    assert kept == [(first, 0, ""), (first, 1, "遗失"), (second, 0, ""), (first, 2, "破损")]


def test_one_refused_number_leaves_the_prints_of_all_unrecorded(over: Day) -> None:
    issue(over)
    over.do(void_certificate, number="证2026-002", reason="作废")
    assert refused(over, record_prints, numbers=["证2026-001", "证2026-002"], reason="") == "certificate_void"
    assert over.ledger("CertificatePrinted") == []


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
