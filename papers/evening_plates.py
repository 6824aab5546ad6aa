"""Seat plates 席位牌: one A4 page each, folded to a tent that reads the same from both sides."""

from __future__ import annotations

from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from papers.evening_pages import Page, checked, dashed, fitted, lamp, line, middle_block
from papers.evening_values import ROLES, Evening, PanelSeat, Room
from papers.face import BOLD
from papers.sheet import MUTED

WIDTH, FACE = A4[0], A4[1] / 2
SIDE = 14 * mm
NAME_ROOM = 62 * mm  # the height that a name may take
LARGEST, LARGEST_OF_TWO = 140, 74  # points, of a name on one line or on two
BASELINE = 0.36  # of the size: from the middle of a line down to its baseline


def plate_pages(evening: Evening) -> list[Page]:
    """A plate for every seat, room by room."""
    return [_page(evening.contest, room, seat) for room in evening.rooms for seat in room.seats]


def name_lines(name: str) -> tuple[tuple[str, ...], float]:
    """A name on one line or on two, whichever is larger, and its size in points."""
    width = WIDTH - 2 * SIDE
    whole = fitted(name, LARGEST, width, BOLD)
    at = _divided_at(name)
    halves = (name[:at].strip(), name[at:].strip())
    divided = min(fitted(part, LARGEST_OF_TWO, width, BOLD) for part in halves)
    return ((name,), whole) if whole >= divided else (halves, divided)


def _divided_at(name: str) -> int:
    """Where a name is broken in two: after the space or the dot that is nearest to its middle, else in the middle."""
    middle = (len(name) + 1) // 2
    breaks = [at for at, mark in enumerate(name, 1) if mark in " ·・•" and at < len(name)]
    return min(breaks, key=lambda at: abs(at - middle), default=middle)


def _page(contest: str, room: Room, seat: PanelSeat) -> Page:
    def draw(canvas: Any) -> None:
        dashed(canvas, 0, FACE, WIDTH, FACE)
        _draw_face(canvas, contest, room, seat)
        canvas.saveState()
        canvas.translate(WIDTH, 2 * FACE)
        canvas.rotate(180)
        _draw_face(canvas, contest, room, seat)
        canvas.restoreState()

    return Page(draw)


def _draw_face(canvas: Any, contest: str, room: Room, seat: PanelSeat) -> None:
    """The lower half of the page, its head towards the fold."""
    top = FACE - 27 * mm
    lamp(canvas, SIDE + 13 * mm, top, 13 * mm, seat.number)
    words = room.name if not room.place or room.place == room.name else f"{room.name}　{room.place}"
    middle_block(canvas, SIDE + 32 * mm, top, words, 17, WIDTH - 2 * SIDE - 64 * mm, 24 * mm, alignment=TA_CENTER)
    role = "" if seat.role == "judge" else ROLES[seat.role]
    if role:
        line(canvas, WIDTH - SIDE - 14 * mm, top - 10, role, 28, 30 * mm, BOLD, centred=True)
    _draw_name(canvas, seat.name)
    below = "　".join(part for part in (seat.unit, "远程评委" if seat.attendance == "remote" else "") if part)
    line(canvas, WIDTH / 2, 19 * mm, below, 15, WIDTH - 2 * SIDE, centred=True)
    line(canvas, WIDTH / 2, 11 * mm, contest, 9.5, WIDTH - 2 * SIDE, centred=True, colour=MUTED)


def _draw_name(canvas: Any, name: str) -> None:
    """The name in the middle of the face; two characters stand apart, as on a table in a hall."""
    lines, size = name_lines(checked(name))
    middle = 30 * mm + NAME_ROOM / 2
    canvas.setFont(BOLD, size)
    for at, words in enumerate(lines):
        up = (len(lines) - 1) / 2 - at
        apart = size * 0.6 if len(name) == 2 else 0
        canvas.drawCentredString(WIDTH / 2, middle + up * size * 1.15 - size * BASELINE, words, charSpace=apart)
