"""One paper ballot: whose it is and for what, boxes for the marks, a code that opens its typing page."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import quote

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from papers.evening_code import code_size, draw_code
from papers.evening_pages import block, lamp, line, middle_block
from papers.evening_values import ATTENDANCE, ROLES, Evening, PanelSeat, Room, Turn
from papers.face import BOLD, width_of
from papers.rule_words import plain, points
from papers.sheet import INK, MUTED, RULE
from scoring.rules.rubric import Criterion, Rubric

PAD = 9 * mm
WIDTH = A4[0] - 2 * PAD
HEAD, FOOT = 31 * mm, 30 * mm
CODE_SIDE, LEAST_MODULE = 27 * mm, 0.4 * mm
GAP = 3 * mm  # between two boxes, for the decimal point
NAME, MOST = 43 * mm, 16 * mm  # the columns of a criterion's name and of its maximum
TALLEST, WIDEST = 15 * mm, 9.5 * mm  # of a row, of a box
GUIDANCE, LEAST_GUIDANCE = 8.0, 5.5  # points; guidance that would be smaller is left out


@dataclass(frozen=True, slots=True)
class Form:
    """What is printed on one ballot; `step` is the least step of a mark, in hundredths."""

    contest: str
    room: Room
    seat: PanelSeat
    turn: Turn
    rubric: Rubric
    step: int
    address: str


def form_of(evening: Evening, room: Room, seat: PanelSeat, turn: Turn, rubric: Rubric) -> Form:
    """The ballot of one judge for one entry."""
    address = typing_address(evening.address, turn.entry, seat.judge, rubric.version)
    return Form(evening.contest, room, seat, turn, rubric, evening.card.step, address)


def typing_address(base: str, entry: str, judge: str, rubric: int) -> str:
    """Where this ballot is typed in: "BASE/desk/paper?rubric=VERSION#ENTRY/JUDGE", the ids percent-encoded."""
    return f"{base}/desk/paper?rubric={rubric}#{quote(entry, safe='')}/{quote(judge, safe='')}"


def draw_form(canvas: Any, form: Form, y: float, height: float) -> None:
    """The ballot in a band across an A4 page whose lower edge is at `y`."""
    top = y + height - PAD
    side = max(CODE_SIDE, code_size(form.address, LEAST_MODULE))
    draw_code(canvas, form.address, PAD + WIDTH - side + 2 * mm, top - side + 2 * mm, side)
    _draw_head(canvas, form, top, WIDTH - side)
    head = max(HEAD, side)
    _draw_rows(canvas, form, top - head, height - 2 * PAD - head - FOOT)
    _draw_foot(canvas, form, y + PAD)


def _draw_head(canvas: Any, form: Form, top: float, width: float) -> None:
    turn, seat = form.turn, form.seat
    line(canvas, PAD, top - 11, "纸质评分表", 13, 30 * mm, BOLD)
    line(canvas, PAD + 26 * mm, top - 11, form.contest, 8.5, width - 27 * mm, colour=MUTED)
    said = f"{form.room.name}　第 {turn.position} 项　编号 {turn.entry}　{turn.kind}　{ATTENDANCE[turn.attendance]}"
    line(canvas, PAD, top - 27, said, 11, width)
    block(canvas, PAD, top - 31, f"{turn.circle}　《{turn.title}》", 12.5, width, 11.5 * mm, BOLD)
    lamp(canvas, PAD + 5 * mm, top - 26 * mm, 4.4 * mm, seat.number)
    afar = "　远程" if seat.attendance == "remote" else ""
    line(canvas, PAD + 12 * mm, top - 27.6 * mm, f"{seat.name}　{ROLES[seat.role]}{afar}", 13, width - 44 * mm, BOLD)
    version = f"评审表 第 {form.rubric.version} 版"
    line(canvas, PAD + width - 29 * mm, top - 27.4 * mm, version, 8, 27 * mm, colour=MUTED)


def _draw_rows(canvas: Any, form: Form, top: float, height: float) -> None:
    """A row for each criterion and one for the total, as high as the room allows."""
    criteria = form.rubric.criteria
    each = min(TALLEST, height / (len(criteria) + 1))
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    for at in range(len(criteria) + 2):
        canvas.line(PAD, top - at * each, PAD + WIDTH, top - at * each)
    after = max(decimals(criterion.maximum, form.step) for criterion in criteria)
    before = max(whole_digits(criterion.maximum) for criterion in criteria)
    room = WIDTH - NAME - MOST - boxes_width(before, after, each) - 5 * mm
    for at, criterion in enumerate(criteria):
        middle = top - at * each - each / 2
        _draw_criterion(canvas, criterion, middle, each, room)
        draw_boxes(canvas, whole_digits(criterion.maximum), after, PAD + WIDTH, middle, each)
    _draw_total(canvas, form, top - len(criteria) * each - each / 2, each, after)


def _draw_criterion(canvas: Any, criterion: Criterion, middle: float, height: float, room: float) -> None:
    """Its name and maximum, and its guidance where `room` and height allow it to be read."""
    factor = "" if criterion.factor == 1 else f" ×{plain(criterion.factor)}"
    inner, size = height - 1 * mm, min(11.0, height * 0.4)
    name = f"{criterion.number} {criterion.name}"
    middle_block(canvas, PAD + 0.5 * mm, middle, name, size, NAME - 2 * mm, inner, BOLD)
    most = f"满分 {points(criterion.maximum)}{factor}"
    line(canvas, PAD + NAME, middle - size * 0.36, most, min(9.0, size), MOST)
    words = "；".join(criterion.guidance)
    if words:
        left = PAD + NAME + MOST + 2 * mm
        middle_block(canvas, left, middle, words, GUIDANCE, room, inner, colour=MUTED, least=LEAST_GUIDANCE)


def _draw_total(canvas: Any, form: Form, middle: float, height: float, after: int) -> None:
    """The sum as the judge writes it down; what counts is worked out from the marks."""
    most = form.rubric.maximum()
    weighted = any(criterion.factor != 1 for criterion in form.rubric.criteria)
    before, after = whole_digits(ceil(most)), 2 if weighted else after
    line(canvas, PAD + 0.5 * mm, middle - 4, "合计", min(13.0, height * 0.45), NAME, BOLD)
    line(canvas, PAD + NAME, middle - 3, f"满分 {plain(most / 100)}", 9, MOST)
    summed = "各项打分乘系数后相加" if weighted else "各项打分相加"
    words = f"{summed}，只供录入时核对；得分由系统按各项算。"
    room = WIDTH - NAME - MOST - boxes_width(before, after, height) - 5 * mm
    middle_block(canvas, PAD + NAME + MOST + 2 * mm, middle, words, GUIDANCE, room, height, colour=MUTED)
    draw_boxes(canvas, before, after, PAD + WIDTH, middle, height)


def whole_digits(most: int) -> int:
    """How many digits a mark up to `most` hundredths has before the point."""
    return len(str(most // 100))


def decimals(most: int, step: int) -> int:
    """How many digits a mark may have after the point; `most` and `step` in hundredths."""
    if step % 100 == 0 and most % 100 == 0:
        return 0
    return 1 if step % 10 == 0 and most % 10 == 0 else 2


def box_sides(height: float) -> tuple[float, float]:
    """Width and height of a box in a row of this height."""
    tall = min(height - 1.6 * mm, 11 * mm)
    return min(WIDEST, tall * 1.05), tall


def boxes_width(before: int, after: int, height: float) -> float:
    """The width of a mark's boxes with the decimal point between them."""
    return float((before + after) * box_sides(height)[0] + (GAP if after else 0))


def draw_boxes(canvas: Any, before: int, after: int, right: float, middle: float, height: float) -> None:
    """Empty boxes, a digit in each, with the decimal point between them; they end at `right`."""
    wide, tall = box_sides(height)
    point = right - after * wide
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.9)
    for at in range(after):
        canvas.rect(point + at * wide, middle - tall / 2, wide, tall)
    if after:
        point -= GAP
        canvas.setFillColor(INK)
        canvas.circle(point + GAP / 2, middle - tall / 2 + 1.2, 1.1, stroke=0, fill=1)
    for at in range(before):
        canvas.rect(point - (at + 1) * wide, middle - tall / 2, wide, tall)


def _draw_foot(canvas: Any, form: Form, y: float) -> None:
    """Lines for a comment, a place to sign, and who typed it in."""
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    line(canvas, PAD, y + 22 * mm, "评语：", 9, 20 * mm)
    for up in (21, 13.5):
        canvas.line(PAD + (11 * mm if up > 20 else 0), y + up * mm, PAD + WIDTH, y + up * mm)
    note = f"打分间隔 {points(form.step)} 分；每格一个数字，空着就是没有打；写错划去重写并签名。"
    line(canvas, PAD, y + 9.3 * mm, note, 7.5, WIDTH, colour=MUTED)
    _signature(canvas, "评委签字：", 0, 62 * mm, y)
    _signature(canvas, "时间：", 65 * mm, 34 * mm, y)
    _signature(canvas, "录入一：", 103 * mm, 27 * mm, y)
    _signature(canvas, "录入二：", 133 * mm, 27 * mm, y)
    _signature(canvas, "核对：", 163 * mm, WIDTH - 163 * mm, y)


def _signature(canvas: Any, label: str, at: float, width: float, y: float) -> None:
    line(canvas, PAD + at, y + 1.5 * mm, label, 9, width)
    start = width_of(label, 9)
    canvas.setStrokeColor(INK)
    canvas.line(PAD + at + start, y + 0.6 * mm, PAD + at + width, y + 0.6 * mm)
