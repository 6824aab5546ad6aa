"""获奖名单: every prize in the order of the ceremony, the winner last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from papers.chinese_lines import names_in_lines
from papers.documents import Output
from papers.foot import foot
from papers.result_rows import PrizeGroup
from papers.sheet import (
    BODY,
    CELL,
    CELL_CENTRE,
    SECTION,
    Part,
    head,
    page_width,
    sheets_pdf,
    signatures,
    table,
    text,
)

HEADINGS = ("次序", "名次", "编号", "单位", "小组", "课题", "小组成员")
WIDTHS = tuple(width * mm for width in (11, 11, 17, 36, 30, 40, 33))
STYLES = (CELL_CENTRE, CELL_CENTRE, CELL_CENTRE, CELL, CELL, CELL, CELL)
NO_PRIZES = "没有可以颁发的奖项。"


@dataclass(frozen=True, slots=True)
class AwardList:
    """The prizes group by group; `left_out` says in sentences what is not among them, and why."""

    contest: str
    organiser: str
    groups: tuple[PrizeGroup, ...]
    left_out: tuple[str, ...] = ()
    mark: str = ""
    finals: str = ""


def print_award_list(values: AwardList, output: Output) -> None:
    """`award-list.pdf`."""
    output.progress(0, 1)
    story: list[Flowable] = head("获奖名单", f"{values.contest}　{values.organiser}", "按颁奖次序排列")
    story += [text(sentence, BODY) for sentence in values.left_out]
    first = 1
    for group in values.groups:
        story += _group(group, first)
        first += len(group.rows)
    beneath = text(_counts(values.groups) if values.groups else NO_PRIZES, BODY)
    story += [Spacer(0, 2 * mm), KeepTogether([beneath, signatures("秘书处", "日期", width=page_width())])]
    part = Part(story, foot("获奖名单", values.mark, values.finals))
    output.file("award-list.pdf", sheets_pdf(f"{values.contest} 获奖名单", [part]))
    output.progress(1, 1)


def _group(group: PrizeGroup, first: int) -> Sequence[Flowable]:
    rows = [
        (str(number), row.rank, row.entry, row.unit, row.circle, row.title, _named(row.members))
        for number, row in enumerate(group.rows, first)
    ]
    title = text(f"{group.award}　{group.pool}（{len(rows)} 项）", SECTION)
    return [CondPageBreak(35 * mm), title, table(HEADINGS, rows, WIDTHS, STYLES)]


def _named(members: str) -> str:
    """The members with no name over two lines."""
    return names_in_lines(members.split("、"), WIDTHS[-1] - 6, CELL.fontSize, CELL.fontName)


def _counts(groups: Sequence[PrizeGroup]) -> str:
    """The highest prize first, as lists are read."""
    tiers = dict.fromkeys(group.award for group in reversed(groups))
    each = [(tier, sum(len(group.rows) for group in groups if group.award == tier)) for tier in tiers]
    total = sum(count for _, count in each)
    return f"共 {total} 项获奖：{'，'.join(f'{tier} {count} 项' for tier, count in each)}。"
