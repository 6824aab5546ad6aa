"""Every alternative of the rule card, written in the words of the workbook."""

from fractions import Fraction

import pytest

from scoring.rules.rulecard import Overtime, RuleCard
from tests.setup.grids import grids, parsed, places, with_items


def card(**items: str) -> RuleCard:
    found = with_items(**items)
    assert found.problems == []
    assert found.contest is not None
    return found.contest.card


@pytest.mark.parametrize(
    ("item", "content", "field", "value"),
    [
        ("去分方式", "逐项", "drop_mode", "criterion"),
        ("去掉最高分个数", "2", "drop_high", 2),
        ("去掉最低分个数", "0", "drop_low", 0),
        ("去分起始评委数", "3", "drop_from", 3),
        ("最少有效评委数", "5", "min_valid", 5),
        ("修约规则", "GB/T 8170", "rounding", "half_even"),
        ("修约规则", "gb/t 8170-2008", "rounding", "half_even"),
        ("小数位数", "3", "places", 3),
        ("排名依据", "公布值", "rank_by", "published"),
        ("打分步长", "0.1", "step", 10),
        ("发表时限", "15", "presentation_seconds", 900),
        ("发表时限", "90秒", "presentation_seconds", 90),
        ("发表时限", "1.5分钟", "presentation_seconds", 90),
        ("提前提醒", "1分钟", "warning_seconds", 60),
        ("提前提醒", "无", "warning_seconds", 0),
        ("提问时限", "5", "question_seconds", 300),
        ("提问时限", "不设", "question_seconds", 0),
        ("每档扣分", "不扣分", "overtime", None),
        ("每档扣分", "0", "overtime", None),
        ("扣分上限", "不限", "overtime", Overtime(cap=None)),
        ("超时宽限", "0", "overtime", Overtime(grace=0)),
        ("超时每档", "1分钟", "overtime", Overtime(step=60)),
        ("仍同分", "组长合议", "still_tied", "chief"),
        ("仍同分", "合议", "still_tied", "chief"),
        ("最低入选分", "85.5", "minimum_final", Fraction(171, 2)),
        ("最低入选分", "无", "minimum_final", None),
        ("亮分方式", "下一个之后", "reveal_when", "after_next"),
        ("亮分方式", "典礼", "reveal_when", "ceremony"),
        ("公开评委分", "不公开", "show_judges", "hidden"),
        ("公开评委分", "按姓名", "show_judges", "name"),
        ("公开已交票数", "灯", "show_count", "lamps"),
        ("公开已交票数", "数", "show_count", "count"),
        ("公开已交票数", "灯(亮灯)", "show_count", "lamps"),
    ],
)
def test_an_alternative_in_the_words_of_the_workbook_is_read(
    item: str, content: str, field: str, value: object
) -> None:
    assert getattr(card(**{item: content}), field) == value


def test_the_tie_rule_takes_any_chain_of_keys() -> None:
    written = "组长总分;中位数、不去分平均 > 核心项目"
    assert card(同分规则=written).tie_chain == ("chief", "median", "untrimmed", "core")
    assert card(同分规则="无").tie_chain == ()


@pytest.mark.parametrize(
    ("document", "presentation", "weights"),
    [
        ("0", "1", (Fraction(0), Fraction(1))),
        ("30%", "70%", (Fraction(3, 10), Fraction(7, 10))),
        ("1/3", "2/3", (Fraction(1, 3), Fraction(2, 3))),
        ("", "0.8", (Fraction(1, 5), Fraction(4, 5))),
        ("０．５", "0.5", (Fraction(1, 2), Fraction(1, 2))),
    ],
)
def test_any_weights_that_sum_to_one_are_read(
    document: str, presentation: str, weights: tuple[Fraction, Fraction]
) -> None:
    found = card(文审权重=document, 发表权重=presentation)
    assert (found.document_weight, found.presentation_weight) == weights


def test_rounding_each_criterion_stands_with_dropping_by_criterion() -> None:
    found = card(修约时点="逐项", 去分方式="逐项")
    assert (found.rounding_at, found.drop_mode) == ("criterion", "criterion")


@pytest.mark.parametrize(
    ("items", "cells"),
    [
        ({"修约时点": "逐项"}, {"修约时点", "去分方式"}),
        ({"去分起始评委数": "2"}, {"去分起始评委数"}),
        ({"去掉最高分个数": "4"}, {"去分起始评委数"}),
        ({"小数位数": "4"}, {"小数位数"}),
        ({"同分规则": "中位数;中位数"}, {"同分规则"}),
        ({"同分规则": "年龄"}, {"同分规则"}),
        ({"打分步长": "0"}, {"打分步长"}),
        ({"文审权重": "百分之四十"}, {"文审权重"}),
        ({"文审权重": "百分之三十", "发表权重": "0.7"}, {"文审权重"}),
        ({"提前提醒": "13分钟"}, {"提前提醒(秒)"}),
        ({"最低入选分": "101"}, {"最低入选分"}),
        ({"仍同分": "抓阄"}, {"仍同分"}),
        ({"年份": "明年"}, {"年份"}),
        ({"赛事名称": " "}, {"赛事名称"}),
        ({"证书日期": "冬至"}, {"证书日期"}),
        ({"证书编号格式": "{年}-{序号}"}, {"证书编号格式"}),
        ({"证书编号格式": "/{序号}"}, {"证书编号格式"}),
        ({"证书编号格式": "{序号}/"}, {"证书编号格式"}),
        ({"证书编号格式": "QC//{序号}"}, {"证书编号格式"}),
        ({"证书编号格式": "QC/../{序号}"}, {"证书编号格式"}),
    ],
)
def test_a_rule_that_cannot_stand_is_refused_at_its_cells_only(items: dict[str, str], cells: set[str]) -> None:
    titles = {f"赛事!B{number}": row[0] for number, row in enumerate(grids()["赛事"], 1)}
    assert {titles[place] for place in places(with_items(**items))} == cells


def test_an_absent_or_empty_item_has_its_default() -> None:
    changed = grids()
    changed["赛事"] = [row for row in changed["赛事"] if row[0] in ("项目", "赛事名称", "主办单位", "年份")]
    found = parsed(changed)
    assert found.contest is not None
    assert found.contest.card == RuleCard()


def test_an_unknown_item_is_pointed_out_with_the_nearest_name() -> None:
    changed = grids()
    changed["赛事"].append(["发表时间(分钟)", "10"])
    found = parsed(changed)
    assert found.problems == []
    assert any("发表时限" in warning.zh for warning in found.warnings)


def test_an_item_that_stands_twice_is_refused_at_both_rows() -> None:
    changed = grids()
    changed["赛事"].append(["小数位数", "3"])
    first = next(at for at, row in enumerate(changed["赛事"], 1) if row[0] == "小数位数")
    assert places(parsed(changed)) == {f"赛事!B{first}", f"赛事!B{len(changed['赛事'])}"}


@pytest.mark.parametrize(("title", "content"), [("发表时限(秒)", "900"), ("发表时限", "15"), ("发表时限 (分钟)", "15")])
def test_the_unit_in_the_brackets_of_an_item_counts(title: str, content: str) -> None:
    changed = grids()
    row = next(row for row in changed["赛事"] if row[0].startswith("发表时限"))
    row[0], row[1] = title, content
    found = parsed(changed).contest
    assert found is not None
    assert found.card.presentation_seconds == 900
