"""得分计算单 under every kind of rule card, by small known cases, from the marks to the published score."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from papers import calculation_figures
from papers.calculation_lines import agreed
from papers.calculations import steps_of
from scoring.rules.rulecard import Overtime
from tests.build import ballots, card, presentation_card, totals
from tests.papers.calculation_cases import ONE, TWO, lines, printed, sheet, words
from tests.papers.pencil import all_figures, check, figures, rounded, sums_in


def test_the_usual_card_strikes_one_of_each_and_divides_the_rest() -> None:
    made = sheet(card(), ONE, totals(90, "94.5", 93, "92.5", 96))
    assert lines(made)["平均"] == "(94.5 + 93.0 + 92.5) ÷ 3 = 280.0 ÷ 3 = 280/3 ≈ 93.3333"
    assert lines(made)["最终得分"] == "90.00 × 0.4 + (280/3) × 0.6 = 36.00 + 56.00 = 92.00"
    assert "去掉的最高分：5 号席 96.0。去掉的最低分：1 号席 90.0。还剩 3 份计入" in words(made)
    assert "不超过 2 位小数，不必修约" in words(made)


def test_of_equal_extremes_only_the_lowest_seat_is_struck() -> None:
    made = sheet(card(), ONE, totals(95, 90, 95, 90, 92))
    assert "去掉的最高分：1 号席 95.0。去掉的最低分：2 号席 90.0" in words(made)
    assert lines(made)["平均"].startswith("(95.0 + 90.0 + 92.0) ÷ 3")


def test_three_valid_ballots_are_all_counted_and_it_is_said_why() -> None:
    made = sheet(card(), ONE, totals(90, 93, 96))
    assert "有效评分 3 份，不到 5 份，所以一份也不去，全部计入" in words(made)
    assert lines(made)["平均"] == "(90.0 + 93.0 + 96.0) ÷ 3 = 279.0 ÷ 3 = 93.00"


def test_a_card_without_dropping_says_so() -> None:
    made = sheet(card(drop_high=0, drop_low=0, drop_from=1), ONE, totals(*range(90, 96)))
    assert "规则卡定为不去分" in words(made)
    assert lines(made)["平均"].startswith("(90.0 + 91.0 + 92.0 + 93.0 + 94.0 + 95.0) ÷ 6")


def test_a_card_that_drops_only_the_lowest_says_only_that() -> None:
    made = sheet(card(drop_high=0, drop_low=2, drop_from=4), ONE, totals(90, 91, 92, 93))
    assert "去掉 2 个最低总分" in words(made)
    assert "最高总分" not in words(made)
    assert lines(made)["平均"].startswith("(92.0 + 93.0) ÷ 2")


FIVE = [[30, 50], [31, 51], [32, 52], [33, 53], [35, "52.5"]]


def test_criterion_by_criterion_each_is_struck_divided_and_multiplied_on_its_own() -> None:
    made = sheet(card(drop_mode="criterion"), TWO, ballots(*FIVE))
    found = [figure.line for figure in all_figures(made)]
    assert "(31.0 + 32.0 + 33.0) ÷ 3 = 96.0 ÷ 3 = 32.00" in found
    assert "(51.0 + 52.0 + 52.5) ÷ 3 = 155.5 ÷ 3 = 311/6 ≈ 51.8333" in found
    assert lines(made)["乘系数"] == "(311/6) × 0.8 = 622/15 ≈ 41.4667"
    assert lines(made)["相加"] == "32.00 + (622/15) = 1102/15 ≈ 73.4667"
    assert "35.0高" in words(made)
    assert "30.0低" in words(made)
    assert "53.0高" in words(made)


def test_rounding_at_the_criterion_rounds_each_part_and_adds_what_was_rounded() -> None:
    made = sheet(card(drop_mode="criterion", rounding_at="criterion"), TWO, ballots(*FIVE))
    rounds = [figure for figure in all_figures(made) if figure.label == "修约"]
    assert [figure.line for figure in rounds] == ["32.00 → 32.00", "622/15 → 41.47"]
    assert rounds[1].remark == "写成小数是 41.4666…，小数点后第 3 位是 6，满 5，前一位进 1"
    assert lines(made)["相加"] == "32.00 + 41.47 = 73.47 = 7347/100"
    assert made.score.trimmed == Fraction("73.47")


def test_with_factors_every_ballot_s_total_is_worked_out() -> None:
    found = lines(sheet(card(), TWO, ballots(*FIVE)))
    assert found["1 号席"] == "30.0 + 50.0 × 0.8 = 30.0 + 40.0 = 70.0"
    assert len([label for label in found if label.endswith("号席")]) == 5


@pytest.mark.parametrize(
    ("raised", "rounding", "line", "said"),
    [
        (2, "half_up", "90.125 → 90.13", "小数点后第 3 位是 5，满 5，前一位进 1"),
        (2, "half_even", "90.125 → 90.12", "第 3 位是 5，后面没有数了；前一位 2 是双数，舍去"),
        (6, "half_even", "90.375 → 90.38", "第 3 位是 5，后面没有数了；前一位 7 是单数，进 1 成双数"),
        (1, "half_up", "90.0625 → 90.06", "小数点后第 3 位是 2，不到 5，舍去"),
    ],
)
def test_eight_counted_ballots_come_to_a_true_half_and_the_card_s_rule_decides(
    raised: int, rounding: Any, line: str, said: str
) -> None:
    made = sheet(presentation_card(rounding=rounding), ONE, totals(*["90.5"] * raised, *[90] * (8 - raised), 80, 99))
    assert made.score.used == 8
    assert lines(made)["公布得分"] == line
    assert said in words(made)


def test_the_standard_rounds_up_where_something_follows_the_five() -> None:
    made = sheet(presentation_card(rounding="half_even"), ONE, totals("90.1", "90.1", "90.24"))
    assert made.score.final == Fraction(27044, 300)
    near = replace(made, card=replace(made.card, places=2))
    assert calculation_figures.rounding_words(Fraction("1.2251"), near.card).endswith("后面还有不是 0 的数，前一位进 1")
    assert calculation_figures.rounding_words(Fraction("1.2249"), near.card).endswith("不到 5，舍去")
    assert calculation_figures.rounding_words(Fraction("1.228"), near.card).endswith("大于 5，前一位进 1")


def test_the_deciding_digit_is_named_rightly_for_every_value_and_rule() -> None:
    for rounding in ("half_up", "half_even"):
        for places in (2, 3):
            rules = card(rounding=rounding, places=places)
            for thousandths in range(0, 40_000, 7):
                for value in (Fraction(thousandths, 10_000), Fraction(thousandths, 3_000)):
                    said = calculation_figures.rounding_words(value, rules)
                    goes_up = rounded(value, places, rounding == "half_even") > value
                    assert ("进 1" in said) is goes_up, (value, said)
                    check(calculation_figures.rounding_line(value, rules), rounding == "half_even")


def test_a_document_without_weight_leaves_the_presentation_alone() -> None:
    made = sheet(presentation_card(), ONE, totals(90, 93, 96), document=None)
    assert lines(made)["最终得分"] == "93.00 × 1 = 93.00"
    assert "文审得分在最终得分里不占比重" in words(made)


def test_a_document_score_that_is_lacking_ends_the_sheet_with_what_is_there() -> None:
    made = sheet(card(), ONE, totals(90, 93, 96), document=None)
    assert "占 40%，但本成果没有文审得分" in words(made)
    assert steps_of(made)[-1].title == "合成最终得分"
    assert "缺文审得分" in printed(made)[0]


def test_overtime_up_to_the_cap_costs_no_more_than_the_cap() -> None:
    found = sheet(presentation_card(), ONE, totals(90, 93, 96), over=300)
    assert lines(found)["扣分"] == "10 × 0.50 = 5.00"
    assert figures(found)["扣分"].remark == "超过上限，只扣 3.00 分"
    assert lines(found)["发表得分"] == "93.00 − 3.00 = 90.00"
    exactly = sheet(presentation_card(), ONE, totals(90, 93, 96), over=195)
    assert lines(exactly)["段数"] == "180 ÷ 30 = 6"
    assert figures(exactly)["段数"].remark == "正好 6 段"
    assert figures(exactly)["扣分"].remark == ""


def test_overtime_in_steps_that_do_not_divide_evenly_is_counted_up() -> None:
    rules = presentation_card(overtime=Overtime(10, 7, 5, None))
    found = sheet(rules, ONE, totals(90, 93, 96), over=21)
    assert lines(found)["段数"] == "11 ÷ 7 = 11/7 ≈ 1.5714"
    assert figures(found)["段数"].remark == "不满一段也算，共 2 段"
    assert "最多扣" not in words(found)


def test_a_score_never_falls_below_nought() -> None:
    found = sheet(presentation_card(), ONE, totals(1, 2, 3), over=300)
    assert lines(found)["发表得分"] == "2.00 − 3.00 = −1.00"
    assert figures(found)["发表得分"].remark == "不到 0 分，按 0 分算"
    assert lines(found)["公布得分"] == "0.00 → 0.00"


@pytest.mark.parametrize(("over", "said"), [(None, "没有超时"), (15, "没有超过规则给的 15 秒宽限")])
def test_without_overtime_nothing_is_taken_off(over: int | None, said: str) -> None:
    assert said in words(sheet(card(), ONE, totals(90, 93, 96), over=over))


def test_a_card_without_overtime_says_so() -> None:
    assert "超时不扣分" in words(sheet(card(overtime=None), ONE, totals(90, 93, 96), over=100))


def test_a_sheet_that_comes_to_another_value_than_the_rules_is_never_printed() -> None:
    made = sheet(card(), ONE, totals(90, 93, 96))
    wrong = replace(made, score=replace(made.score, trimmed=Fraction(94)))
    with pytest.raises(ValueError, match="the sheet comes to 93, the rules came to 94"):
        steps_of(wrong)
    with pytest.raises(ValueError, match="the rules came to None"):
        agreed(Fraction(1), None)


@pytest.mark.parametrize(
    "planted",
    [
        "90.0 + 93.0 = 183.1",
        "(90.0 + 93.0) ÷ 2 = 183.0 ÷ 3 = 91.50",
        "280 ÷ 3 = 280/3 ≈ 93.3334",
        "90.125 → 90.12",
        "74.44 × 0.4 + 85.00 × 0.6 = 80.77",
        "16 × 20% = 3.3 → 3",
    ],
)
def test_a_line_that_does_not_hold_is_caught_by_the_pencil(planted: str) -> None:
    with pytest.raises(AssertionError):
        check(planted)


def test_the_pencil_finds_a_line_in_printed_text_also_where_it_runs_on() -> None:
    mean = "第 3 步\n 平均\n(90.0 + 93.0\n+ 96.0) ÷ 3 = 279.0 ÷ 3\n= 93.00（三份）\n"
    page = f"{mean}公布得分\n93.005 → 93.01 （进 1）\n第 2 名 / 5"
    assert sums_in(page) == ["(90.0 + 93.0 + 96.0) ÷ 3 = 279.0 ÷ 3 = 93.00", "93.005 → 93.01"]
