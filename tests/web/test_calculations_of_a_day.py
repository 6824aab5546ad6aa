"""得分计算单 of a day with everything that can happen: who gets one, and what may stand on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from papers.calculation_values import Calculations, CalculationSheet
from papers.calculations import print_calculations, steps_of
from scoring.actions import publishing, running, seats
from scoring.errors import NotKnown, RuleBroken
from scoring.rules.codec import decode, encode
from tests.actions.paper_ballots import ANNA, BO, type_in
from tests.office import Day
from tests.papers.pencil import Tray, all_figures, check, figures
from web.paperwork.calculations import calculations
from web.paperwork.wanted import Wanted


def sheet(day: Day, entry: str) -> CalculationSheet:
    """The sheet as the press gets it."""
    found = decode(Calculations, json.loads(json.dumps(encode(day.read(calculations, Wanted(entry=entry))))))
    return found.sheets[0]


def told(day: Day, entry: str) -> str:
    """All sentences of an entry's sheet."""
    return "\n".join(str(step) for step in steps_of(sheet(day, entry)))


def test_an_entry_that_is_not_closed_is_refused_and_left_out_of_a_batch(day: Day) -> None:
    day.open()
    with pytest.raises(RuleBroken, match="no_calculations"):
        day.read(calculations, Wanted())
    day.publish("A1")
    day.present("A2")
    day.vote("A2")
    with pytest.raises(RuleBroken, match="calculation_not_closed"):
        day.read(calculations, Wanted(entry="A2"))
    assert [found.entry for found in day.read(calculations, Wanted()).sheets] == ["A1"]
    with pytest.raises(NotKnown, match="no_entry"):
        day.read(calculations, Wanted(entry="Z9"))


def test_a_closed_entry_has_its_score_but_no_rank_before_it_is_fixed(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    assert check(figures(sheet(day, "A1"))["公布得分"].line)
    assert "还没有定分" in told(day, "A1")
    assert sheet(day, "A1").place is None


def test_while_the_pool_is_open_the_rank_is_provisional_without_award_and_candidate(day: Day) -> None:
    day.open()
    day.publish("A1")
    found = sheet(day, "A1")
    assert found.place is not None
    assert (found.place.rank, found.place.award, found.place.selection) == (1, None, None)
    assert "暂定：A2、A3、A4还没有定分或有效评分不足" in told(day, "A1")
    assert "一等奖" not in told(day, "A1")
    assert "候选名额" not in told(day, "A1")


def played(day: Day) -> None:
    day.open()
    for number in range(1, 5):
        day.publish(f"A{number}", {"JA1": 80, "JA2": 82, "JA3": 84, "JA4": 86, "JX": 88} if number < 4 else
                    {"JA1": 70, "JA2": 70, "JA3": 70, "JA4": 70, "JX": 70})  # fmt: skip


def test_a_whole_pool_has_award_and_candidate_with_the_reason(day: Day) -> None:
    played(day)
    assert "4 × 50% = 2" in told(day, "A1")
    assert "获一等奖" in told(day, "A1")
    assert "本组没有" not in told(day, "A1")


def test_a_rival_is_named_only_once_its_score_was_revealed(day: Day) -> None:
    played(day)
    day.reveal("A1")
    assert "尚未亮分的成果" in told(day, "A1")
    assert "小组A2" not in told(day, "A1")
    day.reveal("A2")
    assert "A2 小组A2" in told(day, "A1")


def test_a_sheet_that_was_not_revealed_says_on_every_page_that_it_is_not_to_be_passed_on(day: Day) -> None:
    played(day)

    def pages() -> list[str]:
        tray = Tray()
        print_calculations(day.read(calculations, Wanted(entry="A1")), tray)
        return [page.extract_text() for page in PdfReader(BytesIO(tray.files["calculation-A1.pdf"])).pages]

    assert all("亮分以前请勿外传" in page for page in pages())
    day.reveal("A1")
    assert all("组内还有" in page and "请勿外传" in page for page in pages())
    for other in ("A2", "A3", "A4"):
        day.reveal(other)
    assert not any("请勿外传" in page for page in pages())


def test_names_stand_there_only_where_the_card_publishes_them(days: Callable[..., Day]) -> None:
    for shown, named, seated in (("name", True, True), ("seat", False, True), ("hidden", False, False)):
        day = days(show_judges=shown)
        day.open()
        day.publish("A1")
        assert ("评委JA1" in told(day, "A1")) is named
        assert ("1 号席" in told(day, "A1")) is seated
        assert ("评委JA1" in str(encode(sheet(day, "A1")))) is named


def test_where_marks_are_not_public_the_ballots_stand_by_their_totals(days: Callable[..., Day]) -> None:
    day = days(show_judges="hidden")
    day.open()
    day.publish("A1", {"JA1": 80, "JA2": 88, "JA3": 84, "JA4": 82, "JX": 86})
    (line,) = [f.line for f in all_figures(sheet(day, "A1")) if f.label == "平均"]
    assert line.startswith("(86.0 + 84.0 + 82.0) ÷ 3 = 252.0 ÷ 3")


def test_what_was_returned_came_late_or_in_conflict_is_told_and_not_counted(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1")
    day.do(seats.return_ballot, entry="A1", judge="JA2", reason="合计写错")
    day.submit("A1", "JA2", 83, base=1)
    day.submit("A1", "JA3", 99)
    day.do(running.close_entry, entry="A1")
    day.submit("A1", "JX", 97, base=1)
    words = told(day, "A1")
    assert "2 号席交过 2 版：第 1 版 09-13 20:36:40 交，各项" in words
    assert "总分 82.0，退回重评，理由：合计写错；第 2 版" in words
    assert "总分 83.0；以最后一版为准" in words
    assert "另有3 号席的一份评分" in words
    assert "与同一席已有的评分冲突" in words
    assert "截止以后才到" in words
    assert "99.0" not in figures(sheet(day, "A1"))["平均"].line


def test_recused_after_submitting_is_told_with_what_was_given_and_missing_with_its_reason(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1", {"JA1": 80, "JA2": 82, "JA3": 84, "JA4": 86})
    day.do(seats.recuse, entry="A1", judge="JA4", reason="同一单位")
    day.miss("A1", "JX")
    day.do(running.close_entry, entry="A1")
    words = told(day, "A1")
    assert "4 号席回避（同一单位）：不是 0 分，不参加计算。此前交过评分（第 1 版" in words
    assert "5 号席缺席（离席）" in words
    assert "有效评分 3 份，回避 1 席，缺席 1 席" in words
    assert "有效评分 3 份，不到 5 份" in words


def test_a_ballot_on_paper_is_marked_so_in_the_table_and_explained(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1", {"JA1": 80, "JA2": 82, "JA4": 86, "JX": 88})
    type_in(day, ANNA)
    type_in(day, BO)
    day.do(running.close_entry, entry="A1")
    words = told(day, "A1")
    assert "80.5（纸）" in words
    assert "标“（纸）”的评分写在纸质评分表上" in words
    assert words.count("（纸）'") == 1


def test_too_few_ballots_and_a_withdrawal_say_what_is_lacking(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1", {"JA1": 80, "JA2": 82})
    for judge in ("JA3", "JA4", "JX"):
        day.miss("A1", judge)
    day.do(running.close_entry, entry="A1")
    assert "有效评分 2 份，少于规则卡要求的 3 份" in told(day, "A1")
    day.do(publishing.publish_entry, entry="A1")
    assert "少于规则卡要求" in told(day, "A1")
    day.present("A2")
    day.vote("A2")
    day.do(running.withdraw, entry="A2", reason="撤回成果")
    assert "退赛（撤回成果）：已收到的评分如上，保存在案" in told(day, "A2")
    assert "最终得分" not in told(day, "A2")
    day.do(running.withdraw, entry="A3", reason="不来了")
    assert "没有上场" in told(day, "A3")
    assert "退赛（不来了）：不计算得分" in told(day, "A3")
