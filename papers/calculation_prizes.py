"""The last steps of the 得分计算单: the award by its cut, and the selection of candidates with its reason."""

from __future__ import annotations

from fractions import Fraction

from papers.calculation_figures import operand, written
from papers.calculation_lines import Figure, Figures, Step, Words, agreed
from papers.calculation_place import open_words
from papers.calculation_ruled import ruling_words
from papers.calculation_values import CalculationSheet, EntryRuling, Place
from papers.rule_words import plain
from scoring.rules.awards import award_cuts
from scoring.rules.contest import AwardTier
from scoring.rules.rounding import scaled_round

NOT_YET = "本组还没有全部定分，奖项和全国候选现在都不写"


def award_step(sheet: CalculationSheet, place: Place) -> Step:
    """The cut of every tier, and the first that reaches the rank."""
    if place.open:
        return Step("评奖项", (Words(f"{NOT_YET}{open_words(place)}。"),))
    if not sheet.awards:
        return Step("评奖项", (Words("本次赛事没有设奖项。"),))
    shares = any(tier.share is not None for tier in sheet.awards)
    how = "按有得分的成果数乘累计比例，四舍五入到整数" if shares else "按各奖项的数量累计"
    words = Words(f"各奖项到第几名为止，{how}；名次在这一名以内（含）的得这一奖，先看高的奖项。")
    return Step("评奖项", (words, Figures(_cuts(sheet, place)), Words(_award_words(sheet, place))))


def _cuts(sheet: CalculationSheet, place: Place) -> tuple[Figure, ...]:
    rows, share, count, last = [], Fraction(0), 0, 0
    for tier, cut in zip(sheet.awards, award_cuts(sheet.awards, place.ranked), strict=True):
        share, count = share + (tier.share or 0), count + (tier.count or 0)
        range_words = (
            "没有名额" if cut <= last else f"第 {last + 1} 名" if cut == last + 1 else f"第 {last + 1} 至 {cut} 名"
        )
        rows.append(Figure(tier.name, _cut_line(tier, place.ranked, (share, count), cut), range_words))
        last = max(last, cut)
    return tuple(rows)


def _cut_line(tier: AwardTier, ranked: int, so_far: tuple[Fraction, int], cut: int) -> str:
    share, count = so_far
    if not share:
        return str(cut)
    exact = ranked * share / 100
    whole = scaled_round(exact, 0, "half_up")
    agreed(Fraction(whole + count), Fraction(cut))
    given = f"{ranked} × {operand(share, 0)}% = {written(exact, 0)}"
    rounded = given if exact.denominator == 1 else f"{given} → {whole}"
    return f"{rounded}，{whole} + {count} = {cut}" if count else rounded


def _award_words(sheet: CalculationSheet, place: Place) -> str:
    if place.award is not None:
        return f"本成果第 {place.rank} 名，获{place.award}。"
    return f"本成果第 {place.rank} 名，在各奖项的名次以外，没有奖项。"


def selection_step(sheet: CalculationSheet, place: Place) -> Step:
    """Whether it is a national candidate or reserve, and why or why not."""
    title, quota = "全国候选", sheet.quota
    if not quota.candidates + quota.reserves:
        return Step(title, (Words("本组没有全国候选名额。"),))
    cap = "" if quota.unit_cap is None else f"，每个单位最多 {quota.unit_cap} 个"
    places = Words(f"本组全国候选 {quota.candidates} 个，候补 {quota.reserves} 个{cap}；按名次从前往后取。")
    by_chiefs = place.decision is not None and place.decided_by == "shared"
    shared = f"同名次的成果由评审组长合议定取用的先后{_why(place.decision)}。" if by_chiefs else ""
    return Step(title, (places, Words(shared + _selection_words(sheet, place))))


def _why(ruling: EntryRuling | None) -> str:
    return "" if ruling is None else ruling_words(ruling)


def _selection_words(sheet: CalculationSheet, place: Place) -> str:
    if place.selection is None:
        if place.stopped:
            return "名次在本成果前面的成果同分，待评审组长合议；合议以前，后面的都不取。"
        return f"轮到第 {place.rank} 名时名额已经取满，本成果没有入选。"
    recommended = sheet.recommendation.strip() or "空白"
    least = sheet.card.minimum_final
    mates = f"（{'、'.join(place.mates)}）" if place.mates else ""
    tied = "本成果与同名次的成果一起，{}，待评审组长合议。"
    return {
        "candidate": f"推荐意见为“{recommended}”，按名次取到本成果：全国候选。",
        "reserve": f"推荐意见为“{recommended}”，按名次取到本成果：候补。",
        "not_recommended": f"推荐意见为“{recommended}”，不是“同意推荐”或“秘书处确认”，不取。",
        "below_minimum": f"最终得分低于最低入选分 {'' if least is None else plain(least)} 分，不取。",
        "unit_cap": f"本单位的名额已由名次在前的成果用完{mates}，不再取。",
        "declined": f"本成果已放弃名额{_why(sheet.ruling('declined'))}，由后面的成果递补。",
        "tied_at_unit_cap": tied.format("会超过每个单位的上限"),
        "tied_at_candidate_cut": tied.format("多于余下的候选名额"),
        "tied_at_reserve_cut": tied.format("多于余下的候补名额"),
    }[place.selection]
