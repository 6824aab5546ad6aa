"""From the steps of the 得分计算单 to its pages: large, calm, one idea to a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from papers.calculation_lines import Cell, Figure, Figures, Grid, Step, Words
from papers.calculation_mending import mending_story
from papers.calculation_values import CalculationSheet
from papers.face import BOLD, width_of
from papers.sheet import (
    BODY,
    CELL,
    CELL_BOLD,
    CELL_CENTRE,
    GROUND,
    MUTED,
    RULE,
    SECTION,
    SMALL,
    head,
    page_width,
    signatures,
    struck,
    table,
    text,
)

WIDTH = page_width()
LABEL = 30 * mm
FEW = 8  # lines of arithmetic that are kept on one page
LINE = ParagraphStyle("figure", BODY, fontSize=10.5, leading=16)
LABELS = ParagraphStyle("figure label", CELL, textColor=MUTED, leading=16)
ANSWER = ParagraphStyle("answer", BODY, fontName=BOLD, fontSize=17, leading=24, alignment=TA_CENTER)
ASKED = ParagraphStyle("asked", SMALL, alignment=TA_CENTER, textColor=MUTED)
NARROW = ParagraphStyle("narrow", CELL_CENTRE, fontSize=8.5, leading=11)
NARROW_BOLD = ParagraphStyle("narrow bold", NARROW, fontName=BOLD)
GUIDE = (
    "本单从评委打的分算起，一步一步算到得分和名次，每一步都可以用笔核对。"
    "算式里“=”两边完全相等；“≈”后面是写不尽的小数的约数；“→”后面是修约得到的数。"
)
OPERATOR = re.compile(r" (?=[+−=≈→])")  # a product stays in one piece


def sheet_story(sheet: CalculationSheet, steps: Sequence[Step], answers: Sequence[tuple[str, str]]) -> list[Flowable]:
    """All of one sheet: what it is about, the answer, the steps to it, places to sign."""
    story = [*head("得分计算单", sheet.contest), _about(sheet), Spacer(0, 3 * mm), _answers(answers), Spacer(0, 2 * mm)]
    if not sheet.over:
        story.append(text(GUIDE, SMALL))
    for number, step in enumerate(steps, start=1):
        story += _step(number, step)
    story += mending_story(sheet)
    signed = signatures("核对人", "评审组长", "日期", width=WIDTH)
    return [*story, KeepTogether([Spacer(0, 4 * mm), signed])]


def _about(sheet: CalculationSheet) -> Flowable:
    attendance = "远程发表" if sheet.attendance == "remote" else "现场发表"
    rows = [
        ("编号", sheet.entry, "类型", sheet.kind),
        ("小组", sheet.circle, "单位", sheet.unit),
        ("课题", sheet.title, "", ""),
        ("场次", f"{sheet.session}，第 {sheet.position} 个，{attendance}", "", ""),
    ]
    narrow = 14 * mm
    wide = (WIDTH - 2 * narrow) / 2
    styles = (CELL_BOLD, CELL, CELL_BOLD, CELL)
    spans = [("SPAN", (1, row), (3, row)) for row in (2, 3)]
    return table((), rows, (narrow, wide, narrow, wide), styles, spans)


def _answers(answers: Sequence[tuple[str, str]]) -> Flowable:
    cells = [[text(asked, ASKED) for asked, _ in answers], [text(told, ANSWER) for _, told in answers]]
    made = Table(cells, colWidths=[WIDTH / len(answers)] * len(answers))
    made.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), GROUND),
            ("LINEAFTER", (0, 0), (-2, -1), 0.5, RULE),
            ("TOPPADDING", (0, 0), (-1, 0), 5),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 0),
            ("TOPPADDING", (0, 1), (-1, 1), 0),
            ("BOTTOMPADDING", (0, 1), (-1, 1), 7),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )
    return made


def _step(number: int, step: Step) -> list[Flowable]:
    """A page may end between two thoughts, not between a sentence and the figures that it speaks of."""
    made: list[Flowable] = []
    held: list[Flowable] = [text(f"第 {number} 步　{step.title}", SECTION)]
    for at, line in enumerate(step.lines):
        first, rest = _line(line)
        held += first
        following = step.lines[at + 1] if at + 1 < len(step.lines) else None
        if not isinstance(line, Words) or (at and isinstance(following, Words)):
            made += [KeepTogether(held), *rest]
            held = []
    return [*made, KeepTogether(held)] if held else made


def _line(line: Words | Figures | Grid) -> tuple[list[Flowable], list[Flowable]]:
    """What stands with the sentence before it, and what may stand on the next page."""
    if isinstance(line, Words):
        return [text(line.text, SMALL if line.small else BODY)], []
    gap = Spacer(0, 1 * mm)
    if isinstance(line, Grid):
        return [gap, _grid(line), Spacer(0, 1.5 * mm)], []
    first, *rest = [_figures(group) for group in _groups(line.rows)]
    return [gap, first], [*rest, Spacer(0, 1.5 * mm)]


def _groups(rows: tuple[Figure, ...]) -> list[tuple[Figure, ...]]:
    """Lines that stay on one page: all where they are few, else those of one matter."""
    if len(rows) <= FEW:
        return [rows]
    starts = [at for at, row in enumerate(rows) if row.opens] or list(range(len(rows)))
    ends = [*starts[1:], len(rows)]
    return [rows[start:end] for start, end in zip(starts, ends, strict=True)]


def _figures(figures: Sequence[Figure]) -> Flowable:
    rows = [[text(figure.label, LABELS), text(arithmetic(figure), LINE)] for figure in figures]
    opened = [("LINEABOVE", (0, at), (-1, at), 0.4, RULE) for at, figure in enumerate(figures) if figure.opens]
    made = Table(rows, colWidths=[LABEL, WIDTH - LABEL])
    made.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), GROUND),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 6),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            *opened,
        ]
    )
    return made


def arithmetic(figure: Figure) -> str:
    """The line with its remark; broken only before + − = ≈ →, so that no number is torn."""
    room = WIDTH - LABEL - 12
    lines = broken(figure.line, room)
    if not figure.remark:
        return "\n".join(lines)
    remark = f"（{figure.remark}）"
    fits = width_of(lines[-1] + "　" + remark, LINE.fontSize) <= room
    return "\n".join([*lines[:-1], f"{lines[-1]}　{remark}"] if fits else [*lines, remark])


def broken(line: str, room: float) -> list[str]:
    """Lines of at most `room` points, each after the first beginning with its operator."""
    pieces = OPERATOR.split(line)
    lines = [pieces[0]]
    for piece in pieces[1:]:
        longer = f"{lines[-1]} {piece}"
        if width_of(longer, LINE.fontSize) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _grid(grid: Grid) -> Flowable:
    scale = WIDTH / sum(grid.widths)
    rows = [
        [_cell(cell, at < grid.left) for at, cell in enumerate(row)]  # words left, figures in the middle
        for row in grid.rows
    ]
    return table(grid.headings, rows, [width * scale for width in grid.widths])


def _cell(cell: Cell, left: bool) -> Flowable:
    if left:
        return text(cell.text, CELL_BOLD if cell.bold else CELL)
    style = NARROW_BOLD if cell.bold else NARROW
    return struck(cell.text, style) if cell.struck else text(cell.text, style)
