"""场次 → sessions."""

from collections.abc import Callable
from typing import cast

from scoring.rules.contest import Mode, Session
from scoring.setup import text
from scoring.setup.cells import Sheets
from scoring.setup.layout import LONGEST, MODE_WORDS, MODES, SESSIONS
from scoring.setup.problems import Report
from scoring.setup.table import Row, refuse_repeated, rows_of


def read_sessions(sheets: Sheets, report: Report) -> tuple[tuple[Session, ...], set[str]]:
    """The sessions, and their numbers; no numbers where one of them was refused or repeated."""
    rows = [(row, row.identifier("场次编号")) for row in rows_of(sheets, SESSIONS, report)]
    refuse_repeated(rows, "场次编号")
    found = [_session(row, number or "") for row, number in rows]
    numbers = {number for _, number in rows if number is not None}
    return tuple(found), numbers if len(numbers) == len(rows) else set()


def _session(row: Row, number: str) -> Session:
    return Session(
        number,
        row.name("名称", LONGEST["unit"]) or "",
        _moment(row, "日期", text.day, "2020-08-18"),
        _moment(row, "开始时间", text.clock, "09:00"),
        row.name("地点", LONGEST["name"], False) or "",
        cast(Mode, row.choice("形式", MODE_WORDS, "、".join(MODES)) or "onsite"),
        _link(row),
    )


def _moment(row: Row, title: str, read: Callable[[str], str | None], example: str) -> str:
    raw = row.raw(title)
    found = read(raw) if raw else None
    if raw is not None and found is None:
        said = f"“{text.name(raw)[:20]}”无法识别" if raw else "空着"
        zh = f"{title}{said}；应写成 {example}"
        row.refuse(title, zh, f"The {row.english(title)} is not understood; write it as {example}")
    return found or ""


def _link(row: Row) -> str:
    link = row.name("会议链接", LONGEST["link"], False) or ""
    if link and not link.lower().startswith(("https://", "http://")):
        zh = "会议链接无法识别；应以 https:// 开头，没有就空着"
        en = "The meeting link should begin with https:// or be empty"
        row.refuse("会议链接", zh, en)
    return link
