"""What the parser forgives, what it refuses, and what it only points out."""

import pytest

from scoring.setup.guidance import default_guidance
from scoring.setup.nearly import nearly_equal
from tests.setup.grids import grids, parsed, places, sample, with_cell

TITLE, UNIT, MEMBERS, SESSION, POSITION, DOCUMENT, ADVICE = 3, 5, 8, 9, 10, 12, 13


def test_columns_may_stand_in_any_order_below_a_title_beside_unknown_ones() -> None:
    changed = grids()
    for name, grid in changed.items():
        changed[name] = [["某市成果汇总"], [], *([*reversed(row), "", "备注"] for row in grid)]
    changed["我的笔记"] = [["随便"]]
    assert parsed(changed).contest == sample()


def test_headings_may_hold_blanks_and_notes() -> None:
    changed = grids()
    changed["成果"][0] = [f" {title[0]} {title[1:]}(必填)*" for title in changed["成果"][0]]
    changed[" 成果(定稿)"] = changed.pop("成果")
    assert parsed(changed).contest == sample()


def test_identifiers_and_numbers_may_be_full_width() -> None:
    changed = grids()
    row = changed["成果"][1]
    row[0], row[POSITION - 1], row[DOCUMENT - 1] = "ｓｈ００１", "１", "７４．４４"
    assert parsed(changed).contest == sample()


def test_names_keep_every_character_as_written() -> None:
    for title in ("Ｑ Ｃ小组“试”㼆𫖯", "=cmd|' /C calc'!A0", "<b>粗</b>"):
        found = with_cell("成果", 2, TITLE, title).contest
        assert found is not None
        assert found.entries[0].title == title


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x07", "\ud800", "\u2066", "\n"])
def test_control_and_bidi_characters_in_names_are_refused(hidden: str) -> None:
    found = with_cell("成果", 2, TITLE, f"降低{hidden}延误率")
    assert places(found) == {"成果!C2"}
    assert f"U+{ord(hidden):04X}" in found.problems[0].zh


@pytest.mark.parametrize(
    ("sheet", "row", "column", "content", "cells"),
    [
        ("成果", 2, 1, "SH 001", {"成果!A2"}),
        ("成果", 2, 1, "sh002", {"成果!A2", "成果!A3"}),
        ("成果", 2, UNIT, "位" * 41, {"成果!E2"}),
        ("成果", 2, TITLE, "题" * 61, {"成果!C2"}),
        ("成果", 2, MEMBERS, "张三、" + "李" * 21, {"成果!H2"}),
        ("成果", 2, POSITION, "1.5", {"成果!J2"}),
        ("成果", 2, POSITION, "2", {"成果!J2", "成果!J3"}),
        ("成果", 2, DOCUMENT, "-1", {"成果!L2"}),
        ("成果", 2, ADVICE, "看情况", {"成果!M2"}),
        ("评委", 2, 4, "A、Z", {"评委!D2"}),
        ("评委", 2, 4, "", {"评委!D2"}),
        ("评委", 3, 5, "组长", {"评委!E2", "评委!E3"}),
        ("场次", 2, 4, "25:00", {"场次!D2"}),
        ("场次", 2, 3, "2020-02-30", {"场次!C2"}),
        ("场次", 2, 7, "javascript:alert(1)", {"场次!G2"}),
        ("场次", 2, 1, "B", {"场次!A2", "场次!A3"}),
        ("名额", 2, 1, "创新型", {"名额!A2", "名额!A3"}),
        ("名额", 2, 2, "两个", {"名额!B2"}),
        ("名额", 2, 4, "0", {"名额!D2"}),
        ("名额", 2, 5, "B", {"成果!B2"}),
        ("奖项", 2, 2, "", {"奖项!B2"}),
        ("奖项", 2, 3, "3", {"奖项!C2"}),
        ("奖项", 2, 1, "二等奖", {"奖项!A2", "奖项!A3"}),
        ("评审表", 3, 5, "第二项目", {"评审表!E3", "评审表!E4"}),
        ("评审表", 3, 5, "", {"赛事!B20"}),
        ("评审表", 2, 2, "2", {"评审表!B2", "评审表!B3"}),
        ("评审表", 2, 6, "一", {"评审表!F2"}),
    ],
)
def test_one_mistake_gives_the_problems_of_its_own_cells(
    sheet: str, row: int, column: int, content: str, cells: set[str]
) -> None:
    found = places(with_cell(sheet, row, column, content))
    tie_rule = next(at for at, line in enumerate(grids()["赛事"], 1) if line[0] == "同分规则")
    assert found == {cell.replace("赛事!B20", f"赛事!B{tie_rule}") for cell in cells}


def test_a_missing_sheet_and_a_missing_heading_are_each_one_problem() -> None:
    changed = grids()
    del changed["奖项"]
    changed["成果"][0][TITLE - 1] = "什么"
    assert places(parsed(changed)) == {"奖项!A1", "成果!A1"}


def test_nothing_at_all_is_refused_sheet_by_sheet() -> None:
    assert places(parsed({})) == {f"{sheet}!A1" for sheet in grids()}


def test_a_sheet_with_headings_alone_is_refused() -> None:
    changed = grids()
    changed["成果"] = changed["成果"][:1]
    assert places(parsed(changed)) == {"成果!A1"}


def test_a_judge_may_sit_in_several_sessions_and_be_recused_from_several_units() -> None:
    changed = grids()
    changed["评委"][2][3], changed["评委"][2][6] = "a、B", "样例回避单位A;样例回避单位B"
    found = parsed(changed).contest
    assert found is not None
    assert found.judges[1].sessions == ("A", "B")
    assert found.judges[1].recused_units == ("样例回避单位A", "样例回避单位B")


def test_prizes_may_have_counts_and_pools_may_have_sessions() -> None:
    changed = grids()
    changed["奖项"] = [["奖项", "数量"], ["一等奖", "3"], ["二等奖", "6"]]
    changed["名额"][1][4], changed["名额"][2][4] = "a", "b"
    found = parsed(changed).contest
    assert found is not None
    assert [(tier.share, tier.count) for tier in found.awards] == [(None, 3), (None, 6)]
    assert [quota.session for quota in found.quotas] == ["A", "B"]


def test_entries_without_a_position_follow_in_the_order_of_the_sheet() -> None:
    changed = grids()
    for row in changed["成果"][2:4]:
        row[POSITION - 1] = ""
    found = parsed(changed)
    assert found.contest is not None
    assert [entry.position for entry in found.contest.entries[:4]] == [1, 19, 20, 4]
    assert any(warning.cell == "J3" for warning in found.warnings)


def test_a_rubric_without_guidance_gets_the_usual_sentences_and_its_own_when_it_has_some() -> None:
    changed = grids()
    assert all(3 <= len(c.guidance) <= 4 for rubric in sample().rubrics for c in rubric.criteria)
    changed["评审表"][1][6] = "看选题;看目标"
    found = parsed(changed).contest
    assert found is not None
    assert found.rubrics[0].criteria[0].guidance == ("看选题", "看目标")
    assert default_guidance("别的类型", "选题") == ()


def test_factors_may_make_the_points_sum_to_the_full_score() -> None:
    changed = grids()
    for row in changed["评审表"][1:7]:
        row[3], row[5] = "10", {"15": "1.5", "30": "3", "20": "2", "5": "0.5", "10": "1"}[row[3]]
    found = parsed(changed)
    assert found.problems == []


def test_nearly_equal_units_are_pointed_out() -> None:
    pairs = nearly_equal(
        ["某市第一建筑有限公司", "某市第一 建筑有限公司", "某市第一建筑有限责任公司", "某市第一建集有限公司司"]
    )
    assert ("某市第一建筑有限公司", "某市第一 建筑有限公司") in pairs
    assert ("某市第一建筑有限公司", "某市第一建筑有限责任公司") in pairs


def test_units_that_differ_in_a_number_or_in_their_trade_are_left_alone() -> None:
    assert nearly_equal(["供电局第1分公司", "供电局第2分公司", "某厂一车间", "某厂二车间"]) == []
    assert nearly_equal(["样例物业第1分公司", "样例物流第1分公司", "样例回避单位A", "样例回避单位B"]) == []


def test_warnings_do_not_stand_in_the_way() -> None:
    found = with_cell("评委", 5, 7, "从未听说的单位")
    assert found.contest is not None
    assert any("从未听说的单位" in warning.zh for warning in found.warnings)
    assert with_cell("成果", 2, DOCUMENT, "").contest is not None


def test_a_judge_whose_own_unit_presents_is_pointed_out_unless_recused() -> None:
    changed = grids()
    changed["评委"][1][2] = changed["成果"][1][UNIT - 1]
    assert any(warning.cell == "G2" and "SH001" in warning.zh for warning in parsed(changed).warnings)
    changed["评委"][1][6] = changed["评委"][1][2]
    assert not any(warning.cell == "G2" for warning in parsed(changed).warnings)


@pytest.mark.parametrize(
    "written", ["2020/8/18", "2020年8月18日", "2020.8.18", "2020-08-18 09:00", "2020 年 8 月 18 日(周二)"]
)
def test_a_date_may_be_written_in_the_usual_ways(written: str) -> None:
    assert with_cell("场次", 2, 3, written).contest == sample()


@pytest.mark.parametrize("written", ["9:00", "09:00:00", "上午9:00", "9点00分", "2020-08-18 09:00", "０９：００"])
def test_a_time_may_be_written_in_the_usual_ways(written: str) -> None:
    assert with_cell("场次", 2, 4, written).contest == sample()


@pytest.mark.parametrize("written", ["2020-08-185", "8月18日", "20-08-18", "2020-13-01", "2020-08-18号吧"])
def test_what_is_no_date_is_refused(written: str) -> None:
    assert places(with_cell("场次", 2, 3, written)) == {"场次!C2"}


def test_shares_written_as_parts_of_one_are_refused() -> None:
    changed = grids()
    for row, share in zip(changed["奖项"][1:], ("0.2", "0.3", "0.5"), strict=True):
        row[1] = share
    assert places(parsed(changed)) == {"奖项!B2", "奖项!B3", "奖项!B4"}
    for row, share in zip(changed["奖项"][1:], ("20%", "30％", "50"), strict=True):
        row[1] = share
    assert parsed(changed).contest == sample()


def test_problems_come_sheet_by_sheet_and_row_by_row() -> None:
    changed = grids()
    changed["评委"][4][4], changed["评委"][2][4], changed["成果"][9][2] = "甲", "乙", ""
    found = [(problem.sheet, problem.cell) for problem in parsed(changed).problems]
    assert found == [("成果", "C10"), ("评委", "E3"), ("评委", "E5")]
