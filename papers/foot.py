"""The foot of every sheet: what it is, the ledger that it was printed from, whether its results are final, its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from papers.face import REGULAR, width_of
from papers.result_rows import PoolFinal

MARGIN = 16 * mm
FOOT = 15 * mm  # below this nothing but the foot is printed
SIZES = (8.0, 7.5, 7.0, 6.5)
ONE_LINE, TWO_LINES = (9 * mm,), (11.5 * mm, 7.9 * mm)  # above the paper's edge
COLOUR = HexColor("#4A5560")
NAMED = 3  # pools; beyond that their number tells enough


def foot(what: str, mark: str, final: str = "") -> str:
    """A part's mark: the sheet's own name before the ledger's state; the final before the ledger's key.

    `mark` is one line, or two with the key on the second.
    """
    ledger, _, key = mark.partition("\n")
    lines = (_joined(what, ledger), _joined(final, key))
    return "\n".join(line for line in lines if line)


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)


def final_words(final: PoolFinal) -> str:
    """Which 定稿 a sheet shows, so that an exported ledger can be checked against it."""
    if final.version:
        return f"定稿第 {final.version} 版　{final.at}　结果指纹 {final.result}"
    return f"未定稿（定稿第 {final.ended} 版已失效）" if final.ended else "未定稿"


def finals_words(finals: Sequence[PoolFinal]) -> str:
    """The same of a sheet that shows several pools."""
    if len(finals) == 1:
        return final_words(finals[0])
    still_open = [final.pool for final in finals if not final.version]
    if not still_open:
        return "各组均已定稿，版次和结果指纹见各组成绩表" if finals else ""
    if len(still_open) == len(finals):
        return "各组均未定稿"
    if len(still_open) <= NAMED:
        return f"未定稿：{'、'.join(still_open)}；其余各组已定稿"
    return f"未定稿 {len(still_open)} 组，已定稿 {len(finals) - len(still_open)} 组"


def draw_foot(canvas: Any, mark: str, page: str) -> None:
    """One or two lines at the left, smaller where they are long, and the page at the right."""
    width = canvas._pagesize[0]
    canvas.setFillColor(COLOUR)
    canvas.setFont(REGULAR, SIZES[0])
    lines = mark.split("\n")
    heights = ONE_LINE if len(lines) == 1 else TWO_LINES
    canvas.drawRightString(width - MARGIN, heights[0], page)
    room = width - 2 * MARGIN - width_of(page, SIZES[0]) - 5 * mm
    for line, height in zip(lines, heights, strict=True):
        size, words = fitted(line, room)
        canvas.setFont(REGULAR, size)
        canvas.drawString(MARGIN, height, words)


def fitted(line: str, room: float) -> tuple[float, str]:
    """The size in which a line stands in `room` points; beyond the smallest its first words are cut, never a number."""
    for size in SIZES:
        if width_of(line, size) <= room:
            return size, line
    what, gap, rest = line.partition("　")
    while what and width_of(f"{what}…{gap}{rest}", SIZES[-1]) > room:
        what = what[:-1]
    return SIZES[-1], f"{what}…{gap}{rest}"
