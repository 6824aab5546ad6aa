"""Paper ballots for the day on which the tablets fail: a stack for every judge, in order of appearance.

Sorted by session, judge, turn: the stack lies at the judge's seat from the morning on, so that a judge
goes on writing with the next turn, whatever has failed, and nobody carries paper into the hall.  Two
ballots stand on an A4 page, the upper ones first: cut a stack once, lay the upper pile on the lower one,
and it is in order.  Nothing on a ballot is ever filled in but whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from papers.evening_form import draw_form, form_of
from papers.evening_pages import Page, block, dashed, lamp, line
from papers.evening_values import GONE, ROLES, Evening, PanelSeat, Room, Turn
from papers.face import BOLD, width_of
from papers.sheet import INK, MUTED
from scoring.rules.rubric import Rubric

CROWDED = 8  # criteria; with more a ballot takes a whole A4 page
PAD = 12 * mm
COLUMNS = 6  # of the entries listed on a slip

Piece = Callable[[Any, float, float], None]  # draws itself on (canvas, y of its lower edge, height)


def ballot_pages(evening: Evening) -> list[Page]:
    """Every judge's stack, each beginning on a page of its own with its cover slip."""
    return [page for room in evening.rooms for seat in room.seats for page in _stack(evening, room, seat)]


def ballots_of(room: Room, seat: PanelSeat) -> list[Turn]:
    """The turns that this judge marks: not the recused ones, and none that is gone."""
    return [turn for turn in room.turns if turn.entry not in seat.recused and not turn.gone]


def _stack(evening: Evening, room: Room, seat: PanelSeat) -> list[Page]:
    rubrics = {rubric.kind: rubric for rubric in evening.rubrics}
    mine = ballots_of(room, seat)
    pieces = [_cover(evening, room, seat, mine), *(_ballot(evening, room, seat, t, rubrics[t.kind]) for t in mine)]
    if any(len(rubrics[turn.kind].criteria) > CROWDED for turn in mine):
        return [Page(_whole(piece)) for piece in pieces]
    half = (len(pieces) + 1) // 2
    return [Page(_halves(pieces[at::half])) for at in range(half)]


def _whole(piece: Piece) -> Callable[[Any], None]:
    return lambda canvas: piece(canvas, 0, A4[1])


def _halves(pieces: Sequence[Piece]) -> Callable[[Any], None]:
    """One piece above the cut and one beneath it."""
    height = A4[1] / 2

    def draw(canvas: Any) -> None:
        dashed(canvas, 0, height, A4[0], height)
        for at, piece in enumerate(pieces):
            piece(canvas, (1 - at) * height, height)

    return draw


def _ballot(evening: Evening, room: Room, seat: PanelSeat, turn: Turn, rubric: Rubric) -> Piece:
    form = form_of(evening, room, seat, turn, rubric)
    return lambda canvas, y, height: draw_form(canvas, form, y, height)


def _cover(evening: Evening, room: Room, seat: PanelSeat, mine: Sequence[Turn]) -> Piece:
    """The slip on a stack: whose it is, what it holds, who is recused from what, how it is used."""

    def draw(canvas: Any, y: float, height: float) -> None:
        left, width, top = PAD, A4[0] - 2 * PAD, y + height - PAD
        line(canvas, left, top - 12, "纸质评分表　封面", 15, width * 0.5, BOLD)
        line(canvas, left, top - 28, evening.contest, 9, width - 30 * mm, colour=MUTED)
        lamp(canvas, left + width - 11 * mm, top - 11 * mm, 11 * mm, seat.number)
        line(canvas, left, top - 62, seat.name, 26, width - 70 * mm, BOLD)
        line(canvas, left + width - 68 * mm, top - 60, ROLES[seat.role] + _from_afar(seat), 12, 40 * mm)
        line(canvas, left, top - 84, f"{room.name}　{room.date}　{room.start}", 12, width)
        line(canvas, left, top - 102, f"本叠 {len(mine)} 张，按出场顺序：", 10.5, width, BOLD)
        used = 110 + _draw_listed(canvas, mine, left, top - 110, width)
        for words in _slip_lines(room, seat):
            used += block(canvas, left, top - used, words, 9.5, width, 26 * mm) + 3
        for at, label in enumerate(("交给评委（签字）：", "收回张数：", "记分员（签字）：")):
            line(canvas, left + at * width / 3, y + PAD, label, 9, width / 3)
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.6)
            start = left + at * width / 3 + width_of(label, 9)
            canvas.line(start, y + PAD - 2, left + (at + 1) * width / 3 - 5 * mm, y + PAD - 2)

    return draw


def _draw_listed(canvas: Any, mine: Sequence[Turn], x: float, top: float, width: float) -> float:
    """The stack's entries in columns, however many; the height they took."""
    each = min(13.0, 40 * mm / max(1, -(-len(mine) // COLUMNS)))
    for at, turn in enumerate(mine):
        row, column = divmod(at, COLUMNS)
        place = x + column * width / COLUMNS
        words = f"{turn.position}　{turn.entry}"
        line(canvas, place, top - (row + 0.8) * each, words, each * 0.75, width / COLUMNS - 4 * mm)
    return float(-(-len(mine) // COLUMNS) * each + 6)


def _slip_lines(room: Room, seat: PanelSeat) -> list[str]:
    lines = []
    recused = [turn.entry for turn in room.turns if turn.entry in seat.recused]
    if recused:
        lines.append(f"回避，没有评分表：{'、'.join(recused)}。轮到时请不要打分；回避不是 0 分。")
    gone = [f"{turn.entry} {GONE[turn.gone]}" for turn in room.turns if turn.gone]
    if gone:
        lines.append(f"没有评分表：{'、'.join(gone)}。")
    lines.append(
        "平板能用就用平板；改用纸，要听秘书处宣布。同一项成果只用一种：平板上已提交的不再写纸。"
        "每项打完分、签了字就交给记分员，不要攒着；写错了划去重写，并在旁边签名。"
        "记分员在“纸质评分表录入”里由两人各录一遍，互不看对方的；不一致时由第三人看原件定。"
    )
    if seat.attendance == "remote":
        lines.append("远程评委：请秘书处提前把这一叠发给本人自行打印，写好签字后拍照发回，随录入附上。")
    return lines


def _from_afar(seat: PanelSeat) -> str:
    return "　远程" if seat.attendance == "remote" else ""
