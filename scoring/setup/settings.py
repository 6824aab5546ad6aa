"""The sheet 赛事 as rows by item, and readers for what its cells may hold."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.setup import text
from scoring.setup.cells import Sheets
from scoring.setup.layout import CONTEST, ITEMS
from scoring.setup.problems import Place, Report
from scoring.setup.table import Row, rows_of

_DURATION = re.compile(r"(.*?)(分钟|分|秒钟|秒|MIN|S)?")
_UNITS = {"分钟": 60, "分": 60, "MIN": 60, "秒": 1, "秒钟": 1, "S": 1}
OFF = frozenset(("关", "无", "不扣分", "不扣", "不限", "不设", "OFF", "-"))


@dataclass(frozen=True, slots=True)
class Settings:
    """Rows by item title; every reader gives None where the item is absent, empty or refused."""

    rows: Mapping[str, Row]
    headings: Mapping[str, str]
    report: Report

    def place(self, title: str) -> Place:
        """Where the content of an item stands; the top of the sheet where it is absent."""
        row = self.rows.get(title)
        return Place(CONTEST, 1, 1) if row is None else row.at(title)

    def filled(self, title: str) -> Row | None:
        """The row of an item that has content."""
        row = self.rows.get(title)
        return row if row is not None and row.raw(title) else None

    def off(self, title: str) -> bool:
        """Whether the content says that the rule does not apply."""
        row = self.filled(title)
        return row is not None and text.squeezed(row.cell(title).text).upper() in OFF

    def name(self, title: str, longest: int, required: bool = False) -> str | None:
        """A text; a missing required one is a problem."""
        row = self.rows.get(title)
        if row is not None:
            return row.name(title, longest, required) or None
        if required:
            zh = f"缺“{title}”一行；请补上并填写"
            en = f"The item {title} ({ITEMS[title]}) is missing; add the row"
            self.report.problem(self.place(title), zh, en)
        return None

    def choice(self, title: str, words: Mapping[str, str], shown: Mapping[str, str]) -> str | None:
        """The meaning of a word."""
        row = self.filled(title)
        return None if row is None else row.choice(title, words, "、".join(shown))

    def whole(self, title: str, low: int, high: int) -> int | None:
        """A whole number within bounds."""
        row = self.filled(title)
        found = None if row is None else row.number(title, low, high, 0)
        return None if found is None else int(found)

    def hundredths(self, title: str, low: int, high: int) -> int | None:
        """Points with at most two decimals, as hundredths; bounds in points."""
        row = self.filled(title)
        found = None if row is None else row.number(title, low, high, 2)
        return None if found is None else int(found * 100)

    def fraction(self, title: str, low: int, high: int) -> Fraction | None:
        """An exact number within bounds."""
        row = self.filled(title)
        return None if row is None else row.number(title, low, high)

    def seconds(self, title: str) -> int | None:
        """A duration in the unit of its cell, else of its heading, as whole seconds."""
        row = self.filled(title)
        if row is None:
            return None
        found = _DURATION.fullmatch(text.squeezed(row.cell(title).text).upper())
        default = text.bracketed(self.headings[title]) or text.bracketed(title)
        unit = _UNITS.get((found and found[2]) or default, 1)
        value = text.number(found[1]) if found else None
        if value is None or not 0 <= value * unit <= 86400 or (value * unit).denominator != 1:
            zh = f"{title}“{text.name(row.cell(title).text)[:20]}”不是时长；应为数字，如 12 或 90秒"
            en = f"The {ITEMS[title]} is not a duration; it should be a number such as 12 or 90秒"
            row.refuse(title, zh, en)
            return None
        return int(value * unit)

    def day(self, title: str) -> str | None:
        """A date as "2020-12-18"."""
        row = self.filled(title)
        if row is None:
            return None
        found = text.day(row.cell(title).text)
        if found is None:
            zh = f"{title}无法识别；应写成 2020-12-18 这样的日期"
            en = f"The {ITEMS[title]} is not a date; write it as 2020-12-18"
            row.refuse(title, zh, en)
            return None
        return found


def read_settings(sheets: Sheets, report: Report) -> Settings:
    """The items of 赛事; a repeated item is a problem, an unknown one a warning."""
    known = {text.heading(title): title for title in ITEMS}
    rows: dict[str, Row] = {}
    headings: dict[str, str] = {}
    for row in rows_of(sheets, CONTEST, report):
        written = row.raw("项目")
        title = known.get(text.heading(written or ""))
        if title is None:
            _unknown(row, written, report)
            continue
        item = Row(CONTEST, row.line, {title: row.columns["内容"]}, row.source, report)
        if title in rows:
            for same in (rows[title], item):
                same.refuse(title, f"“{title}”重复；只保留一行", f"The item {title} stands twice; keep one")
            continue
        rows[title], headings[title] = item, written or title
    return Settings(rows, headings, report)


def _unknown(row: Row, written: str | None, report: Report) -> None:
    if not written:
        return
    wanted = text.heading(written)
    near = difflib.get_close_matches(wanted, [text.heading(title) for title in ITEMS], 1, 0.7)
    hint = f"；是否应为“{near[0]}”?" if near else "；请核对模板中的项目名称"
    meant = f"; did you mean {near[0]}?" if near else "; compare it with the template"
    zh = f"不认识项目“{text.name(written)[:20]}”,没有采用{hint}"
    report.warning(row.at("项目"), zh, f"Unknown item, not used{meant}")
