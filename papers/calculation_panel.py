"""The first steps of the 得分计算单: the marks as given, and which of them are taken away."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from papers.calculation_figures import times_line, written
from papers.calculation_lines import Cell, Figure, Figures, Grid, Step, Words, agreed
from papers.calculation_seats import STATES, Column, columns, history, least_places, mark_words, naming_words
from papers.calculation_values import CalculationSheet
from papers.rule_words import plain, points
from scoring.rules.aggregate import drops
from scoring.rules.panels import Struck
from scoring.rules.rubric import Criterion

EXTREMES: tuple[tuple[Struck, str], ...] = (("high", "最高"), ("low", "最低"))


def marks_step(sheet: CalculationSheet) -> Step:
    """The panel, its marks in a table, and what else came in."""
    if not sheet.panel:
        return Step("评委打分", (Words("本成果没有上场，没有评分。"),))
    shown = columns(sheet)
    first = Words(f"{_counted_words(sheet)}{naming_words(sheet)}")
    lines: list[Words | Figures | Grid] = [first]
    if sheet.rubric.criteria and shown:
        lines.append(_marks_grid(sheet, shown))
    if any(column.paper and column.scored for column in shown):
        lines.append(Words("标“（纸）”的评分写在纸质评分表上，录入核对后计入。", small=True))
    if any(column.mended and column.scored for column in shown):
        lines.append(Words("标“（更正）”的评分在定分以后更正过，见“更正经过”。", small=True))
    lines += [Words(line, small=True) for line in history(sheet)]
    return Step("评委打分", (*lines, *_totals(sheet, shown)))


def _counted_words(sheet: CalculationSheet) -> str:
    found = Counter(STATES[place.state] for place in sheet.panel)
    others = "".join(f"，{state} {count} 席" for state, count in found.items() if state != STATES["submitted"])
    return f"评委组共 {len(sheet.panel)} 席，有效评分 {len(sheet.score.seats)} 份{others}。"


def _totals(sheet: CalculationSheet, shown: tuple[Column, ...]) -> tuple[Words | Figures, ...]:
    factors = [criterion.factor for criterion in sheet.rubric.criteria]
    given = [column for column in shown if column.scored is not None]
    if not given:
        return ()
    plain_sum = all(factor == 1 for factor in factors)
    if sheet.card.drop_mode == "criterion" or plain_sum:
        how = "就是表中这一列各项分数相加" if plain_sum else "是各项分数先乘系数，再相加"
        idle = "；本次逐项去分，得分从各项算起，不从总分算起" if sheet.card.drop_mode == "criterion" else ""
        return (Words(f"每份评分的总分，{how}{idle}。", small=True),)
    least = least_places(sheet.card)
    rows = []
    for column in given:
        pairs = [(Fraction(mark, 100), factor) for mark, factor in zip(column.marks, factors, strict=True)]
        total = sum((mark * factor for mark, factor in pairs), Fraction(0))
        agreed(total, column.scored.total if column.scored else None)
        rows.append(Figure(column.label, times_line(pairs, least, least)))
    return Words("每份评分的总分，是各项分数先乘系数，再相加："), Figures(tuple(rows))


def _marks_grid(sheet: CalculationSheet, shown: tuple[Column, ...]) -> Grid:
    rows = [
        (Cell(_criterion(criterion)), Cell(points(criterion.maximum)), *(_mark(sheet, c, at) for c in shown))
        for at, criterion in enumerate(sheet.rubric.criteria)
    ]
    full = plain(sheet.rubric.maximum() / 100)
    rows.append((Cell("总分", bold=True), Cell(full, bold=True), *(_total(sheet, column) for column in shown)))
    if sheet.card.drop_mode == "total" and sheet.score.used and not sheet.over:
        rows.append((Cell("是否计入"), Cell(""), *(Cell(_fate(column)) for column in shown)))
    wide = 34 if len(shown) <= 9 else 28
    rest = (178 - wide - 12) // len(shown)
    headings = ("评审项目", "满分", *(column.heading for column in shown))
    return Grid(headings, tuple(rows), (wide, 12, *(rest,) * len(shown)))


def _criterion(criterion: Criterion) -> str:
    factor = "" if criterion.factor == 1 else f"（系数 {written(criterion.factor, 0)}）"
    return f"{criterion.number} {criterion.name}{factor}"


def _mark(sheet: CalculationSheet, column: Column, at: int) -> Cell:
    if column.scored is None:
        return Cell("—")
    struck = None if sheet.over else column.scored.struck[at]
    told = mark_words(sheet, Fraction(column.marks[at], 100))
    return Cell(told + {"high": "高", "low": "低", None: ""}[struck], struck is not None)


def _total(sheet: CalculationSheet, column: Column) -> Cell:
    if column.scored is None:
        return Cell(column.state)
    sign = "（更正）" if column.mended else "（纸）" if column.paper else ""
    dropped = column.scored.dropped is not None and not sheet.over
    return Cell(mark_words(sheet, column.scored.total) + sign, dropped, bold=not dropped)


def _fate(column: Column) -> str:
    if column.scored is None:
        return "—"
    return {"high": "去最高", "low": "去最低", None: "计入"}[column.scored.dropped]


def dropping_step(sheet: CalculationSheet) -> Step:
    """Which ballots, or which marks of each criterion, are taken away, and by which rule."""
    card, valid = sheet.card, sheet.score.valid
    if not card.drop_high + card.drop_low:
        return Step("去分", (Words("规则卡定为不去分：有效评分全部计入。"),))
    each = "" if card.drop_mode == "total" else "在每个评审项目里分别"
    what = "总分" if card.drop_mode == "total" else "分"
    counts = ((card.drop_high, f"最高{what}"), (card.drop_low, f"最低{what}"))
    taken = "和 ".join(f"{count} 个{name}" for count, name in counts if count)
    rule = f"有效评分达到 {card.drop_from} 份，就{each}去掉 {taken}"
    title = "去掉" + "和".join(
        name for count, name in zip((card.drop_high, card.drop_low), ("最高分", "最低分"), strict=True) if count
    )
    if drops(card, valid) == (0, 0):
        return Step(
            title,
            (
                Words(
                    f"规则是：{rule}。本成果有效评分 {valid} 份，不到 {card.drop_from} 份，所以一份也不去，全部计入。"
                ),
            ),
        )
    by_seat = "" if card.show_judges == "hidden" else "先去席号小的，"
    same = f"几个分数同样高（或同样低）时，只去够个数，{by_seat}其余照样计入。"
    first = Words(f"规则是：{rule}；{same}本成果有效评分 {valid} 份，达到了。")
    if card.drop_mode == "criterion":
        last = f"表中划去并标“高”“低”的分数不计入；每个项目还剩 {sheet.score.used} 个分数。"
        return Step(title, (first, Words(last)))
    gone = "".join(
        f"去掉的{name}分：{_dropped(sheet, struck)}。"
        for struck, name in EXTREMES
        if any(seat.dropped == struck for seat in sheet.score.seats)
    )
    return Step(title, (first, Words(f"{gone}还剩 {sheet.score.used} 份计入。")))


def _dropped(sheet: CalculationSheet, struck: Struck) -> str:
    gone = [column for column in columns(sheet) if column.scored and column.scored.dropped == struck]
    return "、".join(f"{c.label} {mark_words(sheet, c.scored.total)}" for c in gone if c.scored)
