"""Judges' cards, eight on an A4 page: who sits where, and the secret link as a code to scan or to type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from papers.evening_code import code_size, draw_code
from papers.evening_pages import Page, block, dashed, in_groups, lamp, line, middle_block
from papers.evening_values import ATTENDANCE, ROLES, CardPlace, Evening, JudgeCard
from papers.face import BOLD
from papers.sheet import INK, MUTED

COLUMNS, ROWS = 2, 4
WIDTH, HEIGHT = A4[0] / COLUMNS, A4[1] / ROWS
PAD = 5.5 * mm
CODE_SIDE = 42 * mm
LEAST_MODULE = 0.4 * mm
GROUP = 4  # characters of a code that are read at a glance
HOW = "扫码登录。卡片只在一台设备上有效，换设备须在新设备上确认。卡片就是钥匙，只给本人，请勿拍照转发。"
TYPED = "扫不了码：打开 {site}，输入卡片号（没有数字 0 和 1，空格不输入）"


def card_pages(evening: Evening) -> list[Page]:
    """The cards in order of session and seat, as the values give them."""
    return [_page(evening.contest, cards) for cards in in_groups(evening.cards, COLUMNS * ROWS)]


def scanned(link: str) -> str:
    """A card's link as its QR code holds it: the part after # percent-encoded, whatever the judge's id is."""
    site, _, code = link.partition("#")
    return f"{site}#{quote(code, safe='')}"


def typed(link: str) -> tuple[str, str]:
    """The address to open by hand, and the card's number in groups."""
    site, _, code = link.partition("#")
    kind, secret, owner = code.split(".", 2)
    groups = " ".join(in_groups(secret, GROUP))
    return site, f"{kind}.{groups}.{owner}"


def _page(contest: str, cards: Sequence[JudgeCard]) -> Page:
    def draw(canvas: Any) -> None:
        for row in range(1, ROWS):
            dashed(canvas, 0, row * HEIGHT, A4[0], row * HEIGHT)
        dashed(canvas, WIDTH, 0, WIDTH, A4[1])
        for at, card in enumerate(cards):
            row, column = divmod(at, COLUMNS)
            _draw_card(canvas, contest, card, column * WIDTH, A4[1] - (row + 1) * HEIGHT)

    return Page(draw)


def _draw_card(canvas: Any, contest: str, card: JudgeCard, x: float, y: float) -> None:
    """One card whose lower left corner is (x, y)."""
    left, top, width = x + PAD, y + HEIGHT - PAD, WIDTH - 2 * PAD
    code = scanned(card.link)
    side = max(CODE_SIDE, code_size(code, LEAST_MODULE))
    draw_code(canvas, code, left - 2 * mm, top - side + 2 * mm, side)
    right = left + side
    room = width - side
    used = block(canvas, right, top, contest, 7.5, room, 7 * mm, colour=MUTED)
    used += block(canvas, right, top - used - mm, card.name, 22, room, 14 * mm, BOLD) + mm
    _draw_places(canvas, card.places, right, top - used - 2 * mm, room, 40 * mm - used)
    block(canvas, left, y + PAD + 20 * mm, HOW, 8, width, 8 * mm)
    _draw_by_hand(canvas, card, left, y + PAD, width)


def _draw_places(canvas: Any, places: Sequence[CardPlace], x: float, top: float, width: float, height: float) -> None:
    """The judge's seats, one under the other, however many there are."""
    if not places:
        line(canvas, x, top - 10, "还没有席位", 9, width, colour=MUTED)
        return
    each = min(18 * mm, height / len(places))
    radius = min(7.5 * mm, each * 0.45)
    words = x + 2 * radius + 2 * mm
    room = width - 2 * radius - 2 * mm
    for at, place in enumerate(places):
        middle = top - each * at - each / 2
        lamp(canvas, x + radius, middle, radius, place.seat)
        size = min(11.0, each * 0.27)
        role = f"{ROLES[place.role]}　{ATTENDANCE[place.attendance]}"
        middle_block(canvas, words, middle + each * 0.26, place.session, size, room, each * 0.42, BOLD)
        line(canvas, words, middle - size * 0.6, role, size * 0.85, room)
        middle_block(canvas, words, middle - each * 0.33, place.place, size * 0.72, room, each * 0.3, colour=MUTED)


def _draw_by_hand(canvas: Any, card: JudgeCard, x: float, y: float, width: float) -> None:
    """What is typed where nothing can be scanned, and where a remote judge meets the others."""
    site, number = typed(card.link)
    meetings = [place.meeting_link for place in card.places if place.attendance == "remote" and place.meeting_link]
    line(canvas, x, y + 8.6 * mm, TYPED.format(site=site), 7.2, width, colour=MUTED)
    line(canvas, x, y + 4.4 * mm, number, 9.5, width, BOLD, colour=INK)
    if meetings:
        block(canvas, x, y + 3.6 * mm, f"会议：{'　'.join(dict.fromkeys(meetings))}", 7.5, width, 6.2 * mm)
