"""成绩表: a pool's standing on paper, with the rule card in words and places to sign."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from papers.documents import Output
from papers.foot import final_words, foot
from papers.result_rows import PoolRow, PoolSheet
from papers.rule_words import rule_lines
from papers.sheet import (
    BODY,
    CELL,
    CELL_BOLD,
    CELL_CENTRE,
    CELL_RIGHT,
    SMALL,
    Part,
    head,
    page_width,
    sheets_pdf,
    signatures,
    table,
    text,
)
from scoring.rules.rulecard import RuleCard

HEADINGS = (
    *("名次", "编号", "小组", "单位", "课题", "发表\n得分", "超时\n扣分", "文审\n得分", "最终\n得分"),
    *("名次依据", "奖项"),
)
# upright and small enough that a usual pool stands on one page with its rules and signatures
WIDTHS = tuple(width * mm for width in (9, 15, 22, 26.5, 31, 11.5, 10, 11.5, 13.5, 15.5, 12.5))
SMALLER = {"fontSize": 8.5, "leading": 11}
NAME, MIDDLE, RIGHT = (
    ParagraphStyle(f"result {style.name}", style, **SMALLER) for style in (CELL, CELL_CENTRE, CELL_RIGHT)
)
RULES = ParagraphStyle("result rules", SMALL, fontSize=8, leading=11)
STYLES = (MIDDLE, MIDDLE, NAME, NAME, NAME, RIGHT, RIGHT, RIGHT, RIGHT, NAME, MIDDLE)
PROVISIONAL = "暂定：有成果尚未定分，名次可能变动，不列奖项"
DASH = "—"


@dataclass(frozen=True, slots=True)
class ResultSheets:
    """A sheet for each pool; `mark` is the line at the foot of every page."""

    contest: str
    organiser: str
    card: RuleCard
    pools: tuple[PoolSheet, ...]
    mark: str = ""


def print_result_sheets(values: ResultSheets, output: Output) -> None:
    """`result-sheets.pdf`, a part for each pool."""
    parts = [_part(values, pool) for pool in values.pools]
    output.progress(0, len(parts))
    output.file("result-sheets.pdf", sheets_pdf(f"{values.contest} 成绩表", parts))
    output.progress(len(parts), len(parts))


def _part(values: ResultSheets, pool: PoolSheet) -> Part:
    title = f"成绩表（{pool.title}）{'　暂定' if pool.provisional else ''}"
    story = head(title, f"{values.contest}　{values.organiser}")
    rows = [_cells(row, pool.provisional) for row in pool.rows]
    story += [table(HEADINGS, rows, WIDTHS, STYLES)] if rows else [text("本组别没有成果。", BODY)]
    story += [Spacer(0, 1.5 * mm), _beneath(values, pool)]
    banner = f"{pool.title}　{PROVISIONAL}" if pool.provisional else ""
    return Part(story, foot(f"成绩表 {pool.title}", values.mark, final_words(pool.final)), banner=banner)


def _cells(row: PoolRow, provisional: bool) -> tuple[str | Flowable, ...]:
    scores = (row.presentation, row.deduction, row.document)
    award = "" if provisional else row.award or DASH
    return (
        *(row.rank or DASH, row.entry, row.circle, row.unit, row.title),
        *(score or DASH for score in scores),
        row.final or DASH,
        "、".join(part for part in (row.state, row.reason) if part) or ("得分" if row.rank else DASH),
        award,
    )


def _counts(pool: PoolSheet) -> str:
    ranked = sum(bool(row.rank) for row in pool.rows)
    without = len(pool.rows) - ranked
    words = f"共 {len(pool.rows)} 项成果，有名次 {ranked} 项"
    return f"{words}，无名次 {without} 项（见“名次依据”栏）。" if without else f"{words}。"


def _beneath(values: ResultSheets, pool: PoolSheet) -> KeepTogether:
    """Rules and places to sign: who signs has the rules before the eyes, and reads what is signed."""
    rules = [text(f"{number}. {line}", RULES) for number, line in enumerate(rule_lines(values.card), 1)]
    signed = text(f"{pool.title}：{_counts(pool)}", RULES)
    places = signatures("评审组长", "记分员", "秘书处", "日期", width=page_width())
    return KeepTogether([signed, text("计分规则", CELL_BOLD), *rules, places])
