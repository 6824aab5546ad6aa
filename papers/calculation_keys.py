"""Each tie key of one entry worked out, so that its own values can be followed as its score can."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from papers.calculation_figures import mean_line, operand, outcome, written
from papers.calculation_lines import Figure, agreed
from papers.calculation_seats import least_places, mark_words
from papers.calculation_values import CalculationSheet
from papers.rule_words import TIE_WORDS
from scoring.rules.aggregate import drops
from scoring.rules.panels import strike
from scoring.rules.rubric import TieRole
from scoring.rules.rulecard import TieKey


def key_figure(sheet: CalculationSheet, key: TieKey) -> Figure | None:
    """How the entry's own value of a key came about; None where it was given or worked out before."""
    told: dict[TieKey, Callable[[], Figure | None]] = {
        "core": lambda: _role(sheet, "core"),
        "second": lambda: _role(sheet, "second"),
        "untrimmed": lambda: _untrimmed(sheet),
        "median": lambda: _median(sheet),
    }
    return told[key]() if key in told and getattr(sheet.score, key) is not None else None


def key_words(sheet: CalculationSheet, key: TieKey) -> str:
    """A key by its name on this card; 核心项目 with its criterion."""
    at = sheet.rubric.index_of(key) if key in ("core", "second") else None
    return TIE_WORDS[key] if at is None else f"{TIE_WORDS[key]}“{sheet.rubric.criteria[at].name}”"


def _role(sheet: CalculationSheet, role: TieRole) -> Figure | None:
    at = sheet.rubric.index_of(role)
    if at is None:
        return None
    column = [ballot.marks[at] for ballot in sheet.counted]
    struck = strike(np.array(column, dtype=np.int64), *drops(sheet.card, len(column)))
    marks = [Fraction(mark, 100) for mark in column]
    kept = [mark for mark, gone in zip(marks, struck, strict=True) if gone is None]
    agreed(sum(kept, Fraction(0)) / len(kept), getattr(sheet.score, role))
    gone = "、".join(mark_words(sheet, mark) for mark, gone in zip(marks, struck, strict=True) if gone)
    remark = f"这一项单独去掉 {gone}" if gone else ""
    return Figure(TIE_WORDS[role], mean_line(kept, least_places(sheet.card)), remark)


def _untrimmed(sheet: CalculationSheet) -> Figure:
    totals = [seat.total for seat in sheet.score.seats]
    agreed(sum(totals, Fraction(0)) / len(totals), sheet.score.untrimmed)
    return Figure(TIE_WORDS["untrimmed"], mean_line(totals, least_places(sheet.card)))


def _median(sheet: CalculationSheet) -> Figure:
    rising = sorted(seat.total for seat in sheet.score.seats)
    first, second = rising[(len(rising) - 1) // 2], rising[len(rising) // 2]
    agreed((first + second) / 2, sheet.score.median)
    row = "、".join(mark_words(sheet, total) for total in rising)
    if len(rising) % 2:
        return Figure(TIE_WORDS["median"], outcome(first), f"从小到大 {row}，取中间一个")
    return Figure(TIE_WORDS["median"], mean_line([first, second]), f"从小到大 {row}，取中间两个的平均")


def value_words(value: Fraction | None) -> str:
    """An exact value in a table: "93.40", "260/3 ≈ 86.6667"; "无" where there is none."""
    if value is None:
        return "无"
    return outcome(value) if "/" in operand(value) else written(value)
