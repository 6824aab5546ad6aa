"""得分计算单: how one entry came to its score, rank and award, so that a pencil can follow every step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from papers.calculation_layout import sheet_story
from papers.calculation_lines import Step, Words
from papers.calculation_panel import dropping_step, marks_step
from papers.calculation_place import rank_step
from papers.calculation_prizes import award_step, selection_step
from papers.calculation_ruled import document_step, out_step
from papers.calculation_score import final_step, mean_step, overtime_step
from papers.calculation_values import Calculations, CalculationSheet
from papers.documents import Output
from papers.sheet import Part, WhenDrawn, sheets_pdf
from scoring.rules.rounding import format_score

__all__ = ["CalculationSheet", "Calculations", "print_calculations", "steps_of"]

OVER = {"withdrawn": "退赛", "disqualified": "取消资格"}
SELECTED = {"candidate": "全国候选", "reserve": "候补"}


def steps_of(sheet: CalculationSheet) -> tuple[Step, ...]:
    """The numbered steps: as far as the entry came, and at their end what is lacking."""
    first, alone, out = marks_step(sheet), sheet.ruling("document_only"), sheet.ruling("out_of_competition")
    if sheet.over:
        return first, _over_step(sheet)
    if out is not None:
        return first, out_step(out)
    if alone is not None:
        return _ranked_steps(sheet, (first, document_step(sheet, alone)))
    if not sheet.score.used:
        return first, _too_few_step(sheet)
    scored = (dropping_step(sheet), mean_step(sheet), overtime_step(sheet), final_step(sheet))
    return _ranked_steps(sheet, (first, *scored))


def _ranked_steps(sheet: CalculationSheet, scored: tuple[Step, ...]) -> tuple[Step, ...]:
    if sheet.score.final is None:
        return scored
    ranked = (*scored, rank_step(sheet))
    if sheet.place is None or sheet.place.rank is None:
        return ranked
    chosen = () if sheet.place.open else (selection_step(sheet, sheet.place),)
    return (*ranked, award_step(sheet, sheet.place), *chosen)


def _over_step(sheet: CalculationSheet) -> Step:
    state = OVER[sheet.phase]
    why = f"（{sheet.ended}）" if sheet.ended else ""
    came = any(seat.versions for seat in sheet.panel)
    kept = "已收到的评分如上，保存在案；" if came else ""
    return Step(state, (Words(f"本成果{state}{why}：{kept}不计算得分，不排名次，不评奖项。"),))


def _too_few_step(sheet: CalculationSheet) -> Step:
    words = (
        f"有效评分 {sheet.score.valid} 份，少于规则卡要求的 {sheet.card.min_valid} 份："
        "不能计算得分，没有名次和奖项，等评审组长合议。"
    )
    return Step("有效评分不足", (Words(words),))


def _answers(sheet: CalculationSheet) -> list[tuple[str, str]]:
    place = sheet.place
    if sheet.over:
        return [("结果", OVER[sheet.phase])]
    if sheet.ruling("out_of_competition"):
        return [("结果", "参加展示，不排名")]
    if sheet.score.final is None:
        lacks_document = bool(sheet.score.used) or sheet.ruling("document_only") is not None
        return [("结果", "缺文审得分" if lacks_document else "有效评分不足")]
    final = format_score(sheet.score.final, sheet.card)
    if place is None or place.rank is None:
        return [("最终得分", final), ("名次", "尚未定分")]
    answers = [("最终得分", place.shown or final), ("名次", f"第 {place.rank} 名 / {place.ranked}")]
    if place.open:
        return [*answers, ("奖项", "暂定，未评")]
    prizes = [place.award or "无", SELECTED.get(place.selection or "", "")]
    return [*answers, ("奖项", "　".join(prize for prize in prizes if prize))]


def _banner(sheet: CalculationSheet) -> str:
    hidden = "" if sheet.revealed or sheet.over else "本成果尚未亮分，亮分以前请勿外传"
    open_ = "名次暂定" if sheet.place is not None and sheet.place.open else ""
    others = 0 if sheet.place is None or hidden else sheet.place.held
    held = f"组内还有 {others} 个成果尚未亮分，亮分以前请勿外传" if others else ""
    return "；".join(words for words in (hidden, held, open_) if words)


def _part(sheet: CalculationSheet, drawn: Callable[[], None]) -> Part:
    story = sheet_story(sheet, steps_of(sheet), _answers(sheet))
    return Part([*story, WhenDrawn(drawn)], sheet.mark, banner=_banner(sheet))


def print_calculations(values: Calculations, out: Output) -> None:
    """`calculation-<ENTRY>.pdf` for every sheet, or `calculations.pdf` with all of them."""
    of = len(values.sheets)
    parts = [
        (sheet.entry, _part(sheet, partial(out.progress, done, of)))
        for done, sheet in enumerate(values.sheets, start=1)
    ]
    if values.bundle:
        out.file("calculations.pdf", sheets_pdf("得分计算单", [part for _, part in parts]))
        return
    for entry, part in parts:
        out.file(f"calculation-{safe(entry)}.pdf", sheets_pdf(f"得分计算单 {entry}", [part]))


def safe(entry: str) -> str:
    """An entry's number as a part of a file name; two numbers never share one."""
    return "".join(c if c.isascii() and (c.isalnum() or c == "-") else f"_{ord(c):x}_" for c in entry)
