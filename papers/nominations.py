"""推荐表: who is put forward as national candidate or reserve, and why the others are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table

from papers.documents import Output
from papers.foot import final_words, foot
from papers.result_rows import PoolRow, PoolSheet
from papers.sheet import (
    BODY,
    CELL,
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

HEADINGS = ("序号", "单位", "小组", "课题", "类型", "得分", "名次", "推荐意见", "结论", "理由")
WIDTHS = tuple(width * mm for width in (11, 44, 36, 52, 19, 15, 11, 20, 14, 43))
STYLES = (
    *(CELL_CENTRE, CELL, CELL, CELL, CELL_CENTRE, CELL_CENTRE, CELL_CENTRE),
    *(CELL_CENTRE, CELL_CENTRE, CELL),
)
DASH = "—"
OUT = ("退赛", "取消资格", "参加展示，不排名")  # nobody waits for these
TIED = "有同分成果待评审组长合议；合议之前其后名次不递补，名单尚不完整。"


@dataclass(frozen=True, slots=True)
class Nominations:
    """A sheet for each pool; `mark` is the line at the foot of every page."""

    contest: str
    organiser: str
    pools: tuple[PoolSheet, ...]
    mark: str = ""


def print_nominations(values: Nominations, output: Output) -> None:
    """`nominations.pdf`, a part for each pool; a provisional pool's says that it has none yet."""
    output.progress(0, len(values.pools))
    parts = [_part(values, pool) for pool in values.pools]
    output.file("nominations.pdf", sheets_pdf(f"{values.contest} 推荐表", parts))
    output.progress(len(parts), len(parts))


def _part(values: Nominations, pool: PoolSheet) -> Part:
    mark = foot(f"推荐表 {pool.title}", values.mark, final_words(pool.final))
    if pool.provisional:
        title = f"推荐表（{pool.title}）　暂定"
        story = [*head(title, f"{values.contest}　{values.organiser}"), text(_not_yet(pool), BODY)]
        return Part(story, mark, landscape=True, banner=f"{pool.title}　暂定")
    story = head(f"推荐表（{pool.title}）", f"{values.contest}　{values.organiser}", f"名额：{pool.places}")
    for title, rows in _sections(pool):
        story += [CondPageBreak(45 * mm), text(f"{title}（{len(rows)} 项）", SECTION)]
        story.append(_rows(rows) if rows else text("无。", BODY))
    tied = any(row.selected.startswith("tied") for row in pool.rows)
    return Part([*story, Spacer(0, 2 * mm), _beneath(values.organiser, pool, tied)], mark, landscape=True)


def _not_yet(pool: PoolSheet) -> str:
    waiting = [f"{row.entry} {row.circle}（{row.state}）" for row in pool.rows if not row.rank and _open(row)]
    return f"{pool.title}的成绩尚为暂定，不产生候选。尚待：{'、'.join(waiting)}。"


def _open(row: PoolRow) -> bool:
    return row.state not in OUT


def _sections(pool: PoolSheet) -> Sequence[tuple[str, Sequence[PoolRow]]]:
    """Candidates, reserves, and all that were put aside on the way down the ranks."""
    by_code = {code: [row for row in pool.rows if row.selected == code] for code in ("candidate", "reserve")}
    aside = [row for row in pool.rows if row.selected and row.selected not in by_code]
    return (
        ("一、全国候选", by_code["candidate"]),
        ("二、候补", by_code["reserve"]),
        ("三、未入选和待合议", aside),
    )


def _rows(rows: Sequence[PoolRow]) -> Flowable:
    cells = [
        (
            *(str(number), row.unit, row.circle, row.title, row.kind, row.final, row.rank),
            *(row.recommendation or "无", row.selection, row.selection_reason or DASH),
        )
        for number, row in enumerate(rows, 1)
    ]
    return table(HEADINGS, cells, WIDTHS, STYLES)


def _beneath(organiser: str, pool: PoolSheet, tied: bool) -> KeepTogether:
    chosen = {code: sum(row.selected == code for row in pool.rows) for code in ("candidate", "reserve")}
    said = f"{pool.title}：推荐全国候选 {chosen['candidate']} 项，候补 {chosen['reserve']} 项。"
    width = page_width(wide=True)
    seal = Table(
        [[text(f"{organiser}（盖章处）：", SMALL), text("＿＿＿＿年＿＿月＿＿日", SMALL)]], rowHeights=[22 * mm]
    )
    seal.setStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM")])
    places = signatures("评审组长", "秘书处经办人", "秘书处负责人", width=width)
    return KeepTogether([text(said + (TIED if tied else ""), SMALL), places, seal])
