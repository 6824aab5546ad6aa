"""The rule card in sentences."""

from __future__ import annotations

from fractions import Fraction

import pytest

from papers.rule_words import length, plain, rule_lines
from scoring.rules.rulecard import Overtime
from tests.build import card, presentation_card


def said(**changes: object) -> str:
    return "\n".join(rule_lines(card(**changes)))


def test_the_usual_card_is_told_with_its_numbers() -> None:
    words = said()
    for part in (
        "满分 100 分，打分间隔 0.5 分",
        "有效评分不少于 5 份时，去掉 1 个最高总分和 1 个最低总分后平均",
        "有效评分不足 3 份的不计成绩",
        "发表时限 12 分钟；超出 15 秒以内不扣分，其后每超 30 秒（不足按 30 秒计）扣 0.5 分，最多扣 3 分",
        "文审得分 × 40% ＋ 发表得分（扣除超时扣分后）× 60%",
        "四舍五入，保留 2 位小数",
        "依次比较发表得分、核心项目、第二项目、文审得分",
        "名次并列，其后名次空出",
    ):
        assert part in words
    assert "最低入选分" not in words


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"drop_mode": "criterion"}, "每个评审项目分别去掉 1 个最高分和 1 个最低分"),
        ({"drop_high": 0, "drop_low": 0}, "不去分"),
        ({"drop_high": 0, "drop_low": 2}, "去掉 2 个最低总分后平均"),
        ({"rounding": "half_even", "places": 3}, "四舍六入五成双（GB/T 8170），保留 3 位小数"),
        ({"drop_mode": "criterion", "rounding_at": "criterion"}, "分别修约后相加"),
        ({"overtime": None}, "超时不扣分"),
        ({"overtime": Overtime(0, 60, 100, None)}, "发表时限 12 分钟；每超 60 秒（不足按 60 秒计）扣 1 分。"),
        ({"rank_by": "published"}, "修约后的公布值"),
        ({"tie_chain": ()}, "同分的名次并列"),
        ({"tie_chain": ("untrimmed", "median", "chief")}, "依次比较不去分平均、中位数、组长总分"),
        ({"still_tied": "chief"}, "由评审组长合议决定"),
        ({"minimum_final": Fraction(85)}, "最终得分不低于 85 分"),
    ],
)
def test_another_rule_is_told_otherwise(changes: dict[str, object], part: str) -> None:
    assert part in said(**changes)
    assert part not in said()


def test_without_document_scores_the_presentation_is_the_final_score() -> None:
    assert "即发表得分" in "\n".join(rule_lines(presentation_card()))


def test_numbers_are_written_as_by_hand() -> None:
    assert [plain(Fraction(n)) for n in ("60", "1/2", "33/8", "100/3", "-1/4")] == [
        "60",
        "0.5",
        "4.125",
        "100/3",
        "-0.25",
    ]
    assert [length(seconds) for seconds in (720, 150, 45)] == ["12 分钟", "2 分 30 秒", "45 秒"]
