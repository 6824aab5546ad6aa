"""Values → workbooks: the results of a contest, and the template to fill in."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from papers.foot import final_words
from papers.result_rows import (
    JudgeColumn,
    PoolRow,
    PoolSheet,
    SessionRow,
    SessionSheet,
    session_cells,
    session_headings,
)
from papers.tables import Table, new_book, sheet_title, write_table
from papers.template import template_workbook

__all__ = [
    "JudgeColumn",
    "PoolRow",
    "PoolSheet",
    "ResultsBook",
    "SessionRow",
    "SessionSheet",
    "results_workbook",
    "session_table",
    "template_workbook",
]


@dataclass(frozen=True, slots=True)
class ResultsBook:
    """All that leaves the system as one workbook; `note` is shown after every title."""

    contest_name: str
    pools: Sequence[PoolSheet]
    sessions: Sequence[SessionSheet] = ()
    note: str = ""


def results_workbook(values: ResultsBook) -> bytes:
    """An .xlsx with 成绩, 候选与候补, 获奖名单 and 评审汇总 for every session."""
    sink = io.BytesIO()
    book = new_book(sink)
    taken: set[str] = set()
    tables = {"成绩": _standings(values), "候选与候补": _chosen(values), "获奖名单": _awarded(values)}
    tables |= {
        f"评审汇总 {sheet.id}": session_table(_title(values, f"评审汇总表 {sheet.name}"), sheet)
        for sheet in values.sessions
    }
    for name, table in tables.items():
        write_table(book, sheet_title(name, taken), table)
    book.close()
    return sink.getvalue()


def _title(values: ResultsBook, what: str) -> str:
    return " ".join(part for part in (values.contest_name, what, values.note) if part)


def _pool(pool: PoolSheet) -> str:
    return f"{pool.title}(暂定)" if pool.provisional else pool.title


def _standings(values: ResultsBook) -> Table:
    headings = (
        *("组别", "名次", "编号", "类型", "课题", "小组", "单位", "推荐单位"),
        *("发表得分", "超时扣分", "文审得分", "最终得分", "名次依据", "状态", "奖项", "入选"),
    )
    rows = [
        (
            *(_pool(pool), r.rank, r.entry, r.kind, r.title, r.circle, r.unit, r.recommender),
            *(r.presentation, r.deduction, r.document, r.final, r.reason, r.state, r.award, r.selection),
        )
        for pool in values.pools
        for r in pool.rows
    ]
    notes = tuple(f"{pool.title}：{final_words(pool.final)}" for pool in values.pools)
    return Table(_title(values, "成绩"), headings, rows, notes)


def _chosen(values: ResultsBook) -> Table:
    headings = ("组别", "名次", "编号", "课题", "小组", "单位", "推荐单位", "最终得分", "结论", "理由")
    rows = [
        (
            *(_pool(pool), r.rank, r.entry, r.title, r.circle, r.unit, r.recommender),
            *(r.final, r.selection, r.selection_reason),
        )
        for pool in values.pools
        for r in pool.rows
        if r.selection and not pool.provisional
    ]
    return Table(_title(values, "候选与候补"), headings, rows)


def _awarded(values: ResultsBook) -> Table:
    headings = ("组别", "奖项", "名次", "编号", "单位", "小组", "课题", "小组成员")
    rows = [
        (pool.title, r.award, r.rank, r.entry, r.unit, r.circle, r.title, r.members)
        for pool in values.pools
        for r in pool.rows
        if r.award and not pool.provisional
    ]
    return Table(_title(values, "获奖名单"), headings, rows)


def session_table(title: str, sheet: SessionSheet) -> Table:
    """评审汇总 of one session, its signs explained beneath."""
    rows = [session_cells(sheet, row) for row in sheet.rows]
    return Table(title, session_headings(sheet), rows, sheet.notes)
