"""The middle steps of the 得分计算单: the mean of what counts, overtime, the weights, the rounding."""

from __future__ import annotations

from fractions import Fraction

from papers.calculation_figures import (
    ROUNDING_NAMES,
    mean_line,
    operand,
    outcome,
    places_of,
    rounding_line,
    rounding_words,
    times_line,
    total_line,
    written,
)
from papers.calculation_lines import Figure, Figures, Step, Words, agreed
from papers.calculation_seats import columns, least_places
from papers.calculation_values import CalculationSheet
from papers.rule_words import points
from scoring.rules.overtime import overtime_points
from scoring.rules.rounding import format_score, round_score
from scoring.rules.rulecard import Overtime


def mean_step(sheet: CalculationSheet) -> Step:
    """The mean of the totals that count, or of each criterion's marks."""
    title = "求发表平均分"
    if sheet.card.drop_mode == "criterion":
        return Step(title, _criteria_lines(sheet))
    counted = [c.scored.total for c in columns(sheet) if c.scored is not None and c.scored.dropped is None]
    used = len(counted)
    agreed(sum(counted, Fraction(0)) / used, sheet.score.trimmed)
    words = Words(f"把计入的 {used} 份总分加起来，再除以 {used}，得发表平均分。")
    return Step(title, (words, Figures((Figure("平均", mean_line(counted, least_places(sheet.card))),))))


def _criteria_lines(sheet: CalculationSheet) -> tuple[Words | Figures, ...]:
    card, factors = sheet.card, [criterion.factor for criterion in sheet.rubric.criteria]
    factor = "" if all(f == 1 for f in factors) else "，再乘系数"
    rounded = f"，然后{ROUNDING_NAMES[card.rounding]}到 {card.places} 位小数" if card.rounding_at == "criterion" else ""
    words = f"每个评审项目各算各的：没有划去的分数加起来，除以 {sheet.score.used}{factor}{rounded}。"
    rows = [row for at in range(len(factors)) for row in _criterion_rows(sheet, at)]
    parts = list(sheet.score.parts)
    agreed(sum(parts, Fraction(0)), sheet.score.trimmed)
    last = Words("各项目的得分加起来，得发表平均分：")
    return Words(words), Figures(tuple(rows)), last, Figures((Figure("相加", total_line(parts)),))


def _criterion_rows(sheet: CalculationSheet, at: int) -> list[Figure]:
    criterion, card = sheet.rubric.criteria[at], sheet.card
    kept = [
        Fraction(column.marks[at], 100)
        for column in columns(sheet)
        if column.scored is not None and column.scored.struck[at] is None
    ]
    mean = agreed(sum(kept, Fraction(0)) / len(kept), sheet.score.criteria[at])
    rows = [Figure(f"{criterion.number} {criterion.name}", mean_line(kept, least_places(card)), opens=True)]
    part = mean * criterion.factor
    if criterion.factor != 1:
        rows.append(Figure("乘系数", times_line([(mean, criterion.factor)])))
    if card.rounding_at == "criterion":
        rows.append(Figure("修约", rounding_line(part, card), rounding_words(part, card)))
        part = round_score(part, card)
    agreed(part, sheet.score.parts[at])
    return rows


def overtime_step(sheet: CalculationSheet) -> Step:
    """Points lost for presenting too long, and the score of the presentation after them."""
    title, rule, seconds = "超时扣分", sheet.card.overtime, sheet.overtime or 0
    mean = sheet.score.trimmed or Fraction(0)
    same = Words(f"发表得分就是上一步的 {written(mean)}。") if places_of(mean) is not None else Words("发表得分不变。")
    if rule is None or not rule.points:
        return Step(title, (Words("规则卡定为超时不扣分。"), same))
    if seconds <= rule.grace:
        over = f"超时 {seconds} 秒，没有超过规则给的 {rule.grace} 秒宽限" if seconds else "本成果没有超时"
        return Step(title, (Words(f"{over}，不扣分。"), same))
    words = Words(
        f"超时 {seconds} 秒。宽限 {rule.grace} 秒不算；其余每 {rule.step} 秒为一段，不满一段也按一段算，"
        f"每段扣 {points(rule.points)} 分{_cap_words(rule)}。"
    )
    after = Words("从发表平均分里减去扣分，得发表得分（最低为 0 分）。")
    return Step(title, (words, _overtime_figures(sheet, rule, seconds), after, _after_figures(sheet)))


def _cap_words(rule: Overtime) -> str:
    return "" if rule.cap is None else f"，最多扣 {points(rule.cap)} 分"


def _overtime_figures(sheet: CalculationSheet, rule: Overtime, seconds: int) -> Figures:
    over = seconds - rule.grace
    begun = -(-over // rule.step)
    each, lost = Fraction(rule.points, 100), Fraction(begun * rule.points, 100)
    agreed(Fraction(overtime_points(sheet.card, seconds), 100), sheet.score.deduction)
    whole = over % rule.step == 0
    counted = f"正好 {begun} 段" if whole else f"不满一段也算，共 {begun} 段"
    capped = f"超过上限，只扣 {written(sheet.score.deduction)} 分" if lost != sheet.score.deduction else ""
    return Figures(
        (
            Figure("超过宽限", f"{seconds} − {rule.grace} = {over}", "秒"),
            Figure("段数", f"{over} ÷ {rule.step} = {_short(Fraction(over, rule.step))}", counted),
            Figure("扣分", f"{begun} × {written(each)} = {written(lost)}", capped),
        )
    )


def _short(value: Fraction) -> str:
    return outcome(value) if places_of(value) is None else written(value, 0)


def _after_figures(sheet: CalculationSheet) -> Figures:
    mean, lost = sheet.score.trimmed or Fraction(0), sheet.score.deduction
    left = mean - lost
    agreed(max(Fraction(0), left), sheet.score.presentation)
    floor = "不到 0 分，按 0 分算" if left < 0 else ""
    return Figures((Figure("发表得分", f"{operand(mean)} − {written(lost)} = {outcome(left)}", floor),))


def final_step(sheet: CalculationSheet) -> Step:
    """Document and presentation by their weights, and the rounding that is published."""
    card, score = sheet.card, sheet.score
    title, shares = "合成最终得分", [card.document_weight, card.presentation_weight]
    if score.final is None or score.presentation is None:
        percent = written(shares[0] * 100, 0)
        words = f"最终得分里文审得分占 {percent}%，但本成果没有文审得分：不能合成，等组长合议。"
        return Step(title, (Words(words),))
    pairs = [(score.presentation, shares[1])]
    told = "文审得分在最终得分里不占比重：最终得分就是发表得分。"
    if card.document_weight:
        pairs.insert(0, (score.document or Fraction(0), shares[0]))
        percents = [f"{operand(share * 100, 0)}%" for share in shares]
        told = f"文审得分占 {percents[0]}，发表得分占 {percents[1]}，各乘比重再相加。"
    agreed(sum((value * weight for value, weight in pairs), Fraction(0)), score.final)
    given = Figure("最终得分", times_line(pairs))
    how = Words(f"公布时按规则卡{ROUNDING_NAMES[card.rounding]}到 {card.places} 位小数，只修约这一次。")
    if card.rounding_at == "criterion":
        how = Words(f"公布时再按规则卡{ROUNDING_NAMES[card.rounding]}到 {card.places} 位小数。")
    return Step(title, (Words(told), Figures((given,)), how, _rounding_figures(sheet, score.final), *_shown(sheet)))


def _rounding_figures(sheet: CalculationSheet, final: Fraction) -> Figures:
    return Figures((Figure("公布得分", rounding_line(final, sheet.card), rounding_words(final, sheet.card)),))


def _shown(sheet: CalculationSheet) -> tuple[Words | Figures, ...]:
    place, final = sheet.place, sheet.score.final
    if place is None or final is None or place.shown is None or place.shown == place.published:
        return ()
    places = len(place.shown.partition(".")[2])
    told = format_score(final, sheet.card)
    words = Words(f"同组还有成果修约后也是 {told}，其实高低不同；为了看得出先后，公布时多写几位小数：")
    line = Figure("多写几位", rounding_line(final, sheet.card, places), rounding_words(final, sheet.card, places))
    return words, Figures((line,))
