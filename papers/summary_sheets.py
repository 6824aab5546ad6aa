"""评审汇总表: every judge's total for every entry, as one PDF with a part for each session and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from papers.documents import Output
from papers.foot import finals_words, foot
from papers.result_rows import SessionSheet, session_cells, session_headings
from papers.sheet import BODY, CELL, SMALL, Part, head, page_width, sheets_pdf, signatures, table, text
from papers.tables import new_book, sheet_title, write_table
from papers.workbook_write import session_table

BEFORE = tuple(width * mm for width in (9, 22.5, 15))  # 序号, 专业组/场次, 编号
KIND = 16.5 * mm
AFTER = tuple(width * mm for width in (11, 12, 13.5, 13))  # 计分/有效, 发表得分, 得分, 名次
LEAST_JUDGE, MOST_JUDGE = 11.5 * mm, 12.5 * mm
NAMES = 67 * mm  # of 课题 and 小组 together, at least
NAME = ParagraphStyle("summary name", CELL, fontSize=8, leading=10.5)
MIDDLE = ParagraphStyle("summary middle", NAME, alignment=TA_CENTER)
MARK = ParagraphStyle("summary mark", MIDDLE, fontSize=7.5)  # "[100.00]" fits a column of nine
SIGNS = ("（纸）", "（更正）")  # behind a ballot's total
FIRST_JUDGE = 6  # columns before the judges'
BROKEN = {"专业组/场次": "专业组/\n场次", "计分/有效": "计分/\n有效", "发表得分": "发表\n得分"}


@dataclass(frozen=True, slots=True)
class Summaries:
    """A sheet for each session; `mark` is the line at the foot of every page."""

    contest: str
    organiser: str
    sessions: tuple[SessionSheet, ...]
    mark: str = ""


def print_summaries(values: Summaries, output: Output) -> None:
    """`summary.pdf` and `summary.xlsx`, with the same values."""
    output.progress(0, 2)
    parts = [_part(values, sheet) for sheet in values.sessions]
    output.file("summary.pdf", sheets_pdf(f"{values.contest} 评审汇总表", parts))
    output.progress(1, 2)
    output.file("summary.xlsx", summary_workbook(values))
    output.progress(2, 2)


def summary_workbook(values: Summaries) -> bytes:
    """An .xlsx with a sheet for each session."""
    sink = io.BytesIO()
    book = new_book(sink)
    taken: set[str] = set()
    for sheet in values.sessions:
        title = f"{values.contest} {_title(sheet)}"
        write_table(book, sheet_title(f"{sheet.id} {sheet.name}", taken), session_table(title, sheet))
    book.close()
    return sink.getvalue()


def _title(sheet: SessionSheet) -> str:
    return f"评审汇总表（{sheet.name}）{'　暂定' if sheet.provisional else ''}"


def _part(values: Summaries, sheet: SessionSheet) -> Part:
    story = head(_title(sheet), f"{values.contest}　{values.organiser}")
    count = len(sheet.judges)
    rows = [[_cell(words, at, count) for at, words in enumerate(session_cells(sheet, row))] for row in sheet.rows]
    story += (
        [table(_headings(sheet), rows, _widths(sheet), more=_close(sheet))]
        if rows
        else [text("本场次没有成果。", BODY)]
    )
    signed = f"{sheet.name}：共 {len(sheet.rows)} 项成果，评委 {count} 名。"
    notes = text("".join((signed, *sheet.notes)), SMALL)
    places = signatures("评审组长", "记分员", "秘书处", "日期", width=page_width(wide=True))
    story += [Spacer(0, 1.5 * mm), KeepTogether([notes, places])]
    banner = f"{sheet.name}　暂定：有成果尚未定分，名次可能变动" if sheet.provisional else ""
    mark = foot(f"评审汇总表 {sheet.name}", values.mark, finals_words(sheet.finals))
    return Part(story, mark, landscape=True, banner=banner)


def _headings(sheet: SessionSheet) -> Sequence[str]:
    """The same words as in the workbook, a judge's seat above the name."""
    seats = {f"J{judge.seat} {judge.name}": f"J{judge.seat}\n{judge.name}" for judge in sheet.judges}
    return [(BROKEN | seats).get(words, words) for words in session_headings(sheet)]


def _close(sheet: SessionSheet) -> Sequence[tuple[object, ...]]:
    """Rows closer than usual; the judges' columns without much air."""
    first, last = (FIRST_JUDGE, 0), (FIRST_JUDGE + len(sheet.judges) - 1, -1)
    rows = (("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5))
    return (*rows, ("LEFTPADDING", first, last, 1.5), ("RIGHTPADDING", first, last, 1.5)) if sheet.judges else rows


def _cell(words: str, at: int, judges: int) -> Flowable:
    """Names stand left, what is short in the middle; the sign behind a total on a line of its own."""
    if at in (1, 3, 4):
        return text(words, NAME)
    mark = FIRST_JUDGE <= at < FIRST_JUDGE + judges
    for sign in SIGNS:
        words = words.replace(sign, f"\n{sign}")
    return text(words, MARK if mark else MIDDLE)


def _widths(sheet: SessionSheet) -> Sequence[float]:
    """Each judge as much as there is room for, the rest to the titles and the circles."""
    left = page_width(wide=True) - sum((*BEFORE, KIND, *AFTER))
    count = len(sheet.judges)
    judge = max(LEAST_JUDGE, min(MOST_JUDGE, (left - NAMES) / max(count, 1)))
    names = max(left - judge * count, NAMES / 2)
    return (*BEFORE, names * 0.64, names * 0.36, KIND, *([judge] * count), *AFTER)
