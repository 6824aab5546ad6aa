"""评分表: what one judge gave in one session, every version of it, to sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from papers.documents import Output
from papers.foot import foot
from papers.sheet import (
    BODY,
    CELL_BOLD,
    CELL_CENTRE,
    SECTION,
    SMALL,
    Part,
    head,
    page_width,
    sheets_pdf,
    signatures,
    struck,
    table,
    text,
)

FROM_PAPER = "（纸）"
DASH = "—"
BEFORE, AFTER = (10 * mm, 15 * mm), (16 * mm, 10 * mm, 18.5 * mm, 17.5 * mm)  # beside the circle and the criteria
NARROWEST_CIRCLE, LEAST_MARK, MOST_MARK = 22 * mm, 11 * mm, 13 * mm
UPRIGHT = 7  # criteria that fit an upright page
MARK = ParagraphStyle("mark", CELL_CENTRE, fontSize=8.5, leading=11)
TOTAL = ParagraphStyle("total", MARK, fontName=CELL_BOLD.fontName)
NAME = ParagraphStyle("judged circle", MARK, alignment=TA_LEFT)
SIGNED = "以上为本人在本场次所评的分数，核对无误。"
NOBODY = "没有评委。"
NONE = "该评委在本场次没有可列出的评分。"


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """One version of one ballot, or an entry that the judge gave none for.

    `marks` one text per criterion, or none at all; `at` when it was handed in; `remark` 回避, 缺席,
    退赛, 更正 … in words; `counts` False strikes the marks out.
    """

    position: str
    entry: str
    circle: str
    marks: tuple[str, ...] = ()
    total: str = ""
    version: str = ""
    at: str = ""
    remark: str = ""
    counts: bool = True
    paper: bool = False


@dataclass(frozen=True, slots=True)
class JudgeTable:
    """The rows that were marked on one rubric; `criteria` are its headings."""

    title: str
    criteria: tuple[str, ...]
    rows: tuple[JudgeRow, ...]


@dataclass(frozen=True, slots=True)
class JudgeSheet:
    """One judge in one session; `waiting` entries there whose marks may not be seen yet."""

    judge: str
    name: str
    unit: str
    seat: str
    session: str
    tables: tuple[JudgeTable, ...]
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class JudgeSheets:
    """A sheet for each judge and session; `mark` is the line at the foot of every page."""

    contest: str
    organiser: str
    sheets: tuple[JudgeSheet, ...]
    mark: str = ""


def print_judge_sheets(values: JudgeSheets, output: Output) -> None:
    """`judge-sheets.pdf`, a part for each judge and session."""
    output.progress(0, len(values.sheets))
    parts = [_part(values, sheet) for sheet in values.sheets] or [
        Part(head("评分表", values.contest, NOBODY), values.mark)
    ]
    output.file("judge-sheets.pdf", sheets_pdf(f"{values.contest} 评分表", parts))
    output.progress(len(parts), len(parts))


def _part(values: JudgeSheets, sheet: JudgeSheet) -> Part:
    wide = any(len(one.criteria) > UPRIGHT for one in sheet.tables)
    who = f"评委：{sheet.name}（{sheet.seat}，编号 {sheet.judge}）　单位：{sheet.unit or DASH}"
    story = head("评分表", f"{values.contest}　{sheet.session}", who)
    for one in sheet.tables:
        story += [CondPageBreak(45 * mm), text(one.title, SECTION), _table(one, wide)]
    if not sheet.tables:
        story.append(text(NONE, BODY))
    story += [Spacer(0, 2 * mm), _beneath(sheet, wide)]
    mark = foot(f"评分表 {sheet.judge} {sheet.name} {sheet.session}", values.mark)
    return Part(story, mark, landscape=wide)


def _table(one: JudgeTable, wide: bool) -> Flowable:
    count = len(one.criteria)
    headings = ("序号", "编号", "小组", *one.criteria, "总分", "版次", "提交时间", "说明")
    left = page_width(wide) - sum((*BEFORE, *AFTER))
    mark = max(LEAST_MARK, min(MOST_MARK, (left - NARROWEST_CIRCLE) / max(count, 1)))
    widths = (*BEFORE, max(left - mark * count, NARROWEST_CIRCLE), *([mark] * count), *AFTER)
    return table(headings, [_cells(row, count) for row in one.rows], widths)


def _cells(row: JudgeRow, criteria: int) -> Sequence[str | Flowable]:
    shown: Callable[[str, ParagraphStyle], Flowable] = text if row.counts or not row.total else struck
    marks = row.marks or (DASH,) * criteria
    total = f"{row.total}\n{FROM_PAPER}" if row.paper else row.total or DASH
    return (
        *(text(words, MARK) for words in (row.position, row.entry)),
        text(row.circle, NAME),
        *(shown(mark, MARK) for mark in marks),
        shown(total, TOTAL if row.counts else MARK),
        *(text(words, MARK) for words in (row.version or DASH, row.at or DASH)),
        text(row.remark, NAME),
    )


def _beneath(sheet: JudgeSheet, wide: bool) -> KeepTogether:
    rows = [row for one in sheet.tables for row in one.rows]
    notes = (
        ("划去的评分不计入。", any(not row.counts and row.total for row in rows)),
        (f"{FROM_PAPER}：由纸质评分表录入。", any(row.paper for row in rows)),
        ("提交时间为北京时间。", any(row.at for row in rows)),
        (f"另有 {sheet.waiting} 项成果尚未截止，其评分不在本表。", sheet.waiting > 0),
    )
    counted = sum(row.counts and bool(row.total) for row in rows)
    signed = f"{sheet.name}，{sheet.session}：计入评分 {counted} 份。{SIGNED}"
    lines = ["".join(note for note, holds in notes if holds), signed if rows else ""]
    places = signatures("评委签字", "记分员", "日期", width=page_width(wide))
    return KeepTogether([*(text(line, SMALL) for line in lines if line), places])
