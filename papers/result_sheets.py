"""成绩表: a pool's standing on paper, with the rule card in words and places to sign."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from papers.documents import Output
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
    *("名次", "编号", "小组", "单位", "课题", "发表得分", "超时扣分", "文审得分", "最终得分"),
    *("名次依据", "奖项"),
)
WIDTHS = tuple(width * mm for width in (12, 17, 35, 43, 54, 16, 16, 16, 17, 22, 17))
STYLES = (
    *(CELL_CENTRE, CELL_CENTRE, CELL, CELL, CELL),
    *(CELL_RIGHT, CELL_RIGHT, CELL_RIGHT, CELL_RIGHT, CELL, CELL_CENTRE),
)
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
    story = head(title, values.contest, values.organiser)
    rows = [_cells(row, pool.provisional) for row in pool.rows]
    story += [table(HEADINGS, rows, WIDTHS, STYLES)] if rows else [text("本组别没有成果。", BODY)]
    story += [text(_counts(pool), SMALL), Spacer(0, 3 * mm), _beneath(values)]
    banner = f"{pool.title}　{PROVISIONAL}" if pool.provisional else ""
    return Part(story, f"成绩表 {pool.title}　{values.mark}", landscape=True, banner=banner)


def _cells(row: PoolRow, provisional: bool) -> tuple[str | Flowable, ...]:
    scores = (row.presentation, row.deduction, row.document)
    award = "" if provisional else row.award or DASH
    return (
        *(row.rank or DASH, row.entry, row.circle, row.unit, row.title),
        *(score or DASH for score in scores),
        row.final or DASH,
        row.state or row.reason or ("得分" if row.rank else DASH),
        award,
    )


def _counts(pool: PoolSheet) -> str:
    ranked = sum(bool(row.rank) for row in pool.rows)
    without = len(pool.rows) - ranked
    words = f"共 {len(pool.rows)} 项成果，有名次 {ranked} 项"
    return f"{words}，无名次 {without} 项（见“名次依据”栏）。" if without else f"{words}。"


def _beneath(values: ResultSheets) -> KeepTogether:
    """Rules and places to sign: who signs has the rules before the eyes."""
    rules = [text(f"{number}. {line}", SMALL) for number, line in enumerate(rule_lines(values.card), 1)]
    places = signatures("评审组长", "记分员", "秘书处", "日期", width=page_width(wide=True))
    return KeepTogether([text("计分规则", CELL_BOLD), *rules, places])
