"""回执清单: which ballots the server holds, with their receipts; judges compare them with their tablets and sign.

No mark stands on it, so it may be laid out before the reveal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from papers.documents import Output
from papers.foot import foot
from papers.sheet import (
    BODY,
    CELL,
    CELL_BOLD,
    CELL_CENTRE,
    SECTION,
    SMALL,
    Part,
    head,
    page_width,
    sheets_pdf,
    signatures,
    table,
    text,
)

HEADINGS = ("序号", "编号", "小组", "版次", "收到时间", "来源", "回执号", "说明")
WIDTHS = tuple(width * mm for width in (11, 17, 40, 11, 28, 13, 34, 24))
CODE = ParagraphStyle("receipt", CELL_BOLD, fontSize=12, leading=15, alignment=TA_CENTER)
STYLES = (CELL_CENTRE, CELL_CENTRE, CELL, CELL_CENTRE, CELL_CENTRE, CELL_CENTRE, CODE, CELL)
NONE = "本场次还没有收到评分。"
NOTE = "回执号由字母 A 至 Z 和数字 2 至 7 组成，没有数字 0、1、8、9。时间为服务器收到的北京时间。"


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One ballot that arrived; `version` empty where it is kept and does not count, `note` says why."""

    position: str
    entry: str
    circle: str
    version: str
    at: str
    source: str
    code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeatReceipts:
    """All that arrived from one seat of a session, in the order of the entries."""

    seat: str
    judge: str
    name: str
    rows: tuple[ReceiptRow, ...]


@dataclass(frozen=True, slots=True)
class SessionReceipts:
    """One session's list, seat by seat."""

    session: str
    seats: tuple[SeatReceipts, ...]


@dataclass(frozen=True, slots=True)
class Receipts:
    """A list for each session; `mark` is the line at the foot of every page."""

    contest: str
    sessions: tuple[SessionReceipts, ...]
    mark: str = ""


def print_receipts(values: Receipts, output: Output) -> None:
    """`receipts.pdf`, a part for each session."""
    output.progress(0, len(values.sessions))
    parts = [_part(values, session) for session in values.sessions]
    output.file("receipts.pdf", sheets_pdf(f"{values.contest} 回执清单", parts))
    output.progress(len(parts), len(parts))


def grouped(code: str) -> str:
    """A receipt in two groups, as the tablet shows it."""
    return f"{code[:4]} {code[4:]}"


def _part(values: Receipts, session: SessionReceipts) -> Part:
    story = [*head("回执清单", f"{values.contest}　{session.session}"), text(NOTE, SMALL)]
    held = [seat for seat in session.seats if seat.rows]
    for seat in held:
        story += _seat(seat)
    if not held:
        story.append(text(NONE, BODY))
    return Part(story, foot(f"回执清单 {session.session}", values.mark))


def _seat(seat: SeatReceipts) -> Sequence[Flowable]:
    title = text(f"{seat.seat}　{seat.name}（{seat.judge}）　{len(seat.rows)} 份", SECTION)
    cells = [
        (row.position, row.entry, row.circle, row.version, row.at, row.source, grouped(row.code), row.note)
        for row in seat.rows
    ]
    signed = signatures("与本人平板上的回执号核对一致，评委签字", "日期", width=page_width())
    return (
        CondPageBreak(45 * mm),
        title,
        table(HEADINGS, cells, WIDTHS, STYLES),
        KeepTogether([signed, Spacer(0, 3 * mm)]),
    )
