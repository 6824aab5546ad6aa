"""What was ruled of an entry beside its marks, in the steps of the 得分计算单."""

from __future__ import annotations

from fractions import Fraction

from papers.calculation_figures import rounding_line, rounding_words, times_line
from papers.calculation_lines import Figure, Figures, Step, Words, agreed
from papers.calculation_values import CalculationSheet, EntryRuling


def ruling_words(ruling: EntryRuling) -> str:
    """Why, and who decided where the card names people: "（理由：…；合议人：…）"."""
    parts = (
        f"理由：{ruling.reason}" if ruling.reason else "",
        f"合议人：{'、'.join(ruling.judges)}" if ruling.judges else "",
    )
    told = "；".join(part for part in parts if part)
    return f"（{told}）" if told else ""


def document_step(sheet: CalculationSheet, ruling: EntryRuling) -> Step:
    """The chief judges let the document score stand for the whole."""
    document, final = sheet.score.document, sheet.score.final
    first = Words(
        f"有效评分 {sheet.score.valid} 份。评审组长合议决定{ruling_words(ruling)}："
        "只以文审得分为最终得分，发表得分和超时扣分都不计。已收到的评分保存在案。"
    )
    if document is None or final is None:
        return Step("仅按文审成绩", (first, Words("本成果没有文审得分，不能计算得分。")))
    agreed(document, final)
    figures = (
        Figure("最终得分", times_line([(document, Fraction(1))]), "文审得分占 100%"),
        Figure("公布得分", rounding_line(final, sheet.card), rounding_words(final, sheet.card)),
    )
    return Step("仅按文审成绩", (first, Figures(figures)))


def out_step(ruling: EntryRuling) -> Step:
    """It was shown, and takes no part."""
    words = f"评审组长合议决定{ruling_words(ruling)}：本成果只作发表，参加展示，不排名次，不评奖项，不推荐全国候选。"
    return Step("参加展示，不排名", (Words(words),))
