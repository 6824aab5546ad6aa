"""The workbook to fill in: seven sheets with examples, lists to choose from, and notes."""

import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from papers.tables import guarded, new_book, to_print, widths
from papers.template_notes import COLUMN_NOTES, GENERAL_NOTES, ITEM_NOTES
from scoring.rules.contest import AwardTier, Contest, Entry, JudgePerson, Quota, Session
from scoring.rules.rubric import Criterion, Rubric, TieRole
from scoring.rules.rulecard import RuleCard
from scoring.setup import layout
from scoring.setup.guidance import default_guidance
from scoring.setup.sheets import contest_to_sheets

LAST_ROW = 1000
_STANDARD: Mapping[str, Sequence[tuple[str, int, TieRole | None]]] = {
    "问题解决型": (
        ("选题", 15, None),
        ("原因分析", 30, "core"),
        ("对策与实施", 20, "second"),
        ("效果", 20, None),
        ("成果报告", 5, None),
        ("特点", 10, None),
    ),
    "创新型": (
        ("选题", 20, None),
        ("提出方案并确定最佳方案", 30, "core"),
        ("对策与实施", 20, "second"),
        ("效果", 15, None),
        ("成果报告", 5, None),
        ("特点", 10, None),
    ),
}
_CHOICES: Mapping[str, Mapping[str, Sequence[str]]] = {
    layout.RUBRICS: {"同分顺序": tuple(layout.TIE_ROLES)},
    layout.SESSIONS: {"形式": tuple(layout.MODES)},
    layout.ENTRIES: {"发表方式": tuple(layout.ATTENDANCE), "推荐意见": layout.RECOMMENDATIONS},
    layout.JUDGES: {"职责": tuple(layout.ROLES), "评审方式": tuple(layout.ATTENDANCE)},
}
_ITEM_CHOICES: Mapping[str, Sequence[str]] = {
    "去分方式": tuple(layout.DROP_MODES),
    "修约时点": tuple(layout.ROUNDING_AT),
    "修约规则": ("四舍五入", "GB/T 8170"),
    "小数位数": ("2", "3"),
    "排名依据": tuple(layout.RANK_BY),
    "仍同分": tuple(layout.STILL_TIED),
    "亮分方式": tuple(layout.REVEALS),
    "公开评委分": tuple(layout.SHOW_JUDGES),
    "公开已交票数": tuple(layout.SHOW_COUNT),
}


def template_workbook() -> bytes:
    """An .xlsx that reads back without a problem; its rows are examples to be replaced."""
    sink = io.BytesIO()
    book = new_book(sink)
    for title, grid in contest_to_sheets(example_contest()).items():
        _sheet(book, title, grid)
    _notes(book)
    book.close()
    return sink.getvalue()


def example_contest() -> Contest:
    """The standard rubrics and the default rule card around one example of everything else."""
    kind = next(iter(_STANDARD))
    return Contest(
        name="示例:2020年某市质量管理小组成果发表赛",
        organiser="示例:某市质量协会",
        year=2020,
        card=RuleCard(),
        certificate_date="2020-12-18",
        certificate_number="示例QC-{年份}-{序号:03}",
        rubrics=tuple(_rubric(name) for name in _STANDARD),
        sessions=(Session("A", "示例会场", "2020-08-18", "09:00", "示例地点", "hybrid", "https://meeting.example/a"),),
        entries=(_entry(kind),),
        judges=(JudgePerson("JA1", "示例评委", "示例研究院", ("示例回避单位",), ("A",), "chief"),),
        quotas=tuple(Quota(name, None, 3, 2, 1) for name in _STANDARD),
        awards=tuple(
            AwardTier(name, Fraction(share))
            for name, share in zip(("一等奖", "二等奖", "三等奖"), (20, 30, 50), strict=True)
        ),
    )


def _rubric(kind: str) -> Rubric:
    criteria = (
        Criterion(number, name, maximum * 100, role, Fraction(1), default_guidance(kind, name))
        for number, (name, maximum, role) in enumerate(_STANDARD[kind], 1)
    )
    return Rubric(kind, 1, tuple(criteria))


def _entry(kind: str) -> Entry:
    return Entry(
        id="SH001",
        kind=kind,
        title="示例:降低某工序不良率",
        circle="示例QC小组",
        unit="示例单位",
        recommender="示例推荐单位",
        leader="示例组长",
        members=("示例组长", "示例组员"),
        session="A",
        position=1,
        document="90.54",
        recommendation="同意推荐",
    )


def _sheet(book: Any, title: str, grid: list[list[str]]) -> None:
    if title == layout.CONTEST:
        grid = [[*grid[0], "填写说明"], *([*row, ITEM_NOTES.get(row[0], "")] for row in grid[1:])]
    sheet = book.add_worksheet(title)
    heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "align": "center", "text_wrap": True})
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for row, cells in enumerate(grid):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, guarded(text), heading if row == 0 else body)
    for column, width in enumerate(widths(grid[0], grid[1:], 80)):
        sheet.set_column(column, column, width, body)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD20000"})
    to_print(sheet)
    _lists(sheet, title, grid)


def _lists(sheet: Any, title: str, grid: list[list[str]]) -> None:
    notes = COLUMN_NOTES.get(title, {})
    for column, name in enumerate(grid[0]):
        rule: dict[str, Any] = {"validate": "any"}
        if name in _CHOICES.get(title, {}):
            rule = {"validate": "list", "source": list(_CHOICES[title][name])}
        if name == "成果类型" and title != layout.RUBRICS:
            rule = {"validate": "list", "source": f"={layout.RUBRICS}!$A$2:$A${LAST_ROW}", "error_type": "warning"}
        if name in notes:
            rule |= {"input_title": name[:32], "input_message": notes[name][:255]}
        if len(rule) > 1:
            sheet.data_validation(1, column, LAST_ROW, column, rule)
    for row, cells in enumerate(grid if title == layout.CONTEST else []):
        if cells[0] in _ITEM_CHOICES:
            source = list(_ITEM_CHOICES[cells[0]])
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": source})


def _notes(book: Any) -> None:
    sheet = book.add_worksheet("说明")
    bold = book.add_format({"bold": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    lines = [("填表说明", text) for text in GENERAL_NOTES]
    for title, columns in COLUMN_NOTES.items():
        lines += [(f"{title} · {name}", text) for name, text in columns.items()]
    for row, (where, text) in enumerate(lines):
        sheet.write_string(row, 0, where, bold)
        sheet.write_string(row, 1, text, body)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    to_print(sheet)
