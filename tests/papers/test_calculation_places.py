"""得分计算单: how entries of one score were set apart, by which cut an award came, and what the pages bear."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from papers.calculation_lines import Figures
from papers.calculation_values import BallotVersion, CalculationSheet, EntryRuling, Place, Rival
from papers.calculations import steps_of
from scoring.rules.aggregate import score_entry
from scoring.rules.ballot import Ballot
from scoring.rules.contest import AwardTier
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import RuleCard
from scoring.rules.tie_steps import tie_steps
from tests.build import ballots, card, presentation_card, totals
from tests.papers.calculation_cases import ALONE, ONE, TWO, lines, printed, sheet, words
from tests.papers.pencil import all_figures, figures, sums_in


def tied(rules: RuleCard, mine: list[Ballot], theirs: list[Ballot], decided_by: str, **place: Any) -> CalculationSheet:
    """Two entries of one final score."""
    made = sheet(rules, TWO, mine)
    other = score_entry(rules, TWO, theirs, Fraction(90))
    assert made.score.final == other.final
    steps = tie_steps(rules, [("E1", made.score), ("E2", other)], "E1")
    ranks = (1, 1) if decided_by == "shared" else (1, 2)
    same = (Rival("E1", "春风小组", ranks[0], True), Rival("E2", "秋月小组", ranks[1], True))
    found = Place("创新型", "ranked", 5, (), rank=1, same=same, steps=steps, decided_by=decided_by, award="一等奖")
    return replace(made, place=replace(found, **place))


def test_entries_that_nothing_sets_apart_share_their_rank() -> None:
    panel = ballots([30, 50], [31, 50], [32, 50])
    said = words(tied(card(), panel, panel, "shared"))
    assert "比发表得分：与E2仍然相同" in said
    assert "2 个成果并列第 1 名，其后的名次从第 3 名算起" in said


def test_a_key_that_decides_is_shown_with_both_values_and_how_the_own_one_came_about() -> None:
    rules = card(drop_high=1, drop_low=1, drop_from=5)
    mine, theirs = ballots(*[[34, 50]] * 5), ballots(*[[30, 55]] * 5)
    made = tied(rules, mine, theirs, "core")
    said = words(made)
    assert "比核心项目“选题”：E2较低，排在本成果后面" in said
    assert "30.00" in said
    assert lines(made)["核心项目"] == "(34.0 + 34.0 + 34.0) ÷ 3 = 102.0 ÷ 3 = 34.00"
    assert figures(made)["核心项目"].remark == "这一项单独去掉 34.0、34.0"
    assert "到这一项就分出了先后，本成果第 1 名" in said


def test_every_key_of_the_chain_can_be_followed() -> None:
    panel = ballots([30, 50], [31, 50], [33, 50], [34, 51], chief=2)
    chain = ("chief", "median", "untrimmed", "second", "core", "document", "presentation")
    made = tied(card(tie_chain=chain), panel, panel, "shared")
    found = lines(made)
    assert found["中位数"] == "(71.00 + 73.00) ÷ 2 = 144.00 ÷ 2 = 72.00"
    assert figures(made)["中位数"].remark == "从小到大 70.0、71.0、73.0、74.8，取中间两个的平均"
    assert found["不去分平均"].startswith("(70.0 + 71.0 + 73.0 + 74.8) ÷ 4")
    assert "第二项目" in found
    assert "组长总分" in words(made)


def test_a_key_that_somebody_lacks_is_said_to_decide_nothing() -> None:
    made = tied(card(tie_chain=("chief",)), ballots(*[[30, 50]] * 3, chief=1), ballots(*[[30, 50]] * 3), "shared")
    assert "比组长总分：E2没有这一项，所以谁也分不开" in words(made)


def test_what_the_chief_judges_decided_is_said_with_their_reason() -> None:
    panel = ballots(*[[30, 50]] * 3)
    ruling = EntryRuling("decision", "现场答辩更好", ("周敏",))
    made = tied(card(still_tied="chief"), panel, panel, "decision", decision=ruling, order=("E1", "E2"))
    said = "由评审组长合议决定先后，依次为 E1（本成果）、E2（理由：现场答辩更好；合议人：周敏）；本成果第 1 名"
    assert said in words(made)


def test_more_places_are_shown_where_the_pool_needs_them() -> None:
    place = replace(ALONE, published="93.33", shown="93.333")
    made = sheet(presentation_card(), ONE, totals(92, 93, 95), place=place)
    assert lines(made)["多写几位"] == "280/3 → 93.333"
    assert "同组还有成果修约后也是 93.33，其实高低不同" in words(made)


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ("candidate", "按名次取到本成果：全国候选"),
        ("reserve", "按名次取到本成果：候补"),
        ("not_recommended", "不是“同意推荐”或“秘书处确认”，不取"),
        ("below_minimum", "低于最低入选分 60 分"),
        ("unit_cap", "本单位的名额已由名次在前的成果用完（E7）"),
        ("declined", "已放弃名额"),
        ("tied_at_unit_cap", "会超过每个单位的上限"),
        ("tied_at_candidate_cut", "多于余下的候选名额"),
        ("tied_at_reserve_cut", "多于余下的候补名额"),
        (None, "名额已经取满"),
    ],
)
def test_every_reason_of_the_selection_has_its_sentence(selection: Any, said: str) -> None:
    place = replace(ALONE, selection=selection, mates=("E7",))
    assert said in words(sheet(card(minimum_final=Fraction(60)), ONE, totals(90, 93, 96), place=place))


def test_after_a_tie_that_stops_the_selection_it_is_said_that_nothing_is_taken_yet() -> None:
    place = replace(ALONE, selection=None, stopped=True)
    assert "合议以前，后面的都不取" in words(sheet(card(), ONE, totals(90, 93, 96), place=place))


def test_cuts_by_count_and_by_share_are_told_with_their_ranks() -> None:
    tiers = (AwardTier("特等奖", None, 1), AwardTier("一等奖", Fraction(30)), AwardTier("二等奖", Fraction(100, 3)))
    found = figures(sheet(card(), ONE, totals(90, 93, 96), awards=tiers))
    assert (found["特等奖"].line, found["特等奖"].remark) == ("1", "第 1 名")
    assert (found["一等奖"].line, found["一等奖"].remark) == ("5 × 30% = 1.5 → 2，2 + 1 = 3", "第 2 至 3 名")
    assert found["二等奖"].line == "5 × (190/3)% = 19/6 → 3，3 + 1 = 4"


def test_disqualified_says_why_and_works_nothing_out() -> None:
    made = sheet(card(), ONE, totals(90, 93, 96), phase="disqualified", ended="弄虚作假", place=None)
    given = BallotVersion(1, Fraction(90), (9000,), "08-18 10:21:05")
    made = replace(made, panel=tuple(replace(seat, versions=(given,)) for seat in made.panel))
    assert "取消资格（弄虚作假）：已收到的评分如上，保存在案；不计算得分" in words(made)
    assert not [line for step in steps_of(made) for line in step.lines if isinstance(line, Figures)]


LONG = {
    "unit": "中国样例石油化工股份有限公司华东分公司仪征化纤有限责任公司第二聚酯生产中心动力车间",
    "circle": "𫖯㼆玥赟喆堃" + "攀登者质量管理小组" * 4,
    "title": "提高聚酯生产线长丝卷绕装置在夏季高温高湿条件下连续稳定运行时间" * 2,
    "contest": "2026年样例省质量管理小组成果发表赛暨全国优秀质量管理小组推荐评审会",
}
TEN = Rubric(
    "创新型",
    1,
    tuple(
        Criterion(n, "提出方案并确定最佳方案", 1000, None, Fraction("0.75") if n % 2 else Fraction(1))
        for n in range(1, 11)
    ),
)


@pytest.mark.parametrize("mode", ["total", "criterion"])
def test_nine_judges_ten_criteria_and_the_longest_names_fit_and_still_hold(mode: Any) -> None:
    panel = ballots(*[[Fraction(13 + (3 * seat + n) % 7, 2) for n in range(10)] for seat in range(9)])
    rounding = "criterion" if mode == "criterion" else "end"
    made = sheet(card(drop_mode=mode, rounding_at=rounding), TEN, panel, over=120, **LONG)
    named = replace(made, panel=tuple(replace(seat, name="欧阳" + "明" * 18) for seat in made.panel))
    pages = printed(named)
    assert len(pages) <= 4
    lines(named)
    on_paper = [line.replace(" ", "") for page in pages for line in sums_in(page)]
    for figure in all_figures(named):
        assert figure.line.replace(" ", "") in on_paper
    text = "".join(pages).replace("\n", "").replace(" ", "")
    assert all(value in text for value in LONG.values())


def test_a_glyph_that_the_face_lacks_stands_there_as_its_code() -> None:
    pages = printed(sheet(card(), ONE, totals(90, 93, 96), circle="小组\U0002fa1f"))
    assert "小组〔U+2FA1F〕" in "".join(pages).replace("\n", "").replace(" ", "")
