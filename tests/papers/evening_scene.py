"""An evening's print as values, and the printed pages read back: text, codes, boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw
import zxingcpp

from papers.evening import print_evening
from papers.evening_values import CardPlace, Evening, JudgeCard, PanelSeat, Room, Turn
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import RuleCard

BASE = "http://192.168.1.20:8000"
SECRET = "BI2EHTZ7WEVLXCMUZTABIHZXDM"
SCALE = 3  # pixels of a point: enough for the smallest code
Box = tuple[float, float, float, float]  # left, bottom, right, top in points


@dataclass
class Tray:
    """Where a printer puts what it made."""

    files: dict[str, bytes] = field(default_factory=dict)
    told: list[tuple[int, int]] = field(default_factory=list)

    def file(self, name: str, content: bytes) -> None:
        self.files[name] = content

    def progress(self, done: int, of: int) -> None:
        self.told.append((done, of))


def printed(evening: Evening) -> bytes:
    tray = Tray()
    print_evening(evening, tray)
    assert list(tray.files) == ["evening.pdf"]
    return tray.files["evening.pdf"]


def turn(position: int, **more: Any) -> Turn:
    given = {"kind": "问题解决型", "title": f"课题{position}", "circle": f"第{position}小组", "unit": f"单位{position}"}
    return Turn(**{"position": position, "entry": f"SH{position:03}", **given, **more})


def seat(number: int, **more: Any) -> PanelSeat:
    return PanelSeat(**{"number": number, "judge": f"JA{number}", "name": f"评委A{number}", "unit": "研究院", **more})


def room(turns: tuple[Turn, ...], seats: tuple[PanelSeat, ...], **more: Any) -> Room:
    given = {"id": "A", "name": "第一会场", "date": "2020-08-18", "start": "09:00", "place": "友谊会堂"}
    return Room(**{**given, "mode": "hybrid", "meeting_link": "", "turns": turns, "seats": seats, **more})


def rubric(criteria: int = 6, **more: Any) -> Rubric:
    made = tuple(
        Criterion(number, f"项目{number}", 1500, guidance=("有数据", "有对比"), **more)
        for number in range(1, criteria + 1)
    )
    return Rubric("问题解决型", 3, made)


def card(judge: str, name: str, *places: CardPlace) -> JudgeCard:
    return JudgeCard(judge, name, f"{BASE}/enter#j.{SECRET}.{judge}", places)


def evening(rooms: tuple[Room, ...], **more: Any) -> Evening:
    """The rooms' evening, with a card for everyone who sits in them."""
    cards = tuple(
        card(s.judge, s.name, CardPlace(r.name, r.place, s.number, s.role, s.attendance, r.meeting_link))
        for r in rooms
        for s in r.seats
    )
    given = {"contest": "二〇二〇年发表赛", "organiser": "质量协会", "address": BASE, "card": RuleCard()}
    return Evening(**{**given, "rooms": rooms, "rubrics": (rubric(),), "cards": cards, "mark": "台账 第 1 条", **more})


def small(entries: int = 4, judges: int = 3, **more: Any) -> Evening:
    turns = tuple(turn(position) for position in range(1, entries + 1))
    return evening((room(turns, tuple(seat(number) for number in range(1, judges + 1))),), **more)


def texts(content: bytes) -> list[str]:
    """The text of every page, without blanks and line ends."""
    pages = pypdfium2.PdfDocument(content)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pages]


def characters(page: Any) -> Iterator[tuple[str, Box]]:
    """Every character of a page that leaves ink, with its box."""
    read = page.get_textpage()
    for at in range(read.count_chars()):
        character = chr(pypdfium2.raw.FPDFText_GetUnicode(read, at))
        if character.strip():
            yield character, read.get_charbox(at)


def codes(page: Any) -> list[tuple[str, Box]]:
    """Every QR code of a page as a scanner reads it, with the box of its modules in points."""
    image = page.render(scale=SCALE, grayscale=True).to_numpy()
    height = page.get_height()
    found = []
    for code in zxingcpp.read_barcodes(image[:, :, 0] if image.ndim == 3 else image):
        corners = [getattr(code.position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
        across, down = [corner.x / SCALE for corner in corners], [corner.y / SCALE for corner in corners]
        found.append((code.text, (min(across), height - max(down), max(across), height - min(down))))
    return found


def outlines(page: Any) -> list[Box]:
    """The bounds of every path on a page."""
    return [item.get_bounds() for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]


def inside(box: Box, frame: Box) -> bool:
    """Whether a box lies in a frame, to a tenth of a point."""
    left, bottom, right, top = box
    return left >= frame[0] - 0.1 and bottom >= frame[1] - 0.1 and right <= frame[2] + 0.1 and top <= frame[3] + 0.1
